"""The reviewer's screen in a real browser: one keystroke decides and goes on, a slip of the hand decides nothing, three widths."""

import pytest
from django.test import Client

from content.models import Revision
from content.workflow import State
from sites.policy import Role
from tests.builders import a_submitted
from tests.cast import a_column, a_person, a_site
from tests.content.test_in_a_browser import browser, pytestmark

__all__ = ["browser", "pytestmark"]
ARMED = 1100  # milliseconds after which the screen listens to keys
FRAME = "document.querySelector('[data-frame] iframe').contentWindow.innerWidth"


@pytest.fixture
def waiting(transactional_db) -> list[Revision]:
    column = a_column(a_site("portal", host="localhost", name="测试省人民政府"), "yw", name="要闻")
    a_person("busy", (Role.FIRST_REVIEWER, column))
    return [a_submitted(column, title=f"第{n}件稿件") for n in range(3)]


@pytest.fixture
def page(browser, waiting, live_server):
    from sites.models import User

    client = Client()
    client.force_login(User.objects.get(username="busy"), backend="django.contrib.auth.backends.ModelBackend")
    address = live_server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/admin/review/{waiting[0].pk}/")
    page.wait_for_timeout(ARMED)
    yield page
    context.close()


def states(waiting) -> list[str]:
    return [Revision.objects.get(pk=each.pk).state for each in waiting]


def test_one_keystroke_passes_and_leads_to_the_next_but_a_second_at_once_does_not_pass_that_too(page, waiting):
    page.keyboard.press("Alt+Enter")
    page.wait_for_url(f"**/review/{waiting[1].pk}/")
    page.keyboard.press("Alt+Enter")
    page.wait_for_timeout(300)
    assert states(waiting) == [State.SECOND_REVIEW, State.FIRST_REVIEW, State.FIRST_REVIEW]


def test_one_keystroke_returns_once_there_is_an_opinion(page, waiting):
    page.keyboard.press("Alt+r")
    page.get_by_text("退回前请写明意见").wait_for()
    page.keyboard.type("请核对时间")
    page.keyboard.press("Alt+r")  # while somebody types, keys are letters
    page.wait_for_timeout(200)
    assert states(waiting)[0] == State.FIRST_REVIEW
    page.keyboard.press("Tab")
    page.keyboard.press("Alt+r")
    page.wait_for_url(f"**/review/{waiting[1].pk}/")
    assert states(waiting)[0] == State.RETURNED


def test_the_next_one_is_reached_without_a_decision(page, waiting):
    page.keyboard.press("Alt+n")
    page.wait_for_url(f"**/review/{waiting[1].pk}/")
    assert set(states(waiting)) == {State.FIRST_REVIEW}


def test_keys_work_while_the_page_of_the_frame_has_the_focus(page, waiting):
    page.frame_locator("[data-frame] iframe").locator("h1").first.click()
    page.keyboard.press("Alt+Enter")
    page.wait_for_url(f"**/review/{waiting[1].pk}/")
    assert states(waiting)[0] == State.SECOND_REVIEW


@pytest.mark.parametrize("width", [1440, 768, 390])
def test_the_page_is_shown_as_at_three_widths(page, width):
    page.click(f"[data-width='{width}']")
    page.wait_for_function(f"Math.abs({FRAME} - {width}) <= 20")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


SELECT = """isByTouch => {
  const doc = document.querySelector("[data-frame] iframe").contentDocument, words = doc.querySelector(".prose p");
  words.dispatchEvent(new PointerEvent("pointerdown", { pointerType: isByTouch ? "touch" : "mouse", bubbles: true }));
  doc.getSelection().selectAllChildren(words);
  if (!isByTouch) { words.dispatchEvent(new MouseEvent("mouseup", { bubbles: true })); }
}"""


@pytest.mark.parametrize("is_by_touch", [False, True])
def test_words_chosen_by_mouse_or_finger_are_taken_into_a_remark(page, waiting, is_by_touch):
    page.frame_locator("[data-frame] iframe").locator(".prose p").first.wait_for()
    page.evaluate(SELECT, is_by_touch)
    page.wait_for_function("document.querySelector('#remark-quote').value !== ''")
    words = page.frame_locator("[data-frame] iframe").locator(".prose p").first.inner_text()
    assert page.input_value("#remark-quote") == words.strip()
    assert page.locator("[data-remark]").get_attribute("open") is not None
