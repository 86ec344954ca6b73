"""Mails to citizens who left an address: that something happened to their letter, never what anybody wrote in it.

A mail goes out after the commit. When it cannot be sent that is logged and nothing else happens: the letter's page says it all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interaction.codes import spaced
from sites.automatic_mail import BY_A_PROGRAM

if TYPE_CHECKING:
    from interaction.models import Letter

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notice:
    """What the mail is about, in one line and one sentence."""

    subject: str
    sentence: str


RECEIVED = Notice(gettext_lazy("来信已收到"), gettext_lazy("您的来信已收到，最迟 %(due)s 答复。"))
DECLINED = Notice(
    gettext_lazy("来信不予受理"), gettext_lazy("您的来信未予受理，理由和建议您选择的途径，请凭编号和查询码查看。")
)
SUPPLEMENT_ASKED = Notice(
    gettext_lazy("来信需要补充"),
    gettext_lazy("办理您的来信需要补充一些情况，请凭编号和查询码查看并填写。办理期限不变，最迟 %(due)s 答复。"),
)
SUPPLEMENT_AWAITED = Notice(
    gettext_lazy("来信需要补充"),
    gettext_lazy(
        "办理您的来信需要补充一些情况，请凭编号和查询码查看并填写。等待补充期间办理期限停计，收到后继续计算。"
    ),
)
SUPPLEMENT_ASKED_LATE = Notice(
    gettext_lazy("来信需要补充"),
    gettext_lazy(
        "办理您的来信需要补充一些情况，请凭编号和查询码查看并填写。来信已超过答复期限，收到补充后我们尽快答复。"
    ),
)
EXTENDED = Notice(gettext_lazy("办理期限延长"), gettext_lazy("您的来信情况较为复杂，办理期限延长至 %(due)s。"))
REPLIED = Notice(
    gettext_lazy("来信已答复"), gettext_lazy("您的来信已答复，请凭编号和查询码查看，并对办理情况作出评价。")
)


def tell_writer(letter: Letter, notice: Notice) -> None:
    """Send the mail once the change is safely stored; nothing happens when the citizen left no address."""
    if letter.writer_email:
        transaction.on_commit(lambda: _send(letter, notice), robust=True)


def mail_code(letter: Letter, code: str, *, told: Callable[[], object]) -> None:
    """Send number and query code to somebody who wrote by e-mail and has no other way to get them; after the commit. `told`
    is called once the mail server has it."""
    transaction.on_commit(lambda: _send(letter, RECEIVED, code=code) and told(), robust=True)


def lookup_address(letter: Letter) -> str:
    """Where the writer looks the letter up; its number is filled in there."""
    return f"{letter.site.address_of('interaction:lookup')}?number={letter.number}"


def _send(letter: Letter, notice: Notice, *, code: str = "") -> bool:
    site = letter.site
    text = "\n".join(
        [
            _("您好！"),
            str(notice.sentence) % {"due": letter.due_in_words},
            "",
            _("信件编号：%s") % letter.number,
            *([_("查询码：%s") % spaced(code)] if code else []),
            _("查询地址：%s") % lookup_address(letter),
            "",
            _("任何人向您索要查询码，请不要提供。本邮件由系统发出，请勿回复。"),
            site.name,
        ]
    )
    mail = EmailMessage(
        f"【{site.short_name}】{notice.subject}", text, None, [letter.writer_email], headers=BY_A_PROGRAM
    )
    try:
        mail.send()
    except Exception as error:  # whatever the mail server does, the letter is safe
        log.warning("The notice about letter %s could not be mailed: %s", letter.pk, error)
        return False
    return True
