"""Which mails are letters."""

import pytest

from interaction.mails.parsing import parsed
from interaction.mails.sorting import MOST_A_DAY, sort
from tests.interaction.mails.samples import a_mail

OURS = {"mayor@example.gov.cn", "portal@example.gov.cn"}


def verdict(content: bytes, *, today: int = 0) -> str:
    return sort(parsed(content), ours=OURS, from_sender_today=today).verdict.value


@pytest.mark.parametrize(
    ("expected", "fields"),
    [
        ("letter", {}),
        ("letter", {"Auto_Submitted": "no"}),
        ("letter", {"subject": "自动门坏了"}),
        ("letter", {"text": "只有内容", "subject": ""}),
        ("automatic", {"Auto_Submitted": "auto-replied"}),
        ("automatic", {"Auto_Submitted": "auto-generated; x=1"}),
        ("automatic", {"X_Autoreply": "yes"}),
        ("automatic", {"Precedence": "auto_reply"}),
        ("automatic", {"subject": "自动回复: 您的来信已收到"}),
        ("automatic", {"subject": "Automatic reply: letter"}),
        ("automatic", {"sender": "no-reply@shop.example.com"}),
        ("bounce", {"sender": "MAILER-DAEMON@example.com"}),
        ("bounce", {"Return_Path": "<>"}),
        ("bounce", {"subject": "系统退信/Systems bounce"}),
        ("bounce", {"X_Failed_Recipients": "a@b.cn"}),
        ("list", {"List_Id": "<news.example.com>"}),
        ("list", {"List_Unsubscribe": "<mailto:x@y.cn>"}),
        ("list", {"Precedence": "bulk"}),
        ("own", {"sender": "portal@example.gov.cn"}),
        ("own", {"sender": "Mayor <MAYOR@example.gov.cn>"}),
        ("own", {"X_Portal_Notice": "1"}),
        ("empty", {"text": "", "subject": ""}),
        ("unreadable", {"sender": "没有地址"}),
    ],
)
def test_the_headers_tell(expected, fields):
    assert verdict(a_mail(**fields)) == expected


def test_a_delivery_report_is_a_bounce():
    report = b"From: a@b.cn\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\r\nfailed\r\n--x--"
    assert verdict(report) == "bounce"


def test_too_many_from_one_address_wait_for_a_person():
    assert verdict(a_mail(), today=MOST_A_DAY - 1) == "letter"
    assert verdict(a_mail(), today=MOST_A_DAY) == "flood"
