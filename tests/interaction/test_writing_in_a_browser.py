"""Writing a letter in a browser: on a phone without scripts from the first page to the answer's, and the draft that is kept only
where its writer wants it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction.actions import submit_letter
from interaction.models import Letter
from tests.interaction.letters import a_mailbox

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {
    "title": "河边护栏松动",
    "body": "滨江路靠近码头的一段护栏松动，孩子靠上去很危险。",
    "writer_name": "王建国",
    "writer_phone": "13700000009",
}
A_PERSON_NEEDS = 3100  # milliseconds; a form that comes back sooner was sent by no person


@pytest.fixture
def box(province):
    """A mailbox of a site that the browser reaches."""
    province.host = "localhost"
    province.save()
    return a_mailbox(province)


@pytest.fixture
def open_page(browser, live_server, box):
    """Open a page of the site in a browser of its own."""

    def opened(**context):
        page = browser.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"), **context).new_page()
        page.goto(reverse("interaction:choose"))
        return page

    return opened


def fill(page, **fields) -> None:
    for name, words in {**WORDS, **fields}.items():
        page.fill(f"#id_{name}", words)


def send(page) -> None:
    page.wait_for_timeout(A_PERSON_NEEDS)
    page.click(".talk-go button[value=send]")
    page.wait_for_url("**/huizhi/")


def test_on_a_phone_without_scripts_from_the_first_page_to_the_letters_own(open_page, box):
    page = open_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    widths = []

    def fits() -> None:
        widths.append(page.evaluate("document.documentElement.scrollWidth"))

    fits()
    page.click(f"a[href='{reverse('interaction:write', args=[box.slug])}']")
    fill(page)
    fits()
    page.click("form button:has-text('下一步')")
    assert WORDS["body"] in page.inner_text("main")
    fits()
    page.click(".talk-go button[value=edit]")
    page.fill("#id_title", "河边护栏松动，请修理")
    page.click("form button:has-text('下一步')")
    send(page)
    fits()
    letter = Letter.objects.get()
    code = page.inner_text(".ticket .code")
    assert (letter.title, letter.number in page.inner_text("main")) == ("河边护栏松动，请修理", True)
    page.goto(reverse("interaction:lookup"))
    page.fill("#id_number", letter.number)
    page.fill("#id_code", code)
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**/{letter.number}/")
    assert WORDS["body"] in page.inner_text("main")
    fits()
    assert set(widths) == {390}


def test_a_double_click_sends_one_letter(open_page, box):
    page = open_page()
    page.goto(reverse("interaction:write", args=[box.slug]))
    fill(page)
    page.click("form button:has-text('下一步')")
    page.wait_for_timeout(A_PERSON_NEEDS)
    page.dblclick(".talk-go button[value=send]")
    page.wait_for_url("**/huizhi/")
    assert Letter.objects.count() == 1


def test_the_receipt_prints_number_code_and_date_and_no_frame(open_page, box):
    page = open_page()
    page.goto(reverse("interaction:write", args=[box.slug]))
    fill(page)
    page.click("form button:has-text('下一步')")
    send(page)
    page.emulate_media(media="print")
    letter = Letter.objects.get()
    printed = page.inner_text("body")
    assert (
        letter.number in printed and letter.due_on.isoformat() in printed and page.locator(".ticket .code").is_visible()
    )
    hidden = ("header nav", ".talk-go", ".masthead-search", "footer .foot-links")
    assert [part for part in hidden if any(each.is_visible() for each in page.locator(part).all())] == []


def kept(page) -> str | None:
    return page.evaluate(
        "JSON.stringify(Object.entries(localStorage).filter(([name]) => name.startsWith('letter-draft')))"
    )


def test_a_draft_is_kept_in_the_browser_only_where_its_writer_wants_it_and_until_the_letter_is_sent(open_page, box):
    page = open_page()
    address = reverse("interaction:write", args=[box.slug])
    page.goto(address)
    fill(page)
    page.wait_for_timeout(1000)
    assert kept(page) == "[]"
    page.check("[data-draft-consent]")
    assert WORDS["title"] in kept(page) and WORDS["writer_phone"] not in kept(page)
    page.goto(address)
    page.click("[data-draft-restore]")
    assert page.input_value("#id_body") == WORDS["body"] and page.input_value("#id_writer_phone") == ""
    fill(page)
    page.click("form button:has-text('下一步')")
    send(page)
    assert kept(page) == "[]"


def test_words_without_end_stay_within_a_phone(open_page, box):
    words = {**WORDS, "title": "W" * 100, "body": f"https://example.org/{'w' * 900}", "writer_name": "Ω" * 40}
    sent = submit_letter(box, at=timezone.now(), **words)
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(f"{reverse('interaction:lookup')}?number={sent.letter.number}")
    page.fill("#id_code", sent.code)
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**/{sent.letter.number}/")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
