"""The workbench: what it opens on, what each person sees there, and what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction.actions import ask_extension
from sites.calendar import CHINA
from sites.models import CalendarNotice
from tests.interaction.letters import a_letter, a_letter_in, a_mailbox

HERE = "/admin/workbench/"


def received(working_days_ago: int):
    """A moment so many working days ago, in office hours."""
    today = timezone.localdate()
    calendar = CalendarNotice.objects.calendar()
    if not calendar.is_working_day(today):
        working_days_ago -= 1
    day = calendar.subtract_working_days(today, working_days_ago).day if working_days_ago > 0 else today
    return timezone.datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)


@pytest.fixture
def workday(time_machine):
    """A Wednesday morning."""
    time_machine.move_to(timezone.datetime(2026, 11, 18, 10, tzinfo=CHINA), tick=False)


@pytest.fixture
def letters(workday, mailbox, people):
    """One letter for each counter."""
    found = {
        "overdue": a_letter_in("in-hand", mailbox, people, at=received(9), title="逾期的来信"),
        "today": a_letter_in("in-hand", mailbox, people, at=received(7), title="今天到期的来信"),
        "soon": a_letter_in("in-hand", mailbox, people, at=received(5), title="快到期的来信"),
        "returned": a_letter_in("returned", mailbox, people, at=received(1), title="退回的来信"),
        "approve": a_letter_in("drafted", mailbox, people, at=received(1), title="待审核的来信"),
        "accept": a_letter(mailbox, at=received(1), title="刚收到的来信"),
        "assign": a_letter_in("accepted", mailbox, people, at=received(1), title="已受理的来信"),
        "take": a_letter_in("assigned", mailbox, people, at=received(1), title="待签收的来信"),
        "extension": a_letter_in("in-hand", mailbox, people, at=received(1), title="申请延期的来信"),
    }
    ask_extension(found["extension"], reason="涉及多个部门，需要现场踏勘", by=people.handler, at=timezone.now())
    return found


def test_counters_and_lists_agree(client, intake, letters):
    client.force_login(intake)
    counts = client.get(HERE).context["counts"]
    assert {key: counts[key] for key in letters} == dict.fromkeys(letters, 1)
    for key, letter in letters.items():
        rows = client.get(HERE, {"queue": key}).context["rows"]
        assert [row.pk for row, _clock in rows] == [letter.pk], key


def test_it_opens_on_what_is_urgent_the_latest_first(client, intake, letters):
    client.force_login(intake)
    response = client.get(HERE)
    assert [row.title for row, _clock in response.context["rows"]] == ["逾期的来信", "今天到期的来信", "快到期的来信"]
    page = response.content.decode()
    for words in ("逾期 2 个工作日", "今日到期", "余 2 个工作日"):
        assert words in page


def test_it_opens_on_everything_open_when_nothing_is_urgent(client, intake, mailbox, workday):
    a_letter(mailbox, at=received(1))
    client.force_login(intake)
    assert client.get(HERE).context["queue"].key == "open"


@pytest.mark.parametrize(
    "query", ["queue=no-such", "queue=%00", "page=abc", "page=999", "q=%00", "q=" + "x" * 500, "queue=a b"]
)
def test_bad_filters_fall_back(client, intake, letters, query):
    client.force_login(intake)
    assert client.get(f"{HERE}?{query}").status_code == 200


def test_search_finds_by_number_title_and_organization(client, intake, letters):
    client.force_login(intake)
    for text in (letters["overdue"].number, "逾期的来信"):
        rows = client.get(HERE, {"queue": "all", "q": text}).context["rows"]
        assert [row.title for row, _clock in rows] == ["逾期的来信"]
    assert len(client.get(HERE, {"queue": "all", "q": "教育厅"}).context["rows"]) == 7


def test_a_handler_sees_the_letters_of_the_organization(client, handler, letters):
    client.force_login(handler)
    titles = {row.title for row, _clock in client.get(HERE, {"queue": "all"}).context["rows"]}
    assert len(titles) == 7 and not titles & {"刚收到的来信", "已受理的来信"}


def test_another_organization_sees_none(client, other_handler, letters):
    client.force_login(other_handler)
    assert client.get(HERE, {"queue": "all"}).context["rows"] == []


def test_the_intake_of_another_site_sees_none(client, city_intake, letters):
    client.force_login(city_intake)
    assert client.get(HERE, {"queue": "all"}).context["rows"] == []


def test_an_editor_of_the_site_sees_none(client, editor, letters):
    client.force_login(editor)
    assert client.get(HERE, {"queue": "all"}).context["rows"] == []


def test_a_letter_handed_across_sites_is_seen_by_its_handler(client, city, people, workday):
    box = a_mailbox(city, "citybox")
    from sites.actions import grant_role
    from sites.policy import Role
    from tests.cast import NOW

    grant_role(people.intake, Role.INTAKE, city, by=None, at=NOW)
    letter = a_letter_in("in-hand", box, people, at=received(1))
    client.force_login(people.handler)
    page = client.get(reverse("interaction-office:letter", args=[letter.number])).content.decode()
    assert letter.body in page and "转交承办单位" in page


def test_a_supervisor_reads_everything_below_and_may_do_nothing(client, supervisor, city, letters, people):
    client.force_login(supervisor)
    assert len(client.get(HERE, {"queue": "all"}).context["rows"]) == len(letters)
    response = client.get(reverse("interaction-office:letter", args=[letters["approve"].number]))
    assert response.status_code == 200 and response.context["offers"] == {}


def test_visitors_are_sent_to_sign_in(client, province):
    assert client.get(HERE).status_code == 302


def test_the_page_costs_at_most_fifteen_queries_however_many_letters(
    client, intake, letters, django_assert_max_num_queries, mailbox
):
    for _letter in range(25):
        a_letter(mailbox, at=received(8))
    client.force_login(intake)
    with django_assert_max_num_queries(15):
        assert len(client.get(HERE).context["rows"]) == 28


def test_the_letter_page_costs_the_same_for_long_records(client, intake, letters, django_assert_max_num_queries):
    client.force_login(intake)
    with django_assert_max_num_queries(20):
        client.get(reverse("interaction-office:letter", args=[letters["returned"].number]))


def test_days_off_do_not_count(client, intake, mailbox, time_machine):
    time_machine.move_to(timezone.datetime(2026, 10, 3, 10, tzinfo=CHINA), tick=False)
    a_letter(mailbox, at=timezone.now() - timedelta(days=5))  # Monday 28 September
    client.force_login(intake)
    response = client.get(HERE)
    assert "今天不是工作日" in response.content.decode()
    assert response.context["rows"][0][1].words == "余 5 个工作日"
