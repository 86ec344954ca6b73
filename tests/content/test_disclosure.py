"""政府信息公开: one page in one format, built on the site's own column, wired to columns by type."""

import re

import pytest

from sites.models import Column
from tests.builders import an_article
from tests.cast import a_column


@pytest.fixture
def openness(province):
    """A disclosure column with its five parts, and documents beside it."""
    top = a_column(province, "zwgk", name="政务公开", type="disclosure-catalogue")
    a_column(province, "zn", name="信息公开指南", type="disclosure-guide", parent=top)
    a_column(province, "zd", name="信息公开制度", type="disclosure-catalogue", parent=top)
    a_column(province, "ghjh", name="规划计划", type="planning", parent=top)
    a_column(province, "nb", name="信息公开年报", type="disclosure-report", parent=top)
    a_column(province, "ysq", name="依申请公开", type="disclosure-request", parent=top)
    a_column(province, "zc", name="政策", type="policy")
    return top


def blocks(client) -> list[tuple[str, str]]:
    html = client.get("/zwgk/").content.decode()
    part = re.search(r'class="disclosure-blocks">(.*?)</ul>', html, re.S)
    return re.findall(r'href="([^"]*)".*?<strong>([^<]*)</strong>', part[1]) if part else []


def test_the_five_parts_stand_in_their_order_and_lead_to_their_columns(client, openness):
    assert blocks(client) == [
        ("/zwgk/zn/", "政府信息公开指南"),
        ("/zwgk/zd/", "政府信息公开制度"),
        ("#content", "法定主动公开内容"),
        ("/zwgk/nb/", "政府信息公开年报"),
        ("/zwgk/ysq/", "依申请公开"),
    ]


def test_the_content_leads_to_the_library_and_to_documents_beside_the_column(client, openness):
    html = client.get("/zwgk/").content.decode()
    assert 'action="/zhengceku/"' in html
    for address in ("/zhengceku/", "/zwgk/ghjh/", "/zc/"):
        assert f'class="pill" href="{address}"' in html


def test_what_is_in_the_columns_is_shown(client, province, openness):
    plan = Column.objects.get(slug="ghjh")
    an_article(plan, title="十五五规划纲要")
    assert "十五五规划纲要" in client.get("/zwgk/").content.decode()


def test_a_part_without_a_column_is_left_out(client, province):
    top = a_column(province, "zwgk", name="政务公开", type="disclosure-catalogue")
    a_column(province, "zn", name="信息公开指南", type="disclosure-guide", parent=top)
    assert [name for _address, name in blocks(client)] == ["政府信息公开指南"]


def test_a_catalogue_without_a_guide_stays_a_list(client, province):
    a_column(province, "zwgk", name="政务公开", type="disclosure-catalogue")
    assert blocks(client) == []
    assert client.get("/zwgk/").status_code == 200


def test_a_policy_column_leads_to_the_library(client, openness):
    assert 'href="/zhengceku/"' in client.get("/zc/").content.decode()
