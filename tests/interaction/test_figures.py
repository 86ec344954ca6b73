"""Figures: one query layer, so page, tiles, lists and month tables agree."""

from datetime import date

from django.urls import reverse

from interaction import figures
from tests.interaction.letters import a_letter, a_letter_in, china, published


def test_months_count_by_receipt_and_by_answer(mailbox, people):
    a_letter(mailbox, at=china(2026, 10, 30))
    a_letter_in("replied", mailbox, people, at=china(2026, 11, 3))
    a_letter_in("declined", mailbox, people, at=china(2026, 11, 4))
    november = figures.month_figures(mailbox.site, on=date(2026, 11, 18))
    assert (november.received, november.answered, november.on_time, november.on_time_percent) == (2, 1, 1, 100)
    assert figures.month_figures(mailbox.site, on=date(2026, 10, 1)).received == 1


def test_the_table_of_months_agrees_with_each_month(mailbox, people):
    for month, day in ((9, 15), (10, 20), (11, 3), (11, 5)):
        a_letter_in("replied", mailbox, people, at=china(2026, month, day))
    for row in figures.by_month(mailbox.site, on=date(2026, 11, 18)):
        assert row == figures.month_figures(mailbox.site, on=row.month)


def test_organizations_add_up_to_the_month(mailbox, people):
    a_letter_in("replied", mailbox, people, at=china(2026, 11, 3))
    a_letter_in("replied", mailbox, people, at=china(2026, 11, 4))
    rows = figures.by_organization(mailbox.site, on=date(2026, 11, 18))
    assert [(row.organization, row.answered) for row in rows] == [("测试省教育厅", 2)]


def test_a_late_answer_is_not_on_time(mailbox, people):
    from interaction.actions import approve_reply

    letter = a_letter_in("drafted", mailbox, people, at=china(2026, 11, 2))
    approve_reply(letter, by=people.approver, at=china(2026, 11, 18))
    month = figures.month_figures(mailbox.site, on=date(2026, 11, 18))
    assert (month.answered, month.on_time, month.on_time_percent, month.average_days) == (1, 0, 0, 12)


def test_the_home_page_asks_once_for_each(mailbox, people, django_assert_num_queries):
    published(a_letter_in("replied", mailbox, people), people)
    with django_assert_num_queries(1):
        figures.month_figures(mailbox.site, on=date(2026, 11, 18))
    with django_assert_num_queries(1):
        assert len(figures.latest_answers(mailbox.site, 5, at=china(2026, 11, 19))) == 1
    with django_assert_num_queries(3):
        assert figures.home_block(mailbox.site, on=date(2026, 11, 18), at=china(2026, 11, 19))["entries"]


def test_the_page_shows_the_same_figures(client, mailbox, people, time_machine):
    a_letter_in("replied", mailbox, people, at=china(2026, 11, 3))
    time_machine.move_to(china(2026, 11, 18))
    for query in ("", "?month=2026-11", "?month=abc", "?month=1999-01", "?month=%00"):
        chosen = client.get(f"{reverse('interaction:figures')}{query}").context["chosen"]
        assert (chosen.month, chosen.received, chosen.answered) == (date(2026, 11, 1), 1, 1)


def test_another_site_has_its_own_figures(mailbox, people, city):
    a_letter_in("replied", mailbox, people, at=china(2026, 11, 3))
    assert figures.month_figures(city, on=date(2026, 11, 18)).received == 0


def test_the_first_year_begins_with_the_first_letter_and_a_month_without_any_stays_quiet(
    client, mailbox, people, time_machine
):
    a_letter_in("replied", mailbox, people, at=china(2025, 10, 9))
    a_letter_in("replied", mailbox, people, at=china(2025, 12, 9))
    a_letter_in("replied", mailbox, people, at=china(2026, 3, 3))
    time_machine.move_to(china(2026, 4, 18))
    response = client.get(reverse("interaction:figures"), {"year": "2025"})
    shown = [f"{row.month:%Y-%m}" for row, _cells in response.context["months"]]
    assert shown == ["2025-12", "2025-11", "2025-10"]
    page = response.content.decode()
    assert 'href="?month=2025-12#organizations"' in page and "?month=2025-11" not in page and "2025-11</span>" in page
    data = client.get(reverse("interaction:figures_json", args=[2025])).json()
    assert [row["month"] for row in data["months"]] == ["2025-10", "2025-11", "2025-12"]
    later = client.get(reverse("interaction:figures"), {"year": "2026"}).context["months"]
    assert [row.month.month for row, _cells in later] == [4, 3, 2, 1]


def test_a_site_without_letters_shows_the_running_month(client, mailbox, time_machine):
    time_machine.move_to(china(2026, 4, 18))
    assert [row.month.month for row, _cells in client.get(reverse("interaction:figures")).context["months"]] == [4]
