"""Files at their addresses: open while an article offers them, gone with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from content.actions import upload_asset, withdraw_article
from tests.builders import a_draft, an_article, the_office_of
from tests.cast import NOW
from tests.content.files import a_picture


def a_paper(column):
    file = SimpleUploadedFile("附件.pdf", b"%PDF-1.7 paper")
    return upload_asset(column.site, file, by=the_office_of(column)["writer"], at=NOW)


def status(client, asset) -> int:
    return client.get(f"/media/{asset.file.name}").status_code


def test_the_attachment_of_a_public_article_is_open(client, news):
    paper = a_paper(news)
    an_article(news, attachments=[(paper, "附件")])
    assert status(client, paper) == 200


def test_it_is_gone_with_the_article(client, news):
    paper = a_paper(news)
    article = an_article(news, attachments=[(paper, "附件")])
    withdraw_article(article, by=the_office_of(news)["signer"], at=NOW, reason="wrong")
    assert status(client, paper) == 404


def test_the_attachment_of_a_draft_is_for_the_office_only(client, news, editor):
    paper = a_paper(news)
    a_draft(news, attachments=[(paper, "附件")])
    assert status(client, paper) == 404
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    assert status(client, paper) == 200


@pytest.mark.parametrize(
    "path", ["../etc/passwd", "..%2f..%2fetc/passwd", "%2e%2e/secret", "x/../../y", "nothing.png", "a\\b"]
)
def test_other_addresses_find_nothing(client, province, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_a_picture_is_open_since_texts_show_it_by_address(client, news):
    picture = upload_asset(news.site, a_picture(), by=the_office_of(news)["writer"], at=NOW, alt="图")
    assert status(client, picture) == 200
