"""What the upper level took down, and what is there again: noted by jobs that see it or by people who looked. The sweep tells the
copies, either way."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.models import Correction, CorrectionKind, CorrectionState, UpstreamItem
from sites.audit import Event, record
from sites.models import User
from sites.policy import PLATFORM, Action, can
from sites.refusals import refuse_if, refuse_unless

TAKEN_DOWN = gettext_lazy("上级已撤下原文")  # the note of a copy that the platform took down
FREED = gettext_lazy("上级已撤下该信息")  # why nobody has to reprint it any more


@transaction.atomic
def withdraw_item(item: UpstreamItem, *, by: User, at: datetime, why: str) -> bool:
    """Note that the upper level took the item down; the sweep tells the copies. False when that was noted already."""
    there = UpstreamItem.objects.filter(pk=item.pk, withdrawn_at__isnull=True)
    if not there.update(withdrawn_at=at, owes_corrections=True):
        return False
    record(Event.ITEM_WITHDRAWN, item, by=by, at=at, after={"why": why})
    return True


@transaction.atomic
def reinstate_item(item: UpstreamItem, *, by: User, at: datetime, why: str = "") -> bool:
    """Note that the item is there again: what is owed for its withdrawal is owed no longer, and the sweep brings back what the
    withdrawal undid. False when it was not withdrawn."""
    gone = UpstreamItem.objects.filter(pk=item.pk, withdrawn_at__isnull=False)
    if not gone.update(withdrawn_at=None, missed_at=None, reinstated_at=at, owes_corrections=True):
        return False
    item.withdrawn_at, item.missed_at, item.reinstated_at = None, None, at
    waiting = Correction.objects.pending().filter(reprint__item=item, kind=CorrectionKind.WITHDRAWAL)
    waiting.update(state=CorrectionState.OVERTAKEN, closed_at=at)
    record(Event.ITEM_REINSTATED, item, by=by, at=at, after={"why": why} if why else None)
    return True


def note_withdrawal(item: UpstreamItem, *, by: User, at: datetime) -> None:
    """Note a withdrawal that no job can see. Raises Refused."""
    _refuse_strangers(item, by)
    refuse_unless(withdraw_item(item, by=by, at=at, why=_("人工登记")), _("这条信息已登记为上级撤下。"))


def take_back_withdrawal(item: UpstreamItem, *, by: User, at: datetime) -> None:
    """Undo a withdrawal that was noted by mistake, or that the upper level took back. Raises Refused."""
    _refuse_strangers(item, by)
    refuse_unless(reinstate_item(item, by=by, at=at, why=_("人工撤销登记")), _("这条信息没有登记为上级撤下。"))


def _refuse_strangers(item: UpstreamItem, by: User) -> None:
    refuse_unless(can(by, Action.SOURCE_CHANGE, PLATFORM), _("您没有登记上级撤下的权限。"))
    refuse_if(item.article_id, _("本平台稿件撤下和恢复公开时由系统自动登记。"))
