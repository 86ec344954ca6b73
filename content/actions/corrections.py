"""Corrections of copies: opened when the upper level changed or withdrew an item, followed by the platform where it published the
copy itself, by people elsewhere, and closed when the site's own page shows it, or with a reason."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import cache, partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.actions.articles import attach, locked_article, next_revision
from content.actions.correction_dates import due_of
from content.actions.item_withdrawals import FREED, TAKEN_DOWN
from content.actions.publishing import make_live
from content.actions.reprint_copies import basis_of
from content.actions.reprint_places import files_of
from content.actions.reprint_receipts import confirm_after_commit, fault_of_page
from content.actions.reviews import submit_revision
from content.actions.withdrawing import take_down_standing
from content.asset_uses import note_uses
from content.models import (
    Article,
    Correction,
    CorrectionKind,
    CorrectionState,
    Decision,
    Reprint,
    ReprintState,
    ReviewStep,
    Revision,
    UpstreamItem,
    UpstreamText,
)
from content.models.reprint import TARGET
from content.workflow import EDITABLE, State
from sites.audit import Event, record
from sites.models import CalendarNotice, User
from sites.policy import Action, can
from sites.prepared import BLANKS, PreparedObjects
from sites.refusals import reason_in, refuse_if, refuse_unless
from sites.scope import everything

log = logging.getLogger(__name__)
COPIES_AT_ONCE = 200
CORRECTED = gettext_lazy("按上级更改后的内容更正")


# --- opening -----------------------------------------------------------------------------------------------------------


def open_corrections(item: UpstreamItem, *, by: User, at: datetime, is_all: bool = True) -> int:
    """Tell every copy that the item changed or was withdrawn; return how many were told. Safe to cut short and repeat: the
    mark on the item goes last, and neither when the item changed meanwhile nor when this is not all that it owes."""
    opened = 0
    while group := list(_untold(item)[:COPIES_AT_ONCE]):
        opened += _open_group(item, group, by=by, at=at)
    if item.withdrawn_at:
        _free_the_rest(item, by=by, at=at)
    if is_all:
        same = UpstreamItem.objects.filter(pk=item.pk, text=item.text_id, withdrawn_at=item.withdrawn_at)
        same.update(owes_corrections=False)
    return opened


def _untold(item: UpstreamItem) -> QuerySet[Reprint]:
    """Duties with a public copy that is not what the item is now, and that were not told so."""
    copies = Reprint.objects.filter(item=item, article__state="published").exclude(state=ReprintState.WAIVED)
    if item.withdrawn_at:
        told = Correction.objects.filter(kind=CorrectionKind.WITHDRAWAL, opened_at__gte=item.withdrawn_at)
    elif item.text is None:
        return copies.none()  # nothing was ever made of it that could differ
    else:
        older = Q(text__number__lt=item.text.number)
        if item.changed_at:
            older |= Q(text__isnull=True, done_at__lt=item.changed_at)
        copies, told = copies.filter(older), Correction.objects.filter(text=item.text)
    return copies.exclude(pk__in=told.values("reprint")).order_by("pk").select_related("site")


@transaction.atomic
def _open_group(item: UpstreamItem, reprints: list[Reprint], *, by: User, at: datetime) -> int:
    Correction.objects.pending().filter(reprint__in=reprints).update(state=CorrectionState.OVERTAKEN, closed_at=at)
    due = due_of(at, CalendarNotice.objects.calendar())
    kind = CorrectionKind.WITHDRAWAL if item.withdrawn_at else CorrectionKind.UPDATE
    text = None if item.withdrawn_at else item.text
    made = Correction.objects.bulk_create(
        Correction(
            reprint=reprint, kind=kind, text=text, opened_at=at, target_at=at + TARGET, due_on=due.day,
            is_provisional=due.is_provisional,
        )
        for reprint in reprints
    )  # fmt: skip
    record(
        Event.CORRECTION_OPENED, item, by=by, at=at,
        after={"kind": kind, "sites": [reprint.site.slug for reprint in reprints], "due_on": due.day},
    )  # fmt: skip
    return len(made)


def _free_the_rest(item: UpstreamItem, *, by: User, at: datetime) -> None:
    """Nobody has to reprint any more what the upper level withdrew."""
    for reprint in (
        Reprint.objects.pending().filter(item=item).exclude(article__state="published").select_related("site")
    ):
        _free(reprint, by=by, at=at)


@transaction.atomic
def _free(reprint: Reprint, *, by: User, at: datetime) -> None:
    reason = str(FREED)
    waiting = Reprint.objects.pending().filter(pk=reprint.pk)
    if waiting.update(state=ReprintState.WAIVED, waived_reason=reason):
        record(Event.REPRINT_WAIVED, reprint, by=by, at=at, site=reprint.site, after={"reason": reason})


# --- following ---------------------------------------------------------------------------------------------------------


def follow_automatically(correction: Correction, *, by: User, at: datetime) -> bool:
    """Bring a copy that the platform published in line with its original, under the same standing approval; False where
    people have written a version of their own since, whose turn it is then."""
    if not _follow(correction, by=by, at=at):
        return False
    settle_correction(correction, by=by, at=at)
    return Correction.objects.filter(pk=correction.pk, state=CorrectionState.DONE).exists()


@transaction.atomic
def _follow(correction: Correction, *, by: User, at: datetime) -> bool:
    article = locked_article(correction.reprint.article)
    correction = _locked(correction)
    live = Revision.objects.select_related("shared_text").filter(pk=article.live_id).first()
    newer = article.revisions.filter(number__gt=live.number).exclude(state=State.DISCARDED).exists()
    if (
        correction.state != CorrectionState.PENDING
        or newer
        or not live.is_standing_approval
        or live.shared_text is None
    ):
        return False
    reprint = correction.reprint
    if correction.kind == CorrectionKind.WITHDRAWAL:
        if article.state == "published":
            take_down_standing(article, by=by, at=at, note=str(TAKEN_DOWN))
        return True
    if live.shared_text_id != correction.text_id:
        basis = basis_of(reprint, reprint.item)
        publish_next(article, live, correction.text, basis, by=by, at=at, note=CORRECTED)
        reprint.text = correction.text
        reprint.save(update_fields=["text"])
    return True


def publish_next(
    article: Article, live: Revision, text: UpstreamText, basis: str, *, by: User, at: datetime, note: str
) -> None:
    """Publish the text as the copy's next version under its standing approval; the caller holds the lock of the article."""
    revision = next_revision(article, live, _said(text, note), by=by, at=at)
    attach(revision, files_of(text))
    note_uses(revision, is_new=True)
    revision.article, revision.is_standing_approval, revision.submitted_at = article, True, at
    ReviewStep.objects.create(
        revision=revision, stage=State.ISSUE, decision=Decision.STANDING, opinion=basis, by=by, at=at,
        text_hash=revision.text_hash,
    )  # fmt: skip
    make_live(revision, by=by, at=at, basis=basis)


