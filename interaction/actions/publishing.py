"""The public copy of an answered letter: its own fields, personal data masked or confirmed one by one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from interaction.actions.moving import a_reason, locked_for, tell
from interaction.actions.public_counts import cell_of, count_again
from interaction.models import EventKind, Letter
from interaction.workflow import Move
from sites.audit import Event, record
from sites.outbox import announce
from sites.privacy import Finding, Known, findings, masked_name
from sites.refusals import refuse_if, refuse_unless

if TYPE_CHECKING:
    from sites.models import User

COPY = ("public_title", "public_body", "public_name", "public_reply")
ROUND_OF_COPY = ("public_round", "public_organization", "public_replied_on", "public_days_used")


def unconfirmed(texts: Collection[str], confirmed: Collection[str], *, known: Known) -> list[Finding]:
    """Return the personal data in the texts that nobody confirmed, each once."""
    found = {finding.key: finding for text in texts for finding in findings(text, known=known)}
    return [finding for key, finding in found.items() if key not in confirmed]


@transaction.atomic
def publish_letter(
    letter: Letter,
    *,
    title: str,
    body: str,
    reply: str,
    by: User,
    at: datetime,
    name: str = "",
    confirmed: Collection[str] = (),
) -> Letter:
    """Put the public copy on the site, or a corrected one in its place. Raises Refused while personal data is left."""
    letter = locked_for(letter, Move.PUBLISH, by=by)
    refuse_unless(letter.wants_public, _("来信人不愿公开，这封信不能公开。"))
    refuse_unless(letter.mailbox.is_public, _("“%s”的来信不公开。") % letter.mailbox.name)
    name = name.strip() or masked_name(letter.writer_name)
    refuse_if(name == letter.writer_name.strip(), _("公开姓名须隐去名字，例如“张**”。"))
    refuse_unless(title.strip() and body.strip() and reply.strip(), _("公开的标题、内容和答复都要填写。"))
    open_findings = unconfirmed([title, body, name, reply], confirmed, known=letter.known_of_writer)
    listed = "、".join(f"{finding.kind.label}（{finding.hint}）" for finding in open_findings)
    refuse_if(open_findings, _("公开稿中还有个人信息：%s。请隐去，或逐项确认可以公开。") % listed)
    is_new, counted = letter.published_at is None, cell_of(letter)
    letter.public_title, letter.public_body = title.strip(), body.strip()
    letter.public_name, letter.public_reply = name, reply.strip()
    letter.keep_round_of_copy()
    letter.published_at = letter.published_at or at
    letter.save(update_fields=[*COPY, *ROUND_OF_COPY, "published_at"])
    count_again(counted, cell_of(letter))
    if is_new:
        tell(letter, EventKind.PUBLISHED, by=by, at=at, text=_("办理结果已在网站公开，姓名等个人信息已隐去。"))
    announce(letter, at=at)
    record(Event.LETTER_PUBLISHED, letter, by=by, at=at, after={"is_new": is_new, "confirmed": sorted(confirmed)})
    return letter


@transaction.atomic
def unpublish_letter(letter: Letter, *, reason: str, by: User, at: datetime) -> Letter:
    """Take the public copy off the site; it is kept for the office. Raises Refused or Conflict."""
    letter = locked_for(letter, Move.UNPUBLISH, by=by)
    refuse_unless(letter.is_public, _("这封信没有公开。"))
    reason = a_reason(reason, _("请写明取消公开的理由（不少于 5 个字）。"), shortest=5)
    counted, letter.published_at = cell_of(letter), None
    letter.save(update_fields=["published_at"])
    count_again(counted, None)
    tell(letter, EventKind.UNPUBLISHED, by=by, at=at, text=reason, is_public=False)
    announce(letter, at=at)
    record(Event.LETTER_UNPUBLISHED, letter, by=by, at=at, after={"reason": reason})
    return letter
