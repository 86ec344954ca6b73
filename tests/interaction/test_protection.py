"""Floods and programs meet a ladder: a captcha first, then a person, and refusal only at the top. Nothing is ever dropped."""

import json
from datetime import timedelta

import altcha
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from interaction import captcha, floods, ladder
from interaction.actions import accept_letter, clear_letter, submit_letter
from interaction.ladder import NETWORK, PHONE, Rung
from interaction.models import Letter
from interaction.visitors import network_of
from sites.refusals import Conflict, Refused
from tests.cast import NOW
from tests.interaction.letters import a_letter, words
from tests.interaction.test_three_steps import carried
from tests.interaction.test_writing_page import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(mailbox):
    return reverse("interaction:write", args=[mailbox.slug])


def crowded(rf, number: int, ladder_=NETWORK, phone: str = "13812345678") -> None:
    """As if so many letters had come from here in this hour."""
    network = network_of(rf.get("/"))
    key = dict((each.name, key) for each, key in ladder._counted(network, phone))[ladder_.name]
    cache.set(ladder_.cache_key(key, timezone.now()), number)


# --- the ladder


def test_an_ordinary_citizen_meets_no_captcha(client, mailbox, address):
    assert client.post(address, sent(mailbox, step="check")).context["captcha"] is None


def test_after_five_letters_from_a_network_a_captcha_is_asked_for_and_nothing_typed_is_lost(
    client, rf, mailbox, address
):
    crowded(rf, 5)
    response = client.post(address, sent(mailbox))
    page = response.content.decode()
    assert response.status_code == 400 and "安全验证" in page and "东风路 12 号" in page
    assert Letter.objects.count() == 0


def test_the_telephone_counts_too_wherever_the_letters_come_from(client, rf, mailbox, address):
    crowded(rf, 3, PHONE)
    assert client.post(address, sent(mailbox)).status_code == 400
    assert client.post(address, sent(mailbox, writer_phone="13800000000")).status_code == 302


def test_an_office_behind_one_address_is_asked_but_not_locked_out(client, rf, mailbox, address):
    crowded(rf, 59)
    form = sent(mailbox)
    page = client.post(address, form)
    assert client.post(address, form | answered(page)).status_code == 302
    assert Letter.objects.get().is_suspect is False


def test_far_up_the_ladder_a_person_looks_first(client, rf, mailbox, address):
    crowded(rf, 60)
    form = sent(mailbox)
    assert client.post(address, form | answered(client.post(address, form))).status_code == 302
    letter = Letter.objects.get()
    assert letter.is_suspect and "同一网络或电话" in letter.suspect_reason


def test_at_the_top_the_sentence_says_when_to_come_back(client, rf, mailbox, address):
    crowded(rf, 600)
    response = client.post(address, sent(mailbox))
    until = timezone.localtime(NETWORK.ends(timezone.now())).strftime("%H:%M")
    assert response.status_code == 429 and f"请在 {until} 之后再提交" in response.content.decode()
    assert "东风路 12 号" in response.content.decode() and Letter.objects.count() == 0


def test_counting_begins_anew_in_the_next_hour():
    for _letter in range(5):
        ladder.count_letter("a-network", "13812345678", at=NOW)
    assert ladder.standing("a-network", "13900000000", at=NOW).rung == Rung.CAPTCHA
    assert ladder.standing("a-network", "13900000000", at=NOW + timedelta(hours=1)).rung == Rung.FREE


def test_without_a_cache_nobody_is_held_up(client, mailbox, address, monkeypatch):
    def broken(*_args, **_options):
        raise ConnectionError

    for name in ("get", "add", "incr"):
        monkeypatch.setattr(type(cache._connections["default"]), name, broken)
    assert client.post(address, sent(mailbox)).status_code == 302


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.200", True),
        ("203.0.113.7", "203.0.114.7", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("203.0.113.7", "::ffff:203.0.113.9", True),
    ],
)
def test_a_network_is_24_bits_or_64(rf, one, other, same):
    keys = {network_of(rf.get("/", REMOTE_ADDR=address)) for address in (one, other)}
    assert (len(keys) == 1) is same


