"""One query layer: page, CSV, JSON, home page and a count by hand agree for letters of every kind that a machine thinks of."""

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interaction import figures
from interaction.figures.columns import COLUMNS, values
from interaction.figures.counting import COUNTS, total
from interaction.models import EarlierRound, Letter, Rating, Reply
from sites.calendar import local_day
from sites.models import Organization
from tests.interaction.letters import china

TODAY = date(2026, 11, 18)
NOON = china(2026, 11, 18, 12)
days = st.integers(0, 700).map(lambda back: TODAY - timedelta(days=back))
hours = st.integers(0, 23)


@st.composite
def a_life(draw) -> dict:
    """What may have happened to a letter, in dates."""
    received = draw(days)
    answered = draw(st.one_of(st.none(), st.integers(0, 40))) if draw(st.booleans()) else None
    replied = received + timedelta(days=answered) if answered is not None else None
    return {
        "received": received,
        "replied": replied if replied and replied <= TODAY else None,
        "due": received + timedelta(days=draw(st.integers(0, 25))),
        "used": draw(st.integers(0, 20)),
        "extended": draw(st.booleans()),
        "body": draw(st.integers(0, 2)),
        "declined": draw(st.booleans()),
        "returned": draw(st.lists(st.tuples(days, hours), max_size=2)),
        "rated": draw(st.one_of(st.none(), st.tuples(days, hours, st.integers(1, 5)))),
        "earlier": draw(st.one_of(st.none(), st.integers(0, 20))),
    }


def moment(day: date, hour: int) -> datetime:
    """An hour of the day in China: the day before in UTC until eight in the morning."""
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC) - timedelta(hours=8)


def write(lives: list[dict], mailbox, people) -> None:
    """Put letters with these lives into the database."""
    for model in (Rating, EarlierRound, Reply, Letter):
        model.objects.all().delete()
    bodies = list(Organization.objects.order_by("pk")[:3])
    for number, life in enumerate(lives):
        body, state = bodies[life["body"] % len(bodies)], "replied" if life["replied"] else "in-hand"
        if state == "in-hand" and life["declined"]:
            state = "declined"
        letter = Letter.objects.create(
            number=f"{number:08d}", site=mailbox.site, mailbox=mailbox, state=state, title="信", body="信", writer_name="张三",
            writer_phone="1", received_at=moment(life["received"], 9), received_on=life["received"],
            counted_from=life["received"], due_on=life["due"], organization=body, is_extended=life["extended"],
            replied_on=life["replied"], replied_at=life["replied"] and moment(life["replied"], 9),
            days_used=life["used"] if life["replied"] else None, decline_reason="x" if state == "declined" else "",
            decline_kind="other" if state == "declined" else "", advice="x" if state == "declined" else "",
        )  # fmt: skip
        for day, hour in life["returned"]:
            Reply.objects.create(
                letter=letter, organization=body, text="x", state="returned", return_reason="perfunctory",
                written_by=people.handler, written_at=NOON, decided_by=people.approver, decided_at=moment(day, hour),
            )  # fmt: skip
        if life["rated"]:
            day, hour, score = life["rated"]
            parts = dict.fromkeys(("attitude", "speed", "result", "score"), score)
            Rating.objects.create(
                letter=letter, organization=body, **parts, comment="不好" if score < 3 else "", at=moment(day, hour)
            )
        if life["earlier"] is not None:
            replied = life["received"] + timedelta(days=life["earlier"])
            EarlierRound.objects.create(
                letter=letter, round=1, organization=body, counted_from=life["received"], working_days=7,
                due_on=life["due"], is_extended=life["extended"], replied_at=moment(replied, 9), replied_on=replied,
                days_used=life["used"],
            )  # fmt: skip


def by_hand(year: int) -> dict[str, int]:
    """Count the year without the query layer."""
    count = Counter(dict.fromkeys(COUNTS, 0))
    for letter in Letter.objects.all():
        if letter.received_on.year == year:
            count["received"] += 1
            count["declined"] += letter.state == "declined"
    answers = [*Letter.objects.exclude(replied_on=None), *EarlierRound.objects.all()]
    for answer in answers:
        if answer.replied_on.year == year and answer.replied_on <= TODAY.replace(day=30):
            count["answered"] += 1
            count["on_time"] += answer.replied_on <= answer.due_on
            count["days"] += answer.days_used
            count["extended"] += answer.is_extended
    count["returned"] = sum(
        local_day(reply.decided_at).year == year for reply in Reply.objects.filter(state="returned")
    )
    ratings = [rating for rating in Rating.objects.all() if local_day(rating.at).year == year]
    return {**count, "rated": len(ratings), "satisfied": sum(rating.score > 2 for rating in ratings)}


@pytest.fixture
def bodies(bureau):
    """Two organizations besides the bureau."""
    for number in range(2):
        Organization.objects.create(
            name=f"测试省第{number}厅", short_name=f"第{number}厅", code=f"11000000000000{number:03d}X"
        )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(a_life(), max_size=12))
