"""Limits of a level and of a kind of mailbox tighten what holds above, and never loosen it."""

import pytest
from django.urls import reverse

from interaction.actions import save_mailbox
from interaction.countdown import countdown
from interaction.models import Letter
from sites.actions import save_clock_limit
from sites.calendar import seed_calendar
from sites.clocks import Clock, limits_at, working_days_allowed
from sites.models import ClockLimit
from sites.refusals import Refused
from tests.cast import NOW
from tests.interaction.letters import a_letter, a_letter_in, a_mailbox, china


def limit(site, days: int, kind: str = "") -> ClockLimit:
    return save_clock_limit(ClockLimit(site=site, clock="reply", kind=kind, working_days=days), by=None, at=NOW)


@pytest.fixture
def limits(province, city):
    """The province gives six days, five for complaints; the city four for complaints."""
    limit(province, 6)
    limit(province, 5, "complain")
    limit(city, 4, "complain")


def test_the_tightest_of_level_and_kind_holds(limits, province, city, subsite):
    expected = {
        province: {"": 6, "consult": 6, "complain": 5}, city: {"": 6, "consult": 6, "complain": 4},
        subsite: {"": 6, "consult": 6, "complain": 4},
    }  # fmt: skip
    found = {
        site: {kind: working_days_allowed(Clock.REPLY, site, kind=kind) for kind in kinds}
        for site, kinds in expected.items()
    }
    assert found == expected


def test_several_kinds_cost_one_query(limits, city, django_assert_num_queries):
    with django_assert_num_queries(1):
        allowed = limits_at(Clock.REPLY, city)
        assert [allowed(kind) for kind in ("", "consult", "complain")] == [6, 6, 4]


@pytest.mark.parametrize(("days", "kind"), [(7, ""), (6, "complain"), (8, "consult")])
def test_a_lower_level_cannot_loosen(limits, city, days, kind):
    ClockLimit.objects.filter(site=city).delete()
    with pytest.raises(Refused, match="不能放宽"):
        limit(city, days, kind)


def test_a_kind_that_letters_do_not_have_is_refused(province):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="不分类别"):
        limit(province, 5, "nonsense")


def test_a_letter_gets_the_limit_of_its_kind(limits, province):
    letters = [a_letter(a_mailbox(province, kind, kind=kind)) for kind in ("consult", "complain")]
    assert [letter.working_days for letter in letters] == [6, 5]


def test_a_mailbox_may_promise_less_than_its_kind_and_not_more(limits, province):
    box = a_mailbox(province, "complain", kind="complain", reply_days=3)
    assert a_letter(box).working_days == 3
    box.reply_days = 6
    with pytest.raises(Refused, match="5 个工作日"):
        save_mailbox(box, by=None, at=NOW)


def test_a_promise_made_before_the_limit_was_tightened_does_not_outlast_it(province):
    box = a_mailbox(province, reply_days=6)
    limit(province, 4)
    assert a_letter(box).working_days == 4


def test_the_mailboxs_page_promises_what_holds(limits, client, province):
    a_mailbox(province, "complain", kind="complain")
    page = client.get(reverse("interaction:mailbox", args=["complain"]))
    assert page.context["box"].days == 5
    [card] = client.get(reverse("interaction:home")).context["boxes"]
    assert card.days == 5


@pytest.mark.parametrize(
    ("day", "words"),
    [(27, "今日到期"), (28, "已逾期"), (29, "已逾期"), (30, "逾期 1 个工作日")],
)
def test_days_late_are_working_days(mailbox, people, day, words):
    letter = a_letter_in("in-hand", mailbox, people, at=china(2026, 11, 18))
    read = countdown(letter, on=china(2026, 11, day).date(), calendar=seed_calendar())
    assert read.words == words


def test_an_answer_given_late_says_by_how_many_working_days(mailbox, people):
    letter = a_letter_in("drafted", mailbox, people, at=china(2026, 11, 18))
    from interaction.actions import approve_reply

    approve_reply(letter, by=people.approver, at=china(2026, 12, 2))
    row = Letter.objects.get()
    read = countdown(row, on=china(2026, 12, 3).date(), calendar=seed_calendar())
    assert (read.tone, read.words) == ("late", "用时 10 个工作日，超期 3 个工作日")