def test_only_a_proxy_of_ours_is_believed(rf, settings):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "1.2.3.4, 203.0.113.7"})
    settings.BEHIND_PROXY = False
    assert network_of(request) == network_of(rf.get("/", REMOTE_ADDR="10.0.0.9"))
    settings.BEHIND_PROXY = True
    assert network_of(request) == network_of(rf.get("/", REMOTE_ADDR="203.0.113.9", headers={"x-forwarded-for": ""}))


# --- the captcha


def answered(response) -> dict[str, str]:
    """The answer to the question in words on the page."""
    shown = response.context["captcha"]
    one, other = captcha.DIGITS.index(shown.question[0]), captcha.DIGITS.index(shown.question[2])
    return {"question": shown.signed, "answer": str(one + other if shown.question[1] == "加" else one - other)}


def test_the_question_in_words_lets_people_without_scripts_through(client, rf, mailbox, address):
    crowded(rf, 5)
    page = client.post(address, sent(mailbox, step="check"))
    assert client.post(address, carried(page) | answered(page) | {"step": "send"}).status_code == 302


def test_the_work_of_the_browser_lets_a_letter_through(client, rf, mailbox, address):
    crowded(rf, 5)
    page = client.post(address, sent(mailbox, step="check"))
    challenge = altcha.Challenge.from_dict(json.loads(page.context["captcha"].challenge))
    work = altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()
    assert client.post(address, carried(page) | {"altcha": work, "step": "send"}).status_code == 302


def test_a_solved_captcha_serves_one_form_and_stays_solved_for_it(client, rf, mailbox, address):
    crowded(rf, 5)
    form = sent(mailbox)
    solved = answered(client.post(address, form))
    assert client.post(address, form | solved | {"title": "短"}).status_code == 400
    assert client.post(address, form | solved).status_code == 302
    assert client.post(address, form).status_code == 302, "a second click needs no second captcha"
    assert client.post(address, sent(mailbox) | solved).status_code == 400, "another form does"


@pytest.mark.parametrize(
    "wrong", [{"answer": "99"}, {"answer": ""}, {"question": "forged"}, {"altcha": "e30="}, {"altcha": "\x00"}]
)
def test_wrong_answers_and_forged_ones_are_a_sentence(client, rf, mailbox, address, wrong):
    crowded(rf, 5)
    form = sent(mailbox)
    solved = answered(client.post(address, form))
    assert client.post(address, form | solved | {"answer": "99"} | wrong).status_code == 400
    assert Letter.objects.count() == 0


def test_who_answered_wrongly_is_told_so_and_who_did_not_answer_is_told_that(client, rf, mailbox, address):
    crowded(rf, 5)
    shown = client.post(address, sent(mailbox, step="check")).context["captcha"]
    wrong = client.post(address, sent(mailbox, question=shown.signed, answer="九十九")).content.decode()
    assert "回答不对" in wrong and "先完成" not in wrong
    silent = client.post(address, sent(mailbox)).content.decode()
    assert "先完成“安全验证”" in silent and "回答不对" not in silent


def test_the_captcha_names_no_other_house(client, rf, mailbox, address):
    crowded(rf, 5)
    html = client.post(address, sent(mailbox, step="check")).content.decode()
    assert '"hideLogo": true, "hideFooter": true' in html


def test_an_answer_expires(rf):
    shown = captcha.new_captcha(at=NOW)
    answer = answered(type("Page", (), {"context": {"captcha": shown}}))
    late = NOW + captcha.VALID_FOR + timedelta(minutes=1)
    assert not captcha.is_solved("a form", work="", **answer, at=late)
    assert captcha.is_solved("a form", work="", **answer, at=NOW)


