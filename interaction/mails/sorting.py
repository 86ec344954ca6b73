"""Which mails are letters: what programs send by themselves is none, and never gets an answer that a program could answer again.

RFC 3834 (automatic responses), RFC 2919 (mailing lists), RFC 3464 (bounces), and what widespread programs do instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from django.utils.translation import gettext as _

from interaction.mails.parsing import Mail
from interaction.models import Verdict

MOST_A_DAY = 20
OUR_MARK = "x-portal-notice"
_NOBODY = re.compile(
    r"^(?:mailer-daemon|postmaster|mail-daemon|no-?reply|do-?not-?reply|bounce[sd]?|notification|service-noreply)[^@]*@"
)
_BOUNCED = re.compile(
    r"^(?:undeliver|delivery status|mail delivery|returned mail|failure notice|系统退信|退信|邮件投递失败|投递失败)",
    re.I,
)
_AUTOMATIC = re.compile(
    r"^(?:自动回复|auto(?:matic)? ?reply|out of office|外出自动|休假自动|已读[:：]|read[:：]|receipt[:：])", re.I
)


class Sorted(NamedTuple):
    """What a mail was taken for, and why, in a sentence for the office."""

    verdict: Verdict
    reason: str = ""


def sort(mail: Mail, *, ours: Collection[str], from_sender_today: int) -> Sorted:
    """Tell whether the mail is a letter; `ours` are the platform's own addresses."""
    headers = mail.headers
    if mail.sender in ours or OUR_MARK in headers:
        return Sorted(Verdict.OWN, _("发件人是本系统的地址，不作为来信，避免循环。"))
    if _is_bounce(mail):
        return Sorted(Verdict.BOUNCE, _("邮件服务器的退信通知。"))
    if reason := _sent_by_a_program(mail):
        return Sorted(Verdict.AUTOMATIC, reason)
    if any(name in headers for name in ("list-id", "list-post", "list-unsubscribe", "feedback-id")):
        return Sorted(Verdict.LIST, _("来自邮件列表或群发系统。"))
    if headers.get("precedence", "").strip().lower() in {"bulk", "list", "junk"}:
        return Sorted(Verdict.LIST, _("邮件标明为群发。"))
    if not mail.sender:
        return Sorted(Verdict.UNREADABLE, _("没有发件地址，无法回复。"))
    if not mail.text and not mail.subject and not mail.files:
        return Sorted(Verdict.EMPTY, _("没有主题，也没有内容。"))
    if from_sender_today >= MOST_A_DAY:
        return Sorted(Verdict.FLOOD, _("同一地址一天内已来信 %s 封，请核对后再收下。") % MOST_A_DAY)
    return Sorted(Verdict.LETTER)


def _is_bounce(mail: Mail) -> bool:
    return (
        mail.content_type == "multipart/report"
        or mail.headers.get("return-path", "x").strip() == "<>"
        or "x-failed-recipients" in mail.headers
        or mail.sender.startswith(("mailer-daemon@", "postmaster@"))
        or bool(_BOUNCED.match(mail.subject))
    )


def _sent_by_a_program(mail: Mail) -> str:
    headers = mail.headers
    if headers.get("auto-submitted", "no").split(";")[0].strip().lower() != "no":
        return _("邮件标明为自动发出（Auto-Submitted）。")
    if {"x-autoreply", "x-autorespond", "x-auto-response", "x-autoresponder"} & headers.keys():
        return _("邮件标明为自动回复。")
    if headers.get("precedence", "").strip().lower() == "auto_reply" or _AUTOMATIC.match(mail.subject):
        return _("主题或标头表明是自动回复。")
    return _("发件地址不接收回复。") if _NOBODY.match(mail.sender) else ""
