"""Sending a receipt: number, query code and due date to the citizen's own mailbox or telephone, only when asked for."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from interaction.notices import lookup_address
from interaction.sms import mobile_of, send_sms
from sites.automatic_mail import BY_A_PROGRAM
from sites.refusals import Refused, refuse_unless

if TYPE_CHECKING:
    from interaction.models import Letter

log = logging.getLogger(__name__)
NOT_SENT = "没有发出去，请改用打印或抄写的办法记下编号和查询码。"


def mail_receipt(letter: Letter, *, code: str, at: datetime, by: None = None) -> None:
    """Mail the receipt to the address on the letter. Raises Refused when there is none or the mail cannot be sent."""
    refuse_unless(letter.writer_email, _("您没有填写电子邮箱。"))
    site = letter.site
    text = "\n".join(
        [
            _("您好！您的来信已收到，最迟 %s 答复。") % letter.due_in_words,
            "",
            _("信件编号：%s") % letter.number,
            _("查询码：%s") % code,
            _("查询地址：%s") % lookup_address(letter),
            "",
            _("任何人向您索要查询码，请不要提供。本邮件由系统发出，请勿回复。"),
            site.name,
        ]
    )
    subject = f"【{site.short_name}】{_('来信回执')}"
    try:
        EmailMessage(subject, text, None, [letter.writer_email], headers=BY_A_PROGRAM).send()
    except Exception as error:
        log.warning("The receipt of letter %s could not be mailed: %s", letter.pk, error)
        raise Refused(_(NOT_SENT)) from None


def text_receipt(letter: Letter, *, code: str, at: datetime, by: None = None) -> None:
    """Send the receipt to the mobile telephone on the letter. Raises Refused when it is none or the gateway fails."""
    phone = mobile_of(letter.writer_phone)
    refuse_unless(phone, _("您填写的联系电话不是手机号码，收不到短信。"))
    try:
        send_sms(phone, f"【{letter.site.short_name}】{'，'.join(_lines(letter, code))}。", at=at)
    except Exception as error:
        log.warning("The receipt of letter %s could not be sent as a short message: %s", letter.pk, error)
        raise Refused(_(NOT_SENT)) from None


def _lines(letter: Letter, code: str) -> list[str]:
    return [
        _("来信编号 %s") % letter.number,
        _("查询码 %s") % code,
        _("最迟 %s 答复") % letter.due_in_words,
        _("查询：%s 互动交流") % f"{letter.site.host}{letter.site.base_path}",
    ]
