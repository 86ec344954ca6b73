"""Yellow and red cards are given by rule, once a round, to whoever had the letter that day."""

from datetime import date

import pytest

from interaction.actions import assign_letter, give_cards
from interaction.deadlines import sweep
from interaction.models import Card, Letter, LetterEvent
from sites.actions import save_calendar_notice, save_platform_rule
from sites.calendar import seed_calendar
from sites.models import AuditEntry, CalendarNotice, PlatformRule, User
from sites.refusals import Refused
from tests.interaction.letters import a_letter, a_letter_in, a_mailbox, china
from tests.sites.at_once import all_at_once, needs_postgres

RECEIVED = china(2026, 11, 18)  # due on Friday the 27th
ROWS = {"yellow": 1, "red": 3}


@pytest.fixture
def letter(mailbox, people):
    return a_letter_in("in-hand", mailbox, people, at=RECEIVED)


def cards(**fields) -> list[tuple[str, str, int]]:
    return list(Card.objects.filter(**fields).order_by("pk").values_list("colour", "ground", "reached"))


def rule(name: str, value: int, site=None) -> PlatformRule:
    return save_platform_rule(PlatformRule(rule=name, value=value, site=site), by=None, at=RECEIVED)


@pytest.mark.parametrize(
    ("month", "day", "expected"),
    [
        (11, 27, []),
        (11, 29, []),  # a Sunday: overdue, and no working day late yet
        (11, 30, [("yellow", "late", 1)]),
        (12, 1, [("yellow", "late", 2)]),
        (12, 2, [("yellow", "late", 3), ("red", "late", 3)]),
    ],
)
def test_yellow_on_the_first_working_day_red_on_the_third(letter, month, day, expected):
    sweep(at=china(2026, month, day))
    assert cards() == expected


def test_each_colour_is_given_once(letter):
    for day in range(1, 12):
        sweep(at=china(2026, 12, day))
    assert [colour for colour, _ground, _reached in cards()] == ["yellow", "red"]


def test_the_second_return_is_a_red_card_in_time_or_not(letter):
    Letter.objects.filter(pk=letter.pk).update(returns=2)
    sweep(at=RECEIVED)
    assert cards() == [("red", "returned", 2)]


def test_a_site_may_be_stricter_and_never_laxer(letter, province, city):
    with pytest.raises(Refused, match="不能放宽"):
        rule("red-when-late", 5, province)
    rule("red-when-late", 2, province)
    with pytest.raises(Refused, match="不能放宽"):
        rule("red-when-late", 3, city)
    sweep(at=china(2026, 12, 1))
    assert cards(colour="red") == [("red", "late", 2)]


def test_a_stricter_site_does_not_bind_the_others(letter, city, people):
    rule("red-when-late", 2, city)
    a_letter_in("submitted", a_mailbox(city), people, at=RECEIVED)
    sweep(at=china(2026, 12, 1))
    assert [card.letter.site for card in Card.objects.filter(colour="red")] == [city]


def test_the_platform_sets_the_rule_for_all(letter):
    rule("yellow-when-late", 4)
    sweep(at=china(2026, 12, 1))
    assert cards() == []
    assert AuditEntry.objects.filter(event="sites.rule.saved").count() == 1


def test_answered_letters_get_none(mailbox, people):
    a_letter_in("replied", mailbox, people, at=RECEIVED)
    sweep(at=china(2026, 12, 10))
    assert cards() == []


def test_a_card_stays_with_whoever_had_the_letter(letter, people, other_bureau):
    sweep(at=china(2026, 11, 30))
    assign_letter(letter, organization=other_bureau, by=people.intake, at=china(2026, 11, 30, 11))
    sweep(at=china(2026, 12, 2))
    counted = Card.objects.by_organization()
    assert counted == {people.bureau.pk: {"yellow": 1, "red": 0}, other_bureau.pk: {"yellow": 0, "red": 1}}


def test_cards_are_counted_by_organization_and_time(letter, people, django_assert_num_queries):
    sweep(at=china(2026, 12, 2))
    with django_assert_num_queries(1):
        counted = Card.objects.given_between(date(2026, 12, 1), date(2026, 12, 31)).by_organization()
    assert counted == {people.bureau.pk: ROWS | {"yellow": 1, "red": 1}}
    assert Card.objects.given_between(date(2026, 11, 1), date(2026, 11, 30)).by_organization() == {}
    assert Letter.objects.with_card("red").get() == letter


def test_an_amended_calendar_takes_back_a_card_that_was_not_due(letter):
    sweep(at=china(2026, 11, 30))
    notice = CalendarNotice(
        year=2026,
        title="补充通知",
        published_on=date(2026, 11, 30),
        days_off=[{"day": "2026-11-20", "name": "临时放假"}],
    )
    save_calendar_notice(notice, by=None, at=china(2026, 11, 30, 11))
    sweep(at=china(2026, 11, 30, 12))
    card = Card.objects.get()
    assert (card.withdrawn_on, Card.objects.by_organization()) == (date(2026, 11, 30), {})
    assert AuditEntry.objects.filter(event="interaction.card.withdrawn").count() == 1


def test_the_office_sees_the_card(letter, client, people):
    sweep(at=china(2026, 11, 30))
    client.force_login(people.handler, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/admin/workbench/letters/{letter.number}/").content.decode()
    assert "黄牌：逾期 1 个工作日" in page


def test_a_dry_run_counts_and_gives_none(letter):
    on = date(2026, 12, 2)
    given = give_cards(on=on, calendar=seed_calendar(), by=User.objects.robot(), at=RECEIVED, dry_run=True)
    assert (given, cards()) == (2, [])


def test_a_hundred_letters_cost_as_many_queries_as_ten(mailbox, people, django_assert_max_num_queries):
    for _number in range(30):
        a_letter(mailbox, at=RECEIVED)
    with django_assert_max_num_queries(40):
        give_cards(on=date(2026, 12, 2), calendar=seed_calendar(), by=User.objects.robot(), at=RECEIVED)
    assert Card.objects.count() == 60


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_give_and_record_each_card_once(mailbox, people):
    for _letter in range(20):
        a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    robot, monday = User.objects.robot(), china(2026, 11, 30)

    def run():
        return give_cards(on=date(2026, 11, 30), calendar=seed_calendar(), by=robot, at=monday)

    assert sum(all_at_once(run, run, run, run)) == 20
    assert LetterEvent.objects.filter(kind="carded").count() == Card.objects.count() == 20
    assert AuditEntry.objects.filter(event="interaction.card.given").count() == 20
