"""A receipt goes to mail or telephone when its owner asks for it, once, and nowhere else."""

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from interaction.models import Letter
from interaction.sms import mobile_of
from interaction.views.receipts import RECEIPT, Sent
from tests.interaction.test_writing_page import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(client, mailbox):
    """A letter just sent from this browser."""
    client.post(
        reverse("interaction:write", args=[mailbox.slug]),
        sent(mailbox, writer_email="zhang@163.com", writer_phone="13812345678"),
    )
    return Letter.objects.get()


def ask(client, way: str):
    return client.post(reverse("interaction:send_receipt", args=[way]), follow=True)


def messages_sent(settings) -> list[str]:
    folder = settings.SMS_FILE_PATH
    return [file.read_text("utf-8") for file in folder.iterdir()] if folder.exists() else []


def test_nothing_with_the_code_is_sent_unasked(client, letter, mails, settings):
    code = client.get(reverse("interaction:receipt")).context["code"]
    assert messages_sent(settings) == [] and all(code not in mail.body for mail in mails)


def test_the_receipt_goes_to_the_writers_mailbox_once(client, letter, mails):
    code = client.get(reverse("interaction:receipt")).context["code"]
    assert "回执已发出" in ask(client, "mail").content.decode()
    ask(client, "mail")
    assert [mail.to for mail in mails] == [["zhang@163.com"]]
    assert code in mails[0].body and letter.number in mails[0].body and letter.due_on.isoformat() in mails[0].body


def test_the_receipt_goes_to_the_writers_telephone_once(client, letter, settings):
    ask(client, "sms")
    ask(client, "sms")
    (message,) = messages_sent(settings)
    assert message.startswith("13812345678\n【") and letter.number in message


def test_another_browser_sends_nothing(client, letter, mails, settings):
    client.cookies.clear()
    ask(client, "mail")
    assert mails == [] and messages_sent(settings) == []


def test_a_receipt_that_was_put_aside_and_brought_back_sends_nothing_more(client, letter, settings):
    aside = client.cookies[RECEIPT].value
    ask(client, "sms")
    client.cookies.clear()
    client.cookies[RECEIPT] = aside
    ask(client, "sms")
    assert len(messages_sent(settings)) == 1


def test_a_receipt_of_our_own_making_shows_nothing(client, letter, province):
    genuine = client.cookies[RECEIPT].value
    for forged in ["", "x", genuine[:-2], genuine.replace(":", "", 1), signing.dumps([letter.number, "s", 0, False])]:
        client.cookies[RECEIPT] = forged
        answer = client.get(reverse("interaction:receipt"))
        assert answer.status_code == 302 and answer["Location"] == reverse("interaction:lookup")


def test_a_receipt_is_gone_after_ten_minutes_and_when_it_was_put_away(client, letter):
    kept = client.cookies[RECEIPT]
    assert kept["httponly"] and kept["max-age"] == 600
    client.post(reverse("interaction:receipt"))
    assert client.cookies[RECEIPT].value == ""
    aged = Sent(letter.number, "s", int(timezone.now().timestamp()) - 601, False)
    client.cookies[RECEIPT] = signing.dumps(aged, salt=RECEIPT)
    assert client.get(reverse("interaction:receipt")).status_code == 302


def test_an_unknown_way_is_not_found(client, letter):
    assert client.post(reverse("interaction:send_receipt", args=["pigeon"])).status_code == 404


def test_a_gateway_that_fails_is_said_and_can_be_tried_again(client, letter, settings, monkeypatch):
    settings.SMS_BACKEND = "interaction.sms.HttpBackend"
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_KEY = "http://127.0.0.1:9/", "key"
    page = ask(client, "sms").content.decode()
    assert "没有发出去" in page and "短信发到 138****5678" in page


@pytest.mark.parametrize(
    ("typed", "mobile"),
    [
        ("13812345678", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("0000-2120000", None),
        ("8613812345678", "13812345678"),
    ],
)
def test_mobile_numbers_are_told_from_others(typed, mobile):
    assert mobile_of(typed) == mobile
