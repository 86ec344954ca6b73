"""Files of the media library behind the delivered nginx: the application decides, nginx sends, and nobody gets round it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import Client

from content.actions import upload_asset, withdraw_article
from content.actions.standing import place_files
from content.models import Asset
from tests.builders import an_article, the_office_of
from tests.cast import NOW
from tests.content.files import a_pdf, a_picture, a_video
from tests.deploy.nginx import NGINX, running_nginx
from tests.deploy.test_nginx import get

pytestmark = [
    pytest.mark.skipif(not NGINX, reason="needs nginx (apt-get install nginx; .ci/run does it)"),
    pytest.mark.django_db(transaction=True),
]
HOST = "testserver"


@pytest.fixture
def port(transactional_db, tmp_path, tmp_path_factory, settings):
    """An nginx before the application, over the folders that the application writes; its thread shares our connection."""
    settings.MEDIA_ACCEL = "/internal-media/"
    django, connection = WSGIHandler(), connections["default"]

    def application(environ, start_response):
        connections["default"] = connection
        return django(environ, start_response)

    connection.inc_thread_sharing()
    try:
        with running_nginx(tmp_path_factory.mktemp("nginx"), tmp_path, application) as port:
            yield port
    finally:
        connection.dec_thread_sharing()


def kept(column, file, **fields) -> Asset:
    return upload_asset(column.site, file, by=the_office_of(column)["writer"], at=NOW, **fields)


def session_of(column) -> str:
    client = Client()
    client.force_login(the_office_of(column)["writer"], backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def test_a_published_document_is_sent_by_nginx_as_the_application_says(port, news):
    paper = kept(news, a_pdf("关于 通知.pdf"))
    an_article(news, attachments=[(paper, "附件")])
    place_files()
    assert b"".join(Client().get(paper.file.url)) == b""  # the application itself sends no byte
    answer = get(port, paper.file.url, host=HOST)
    content = (settings.MEDIA_ROOT / paper.file.name).read_bytes()
    assert (answer.status, answer.body, answer.headers["Content-Type"]) == (200, content, "application/pdf")
    assert quote("关于 通知.pdf") in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert "X-Accel-Redirect" not in answer.headers
    sent = Client().get(paper.file.url).headers
    for name in ("X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Content-Security-Policy"):
        assert answer.headers[name] == sent[name], name
    tag = answer.headers["ETag"]
    assert get(port, paper.file.url, host=HOST, If_None_Match=tag).status == 304
    part = get(port, paper.file.url, host=HOST, Range="bytes=2-4", If_Range=tag)
    assert (part.status, part.body, part.headers["Content-Range"]) == (206, content[2:5], f"bytes 2-4/{len(content)}")
    assert get(port, paper.file.url, host=HOST, Range="bytes=2-4", If_Range='"other"').status == 200
    assert get(port, paper.file.url, host=HOST, Range="bytes=99999999-").status == 416
    head = get(port, paper.file.url, host=HOST, method="HEAD")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(content)))


def test_a_recording_comes_from_the_disk_in_the_parts_a_player_asks_for(port, news):
    film = kept(news, a_video())
    an_article(news, body=f'<p><video src="{film.file.url}"></video></p>')
    place_files()
    content = (settings.MEDIA_ROOT / film.file.name).read_bytes()
    part = get(port, film.file.url, host=HOST, Range="bytes=0-9")
    assert (part.status, part.body, part.headers["Content-Type"]) == (206, content[:10], "video/mp4")
    assert part.headers["X-Content-Type-Options"] == "nosniff"
    assert (
        get(port, film.file.url, host="nobody.example.org", Range="bytes=0-9").status == 206
    )  # the application is not asked


def test_what_is_held_goes_to_the_office_alone(port, news):
    paper = kept(news, a_pdf())
    assert (settings.MEDIA_HELD / paper.file.name).exists()
    assert get(port, paper.file.url, host=HOST).status == 404
    answer = get(port, paper.file.url, host=HOST, Cookie=session_of(news))
    assert (answer.status, answer.body) == (200, (settings.MEDIA_HELD / paper.file.name).read_bytes())
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_no_spelling_of_an_address_reaches_what_is_held(port, news):
    paper = kept(news, a_pdf())
    name = paper.file.name
    for path in (
        f"/internal-media/media-held/{name}", f"/%69nternal-media/media-held/{name}", f"/internal-media//media-held/{name}",
        f"/internal-media/media/../media-held/{name}", f"/media/../media-held/{name}", f"/media-held/{name}",
        f"/media/%2e%2e/media-held/{name}", f"/static/../media-held/{name}", f"/media/../internal-media/media-held/{name}",
        f"/pages/../media-held/{name}", f"/INTERNAL-MEDIA/media-held/{name}", f"/media-held/{name}?x=1",
    ):  # fmt: skip
        for headers in ({}, {"X_Accel_Redirect": f"/internal-media/media-held/{name}"}):
            answer = get(port, path, host=HOST, **headers)
            assert answer.status in {301, 400, 404}, path
            assert b"%PDF" not in answer.body, path


def test_what_was_taken_down_is_gone_from_the_disk_too(port, news):
    picture = kept(news, a_picture())
    article = an_article(news, body=f'<p>图<img src="{picture.file.url}" alt="图"></p>')
    place_files()
    assert get(port, picture.file.url, host=HOST).status == 200
    withdraw_article(article, by=the_office_of(news)["signer"], at=NOW, reason="wrong")
    place_files()
    assert get(port, picture.file.url, host=HOST).status == 404


def test_the_application_can_hand_over_nothing_but_media(tmp_path, tmp_path_factory):
    (tmp_path / "portal.sqlite3").write_bytes(b"secret")

    def careless(environ, start_response):
        start_response("200 OK", [("X-Accel-Redirect", environ["HTTP_X_WANTED"]), ("Content-Type", "text/plain")])
        return [b""]

    with running_nginx(tmp_path_factory.mktemp("nginx"), tmp_path, careless) as port:
        for wanted in ("/internal-media/portal.sqlite3", "/internal-media/media/../portal.sqlite3", "/portal.sqlite3"):
            answer = get(port, "/media/x.pdf", X_Wanted=wanted)
            assert b"secret" not in answer.body, wanted
