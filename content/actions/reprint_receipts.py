"""Receipts: a duty is met when the site itself answered with the page of its copy, by whomever that was made.

A row that says so is not enough: the page is asked for as a reader asks for it, through the whole public stack, and must be
there (200) with the title of the copy in it. What cannot be seen yet is asked for again by every sweep.
"""

from __future__ import annotations

import logging
from datetime import datetime
from functools import cache, partial

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from content.actions.articles import begin_article
from content.actions.reprint_places import files_of, lock_home, show_on_home
from content.actions.reviews import submit_revision
from content.models import Article, ArticleKind, Reprint, ReprintState, SlotPlace, UpstreamText
from content.models.article import WithdrawalReason
from content.page_store.rendering import render_page
from content.reprint_rules import DEFAULT
from sites.audit import Event, record
from sites.models import Column, User
from sites.policy import Action, can
from sites.prepared import BLANKS, PreparedObjects
from sites.refusals import reason_in, refuse_if, refuse_unless
from sites.scope import everything, lets_through

log = logging.getLogger(__name__)

STILL_COUNTING = {WithdrawalReason.MERGED, WithdrawalReason.EXPIRED}


# --- asking the site -------------------------------------------------------------------------------------------------


def fault_of_page(article: Article) -> str:
    """Ask the site for the page of the article; return what is wrong with the answer, '' when the page is there."""
    if not article.path:
        return _("稿件没有发布。")
    try:
        answer = render_page(article.site.host, f"{article.site.base_path}{article.path}")
    except Exception as error:  # whatever breaks the page: it cannot be read
        log.exception("The page of article %s could not be asked for", article.pk)
        return _("网站未能给出页面（%s）。") % type(error).__name__
    if answer.status != 200:
        return _("网站答复 HTTP %s，没有给出转载页面。") % answer.status
    if escape(article.title) not in answer.body.decode("utf-8", "replace"):
        return _("网站给出的页面中没有稿件标题。")
    return ""


def confirm_reprint(reprint: Reprint, *, by: User, at: datetime) -> bool:
    """Ask the site for the page of the copy and meet the duty when it is there; False when it is not, or the duty is not
    pending any more. A page that was there at the first look counts from its publication, else from now."""
    article = next(_articles().about(article=reprint.article_id))
    fault = fault_of_page(article)
    return _note_answer(reprint, article, fault, by=by, at=at)


@cache
def _articles() -> PreparedObjects[Article]:
    with everything("a query to be filled in with the article"):
        return PreparedObjects(Article.objects.filter(pk=BLANKS["article"]).order_by().select_related("site", "column"))


@transaction.atomic
def _note_answer(reprint: Reprint, article: Article, fault: str, *, by: User, at: datetime) -> bool:
    reprint = locked(reprint)
    if reprint.state != ReprintState.PENDING or reprint.article_id != article.pk:
        return False
    first_look, reprint.checked_at = not reprint.fault, at
    reprint.fault = fault[:200] or reprint.fault
    if fault:
        reprint.save(update_fields=["fault", "checked_at"])
        return False
    reprint.done_at = article.published_at if first_look else at
    reprint.state, reprint.fault = ReprintState.DONE, ""
    reprint.save(update_fields=["state", "done_at", "fault", "checked_at"])
    record(
        Event.REPRINT_DONE, reprint, by=by, at=at, site=reprint.site,
        after={"item": reprint.item, "article": article, "minutes": reprint.minutes(at=at)},
    )  # fmt: skip
    return True


def confirm_after_commit(reprints: list[Reprint], by: User, at: datetime) -> None:
    """Copies of pending duties were published: their pages are asked for as soon as they are there."""
    for reprint in reprints:
        transaction.on_commit(partial(_confirm_after, reprint, by, at), robust=True)


def _confirm_after(reprint: Reprint, by: User, at: datetime) -> None:
    with everything("the page of a copy is asked for as its readers do"):
        confirm_reprint(reprint, by=by, at=at)


# --- by hand -----------------------------------------------------------------------------------------------------------


def locked(reprint: Reprint) -> Reprint:
    """Return the duty with its row locked until the transaction ends. Raises Reprint.DoesNotExist outside the person's site."""
    found = next(_duties().about(reprint=reprint.pk), None)
    if found is None or not lets_through(found.site_id):
        raise Reprint.DoesNotExist
    return found


@cache
def _duties() -> PreparedObjects[Reprint]:
    with everything("a query to be filled in with the duty"):
        rows = Reprint.objects.filter(pk=BLANKS["reprint"]).order_by().select_for_update(of=("self",))
    return PreparedObjects(rows.select_related("item__source", "site", "rule"))