def test_everything_that_shows_figures_agrees(client, mailbox, people, bodies, time_machine, lives):
    time_machine.move_to(NOON, tick=False)
    write(lives, mailbox, people)
    site = mailbox.site
    years = figures.years_with_letters(site, on=TODAY)
    for year in years:
        found = figures.year_figures(site, year, on=TODAY, is_first=year == years[-1])
        assert found.total.counts == by_hand(year)
        assert total(found.bodies).counts == found.total.counts
        for month in found.months:
            assert month.counts == figures.month_figures(site, on=month.month).counts
            assert total(figures.by_organization(site, on=month.month)).counts == month.counts
        page = client.get(reverse("interaction:figures"), {"year": year}).context
        assert page["year"] == found
        data = client.get(reverse("interaction:figures_json", args=[year])).json()
        assert data["total"] == values(found.total)
        assert [row["received"] for row in data["months"]] == [row.received for row in found.months]
        table = list(
            csv.DictReader(
                io.StringIO(client.get(reverse("interaction:figures_csv", args=[year])).content.decode("utf-8-sig"))
            )
        )
        for column in COLUMNS:
            said = [row[f"{column.label}（{column.unit}）"] for row in table]
            meant = [column.of(row) for row in (found.total, *found.months, *found.bodies)]
            assert [float(cell) if cell else None for cell in said] == meant, column.name
    home = figures.home_block(site, on=TODAY, at=NOON)["figures"]
    assert home == figures.month_figures(site, on=TODAY).tiles


def test_the_year_costs_the_same_however_many_letters(client, mailbox, people, django_assert_max_num_queries):
    from tests.interaction.letters import a_letter_in

    for _ in range(4):
        a_letter_in("replied", mailbox, people, at=china(2026, 11, 3))
    with django_assert_max_num_queries(2):
        figures.year_figures(mailbox.site, 2026, on=TODAY)
    with django_assert_max_num_queries(1):
        figures.by_organization(mailbox.site, on=TODAY)


def test_a_second_answer_does_not_take_the_first_away(mailbox, people, time_machine):
    from interaction.actions import rate_reply
    from tests.interaction.letters import a_letter_in

    letter = a_letter_in("replied", mailbox, people, at=china(2026, 10, 9))
    before = figures.month_figures(mailbox.site, on=date(2026, 10, 1)).answered
    rate_reply(letter, attitude=1, speed=1, result=1, comment="没有解决问题", at=china(2026, 11, 2))
    assert figures.month_figures(mailbox.site, on=date(2026, 10, 1)).answered == before == 1
    assert figures.month_figures(mailbox.site, on=date(2026, 11, 1)).satisfied_percent == 0


def test_a_night_in_china_belongs_to_its_own_month(mailbox, people):
    from interaction.actions import return_reply
    from tests.interaction.letters import a_letter_in

    letter = a_letter_in("drafted", mailbox, people, at=china(2026, 10, 30))
    reason = {"reason": "perfunctory", "opinion": "没有回应来信人的问题"}
    return_reply(letter, **reason, by=people.approver, at=china(2026, 11, 1, 0, 30))  # 31 October in UTC
    assert figures.month_figures(mailbox.site, on=date(2026, 11, 1)).returned == 1


@pytest.mark.parametrize(
    "query",
    ["year=1999", "year=x", "year=%00", "month=2026-13", "month=0000-01", "year=99999", "year=2026&month=2025-01"],
)
def test_nonsense_shows_the_newest_year(client, mailbox, query, time_machine):
    time_machine.move_to(NOON)
    response = client.get(f"{reverse('interaction:figures')}?{query}")
    assert response.status_code == 200 and response.context["year"].year == 2026


def test_years_without_letters_have_no_files(client, mailbox, time_machine):
    time_machine.move_to(NOON)
    for name in ("figures_csv", "figures_json"):
        assert client.get(reverse(f"interaction:{name}", args=[1999])).status_code == 404
        assert client.get(reverse(f"interaction:{name}", args=[2026])).status_code == 200


def test_definitions_and_time_are_printed(client, mailbox, time_machine):
    time_machine.move_to(NOON, tick=False)
    page = client.get(reverse("interaction:figures")).content.decode()
    assert "2026-11-18 12:00" in page
    assert all(words in page for _name, words in figures.DEFINITIONS)
    data = client.get(reverse("interaction:figures_json", args=[2026])).json()
    assert data["definitions"] == dict(figures.DEFINITIONS) and data["as_of"] == "2026-11-18T12:00+08:00"


def test_a_name_that_is_a_formula_runs_in_no_spreadsheet(client, mailbox, people, bureau, time_machine):
    from tests.interaction.letters import a_letter_in

    time_machine.move_to(NOON)
    Organization.objects.filter(pk=bureau.pk).update(name="=cmd|' /C calc'!A0")
    a_letter_in("replied", mailbox, people, at=china(2026, 11, 3))
    text = client.get(reverse("interaction:figures_csv", args=[2026])).content.decode("utf-8-sig")
    assert "'=cmd" in text and ",=cmd" not in text
