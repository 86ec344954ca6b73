"""Pages are stored when their first reader asks for them, and only pages that are the same for everybody."""

import gzip

import brotli
import pytest

from content.page_store.folder import PageFolder
from tests.builders import an_article
from tests.content.page_store.conftest import ask


@pytest.fixture
def article(news, now):
    return an_article(news)


def files(folder: PageFolder) -> list[str]:
    return sorted(str(page.relative_to(folder.root)) for page in folder.pages())


def test_the_first_reader_fills_the_store_and_the_second_is_served_without_django(
    application, article, folder, django_asked
):
    first = ask(application, "/")
    second = ask(application, "/")
    assert (first.status, second.status) == (200, 200)
    assert first.body == second.body
    assert django_asked == ["/"]


def test_the_files_lie_by_host_and_path_with_packed_forms_beside(application, article, folder):
    for path in ("/", "/news/", article.path, "/sitemap.html"):
        assert ask(application, path).status == 200
    assert files(folder) == sorted(
        ["testserver/index.html", "testserver/news/index.html", f"testserver{article.path}", "testserver/sitemap.html"]
    )
    for page in folder.pages():
        assert gzip.decompress(page.with_name(page.name + ".gz").read_bytes()) == page.read_bytes()
        assert brotli.decompress(page.with_name(page.name + ".br").read_bytes()) == page.read_bytes()


def test_a_site_under_a_prefix_lies_under_its_prefix(application, subsite, folder):
    assert ask(application, "/jyj/", host="city.testserver").status == 200
    assert files(folder) == ["city.testserver/jyj/index.html"]


def test_a_stored_page_has_the_headers_that_django_sends(application, article):
    first, second = ask(application, "/"), ask(application, "/")
    for name in ("etag", "last-modified", "content-length"):
        first.headers.pop(name, None)
        second.headers.pop(name, None)
    assert {k: set(v.split(", ")) for k, v in first.headers.items()} == {
        k: set(v.split(", ")) for k, v in second.headers.items()
    }