def _said(text: UpstreamText, note: str) -> dict[str, object]:
    """What a revision says that follows the text."""
    return {"title": text.title, "summary": text.summary, "body": "", "shared_text": text, "change_note": str(note)}


@transaction.atomic
def draft_correction(correction: Correction, *, by: User, at: datetime) -> Revision:
    """Draw up a version of the copy with the changed text and send it to the first review. Raises Refused."""
    refuse_unless(correction.reprint.article, _("这项任务没有登记转载稿件。"))
    article = locked_article(correction.reprint.article)
    correction = _locked(correction)
    refuse_unless(can(by, Action.ARTICLE_WRITE, article), _("您没有修改这篇稿件的权限。"))
    _refuse_unless_pending(correction)
    refuse_unless(correction.kind == CorrectionKind.UPDATE, _("上级已撤下原文，请撤下转载稿件或说明理由。"))
    latest = article.revisions.order_by("-number").first()
    refuse_if(
        article.revisions.open().exclude(state__in=EDITABLE).exists(), _("稿件正在审核或等待发布，请先办完或撤回。")
    )
    revision = next_revision(article, latest, _said(correction.text, CORRECTED), by=by, at=at)
    attach(revision, files_of(correction.text))
    note_uses(revision, is_new=True)
    article.edited_at = at
    article.save(update_fields=["edited_at"])
    record(Event.ARTICLE_EDITED, article, by=by, at=at, after={"revision": revision.number, "follows": correction.text})
    return submit_revision(revision, by=by, at=at)


