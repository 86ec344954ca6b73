"""Mails as bytes: a plain letter, and builders for everything that goes wrong with mails."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from email.utils import format_datetime

from tests.cast import NOW

TEXT = "我是东风路的居民，门口的路灯坏了一个星期，电话13812345678，请派人修理。"


def a_mail(
    text: str = TEXT,
    *,
    subject: str = "东风路路灯坏了",
    sender: str = "王小红 <xiaohong@example.com>",
    message_id: str | None = "<1@example.com>",
    html: str = "",
    files: tuple[tuple[str, bytes], ...] = (),
    **headers: str,
) -> bytes:
    """A well-made mail."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "mayor@example.gov.cn", subject
    mail["Date"] = format_datetime(NOW)
    if message_id:
        mail["Message-ID"] = message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    if text:
        mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html") if text else mail.set_content(html, subtype="html")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def raw(head: str, body: bytes, *, charset: str = "gbk") -> bytes:
    """A mail whose head is written in raw bytes, as old programs do."""
    return head.strip().replace("\r\n", "\n").replace("\n", "\r\n").encode(charset) + b"\r\n\r\n" + body


def word(text: str, charset: str, *, named: str | None = None) -> str:
    """An encoded word."""
    return f"=?{named or charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def cut_word(text: str, charset: str = "utf-8") -> str:
    """Encoded words that cut a character in two, as some writers do."""
    content = text.encode(charset)
    pieces = [content[:4], content[4:]]
    return "\r\n ".join(f"=?{charset}?B?{base64.b64encode(piece).decode()}?=" for piece in pieces)
