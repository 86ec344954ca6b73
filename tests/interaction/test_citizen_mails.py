"""Mails to the citizen: that something happened, never what was written, and never in the way."""

import pytest
from django.urls import set_script_prefix

from interaction.actions import ask_supplement
from sites.actions import save_platform_rule
from sites.models import PlatformRule
from tests.cast import NOW
from tests.interaction.letters import ANSWER, a_letter, a_letter_in, a_mailbox, china

WRITER = "writer@example.org"


@pytest.mark.parametrize(
    ("state", "subjects"),
    [
        ("submitted", ["来信已收到"]),
        ("declined", ["来信已收到", "来信不予受理"]),
        ("replied", ["来信已收到", "来信已答复"]),
    ],
)
def test_the_writer_is_told(mailbox, people, mails, django_capture_on_commit_callbacks, state, subjects):
    with django_capture_on_commit_callbacks(execute=True):
        letter = a_letter_in(state, mailbox, people, writer_email=WRITER)
    assert [mail.subject.partition("】")[2] for mail in mails] == subjects
    for mail in mails:
        assert mail.to == [WRITER] and letter.number in mail.body
        assert ANSWER not in mail.body and letter.body not in mail.body and letter.title not in mail.body


def test_the_mail_leads_to_the_letters_page_of_its_own_site(
    client, city, people, mails, django_capture_on_commit_callbacks
):
    """Also when the change was made by a request to another site, one that has a path of its own."""
    set_script_prefix("/another-site/")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            letter = a_letter(a_mailbox(city), writer_email=WRITER)
    finally:
        set_script_prefix("/")
    address = city.address(f"/hudong/chaxun/?number={letter.number}")
    assert address.startswith("http") and f"查询地址：{address}" in mails[0].body.splitlines()
    page = client.get(address.partition(city.host)[2], headers={"host": city.host}).content.decode()
    assert f'value="{letter.number}"' in page and letter.title not in page


def test_without_an_address_nothing_is_sent(mailbox, people, mails, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        a_letter_in("replied", mailbox, people)
    assert mails == []


@pytest.mark.parametrize(
    ("stops", "asked_at", "said", "not_said"),
    [
        (False, NOW, "办理期限不变，最迟 2026-11-27 答复。", "停计"),
        (True, NOW, "等待补充期间办理期限停计，收到后继续计算。", "答复。"),
        (False, china(2026, 12, 2), "已超过答复期限", "最迟"),
        (True, china(2026, 12, 2), "已超过答复期限", "停计"),
    ],
)
def test_a_request_for_a_supplement_says_how_the_clock_goes_on(
    mailbox, people, mails, django_capture_on_commit_callbacks, stops, asked_at, said, not_said
):
    letter = a_letter_in("in-hand", mailbox, people, writer_email=WRITER)
    if stops:
        save_platform_rule(PlatformRule(rule="supplement-stops-clock", value=1), by=None, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        ask_supplement(letter, question="请补充路灯杆上的编号，便于查找。", by=people.handler, at=asked_at)
    sentence = mails[-1].body.splitlines()[1]
    assert said in sentence and not_said not in sentence


def test_a_mail_server_that_is_down_does_not_lose_the_letter(mailbox, monkeypatch, django_capture_on_commit_callbacks):
    def broken(*args, **kwargs):
        raise OSError("no mail server")

    monkeypatch.setattr("interaction.notices.EmailMessage.send", broken)
    with django_capture_on_commit_callbacks(execute=True):
        assert a_letter(mailbox, writer_email=WRITER).pk