@transaction.atomic
def keep_copy(correction: Correction, reason: str, *, by: User, at: datetime) -> Correction:
    """Leave the copy as it is, with a reason for the record. Raises Refused."""
    correction = _locked(correction)
    refuse_unless(can(by, Action.REPRINT_DECIDE, correction.reprint), _("您没有决定不跟进的权限。"))
    _refuse_unless_pending(correction)
    reason = reason_in(reason, missing=_("请写明不跟进的理由。"))
    correction.state, correction.reason, correction.closed_at = CorrectionState.KEPT, reason, at
    correction.save(update_fields=["state", "reason", "closed_at"])
    record(Event.CORRECTION_KEPT, correction, by=by, at=at, site=correction.reprint.site, after={"reason": reason})
    return correction


def declare_followed(correction: Correction, *, by: User, at: datetime) -> Correction:
    """Say that the copy, in words of the site's own, now follows the original; its page is asked for. Raises Refused while
    the copy was not published anew since the correction was opened."""
    reprint = correction.reprint
    refuse_unless(can(by, Action.REPRINT_LINK, reprint), _("您没有办理这项转载任务的权限。"))
    _refuse_unless_pending(correction)
    published = reprint.article.live.published_at if reprint.article and reprint.article.live else None
    refuse_unless(
        correction.kind == CorrectionKind.UPDATE and published and published >= correction.opened_at,
        _("上级更改后，本站稿件还没有发布新的版本。"),
    )
    with everything("the page of a copy is asked for as its readers do"):
        settle_correction(correction, by=by, at=at, is_declared=True)
        correction.refresh_from_db()
    return correction


# --- closing -----------------------------------------------------------------------------------------------------------


def settle_correction(correction: Correction, *, by: User, at: datetime, is_declared: bool = False) -> bool:
    """Ask the site for the page of the copy and close the correction when it is as it should be: there, with the changed
    text; or, after a withdrawal, not there any more."""
    article = Article.objects.select_related("site", "column", "live").get(pk=correction.reprint.article_id)
    fault = fault_of_page(article)
    if correction.kind == CorrectionKind.WITHDRAWAL:
        is_met = article.state != "published" and bool(fault)
    else:
        is_met = not fault and (is_declared or article.live.shared_text_id == correction.text_id)
    return is_met and _close(correction, article, by=by, at=at)


@transaction.atomic
def _close(correction: Correction, article: Article, *, by: User, at: datetime) -> bool:
    correction = _locked(correction)
    if correction.state != CorrectionState.PENDING:
        return False
    correction.state, correction.closed_at = CorrectionState.DONE, at
    correction.save(update_fields=["state", "closed_at"])
    if correction.text_id:
        Reprint.objects.filter(pk=correction.reprint_id).update(text=correction.text_id)
    record(
        Event.CORRECTION_DONE, correction, by=by, at=at, site=correction.reprint.site,
        after={"article": article, "kind": correction.kind},
    )  # fmt: skip
    return True


def look_after_copy(article: Article, by: User, at: datetime) -> None:
    """An article was published or taken down. Where it is a copy, its page is asked for as soon as the change is there: for the
    receipt of a pending duty, and for the correction that is owed. One query for everything that is no copy."""
    duties = list(_duties_of().about(article=article.pk))
    if not duties:
        return
    if article.state == "published":
        confirm_after_commit([each for each in duties if each.state == ReprintState.PENDING], by, at)
    for correction in list(Correction.objects.pending().filter(reprint__in=duties).select_related("reprint")):
        transaction.on_commit(partial(_settle_after, correction, by, at), robust=True)


@cache
def _duties_of() -> PreparedObjects[Reprint]:
    with everything("a query to be filled in with the article of a copy, which is of its site"):
        return PreparedObjects(Reprint.objects.filter(article=BLANKS["article"]))


def _settle_after(correction: Correction, by: User, at: datetime) -> None:
    with everything("the page of a copy is asked for as its readers do"):
        settle_correction(correction, by=by, at=at)


def _locked(correction: Correction) -> Correction:
    rows = Correction.objects.select_for_update(of=("self",))
    rows = rows.select_related("text", "reprint__site", "reprint__rule", "reprint__article", "reprint__item__source")
    return rows.get(pk=correction.pk)


def _refuse_unless_pending(correction: Correction) -> None:
    refuse_unless(
        correction.state == CorrectionState.PENDING, _("这项更正任务目前为“%s”。") % correction.get_state_display()
    )