@pytest.mark.parametrize(
    ("said", "number"),
    [("12", 12), ("１２", 12), ("十二", 12), ("十", 10), ("两", 2), ("零", 0), ("二十", 20), (" 7 ", 7), ("十二十", None), ("abc", None), ("", None)],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(said, number):
    assert captcha.number_said(said) == number


# --- floods

TEXT = "关于新城片区规划的强烈不满，我们要求立即停止在学校旁边建设垃圾中转站，这会影响几千名学生的身体健康，请政府马上回应。"


def test_the_same_text_from_a_hundred_places_waits_for_a_person_and_every_letter_is_there(mailbox):
    for number in range(20):
        variant = TEXT.replace("马上", ["马上", "立即", "尽快"][number % 3]) + f" 联系电话{number:04d}"
        submit_letter(
            mailbox, **words(title="停止建设垃圾中转站", body=variant, writer_phone=f"138000000{number:02d}"), at=NOW
        )
    assert Letter.objects.count() == 20
    assert Letter.objects.suspect().count() == 17
    assert "几乎相同" in Letter.objects.suspect().first().suspect_reason


def test_yesterdays_letters_are_no_flood(mailbox):
    for day in range(5):
        submit_letter(mailbox, **words(), at=NOW + timedelta(days=2 * day))
    assert Letter.objects.suspect().count() == 0


def test_advertisements_with_many_links_wait_for_a_person(mailbox):
    links = " ".join(f"https://shop{number}.example/" for number in range(5))
    assert a_letter(mailbox, body=f"低价出售，请点击 {links}").is_suspect


@pytest.mark.parametrize(
    ("name", "mail"),
    [("张伟明", "zhangweiming@163.com"), ("欧阳娜娜", "123456789@qq.com"), ("买买提·吐尔逊", "mmt@sina.com"), ("李", "li@139.com"),
     ("WANG LEI", "wl1990@126.com"), ("阿依古丽", "ayguli@yeah.net"), ("王小明", "小明@163.com"[2:] and "xm_88@foxmail.com")],
)  # fmt: skip
def test_ordinary_chinese_names_and_addresses_raise_no_suspicion(client, mailbox, address, name, mail):
    assert client.post(address, sent(mailbox, writer_name=name, writer_email=mail)).status_code == 302
    assert Letter.objects.get().is_suspect is False


def test_neighbours_who_write_in_their_own_words_are_no_flood(mailbox):
    for body in (
        "东风路的路灯坏了一周，晚上接孩子放学看不见路，请尽快修。",
        "我住东风路，门口路灯一直不亮，老人摔了一跤，希望有人管。",
        "请问东风路的照明归哪个部门？报修三次没人来。",
        "夜里东风路一片漆黑，电动车差点撞人，麻烦派人检修线路。",
        "东风路路灯故障，我打过热线，说已经转办，可是至今没有动静。",
    ):
        submit_letter(mailbox, **words(title="东风路路灯", body=body), at=NOW)
    assert Letter.objects.suspect().count() == 0


def test_fingerprints_forgive_digits_spaces_and_greetings_but_not_another_matter():
    one = floods.fingerprint("停止建设", TEXT)
    assert floods.distance(one, floods.fingerprint("停止建设", f"尊敬的领导您好！{TEXT} 138 1234 5678")) <= floods.ALIKE
    other = floods.fingerprint("公交改线", "十二路公交车改线以后，去医院要换乘两次，请恢复原来的线路或者增加班次。")
    assert floods.distance(one, other) > 2 * floods.ALIKE


# --- what becomes of suspect letters


@pytest.fixture
def suspect(mailbox):
    letter = a_letter(mailbox)
    Letter.objects.filter(pk=letter.pk).update(is_suspect=True, suspect_reason="可能是广告。")
    return Letter.objects.get()


def test_a_suspect_letter_has_a_queue_of_its_own_and_leaves_it_when_cleared(client, suspect, intake):
    client.force_login(intake, backend="django.contrib.auth.backends.ModelBackend")
    workbench = reverse("interaction-office:workbench")
    assert suspect.number in client.get(workbench, {"queue": "suspect"}).content.decode()
    assert suspect.number not in client.get(workbench, {"queue": "accept"}).content.decode()
    client.post(reverse("interaction-office:clear", args=[suspect.number]))
    assert suspect.number in client.get(workbench, {"queue": "accept"}).content.decode()


def test_two_people_cannot_both_clear_a_letter_and_a_stranger_cannot_at_all(suspect, intake, handler):
    with pytest.raises(Refused):
        clear_letter(suspect, by=handler, at=NOW)
    clear_letter(suspect, by=intake, at=NOW)
    with pytest.raises(Conflict):
        clear_letter(suspect, by=intake, at=NOW)


def test_a_suspect_letter_may_be_accepted_all_the_same_and_its_writer_knows_nothing(client, mailbox, suspect, intake):
    assert accept_letter(suspect, by=intake, at=NOW).state == "accepted"
    assert "甄别" not in client.get(reverse("interaction:home")).content.decode()
