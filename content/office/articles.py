"""An article's page in the office and the verbs on it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content import actions
from content.access import get_article_for
from content.commenting import comments_for, open_comments_warning
from content.extensions import article_panels
from content.forms import DocumentStatusForm
from content.issue_conditions import answers_for
from content.models import Article, Revision
from content.office.comments import kept_remark
from content.workflow import EDITABLE, OPEN, UNSETTLED, State
from sites.office import do_and_tell, office_page, office_view
from sites.policy import Action, can
from sites.refusals import Refused, refuse_unless


@office_view
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one article: what is public, what is on its way, every version and every step, and what may be done."""
    return article_page(request, get_article_for(request.user, pk))


def article_page(
    request: HttpRequest, article: Article, *, status_form: DocumentStatusForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of an article; after a refusal with the form as it was filled in."""
    revisions = list(
        article.revisions.select_related("author", "first_reviewer", "second_reviewer", "issuer").prefetch_related(
            "steps__by"
        )
    )
    current = revisions[0]
    user = request.user
    context = {
        "article": article,
        "current": current,
        "revisions": revisions,
        "document": getattr(article, "policy_document", None) if article.kind == "document" else None,
        "panels": article_panels(request, article),
        "can_edit": current.state not in OPEN - EDITABLE and can(user, Action.ARTICLE_WRITE, article),
        "revision": current,
        "comments": comments_for(current),
        "kept": kept_remark(request, current),
        "can_comment": current.state in OPEN and can(user, Action.COMMENT_ADD, current),
        "can_resolve": can(user, Action.COMMENT_ADD, current),
        "can_restore": current.state not in OPEN - EDITABLE and can(user, Action.ARTICLE_WRITE, article),
        "can_submit": current.state in EDITABLE and can(user, Action.ARTICLE_SUBMIT, current),
        "can_recall": current.stage and current.state != State.SCHEDULED and can(user, Action.ARTICLE_RECALL, current),
        "can_judge": can(user, Action.ARTICLE_REVIEW, current),
        "can_withdraw": article.state == "published" and can(user, Action.ARTICLE_WITHDRAW, article),
        "can_move": can(user, Action.ARTICLE_MOVE, article) and current.state not in OPEN - EDITABLE,
        "can_publish_in_emergency": current.state in OPEN and can(user, Action.ARTICLE_EMERGENCY, current),
        "emergency": next((each for each in revisions if each.retrospect in UNSETTLED), None),
        "status_form": status_form or DocumentStatusForm(),
        "public_address": article.site.address(article.path) if article.state == "published" else "",
    }
    return office_page(request, "content/office/article.html", context, title=article.title, status=status)


def _verb(request: HttpRequest, pk: int, done: str, act: Callable[[], object]) -> HttpResponse:
    """Call an action on an article and come back to its page with what came of it."""
    do_and_tell(request, act, done)
    return redirect("content-office:article", pk)


def warn_of_conditions(request: HttpRequest, revision: Revision) -> None:
    """Say early what the text would be stopped by before issue."""
    for answer in answers_for(revision, at=timezone.now()):
        if not answer.is_met:
            messages.warning(request, answer.words)


def _open_revision(article: Article) -> Revision:
    revision = article.revisions.open().first()
    if revision is None:
        raise Http404
    return revision


@require_POST
@office_view
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the open draft into review."""
    revision = _open_revision(get_article_for(request.user, pk))
    if warning := open_comments_warning(revision):
        messages.warning(request, warning)
    warn_of_conditions(request, revision)
    return _verb(
        request, pk, _("已送审，等待初审。"),
        lambda: actions.submit_revision(revision, by=request.user, at=timezone.now()),
    )  # fmt: skip


@require_POST
@office_view
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own revision out of review."""
    revision = _open_revision(get_article_for(request.user, pk))
    return _verb(
        request, pk, _("已撤回，可以继续修改。"),
        lambda: actions.recall_revision(revision, by=request.user, at=timezone.now()),
    )  # fmt: skip


@require_POST
@office_view
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up the open draft."""
    revision = _open_revision(get_article_for(request.user, pk))
    return _verb(
        request, pk, _("草稿已放弃。"),
        lambda: actions.discard_draft(revision, by=request.user, at=timezone.now()),
    )  # fmt: skip


@require_POST
@office_view
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    """Pin a published article to the top of its column, or let it go."""
    article = get_article_for(request.user, pk, Action.ARTICLE_PIN)
    verb, done = (
        (actions.unpin_article, _("已取消置顶。")) if article.is_pinned else (actions.pin_article, _("已置顶 30 天。"))
    )
    return _verb(request, pk, done, lambda: verb(article, by=request.user, at=timezone.now()))


@require_POST
@office_view
def document_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark what became of a document. A refused form comes back as it was filled in."""
    article = get_article_for(request.user, pk, Action.ARTICLE_WITHDRAW)
    form = DocumentStatusForm(request.POST)
    document = getattr(article, "policy_document", None)
    try:
        refuse_unless(document and form.is_valid(), _("请选择有效性并写明依据。"))
        actions.set_document_status(document, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return article_page(request, get_article_for(request.user, pk), status_form=form, status=422)
    messages.success(request, _("已变更有效性，原文页面同步标注。"))
    return redirect("content-office:article", pk)