@transaction.atomic
def draft_reprint(reprint: Reprint, column: Column, text: UpstreamText, *, by: User, at: datetime) -> Article:
    """Draw up the copy for people to review, with source, original address and text filled in, and send it to the first
    review at once: it goes ahead of everything else there. Raises Refused."""
    reprint = locked(reprint)
    refuse_unless(can(by, Action.REPRINT_LINK, reprint), _("您没有办理这项转载任务的权限。"))
    refuse_unless(can(by, Action.ARTICLE_WRITE, column), _("您没有在“%s”栏目撰稿的权限。") % column)
    refuse_unless(column.site_id == reprint.site_id, _("请选择本网站的栏目。"))
    refuse_unless(reprint.state == ReprintState.PENDING, _("这项转载任务目前为“%s”。") % reprint.get_state_display())
    refuse_if(
        reprint.article_id and reprint.article.state != "withdrawn", _("这项任务已经起草转载稿，请在该稿件上继续办理。")
    )
    revision = begin_article(
        column, by=by, at=at, kind=ArticleKind.ARTICLE, attachments=files_of(text),
        title=text.title, summary=text.summary, shared_text=text,
        source=reprint.item.source.source_text, source_url=reprint.item.link,
    )  # fmt: skip
    submit_revision(revision, by=by, at=at)
    reprint.article, reprint.text = revision.article, text
    reprint.save(update_fields=["article", "text"])
    return revision.article


def complete_reprint(reprint: Reprint, article: Article, *, by: User, at: datetime) -> Reprint:
    """Meet the duty with an article that the site has published by hand; the article's own time counts. Its page is asked for
    at once; while it cannot be seen the duty stays pending, with the reason. Raises Refused."""
    reprint = _link(reprint, article, by=by, at=at)
    with everything("the page of a copy is asked for as its readers do"):
        confirm_reprint(reprint, by=by, at=at)
        reprint.refresh_from_db()
    return reprint


@transaction.atomic
def _link(reprint: Reprint, article: Article, *, by: User, at: datetime) -> Reprint:
    reprint = locked(reprint)
    refuse_unless(can(by, Action.REPRINT_LINK, reprint), _("您没有办理这项转载任务的权限。"))
    refuse_unless(reprint.state == ReprintState.PENDING, _("这项转载任务目前为“%s”。") % reprint.get_state_display())
    public = Article.objects.public(at=at).select_for_update(of=("self",))
    article = public.filter(site_id=reprint.site_id, pk=article.pk).select_related("live", "column", "site").first()
    refuse_unless(article, _("请选择本网站已公开的稿件。"))
    refuse_if(
        timezone.localdate(article.published_at) < timezone.localdate(reprint.item.published_at),
        _("所选稿件的发布日期早于上级发布日期，不是这条信息的转载。"),
    )
    refuse_if(
        article.reprints.exclude(item=reprint.item).exists(), _("所选稿件已登记为另一条上级信息的转载，不能重复使用。")
    )
    lock_home(reprint.site_id)
    if not article.slots.filter(place=SlotPlace.REPRINT).exists():
        show_on_home(article, reprint.rule or DEFAULT, by=by, at=at)
    reprint.article, reprint.fault = article, ""
    reprint.text = article.live.shared_text or reprint.item.text
    reprint.save(update_fields=["article", "fault", "text"])
    record(
        Event.REPRINT_LINKED, reprint, by=by, at=at, site=reprint.site, after={"item": reprint.item, "article": article}
    )
    return reprint


@transaction.atomic
def waive_reprint(reprint: Reprint, reason: str, *, by: User, at: datetime) -> Reprint:
    """Free the site from the duty, with a reason for the record. Raises Refused."""
    reprint = locked(reprint)
    refuse_unless(can(by, Action.REPRINT_DECIDE, reprint), _("您没有免除这项转载任务的权限。"))
    refuse_unless(reprint.state == ReprintState.PENDING, _("这项转载任务目前为“%s”。") % reprint.get_state_display())
    reason = reason_in(reason, missing=_("请写明免于转载的理由。"))
    reprint.state, reprint.waived_reason = ReprintState.WAIVED, reason
    reprint.save(update_fields=["state", "waived_reason"])
    record(
        Event.REPRINT_WAIVED, reprint, by=by, at=at, site=reprint.site, after={"item": reprint.item, "reason": reason}
    )
    return reprint


# --- copies taken down ---------------------------------------------------------------------------------------------------


def reopen_reprints(article: Article, by: User, at: datetime) -> None:
    """A copy was taken down: its duty is pending again, for people to meet. It still counts when the copy was merged into
    another article, stood as long as its approval said, or followed its original. The duty keeps the copy, so that the robot does not publish
    again what people took down."""
    if article.withdrawal_reason in STILL_COUNTING:
        return
    done = (
        Reprint.objects.done().filter(article=article, item__withdrawn_at__isnull=True).select_related("item", "site")
    )
    for reprint in list(done.select_for_update(of=("self",)).order_by("pk")):
        before = {"state": reprint.state, "done_at": reprint.done_at}
        reprint.state, reprint.done_at = ReprintState.PENDING, None
        reprint.save(update_fields=["state", "done_at"])
        record(
            Event.REPRINT_REOPENED, reprint, by=by, at=at, site=reprint.site, before=before,
            after={"item": reprint.item, "article": article, "reason": article.withdrawal_reason},
        )  # fmt: skip
