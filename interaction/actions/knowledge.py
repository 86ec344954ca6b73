"""The knowledge base: entries written, published, withdrawn, and taken off when their answer may no longer hold."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from interaction.models import EntryState, KnowledgeEntry, Letter
from sites.audit import Event, record
from sites.calendar import local_day
from sites.outbox import announce
from sites.policy import Action, can
from sites.privacy import findings
from sites.refusals import refuse_if, refuse_unless

if TYPE_CHECKING:
    from sites.models import User

CURRENT_FOR = timedelta(days=365)


@transaction.atomic
def save_entry(entry: KnowledgeEntry, *, by: User | None, at: datetime) -> KnowledgeEntry:
    """Write or change an entry; a public one changes at once. Raises Refused."""
    _refuse_a_stranger(entry, by)
    entry.written_by = entry.written_by or by
    _refuse_what_must_not_be_public(entry)
    if entry.state == EntryState.PUBLISHED:
        refuse_if(entry.current_until < local_day(at), _("有效期已过，请先核对回答并延长“有效至”。"))
        entry.reviewed_on = local_day(at)
    entry.full_clean(exclude=["written_by"])
    entry.save()
    record(Event.KNOWLEDGE_SAVED, entry, by=by, at=at, site=entry.site, after=_said(entry))
    announce(entry, at=at)
    return entry


@transaction.atomic
def entry_from_letter(letter: Letter, *, by: User, at: datetime) -> KnowledgeEntry:
    """Make a draft from the public copy of an answered letter, or return the one that was made before. Raises Refused."""
    refuse_unless(letter.is_public, _("只有已公开的来信才能转入知识库。"))
    refuse_unless(can(by, Action.KNOWLEDGE_CHANGE, letter.site), _("您没有管理本站知识库的权限。"))
    kind = ContentType.objects.get_for_model(Letter)
    made = KnowledgeEntry.objects.for_site(letter.site).filter(origin_type=kind, origin_id=letter.pk).first()
    if made is not None:
        return made
    entry = KnowledgeEntry(
        site=letter.site,
        question=letter.public_title,
        answer=letter.public_reply,
        organization=letter.organization,
        origin_type=kind,
        origin_id=letter.pk,
        current_until=local_day(at) + CURRENT_FOR,
    )
    return save_entry(entry, by=by, at=at)


@transaction.atomic
def publish_entry(entry: KnowledgeEntry, *, by: User | None, at: datetime) -> KnowledgeEntry:
    """Show an entry to everybody, for the first time or again after its answer was looked at. Raises Refused."""
    entry = _locked(entry)
    _refuse_a_stranger(entry, by)
    refuse_if(entry.current_until < local_day(at), _("有效期已过，请先核对回答并延长“有效至”。"))
    _refuse_what_must_not_be_public(entry)
    entry.state, entry.reviewed_on = EntryState.PUBLISHED, local_day(at)
    entry.published_at = entry.published_at or at
    entry.save(update_fields=["state", "reviewed_on", "published_at"])
    record(Event.KNOWLEDGE_PUBLISHED, entry, by=by, at=at, site=entry.site, after=_said(entry))
    announce(entry, at=at)
    return entry


@transaction.atomic
def withdraw_entry(entry: KnowledgeEntry, *, by: User, at: datetime) -> KnowledgeEntry:
    """Take an entry off the site; it is a draft again."""
    entry = _locked(entry)
    _refuse_a_stranger(entry, by)
    refuse_if(entry.state == EntryState.DRAFT, _("这条知识没有发布。"))
    entry.state = EntryState.DRAFT
    entry.save(update_fields=["state"])
    record(Event.KNOWLEDGE_WITHDRAWN, entry, by=by, at=at, site=entry.site)
    announce(entry, at=at)
    return entry


def expire_entries(*, on: date, at: datetime) -> int:
    """Mark entries whose day has passed; no page has shown them since. Return how many."""
    from sites.models import User

    robot = User.objects.robot()
    return sum(_expire(entry, robot, at) for entry in KnowledgeEntry.objects.run_out(on=on).select_related("site"))


@transaction.atomic
def _expire(entry: KnowledgeEntry, robot: User, at: datetime) -> int:
    claimed = KnowledgeEntry.objects.filter(pk=entry.pk, state=EntryState.PUBLISHED).update(state=EntryState.EXPIRED)
    if claimed:
        entry.state = EntryState.EXPIRED
        record(Event.KNOWLEDGE_EXPIRED, entry, by=robot, at=at, site=entry.site)
        announce(entry, at=at)
    return claimed


def _locked(entry: KnowledgeEntry) -> KnowledgeEntry:
    return KnowledgeEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)


def _refuse_a_stranger(entry: KnowledgeEntry, by: User | None) -> None:
    """Only `load_demo` and jobs act without a person."""
    allowed = by is None or can(by, Action.KNOWLEDGE_CHANGE, entry.site)
    refuse_unless(allowed, _("您没有管理“%s”知识库的权限。") % entry.site)


def _refuse_what_must_not_be_public(entry: KnowledgeEntry) -> None:
    """An office's telephone may stand in an answer; what belongs to a person may not."""
    found = [
        finding
        for text in (entry.question, entry.answer)
        for finding in findings(text)
        if finding.kind in {"id-card", "bank-card", "mobile", "plate"}
    ]
    listed = "、".join(f"{finding.kind.label}（{finding.hint}）" for finding in found)
    refuse_if(found, _("条目中有个人信息：%s。请删去。") % listed)


def _said(entry: KnowledgeEntry) -> dict[str, object]:
    return {"question": entry.question, "state": entry.state, "current_until": entry.current_until}
