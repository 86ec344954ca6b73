"""The workbench by keyboard: the keys that its dialog shows, never while somebody types."""

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction.models import Letter
from tests.interaction.letters import a_letter_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue(office, mailbox, people):
    """Three letters in the queue of a handler's open letters, and the page of it."""
    letters = [a_letter_in("in-hand", mailbox, people, at=timezone.now(), title=f"第{n}封来信") for n in (1, 2, 3)]
    page = office(people.handler, letters[0])
    page.goto(reverse("interaction-office:workbench") + "?queue=open")
    return page


def chosen(page) -> str:
    return page.inner_text("[data-row].is-chosen [data-open]")


def test_rows_are_walked_and_opened_by_keys(queue):
    titles = queue.locator("[data-row] [data-open]").all_inner_texts()
    queue.keyboard.press("j")
    assert chosen(queue) == titles[0]
    queue.keyboard.press("j")
    queue.keyboard.press("j")
    queue.keyboard.press("j")  # the last one stays chosen
    assert chosen(queue) == titles[2]
    queue.keyboard.press("k")
    assert chosen(queue) == titles[1]
    queue.keyboard.press("o")
    queue.wait_for_selector(f"h1:has-text('{titles[1]}')")
    queue.keyboard.press("u")
    queue.wait_for_selector("[data-row]")


def test_a_row_is_ticked_for_many_at_once(queue):
    queue.keyboard.press("j")
    queue.keyboard.press("x")
    assert queue.locator("input[name=pick]:checked").count() == 1
    queue.keyboard.press("x")
    assert queue.locator("input[name=pick]:checked").count() == 0


def test_keys_are_letters_while_somebody_types(queue):
    queue.keyboard.press("/")
    queue.keyboard.type("jx?")
    assert queue.input_value("#wb-q") == "jx?"
    assert queue.locator("[data-row].is-chosen").count() == 0 and not queue.evaluate(
        "document.querySelector('#wb-keymap').open"
    )


def test_a_letters_page_has_keys_for_answer_note_and_neighbours(queue):
    titles = queue.locator("[data-row] [data-open]").all_inner_texts()
    queue.click("[data-row] [data-open] >> nth=0")
    queue.wait_for_selector("#move-draft")
    queue.keyboard.press("r")
    queue.keyboard.type("j")
    assert queue.input_value("#move-draft textarea[name=text]") == "j"
    queue.fill("#move-draft textarea[name=text]", "")
    queue.evaluate("document.activeElement.blur()")
    queue.keyboard.press("?")
    assert queue.evaluate("document.querySelector('#wb-keymap').open")
    queue.keyboard.press("?")
    queue.on("dialog", lambda dialog: dialog.accept())
    queue.keyboard.press("j")
    queue.wait_for_selector(f"h1:has-text('{titles[1]}')")
    assert Letter.objects.filter(state="in-hand").count() == 3
