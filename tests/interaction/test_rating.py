"""The citizen rates the answer in three parts, once per answer, after showing the code; a bad rating opens one second handling."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction.actions import approve_reply, close_letter, draft_reply, rate_reply, take_letter
from interaction.codes import code_for
from interaction.models import Assignment, EarlierRound, Letter, Rating
from sites.models import CalendarNotice
from sites.refusals import Conflict, Refused
from tests.cast import NOW
from tests.interaction.letters import ANSWER, LATER, a_letter_in, china, published

GOOD = {"attitude": "5", "speed": "4", "result": "5"}
BAD = {"attitude": "4", "speed": "4", "result": "2", "comment": "路灯还是不亮"}


@pytest.fixture
def opened(client, mailbox, people):
    """An answered letter whose code was shown in this browser."""
    letter = a_letter_in("replied", mailbox, people, at=timezone.now(), form_secret="secret")
    client.post(reverse("interaction:lookup"), {"number": letter.number, "code": code_for("secret")})
    return letter


def rate(client, letter, **data):
    return client.post(reverse("interaction:rate", args=[letter.number]), data)


def rated(letter, at, **parts):
    words = {"attitude": 5, "speed": 5, "result": 5, "comment": ""}
    return rate_reply(letter, **{**words, **parts}, at=at)


def answered_again(people, at) -> Letter:
    """The only letter, taken through its second round."""
    take_letter(Letter.objects.get(), by=people.handler, at=at)
    draft_reply(Letter.objects.get(), text=ANSWER + "已再次到场核实。", by=people.handler, at=at)
    return approve_reply(Letter.objects.get(), by=people.approver, at=at)


def test_a_rating_is_kept_and_shown(client, opened):
    assert rate(client, opened, **GOOD).status_code == 302
    assert Letter.objects.get().state == "rated"
    rating = Rating.objects.get()
    assert (rating.attitude, rating.speed, rating.result, rating.score) == (5, 4, 5, 4)
    assert "您已评价" in client.get(reverse("interaction:status", args=[opened.number])).content.decode()


def test_a_second_rating_is_a_conflict_said_on_the_letters_page_with_what_was_typed(client, opened):
    rate(client, opened, **GOOD)
    second = rate(client, opened, **{**BAD, "comment": "第二个标签页里写的意见"})
    page = second.content.decode()
    assert second.status_code == 409 and Rating.objects.get().score == 4
    assert "每次答复只能评价一次" in page and "第二个标签页里写的意见" in page and opened.title in page
    assert "同事" not in page


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"attitude": "5"},
        {**GOOD, "result": "9"},
        {**GOOD, "speed": "x"},
        {**GOOD, "attitude": "1"},
        {**GOOD, "comment": "\x00"},
    ],
)
def test_a_bad_rating_form_is_a_sentence(client, opened, data):
    assert rate(client, opened, **data).status_code == 400
    assert not Rating.objects.exists()


def test_the_writer_is_told_what_comes_of_the_rating(client, opened):
    page = client.get(rate(client, opened, **BAD).url).content.decode()
    due = Letter.objects.get().due_on.isoformat()
    assert f"再办理一次，最迟 {due} 答复您" in page and "第一次答复（正在再次办理）" in page


def test_the_writer_is_thanked_for_a_good_rating(client, opened):
    page = client.get(rate(client, opened, **GOOD).url).content.decode()
    assert "谢谢您的反馈" in page and "第一次答复" not in page


def test_nobody_rates_without_the_code(client, opened):
    client.cookies.clear()
    assert rate(client, opened, **GOOD).url == reverse("interaction:lookup")
    assert not Rating.objects.exists()


def test_what_was_written_too_late_is_shown_to_be_copied(client, opened):
    client.cookies.clear()
    answer = rate(client, opened, **BAD)
    page = answer.content.decode()
    assert answer.status_code == 403 and BAD["comment"] in page and "内容没有提交" in page
    assert f'action="{reverse("interaction:lookup")}"' in page
    assert not Rating.objects.exists()


def test_a_mail_scanner_that_follows_every_link_rates_nothing(client, opened):
    query = "?attitude=1&speed=1&result=1&comment=x"
    addresses = [reverse(f"interaction:{name}", args=[opened.number]) + query for name in ("status", "rate")]
    answers = [getattr(client, method)(address).status_code for address in addresses for method in ("get", "head")]
    assert answers == [200, 200, 405, 405]
    page = client.get(reverse("interaction:rate", args=[opened.number]))
    assert "此地址不能直接打开" in page.content.decode() and page["Allow"] == "POST"
    assert not Rating.objects.exists() and Letter.objects.get().state == "replied"


def test_an_unanswered_letter_is_not_rated(mailbox, people):
    with pytest.raises(Conflict):
        rated(a_letter_in("in-hand", mailbox, people), NOW)


def test_a_letter_that_was_closed_early_can_still_be_rated_within_thirty_days(mailbox, people):
    letter = close_letter(a_letter_in("replied", mailbox, people), by=people.intake, at=NOW)
    with pytest.raises(Refused, match="30 日"):
        rated(letter, NOW + timedelta(days=31))
    rated(letter, NOW + timedelta(days=29))
    assert Letter.objects.get().state == "rated"
    letter = close_letter(letter, by=people.intake, at=NOW + timedelta(days=29))
    with pytest.raises(Conflict, match="已经评价过"):
        rated(letter, NOW + timedelta(days=29))


@pytest.mark.parametrize("part", ["attitude", "speed", "result"])
def test_a_bad_part_needs_a_reason_and_opens_a_second_handling(mailbox, people, part):
    letter = a_letter_in("replied", mailbox, people)
    with pytest.raises(Refused, match="哪里不满意"):
        rated(letter, LATER, **{part: 2})
    rated(letter, LATER, **{part: 2}, comment="等了一周没有人来")
    letter.refresh_from_db()
    assert (letter.state, letter.round, letter.organization) == ("assigned", 2, people.bureau)
    assert (letter.replied_on, letter.days_used, letter.handler) == (None, None, None)


def test_the_second_handling_counts_from_the_local_day_of_the_rating(mailbox, people):
    letter = a_letter_in("replied", mailbox, people, at=china(2026, 11, 18))
    rated(letter, china(2026, 11, 20, 0, 30), result=1, comment="没有解决")
    letter.refresh_from_db()
    assert letter.counted_from == date(2026, 11, 20)
    assert letter.due_on == CalendarNotice.objects.calendar().add_working_days(date(2026, 11, 20), 7).day
    first = EarlierRound.objects.get()
    assert (first.counted_from, first.replied_on, first.is_late) == (date(2026, 11, 18), date(2026, 11, 18), False)
    assert letter.received_on == date(2026, 11, 18)


def test_the_second_handling_happens_exactly_once(mailbox, people):
    letter = a_letter_in("replied", mailbox, people)
    rated(letter, LATER, result=1, comment="没有解决")
    with pytest.raises(Conflict):
        rated(letter, LATER, result=1, comment="没有解决")
    letter = answered_again(people, LATER + timedelta(days=1))
    rated(letter, LATER + timedelta(days=2), result=1, comment="还是没有解决")
    letter.refresh_from_db()
    assert (letter.state, letter.round) == ("rated", 2)
    assert [row.round for row in Rating.objects.order_by("round")] == [1, 2]
    assert EarlierRound.objects.count() == 1
    assert Assignment.objects.filter(letter=letter, ended_at=None).get().round == 2


def test_both_answers_are_kept_and_the_writer_sees_the_last(client, mailbox, people, opened):
    rate(client, opened, **BAD)
    page = client.get(reverse("interaction:status", args=[opened.number])).content.decode()
    assert ANSWER in page and "再次办理" in page and "路灯还是不亮" not in page
    answered_again(people, timezone.now())
    page = client.get(reverse("interaction:status", args=[opened.number])).content.decode()
    assert "已再次到场核实" in page and "提交评价" in page


def test_a_published_letter_keeps_its_page_during_the_second_handling(client, mailbox, people):
    letter = published(a_letter_in("replied", mailbox, people), people)
    rated(letter, LATER, result=1, comment="没有解决，电话 13812345678")
    for address in (letter.get_absolute_url(), reverse("interaction:letters"), reverse("interaction:home")):
        page = client.get(address).content.decode()
        assert "小区门口的路灯坏了" in page and "2026-11-18" in page and "13812345678" not in page
    answered_again(people, LATER + timedelta(days=1))
    assert Letter.objects.to_publish().get() == letter
    published(Letter.objects.get(), people, at=LATER + timedelta(days=1))
    assert "2026-11-19" in client.get(letter.get_absolute_url()).content.decode()
    assert not Letter.objects.to_publish().exists()
