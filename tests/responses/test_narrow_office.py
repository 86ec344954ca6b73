"""The office's ledgers on a tablet and a telephone: titles stay readable, no words leave their card."""

from __future__ import annotations

import pytest
from django.test import Client

from sites.policy import Role
from tests.cast import a_column, a_person, a_site, an_organization
from tests.content.test_in_a_browser import browser
from tests.content.test_in_a_browser import pytestmark as of_a_browser
from tests.responses.conftest import an_emergency, said

__all__ = ["browser"]
pytestmark = [*of_a_browser, pytest.mark.browser]


@pytest.fixture
def desk_page(browser, transactional_db, live_server):
    """A page of somebody who issues, at the live server, with an emergency and a concern."""
    site = a_site("portal", host="localhost", name="测试省人民政府")
    a_column(site, "yw", name="要闻")
    body = an_organization("测试省应急管理厅")
    desk = {
        "writer": a_person("w", (Role.CONTRIBUTOR, site)),
        "reviewer": a_person("r", (Role.SECOND_REVIEWER, site)),
        "issuer": a_person("i", (Role.ISSUER, site), (Role.CONTRIBUTOR, site)),
    }
    topic = an_emergency(site, body, desk, title="测试江上游强降雨防汛应急处置")
    said(topic, desk)
    client = Client()
    client.force_login(desk["issuer"], backend="django.contrib.auth.backends.ModelBackend")
    address = live_server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context()
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    page = context.new_page()
    page.topic, page.address = topic, f"{address}/admin/responses/"
    yield page
    page.close()


def test_a_title_in_a_ledger_is_not_squeezed_on_a_tablet(desk_page):
    desk_page.set_viewport_size({"width": 768, "height": 900})
    desk_page.goto(f"{desk_page.address}?tab=all")
    assert desk_page.evaluate("document.querySelector('td.ledger-document').getBoundingClientRect().width") >= 160
    assert desk_page.evaluate("document.documentElement.scrollWidth") <= 768


def test_the_words_of_a_clock_stay_within_their_card_on_a_telephone(desk_page):
    desk_page.set_viewport_size({"width": 390, "height": 800})
    desk_page.goto(f"{desk_page.address}{desk_page.topic.pk}/")
    outside = """[...document.querySelectorAll('.office-card .ledger-clock')].filter(each =>
        each.getBoundingClientRect().right > each.closest('.office-card').getBoundingClientRect().right).length"""
    assert desk_page.evaluate("document.querySelectorAll('.office-card .ledger-clock').length") == 2
    assert desk_page.evaluate(outside) == 0


@pytest.mark.parametrize("width", [768, 390])
def test_the_words_of_an_emergency_keep_off_the_edge_of_its_field(desk_page, width):
    desk_page.set_viewport_size({"width": width, "height": 900})
    desk_page.goto(f"{desk_page.address.removesuffix('admin/responses/')}huiying/")
    assert desk_page.evaluate("parseFloat(getComputedStyle(document.querySelector('.is-urgent')).paddingRight)") >= 16
