"""The public pages of letters on a phone: what one came for is on the first screen, and every figure is within the page."""

import pytest
from django.urls import reverse

from tests.interaction.letters import a_letter_in, published

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def at(browser, live_server, province, mailbox, people):
    """Open a page of a site with a public letter as a phone shows it."""
    province.host = "localhost"
    province.save()
    published(a_letter_in("replied", mailbox, people), people)

    def opened(route: str, viewport: dict[str, int] = PHONE):
        page = browser.new_context(
            base_url=live_server.url.replace("127.0.0.1", "localhost"), viewport=viewport
        ).new_page()
        page.goto(reverse(route))
        return page

    return opened


def top_of(page, selector: str) -> float:
    return page.locator(selector).first.bounding_box()["y"]


def test_the_first_letter_is_on_the_first_screen_and_the_conditions_unfold(at):
    page = at("interaction:letters")
    assert top_of(page, ".letters tbody tr") < 640
    month = page.locator("#filter-month")
    assert not month.is_visible()
    page.click(".letter-filter-more summary")
    month.select_option(index=1)
    page.click(".letter-filter button")
    assert (
        "年" in page.locator(".letter-filter-more summary").inner_text()
    )  # what was picked is said while it is folded
    assert not page.locator("#filter-month").is_visible()


def test_on_a_wide_screen_the_conditions_are_one_line(at):
    page = at("interaction:letters", {"width": 1440, "height": 900})
    tops = {round(page.locator(each).bounding_box()["y"]) for each in ("#filter-q", "#filter-kind", "#filter-month")}
    assert len(tops) == 1 and not page.locator(".letter-filter-more summary").is_visible()


@pytest.mark.parametrize("table", ["#months", "#organizations table"])
def test_no_figure_has_to_be_dragged_into_sight(at, table):
    page = at("interaction:figures")
    for cell in page.locator(f"{table} tbody tr:first-child td.number").all():
        box = cell.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    assert page.locator(f"{table} tbody tr:first-child td.number").count() == 7


def test_what_the_figures_mean_is_one_touch_away(at):
    page = at("interaction:figures")
    assert not page.locator(".definitions dl").is_visible()
    page.click(".definitions summary")
    assert "按时答复率" in page.locator(".definitions dl").inner_text()
