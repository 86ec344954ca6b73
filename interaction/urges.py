"""Mails to the people who have a letter that a supervisor urges; the letter's page shows the urge whatever the mail server does."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from interaction.notices import BY_A_PROGRAM
from interaction.recipients import Recipients
from sites.models import User

if TYPE_CHECKING:
    from interaction.models import Letter, Urge

log = logging.getLogger(__name__)


def tell_urged(letter: Letter, urge: Urge) -> None:
    """Mail those who have the letter that a supervisor urges it; after the commit, and without what the citizen wrote."""
    people = User.objects.filter(pk__in=Recipients().in_charge(letter)).exclude(email="")
    addresses = list(people.values_list("email", flat=True))
    if not addresses:
        return
    text = "\n".join(
        [
            _("来信 %(number)s 被督办，最迟答复日期 %(due)s。")
            % {"number": letter.number, "due": letter.due_on.isoformat()},
            _("督办要求：%s") % urge.text,
            _("督办人：%s") % urge.by.name,
            "",
            _("请登录管理平台“来信办理”办理并反馈。本邮件由系统发出。"),
        ]
    )
    transaction.on_commit(lambda: _send_urge(letter, text, addresses), robust=True)


def _send_urge(letter: Letter, text: str, addresses: list[str]) -> None:
    for address in addresses:
        try:
            EmailMessage(_("来信督办：%s") % letter.number, text, None, [address], headers=BY_A_PROGRAM).send()
        except Exception as error:  # whatever the mail server does: the workbench shows it
            log.warning("The urge about letter %s could not be mailed: %s", letter.pk, error)
