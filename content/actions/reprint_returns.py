"""Items that are there again after they were withdrawn: copies that the platform took down come back at their addresses; what
people took down, or had not reprinted yet, is theirs to do again."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from content.actions.articles import locked_article
from content.actions.corrections import publish_next
from content.actions.item_withdrawals import FREED, TAKEN_DOWN
from content.actions.reprint_copies import basis_of
from content.actions.reprint_duties import counted_duties
from content.actions.reprint_receipts import STILL_COUNTING, locked
from content.models import ArticleState, CorrectionKind, CorrectionState, Reprint, ReprintState, Revision, UpstreamItem
from content.workflow import State
from sites.audit import Event, record
from sites.models import CalendarNotice, User

log = logging.getLogger(__name__)


def bring_back(item: UpstreamItem, *, by: User, at: datetime) -> tuple[int, int]:
    """Undo what the withdrawal of the item did; return (copies that are public again, failed). It goes by state, so it may be
    cut short and repeated; each site is a transaction of its own, and one that fails is logged and left for the next run."""
    back = failed = 0
    reprints = [*_taken_down(item).order_by("pk"), *_freed(item).order_by("pk")]
    if not reprints:
        return 0, 0
    sites = [reprint.site for reprint in reprints]
    counted = {each.site_id: each for each in counted_duties(item, sites, CalendarNotice.objects.calendar())}
    for reprint in reprints:
        try:
            if reprint.state == ReprintState.DONE and _publish_again(reprint, item, by=by, at=at):
                back += 1
            else:
                _owe_again(reprint, counted[reprint.site_id], by=by, at=at)
        except Exception:  # one bad site must not keep the others from coming back
            log.exception("What the withdrawal of item %s did to reprint %s could not be undone", item.pk, reprint.pk)
            failed += 1
    return back, failed


def _taken_down(item: UpstreamItem) -> QuerySet[Reprint]:
    """Duties that were met by a copy which followed the withdrawal."""
    followed = Reprint.objects.filter(
        corrections__kind=CorrectionKind.WITHDRAWAL, corrections__state=CorrectionState.DONE
    )
    done = Reprint.objects.done().filter(item=item, article__state=ArticleState.WITHDRAWN, pk__in=followed.values("pk"))
    return done.exclude(article__withdrawal_reason__in=STILL_COUNTING).select_related("article", "site")


def _freed(item: UpstreamItem) -> QuerySet[Reprint]:
    freed = Reprint.objects.filter(item=item, state=ReprintState.WAIVED, waived_reason=str(FREED))
    return freed.select_related("site")


@transaction.atomic
def _publish_again(reprint: Reprint, item: UpstreamItem, *, by: User, at: datetime) -> bool:
    """Publish the copy with the item's text of now, under the approval that it had; False for what people took down or wrote
    on since: the robot does not undo what people did."""
    article = locked_article(reprint.article)
    reprint = locked(reprint)
    live = Revision.objects.select_related("shared_text").filter(pk=article.live_id).first()
    is_ours = article.state == ArticleState.WITHDRAWN and article.withdrawal_note == str(TAKEN_DOWN)
    if not (is_ours and live and live.is_standing_approval and live.shared_text and reprint.site.is_online):
        return False
    if article.revisions.filter(number__gt=live.number).exclude(state=State.DISCARDED).exists():
        return False
    note = _("上级恢复公开，重新发布")
    publish_next(article, live, item.text, basis_of(reprint, item), by=by, at=at, note=note)
    reprint.text = item.text
    reprint.save(update_fields=["text"])
    return True


@transaction.atomic
def _owe_again(reprint: Reprint, counted: Reprint, *, by: User, at: datetime) -> None:
    """Make the duty pending with the clocks of the one that was counted for its site."""
    reprint = locked(reprint)
    if reprint.state == ReprintState.PENDING:
        return
    before = {name: getattr(reprint, name) for name in ("state", "done_at", "waived_reason", "due_on")}
    reprint.state, reprint.done_at, reprint.waived_reason, reprint.late_noted_at = ReprintState.PENDING, None, "", None
    for name in ("target_at", "due_on", "is_provisional"):
        setattr(reprint, name, getattr(counted, name))
    reprint.save()
    record(
        Event.REPRINT_REOPENED, reprint, by=by, at=at, site=reprint.site, before=before,
        after={"item": counted.item, "reason": _("上级恢复公开"), "due_on": reprint.due_on},
    )  # fmt: skip
