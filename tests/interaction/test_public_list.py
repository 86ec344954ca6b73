"""Finding among published letters: conditions with counts, words of the public copy, a feed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction.actions import assign_letter, publish_letter, rate_reply
from interaction.figures import latest_answers
from interaction.similar import similar_to
from tests.cast import NOW
from tests.interaction.letters import ANSWER, a_letter_in, a_mailbox, china, published


@pytest.fixture
def shown(province, mailbox, people):
    """Three published letters: two mailboxes of two kinds, two months."""
    other = a_mailbox(province, "consult", kind="consult", name="咨询")
    made = []
    for box, title, at in (
        (mailbox, "路灯坏了", china(2026, 11, 18)),
        (mailbox, "公交改线", china(2026, 10, 20)),
        (other, "社保怎么转", china(2026, 11, 17)),
    ):
        letter = a_letter_in("replied", box, people, at=at, title=f"{title}原题", body="原信里的暗号，不公开的。")
        made.append(
            publish_letter(letter, title=title, body=f"{title}，请问怎么办？", reply=ANSWER, by=people.intake, at=at)
        )
    return made


def titles(client, query: str = "") -> list[str]:
    response = client.get(reverse("interaction:letters") + query)
    assert response.status_code == 200
    return [letter.public_title for letter in response.context["letters"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["路灯坏了", "社保怎么转", "公交改线"]),
        ("?mailbox=mayor", ["路灯坏了", "公交改线"]),
        ("?kind=consult", ["社保怎么转"]),
        ("?month=2026-10", ["公交改线"]),
        ("?month=2026-11&mailbox=mayor", ["路灯坏了"]),
        ("?q=公交", ["公交改线"]),
        ("?q=公交+社保", []),
        ("?q=暗号", []),
        ("?q=原题", []),
        ("?q=张晓明", []),
        ("?q=街道办事处", ["路灯坏了", "社保怎么转", "公交改线"]),
        ("?kind=nonsense&month=2026-13&organization=x", ["路灯坏了", "社保怎么转", "公交改线"]),
        ("?organization=99999", []),
        ("?q=%25", []),
    ],
)
def test_the_conditions_narrow_the_list(client, shown, query, found):
    assert titles(client, query) == found


def test_every_choice_says_how_many_it_would_show(client, shown, bureau):
    context = client.get(reverse("interaction:letters") + "?kind=leader").context
    offered = {name: [(choice.value, choice.count) for choice in found] for name, found in context["offered"].items()}
    assert offered["kind"] == [("leader", 2), ("consult", 1)]
    assert offered["organization"] == [(str(bureau.pk), 2)]
    assert offered["month"] == [("2026-11", 1), ("2026-10", 1)]
    assert [(box.slug, count) for box, count in context["boxes"]] == [("mayor", 2), ("consult", 0)]
    for name, found in offered.items():
        for value, count in found:
            assert len(titles(client, f"?kind=leader&{name}={value}" if name != "kind" else f"?kind={value}")) == count


def test_pages_keep_the_conditions(client, shown, monkeypatch):
    monkeypatch.setattr("interaction.views.reading.LETTERS_PER_PAGE", 1)
    html = client.get(reverse("interaction:letters") + "?mailbox=mayor&month=2026-11").content.decode()
    assert titles(client, "?mailbox=mayor&page=2") == ["公交改线"]
    assert "month=2026-11" in html


def test_nothing_found_says_where_to_go_on(client, shown):
    html = client.get(reverse("interaction:letters") + "?q=没有这个").content.decode()
    assert "没有符合条件的来信" in html and reverse("interaction:lookup") in html


def test_a_question_is_shown_back_as_text(client, shown):
    html = client.get(reverse("interaction:letters") + "?q=%22%3E%3Cscript%3E").content.decode()
    assert '"><script>' not in html


def test_the_list_costs_the_same_for_few_and_many(client, shown, mailbox, people, django_assert_max_num_queries):
    client.get(reverse("interaction:letters"))
    for query in ("", "?q=路灯&kind=leader&month=2026-11"):
        with django_assert_max_num_queries(7):
            client.get(reverse("interaction:letters") + query)


def test_the_feed_holds_public_copies_and_absolute_addresses(client, shown, people):
    response = client.get(reverse("interaction:letters_rss"))
    xml = response.content.decode()
    assert response["Content-Type"].startswith("application/rss+xml")
    assert xml.count("<item>") == 3 and "http" in xml.partition("<item>")[2].partition("<link>")[2][:8]
    assert "路灯坏了，请问怎么办？" in xml
    for secret in ("张晓明", "暗号", "原题", "13812345678"):
        assert secret not in xml


def test_what_was_chosen_does_not_stand_in_the_search_of_the_whole_site(client, shown):
    html = client.get(reverse("interaction:letters") + "?kind=leader").content.decode()
    assert "&#x27;kind&#x27;" not in html and "{'kind'" not in html


def test_during_a_second_handling_elsewhere_the_list_names_who_gave_the_published_answer(
    client, mailbox, people, bureau, other_bureau
):
    letter = published(a_letter_in("replied", mailbox, people, at=NOW), people)
    rate_reply(letter, attitude=4, speed=4, result=1, comment="没有说清楚", at=NOW)
    letter.refresh_from_db()
    assign_letter(letter, organization=other_bureau, by=people.intake, at=NOW)
    response = client.get(reverse("interaction:letters"))
    html = response.content.decode()
    (row,) = response.context["letters"]
    assert (row.organization, row.public_organization, row.public_used) == (other_bureau, bureau, letter.public_used)
    assert row.public_used and f'<td class="number">{row.public_used}</td>' in html
    assert [choice.value for choice in response.context["offered"]["organization"]] == [str(bureau.pk)]
    assert titles(client, f"?organization={other_bureau.pk}") == []
    (answer,) = latest_answers(letter.site, at=timezone.now())
    assert answer.organization == bureau.short_name
    feed = client.get(reverse("interaction:letters_rss")).content.decode()
    assert bureau.name in feed and other_bureau.name not in feed
    (alike,) = similar_to(letter.site, letter.title, letter.body, on=NOW.date())
    assert (alike.organization, alike.answered_on) == (bureau.name, letter.public_replied_on)


def test_a_rating_is_counted_for_whoever_gave_the_answer(mailbox, people, bureau, other_bureau):
    letter = a_letter_in("replied", mailbox, people, at=NOW)
    rate_reply(letter, attitude=4, speed=4, result=1, comment="没有说清楚", at=NOW)
    letter.refresh_from_db()
    assign_letter(letter, organization=other_bureau, by=people.intake, at=NOW)
    assert letter.ratings.get().organization == bureau
