"""Public pages cost a fixed number of queries, whatever the number of articles, columns and sites."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from content.models import ArticleKind
from content.structure import forget_structures
from interpretation.models import Interpretation
from sites.models import Column
from tests.builders import a_document, an_article
from tests.cast import NOW, a_column, a_site


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


def page_of(article) -> str:
    day = timezone.localdate(article.published_at)
    return f"/{article.column.path}/{day:%Y%m}/t{day:%Y%m%d}_{article.pk}.html"


def grow(province, parent, *, columns: int, articles: int) -> None:
    """More columns, more articles in them, more sites."""
    for number in range(columns):
        column = a_column(province, f"c{number}", name=f"栏目{number}", parent=parent)
        for each in range(articles):
            an_article(column, title=f"稿件{number}-{each}", at=NOW - timedelta(minutes=each))
    a_site(f"more{columns}", host=f"more{columns}.testserver", parent=province)


@pytest.fixture
def portal(province):
    """A portal with news two columns deep."""
    parent = a_column(province, "ywdt", name="要闻动态")
    child = a_column(province, "yw", name="要闻", parent=parent)
    an_article(child, title="第一条")
    return parent


@pytest.mark.parametrize(("address", "most"), [("/", 12), ("/ywdt/", 6), ("/ywdt/yw/", 6)])
def test_a_page_costs_as_many_queries_when_the_site_has_grown(
    client, province, portal, django_assert_max_num_queries, address, most
):
    client.get(address)
    with django_assert_max_num_queries(most) as small:
        client.get(address)
    grow(province, portal, columns=5, articles=4)
    client.get(address)
    with django_assert_max_num_queries(most) as large:
        client.get(address)
    assert len(large) == len(small)


def test_an_article_page_costs_four_queries(client, portal, django_assert_max_num_queries):
    column = Column.objects.get(slug="yw")
    article = an_article(column, title="第二条")
    for each in range(8):
        an_article(column, title=f"其他{each}", at=NOW - timedelta(minutes=each))
    client.get("/")
    with django_assert_max_num_queries(4):
        assert client.get(page_of(article)).status_code == 200


def test_a_document_and_its_interpretation_cost_four_queries_each(client, portal, django_assert_max_num_queries):
    column = Column.objects.get(slug="yw")
    document = a_document(column)
    article = an_article(column, title="解读", kind=ArticleKind.INTERPRETATION)
    Interpretation.objects.get_or_create(article=article)[0].documents.add(document.policy_document)
    client.get("/")
    for each in (document, article):
        with django_assert_max_num_queries(4):
            assert client.get(page_of(each)).status_code == 200


def test_the_columns_of_a_site_are_read_once_per_structure_version(client, province, portal, django_assert_num_queries):
    forget_structures()
    client.get("/sitemap.html")
    with django_assert_num_queries(2):
        client.get("/sitemap.html")
    a_column(province, "extra", name="新栏目")
    assert "新栏目" in client.get("/sitemap.html").content.decode()
