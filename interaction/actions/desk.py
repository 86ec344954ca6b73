"""What staff keep beside a letter: notes among themselves, unfinished answers, templates of answers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from interaction.actions.replying import LONGEST_REPLY
from interaction.models import Letter, Note, ReplyDraft, ReplyTemplate
from interaction.reply_templates import check_variables
from sites.audit import Event, record
from sites.policy import Action, can
from sites.refusals import Refused, refuse_if, refuse_unless

if TYPE_CHECKING:
    from sites.models import User

LONGEST_NOTE = 1000


@transaction.atomic
def add_note(letter: Letter, *, text: str, by: User, at: datetime) -> Note:
    """Keep a note among staff; the citizen and the public never see it. Raises Refused."""
    refuse_unless(can(by, Action.LETTER_NOTE, letter), _("您不参与这封信的办理，不能添加备注。"))
    text = text.strip()
    refuse_unless(text, _("请填写备注内容。"))
    refuse_if(len(text) > LONGEST_NOTE, _("备注请控制在 %s 字以内。") % LONGEST_NOTE)
    note = Note.objects.create(letter=letter, text=text, by=by, at=at)
    record(Event.NOTE_ADDED, letter, by=by, at=at)
    return note


@transaction.atomic
def keep_reply_draft(
    letter: Letter, *, text: str, by: User, at: datetime, cannot_be_done: bool = False, explanation: str = ""
) -> ReplyDraft:
    """Keep what somebody has typed so far, whatever the letter's state: nothing typed is lost, nothing is decided.

    It is the writer's scratch paper: not sealed in the trail, and gone when it is handed in or emptied. Raises Refused.
    """
    refuse_unless(can(by, Action.LETTER_REPLY, letter), _("您不再是这封信的办件人，草稿没有保存，请复制后另存。"))
    refuse_if(len(text) > LONGEST_REPLY, _("答复请控制在 %s 字以内，超出的部分没有保存。") % LONGEST_REPLY)
    kept = {"text": text, "cannot_be_done": cannot_be_done, "explanation": explanation, "saved_at": at}
    return ReplyDraft.objects.update_or_create(letter=letter, by=by, defaults=kept)[0]


@transaction.atomic
def discard_reply_draft(letter: Letter, *, by: User, at: datetime) -> None:
    """Throw the person's unfinished answer away."""
    ReplyDraft.objects.filter(letter=letter, by=by).delete()


@transaction.atomic
def save_template(template: ReplyTemplate, *, by: User, at: datetime) -> ReplyTemplate:
    """Save a template whose variables all exist. Raises Refused with the names of those that do not."""
    refuse_unless(can(by, Action.TEMPLATE_CHANGE, template), _("您不能修改这个单位或网站的答复模板。"))
    check_variables(template.text)
    is_new = template.pk is None
    template.changed_by, template.changed_at = by, at
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError:
        raise Refused(_("已有同名的模板“%s”，请换一个名称。") % template.name) from None
    record(Event.TEMPLATE_SAVED, template, by=by, at=at, after={"name": template.name, "is_new": is_new})
    return template


@transaction.atomic
def delete_template(template: ReplyTemplate, *, by: User, at: datetime) -> None:
    """Delete a template; answers that were begun with it stay as they are. Raises Refused."""
    refuse_unless(can(by, Action.TEMPLATE_CHANGE, template), _("您不能删除这个单位或网站的答复模板。"))
    record(Event.TEMPLATE_DELETED, template, by=by, at=at, before={"name": template.name})
    template.delete()
