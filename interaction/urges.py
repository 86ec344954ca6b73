"""Mails to the people who have a letter that a supervisor urges; the letter's page shows the urge whatever the mail server does.

Of many letters urged at once each person gets one mail that lists all of theirs.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from interaction.recipients import Recipients
from sites.automatic_mail import BY_A_PROGRAM
from sites.models import User

if TYPE_CHECKING:
    from interaction.models import Letter, Urge

log = logging.getLogger(__name__)


class Post:
    """Urges on their way, by the person to be told; who they are is looked up once for all letters."""

    def __init__(self) -> None:
        self.recipients = Recipients()
        self._for: dict[int, list[Urge]] = defaultdict(list)

    def add(self, urge: Urge, people: frozenset[int]) -> None:
        """Keep an urge that is committed."""
        for person in people:
            self._for[person].append(urge)

    def send(self) -> None:
        """Send one mail to each person; one that fails is logged and the others go on."""
        people = User.objects.filter(pk__in=self._for).exclude(email="").order_by("pk")
        for person, address in people.values_list("pk", "email"):
            _send(address, self._for[person])


_together: ContextVar[Post | None] = ContextVar("urges_together", default=None)


@contextmanager
def urging_together() -> Iterator[None]:
    """Around many urges: their mails leave at the end of the block, one for each person."""
    post = Post()
    token = _together.set(post)
    try:
        yield
    finally:
        _together.reset(token)
        transaction.on_commit(post.send, robust=True)  # after what the urges themselves left for the commit


def tell_urged(letter: Letter, urge: Urge) -> None:
    """Mail those who have the letter that a supervisor urges it; after the commit, and without what the citizen wrote."""
    together = _together.get()
    post = together or Post()
    people = post.recipients.in_charge(letter)

    def deliver() -> None:
        post.add(urge, people)
        if together is None:
            post.send()

    transaction.on_commit(deliver, robust=True)


def _send(address: str, urges: Sequence[Urge]) -> None:
    first, numbers = urges[0], "、".join(urge.letter.number for urge in urges)
    subject = _("来信督办：%s") % (first.letter.number if len(urges) == 1 else _("%s 件") % len(urges))
    try:
        EmailMessage(subject, _said(urges), None, [address], headers=BY_A_PROGRAM).send()
    except Exception as error:  # whatever the mail server does: the workbench shows it
        log.warning("The urge about letter %s could not be mailed: %s", numbers, error)


def _said(urges: Sequence[Urge]) -> str:
    """Say which letters are urged, those with the same demand of the same supervisor together, the first due first."""
    alike: dict[tuple[str, str], list[Letter]] = defaultdict(list)
    for urge in urges:
        alike[urge.text, urge.by.name].append(urge.letter)
    lines: list[str] = []
    for (text, by), letters in alike.items():
        said = [
            line
            for letter in sorted(letters, key=lambda letter: (letter.due_on, letter.number))
            for line in (
                _("· 来信 %(number)s，最迟 %(due)s 答复") % {"number": letter.number, "due": letter.due_in_words},
                f"  {letter.site.address_of('interaction-office:letter', letter.number)}",
            )
        ]
        lines += [_("现对以下 %s 件来信予以督办：") % len(letters), *said]
        lines += [_("督办要求：%s") % text, _("督办人：%s") % by, ""]
    return "\n".join([*lines, _("请登录管理平台“来信办理”办理并反馈。本邮件由系统发出。")])
