"""What only a browser can show of letters: forms with their tokens, finding in long lists, the captcha's work."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from interaction.actions import take_letter
from interaction.ladder import NETWORK
from interaction.models import Letter
from interaction.visitors import network_of
from sites.models import Organization
from tests.cast import a_site
from tests.interaction.letters import a_letter, a_letter_in, a_mailbox, a_template

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_move_is_carried_out_by_its_button(office, mailbox, people):
    letter = a_letter_in("assigned", mailbox, people)
    page = office(people.handler, letter)
    page.click("#move-take button")
    page.wait_for_selector("text=已完成：签收办理。")
    assert Letter.objects.get().state == "in-hand"


def test_an_organization_is_found_by_what_people_call_it_and_helpers_by_a_click(office, mailbox, people):
    for number in range(12):
        Organization.objects.create(name=f"某市第{number}局", short_name=f"{number}局", code=f"X{number:017}")
    lead = Organization.objects.create(name="某省住房和城乡建设厅", short_name="住建厅", code="X" + "9" * 17)
    letter = a_letter(mailbox)
    page = office(people.intake, letter)
    form = page.locator("#move-accept")
    form.locator("input.wb-find").first.fill("省住建厅")
    assert form.locator("select[name=organization]").input_value() == str(lead.pk)
    helpers = form.locator("select[name=helpers]")
    for name in ("某市第3局", "某市第5局"):
        helpers.locator("option", has_text=name).click()
    form.locator("input.wb-find").nth(1).fill("第7局")
    assert helpers.locator("option").count() == 3  # what was chosen stays in sight
    form.locator("button[type=submit]").click()
    page.wait_for_selector("text=已完成：受理。")
    helping = letter.assignments.filter(role="co").values_list("organization__name", flat=True)
    assert (Letter.objects.get().organization, set(helping)) == (lead, {"某市第3局", "某市第5局"})


def test_the_captcha_does_its_work_while_the_letter_is_checked(browser, live_server, rf):
    site = a_site("portal", host="localhost", name="测试省人民政府")
    box = a_mailbox(site)
    key = NETWORK.cache_key(network_of(rf.get("/")), timezone.now())
    cache.set(key, NETWORK.captcha)
    asked = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/js/captcha.js", lambda route: (page.wait_for_timeout(300), route.continue_()))  # a slow line
    page.goto(live_server.url.replace("127.0.0.1", "localhost") + reverse("interaction:write", args=[box.slug]))
    for name, words in (
        ("title", "河边护栏松动"),
        ("body", "滨江路靠近码头的一段护栏松动，孩子靠上去很危险。"),
        ("writer_name", "王建国"),
        ("writer_phone", "13700000009"),
    ):
        page.fill(f"#id_{name}", words)
    page.click("form button:has-text('下一步')")
    page.wait_for_selector(".altcha[data-state=verified]")
    assert page.locator(".altcha-logo, .altcha-footer").count() == 0 and "ALTCHA" not in page.inner_text("main")
    page.wait_for_timeout(3100)  # a form that comes back sooner was sent by no person
    page.click(".talk-go button[value=send]")
    page.wait_for_url("**/huizhi/")
    assert Letter.objects.count() == 1
    assert all(url.startswith(("http://localhost", "data:", "blob:")) for url in asked)


@pytest.mark.parametrize("width", [1440, 1024, 768])
@pytest.mark.parametrize("name", ["workbench", "board", "readings", "templates", "circulars"])
def test_every_heading_stands_over_its_column(office, mailbox, people, supervisor, name, width):
    a_letter_in("in-hand", mailbox, people)
    a_template(by=people.intake, site=mailbox.site)
    person = people.intake if name == "templates" else supervisor
    page = office(person, Letter.objects.get())
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(reverse(f"interaction-office:{name}") + ("?queue=open" if name == "workbench" else ""))
    edges = page.evaluate(
        """() => ["thead", "tbody"].map((part) =>
          [...document.querySelectorAll(`.wb-table ${part} tr:first-child > *`)]
            .filter((cell) => cell.offsetParent && getComputedStyle(cell).display !== "none")
            .map((cell) => Math.round(cell.getBoundingClientRect().left)))"""
    )
    assert edges[0] and edges[0] == edges[1]


def test_coming_back_to_the_page_says_what_happened_meanwhile(office, mailbox, people):
    letter = a_letter_in("assigned", mailbox, people)
    page = office(people.intake, letter)
    take_letter(letter, by=people.handler, at=timezone.now())
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector(".wb-news:not([hidden])")
    assert "您打开页面之后" in page.inner_text(".wb-news") and people.handler.name in page.inner_text(".wb-news")
