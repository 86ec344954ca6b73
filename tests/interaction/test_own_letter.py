"""What a citizen does about a letter: add what is missing, take it back, fetch the code of the second one."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction import shown
from interaction.actions import ask_supplement, link_letter, merge_letter, split_letter
from interaction.codes import code_for
from interaction.models import Letter, LetterLink, Supplement
from sites.refusals import Conflict, Refused
from tests.cast import NOW
from tests.interaction.letters import a_letter, a_letter_in

QUESTION = "请说明路灯的灯杆编号和具体位置。"
SECOND = {"title": "人行道破损", "body": "东风路口的人行道破损已久，请一并修复。"}


@pytest.fixture
def opened(client, mailbox, people):
    """A letter in hand whose code was shown in this browser."""
    letter = a_letter_in("in-hand", mailbox, people, at=timezone.now(), form_secret="secret")
    client.post(reverse("interaction:lookup"), {"number": letter.number, "code": code_for("secret")})
    return letter


def page_of(client, letter) -> str:
    return client.get(reverse("interaction:status", args=[letter.number])).content.decode()


def send(client, name, letter, **data):
    return client.post(reverse(f"interaction:{name}", args=[letter.number]), data)


def test_the_writer_adds_what_is_asked_and_the_clock_goes_on(client, opened, people):
    ask_supplement(opened, question=QUESTION, by=people.handler, at=timezone.now())
    assert QUESTION in page_of(client, opened) and "办理期限不变" in page_of(client, opened)
    assert send(client, "supplement", opened, text="灯杆编号 0812，在 12 号门口。").status_code == 302
    assert "补充内容已提交" in page_of(client, opened)
    kept = Supplement.objects.get()
    assert kept.answer == "灯杆编号 0812，在 12 号门口。" and kept.answered_at is not None
    after = Letter.objects.get()
    assert (after.due_on, after.state) == (opened.due_on, "in-hand")
    client.force_login(people.handler)
    assert "灯杆编号 0812" in client.get(reverse("interaction-office:letter", args=[opened.number])).content.decode()


def test_one_thing_is_asked_at_a_time(opened, people):
    ask_supplement(opened, question=QUESTION, by=people.handler, at=NOW)
    with pytest.raises(Refused, match="还没有收到"):
        ask_supplement(opened, question=QUESTION, by=people.intake, at=NOW)


@pytest.mark.parametrize("text", ["", "短", "空\x00字节", "长" * 5001])
def test_a_bad_supplement_is_given_back(client, opened, people, text):
    ask_supplement(opened, question=QUESTION, by=people.handler, at=NOW)
    assert send(client, "supplement", opened, text=text).status_code in {400, 409}
    assert not Supplement.objects.get().answer


def test_a_supplement_that_nobody_asks_for_any_more_is_given_back_with_its_text(client, opened):
    response = send(client, "supplement", opened, text="我再补充一点：灯杆编号 0812。")
    assert response.status_code == 409
    page = response.content.decode()
    assert "没有需要补充的内容" in page and "我再补充一点：灯杆编号 0812。" in page


def test_a_second_answer_from_another_tab_is_given_back_beside_the_first(client, opened, people):
    ask_supplement(opened, question=QUESTION, by=people.handler, at=timezone.now())
    send(client, "supplement", opened, text="灯杆编号 0812，在 12 号门口。")
    late = send(client, "supplement", opened, text="另一个标签页里写的回答。")
    page = late.content.decode()
    assert late.status_code == 409 and "没有需要补充的内容" in page
    assert "另一个标签页里写的回答。" in page and "没有提交" in page
    assert Supplement.objects.get().answer == "灯杆编号 0812，在 12 号门口。"


def test_taking_back_twice_is_a_sentence_on_the_letters_page(client, opened):
    assert send(client, "withdraw", opened).status_code == 302
    again = send(client, "withdraw", opened)
    page = again.content.decode()
    assert again.status_code == 409 and "不能再“撤回来信”" in page and opened.title in page and "同事" not in page


def test_a_letter_is_taken_back_once_and_by_post_only(client, opened, people):
    address = reverse("interaction:withdraw", args=[opened.number])
    assert client.get(address).status_code == 405
    assert Letter.objects.get().state == "in-hand"
    assert client.post(address, {"reason": "已经修好了"}).status_code == 302
    assert Letter.objects.get().state == "withdrawn"
    page = page_of(client, opened)
    assert "已撤回" in page and "确认撤回" not in page
    assert client.post(address).status_code == 409


@pytest.mark.parametrize("name", ["supplement", "withdraw"])
def test_nothing_is_done_without_the_code(client, opened, people, name):
    ask_supplement(opened, question=QUESTION, by=people.handler, at=NOW)
    client.cookies.clear()
    answer = send(client, name, opened, text="灯杆编号 0812")
    assert answer.status_code == 403 and "灯杆编号 0812" in answer.content.decode()
    assert Letter.objects.get().state == "in-hand" and not Supplement.objects.get().answer


def test_a_letter_with_two_matters_becomes_two_with_the_same_day_zero(client, opened, people, other_bureau):
    second = split_letter(opened, **SECOND, organization=other_bureau, by=people.intake, at=timezone.now())
    assert (second.counted_from, second.due_on, second.received_at) == (
        opened.counted_from, opened.due_on, opened.received_at,
    )  # fmt: skip
    assert second.number != opened.number and second.organization == other_bureau
    page = page_of(client, opened)
    assert second.number in page and "领取查询码" in page
    assert second.number not in str([event.text for event in opened.events.all()])


def test_the_second_code_opens_the_second_letter_and_replaces_the_one_before(client, opened, people):
    second = split_letter(opened, **SECOND, by=people.intake, at=timezone.now())
    address = reverse("interaction:second_code", args=[opened.number, second.number])
    assert client.get(address).status_code == 405
    codes = [
        re.search(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}", client.post(address).content.decode()).group(0) for _ in range(2)
    ]
    assert codes[0] != codes[1]
    client.cookies.clear()
    tries = [
        client.post(reverse("interaction:lookup"), {"number": second.number, "code": code}).status_code
        for code in codes
    ]
    assert tries == [404, 302]


def test_no_code_of_a_letter_is_given_out_through_a_stranger(client, opened, mailbox, people):
    stranger = a_letter(mailbox, title="别人的来信", at=timezone.now())
    merge_letter(stranger, number=opened.number, by=people.intake, at=timezone.now())
    before = Letter.objects.get(pk=stranger.pk).code_hash
    address = reverse("interaction:second_code", args=[opened.number, stranger.number])
    assert client.post(address).status_code == 409
    assert Letter.objects.get(pk=stranger.pk).code_hash == before


def test_a_letter_refers_to_an_earlier_one_that_the_person_may_see(mailbox, people, opened, other_handler):
    earlier = a_letter_in("in-hand", mailbox, people, at=NOW, title="较早的来信")
    link_letter(opened, number=earlier.number, by=people.handler, at=timezone.now())
    assert LetterLink.objects.get().other == earlier
    with pytest.raises(Refused, match="已经关联"):
        link_letter(opened, number=earlier.number, by=people.intake, at=timezone.now())
    with pytest.raises(Refused, match="较晚的来信"):
        link_letter(earlier, number=opened.number, by=people.intake, at=timezone.now())
    hidden = a_letter(mailbox, at=NOW, title="未转办的来信")
    with pytest.raises(Refused, match="没有找到"):
        link_letter(opened, number=hidden.number, by=people.handler, at=timezone.now())


def test_an_answered_letter_cannot_be_taken_back(client, mailbox, people):
    from interaction.actions import rate_reply, withdraw_letter

    letter = a_letter_in("replied", mailbox, people)
    with pytest.raises(Conflict):
        withdraw_letter(letter, at=NOW)
    rate_reply(letter, attitude=5, speed=5, result=1, comment="没有解决", at=NOW)
    with pytest.raises(Refused, match="再次办理"):
        withdraw_letter(letter, at=NOW)


def test_an_answer_on_the_day_of_receipt_is_said_to_be_one(mailbox, people):
    letter = a_letter_in("replied", mailbox, people)
    assert shown.writers_timeline(letter)[-1]["note"] == f"{people.bureau.name}当日答复。"
