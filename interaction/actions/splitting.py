"""Splitting a letter with two matters (分案), giving its writer the second code, and linking letters that belong together."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from interaction.actions.handing import assign_letter
from interaction.actions.moving import a_reason, locked_for, tell
from interaction.actions.pausing import count_paused
from interaction.actions.writing import save_under_free_number
from interaction.codes import code_for, code_hash
from interaction.models import EventKind, Letter, LetterLink, LinkKind, Pause
from interaction.workflow import Move, State
from sites.audit import Event, record
from sites.calendar import local_day
from sites.refusals import refuse_if
from sites.scope import everything

if TYPE_CHECKING:
    from sites.models import Organization, User

SAME_AS_FIRST = (
    "site", "mailbox", "writer_name", "writer_phone", "writer_email", "writer_address", "wants_public", "received_at",
    "received_on", "counted_from", "round", "due_on", "working_days", "is_provisional", "calendar_version", "is_extended",
    "extension_reason",
)  # fmt: skip


@transaction.atomic
def split_letter(
    letter: Letter, *, title: str, body: str, by: User, at: datetime, organization: Organization | None = None
) -> Letter:
    """Make the second matter of a letter a letter of its own, with its own number and the same day zero. Raises Refused."""
    letter = locked_for(letter, Move.SPLIT, by=by)
    title = a_reason(title, _("请写明第二件事的标题（不少于 4 个字）。"), shortest=4, longest=100)
    body = a_reason(body, _("请摘出第二件事的内容（不少于 10 个字）。"), longest=5000)
    second = Letter(**{name: getattr(letter, name) for name in SAME_AS_FIRST}, title=title, body=body)
    second.state, second.accepted_on = State.ACCEPTED, letter.accepted_on or local_day(at)
    save_under_free_number(second, code_for(secrets.token_urlsafe(24)))  # nobody has this code: the writer asks for one
    _stood_still_too(second, letter, at=at)
    LetterLink.objects.create(letter=second, other=letter, kind=LinkKind.SPLIT, by=by, at=at)
    said = _("来信反映了两件事，第二件另行编号、单独办理，起算日期和办理期限不变。")
    tell(letter, EventKind.SPLIT, by=by, at=at, text=said)
    said = _("由先前来信分出的第二件事，起算日期与原信相同，最迟 %s 答复。") % second.due_in_words
    tell(second, EventKind.SPLIT, by=by, at=at, text=said)
    record(Event.LETTER_SPLIT, letter, by=by, at=at, after={"second": second, "title": title})
    if organization is not None:
        second = assign_letter(second, organization=organization, by=by, at=at)
    return second


def _stood_still_too(second: Letter, first: Letter, *, at: datetime) -> None:
    """Give the second letter the days for which the first stood still. One that is still open ends for it today: nobody
    asks anything of the writer about the second matter."""
    today, pauses = local_day(at), list(first.pauses.all())
    for pause in pauses:
        resumed = pause.resumed_on or max(today, pause.paused_on)
        Pause.objects.create(letter=second, paused_on=pause.paused_on, resumed_on=resumed, by=pause.by, at=pause.at)
    if pauses:
        count_paused(second, on=today)


@transaction.atomic
def issue_code(first: Letter, number: str, *, at: datetime) -> tuple[Letter, str]:
    """Give the writer of a letter a new code of the one that was split from it; an earlier code is void. Raises Refused."""
    with everything("the writer's letters may lie with several sites"):
        links = LetterLink.objects.filter(other=first, kind=LinkKind.SPLIT)
    second = Letter.objects.select_for_update(of=("self",)).filter(number=number, pk__in=links.values("letter")).first()
    refuse_if(second is None, _("没有找到由本信分出的这件来信。"))
    code = code_for(secrets.token_urlsafe(24))
    second.code_hash, second.wrong_codes, second.locked_until = code_hash(second.number, code), 0, None
    second.save(update_fields=["code_hash", "wrong_codes", "locked_until"])
    record(Event.LETTER_CODE_ISSUED, second, by=None, at=at, after={"through": first})
    return second, code


@transaction.atomic
def link_letter(letter: Letter, *, number: str, by: User, at: datetime, note: str = "") -> LetterLink:
    """Note that a letter refers to an earlier one that the person may see too; the writers are not told. Raises Refused."""
    letter = locked_for(letter, Move.LINK, by=by)
    number = number.strip()
    other = Letter.objects.reached_by(by).filter(number=number).first()
    refuse_if(other is None, _("没有找到编号为“%s”的来信，请核对。") % number)
    refuse_if(other.pk == letter.pk, _("不能关联来信自己。"))
    refuse_if(other.received_at > letter.received_at, _("请在较晚的来信上关联较早的来信。"))
    standing = LetterLink.objects.filter(letter=letter, other=other, kind=LinkKind.REFERS, ended_at=None)
    refuse_if(standing.exists(), _("这两封来信已经关联。"))
    link = LetterLink.objects.create(
        letter=letter, other=other, kind=LinkKind.REFERS, note=note.strip()[:300], by=by, at=at
    )
    tell(letter, EventKind.LINKED, by=by, at=at, text=_("与较早的来信 %s 有关。") % number, is_public=False)
    tell(other, EventKind.LINKED, by=by, at=at, text=_("与后来的来信 %s 有关。") % letter.number, is_public=False)
    record(Event.LETTER_LINKED, letter, by=by, at=at, after={"other": other})
    return link
