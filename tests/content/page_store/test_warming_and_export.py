"""`warm_site` fills the store with every public page, `export_site` writes a site that needs no application."""

from io import StringIO
from unittest import mock

import pytest
from django.core.management import CommandError, call_command

from content.actions import upload_asset
from content.page_store.rendering import render_page
from tests.builders import an_article, the_office_of
from tests.cast import a_column
from tests.content.files import a_picture


def said(*command, **options) -> str:
    out = StringIO()
    call_command(*command, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


@pytest.fixture
def sites(province, city, subsite, news, now):
    picture = upload_asset(province, a_picture(), by=the_office_of(news)["writer"], at=now, alt="图")
    article = an_article(news, body=f'<p><img src="{picture.file.url}" alt="图"></p>')
    an_article(a_column(subsite, "tz", name="通知"))
    return article, picture


def test_warming_stores_every_public_page_of_the_sites_named(sites, folder):
    article, _picture = sites
    assert "未成 0 页" in said("warm_site", "province", jobs=1)
    stored = {str(page.relative_to(folder.root)) for page in folder.pages()}
    assert {"testserver/index.html", f"testserver{article.path}", "testserver/robots.txt"} <= stored
    assert not any(page.startswith("city.testserver") for page in stored)


def test_warming_takes_all_online_sites_by_default(sites, folder):
    assert "每秒" in said("warm_site", jobs=1)
    assert (folder.root / "city.testserver/jyj/tz/index.html").exists()


def test_whoever_watches_sees_how_far_it_is_and_how_fast(sites, folder):
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    watched = Terminal()
    with mock.patch("sys.stderr", watched):
        call_command("warm_site", "province", jobs=1, stdout=StringIO(), stderr=watched)
    assert "█" * 30 in watched.getvalue() and "每秒" in watched.getvalue()


@pytest.mark.parametrize(
    "command", [["warm_site", "absent"], ["warm_site", "--jobs=0"], ["export_site", "absent", "x"]]
)
def test_a_wrong_name_is_told(sites, folder, command):
    with pytest.raises(CommandError):
        said(*command)


def test_an_export_holds_pages_pictures_static_files_feeds_and_a_page_for_what_is_absent(sites, folder, tmp_path):
    article, picture = sites
    assert "未成 0 项" in said("export_site", "province", str(tmp_path / "out"))
    names = [
        "index.html", "news/index.html", article.path[1:], f"media/{picture.file.name}", f"qr/{article.pk}.svg",
        "static/css/base.css", "feeds.xml", "sitemap.xml", "404.html",
    ]  # fmt: skip
    assert [name for name in names if not (tmp_path / "out" / name).is_file()] == []


def test_an_export_of_which_all_is_well_logs_nothing(sites, folder, tmp_path, caplog):
    said("export_site", "province", str(tmp_path / "out"))
    assert caplog.records == []
    assert render_page("testserver", "/nothing/").status == 404
    assert "Not Found: /nothing/" in caplog.text  # what nobody expected is still logged


def test_a_sub_site_is_exported_under_its_prefix(sites, folder, tmp_path):
    said("export_site", "bureau", str(tmp_path / "out"))
    assert (tmp_path / "out/jyj/tz/index.html").is_file()
    assert not (tmp_path / "out/index.html").exists()


def test_an_export_overwrites_nothing(sites, folder, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="已有内容"):
        said("export_site", "province", str(tmp_path))
