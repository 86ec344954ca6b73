"""The reviewer's screen: the queue, one text with what changed and its record, and the decision."""

from __future__ import annotations

import difflib

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from content import actions
from content.access import get_revision_for
from content.actions.documents import document_as_written
from content.forms import JudgementForm
from content.models import Article, PolicyDocument, Revision
from content.sanitising import plain_text
from content.workflow import STAGES, State
from sites.office import office_page, office_view
from sites.policy import Action, can
from sites.refusals import Refused

QUEUES = {
    "waiting": (gettext_lazy("等我办理"), lambda user: Revision.objects.waiting_for(user)),
    "returned": (gettext_lazy("退回给我"), lambda user: Revision.objects.returned_to(user)),
    "mine": (gettext_lazy("我送审的"), lambda user: Revision.objects.in_review().filter(author=user)),
    "scheduled": (gettext_lazy("定时待发"), lambda user: Revision.objects.scheduled()),
}


@office_view
def review_queue(request: HttpRequest) -> HttpResponse:
    """List what waits for the person, longest waiting first."""
    name = request.GET.get("queue")
    name = name if name in QUEUES else "waiting"
    title, which = QUEUES[name]
    rows = which(request.user).filter(article__in=Article.objects.reached_by(request.user))
    rows = rows.select_related("article__column", "article__site", "author").order_by("entered_stage_at", "pk")
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    context = {"page": page, "queue": name, "queues": {key: label for key, (label, _which) in QUEUES.items()}}
    return office_page(request, "content/office/review_queue.html", context, title=title)


@office_view
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one revision to whoever judges it: the text as it will look, what changed, the record, the two buttons."""
    revision = get_revision_for(request.user, pk)
    form = JudgementForm(initial={"seen": revision.state})
    return _review_page(request, revision, form)


def _review_page(request: HttpRequest, revision: Revision, form: JudgementForm, *, status: int = 200) -> HttpResponse:
    article = revision.article
    context = {
        "revision": revision,
        "article": article,
        "form": form,
        "stages": _stages(revision),
        "steps": list(revision.steps.select_related("by")),
        "earlier_steps": _earlier_steps(revision),
        "changes": _changes(article.live, revision) if article.live_id and article.live_id != revision.pk else None,
        "attachments": list(revision.attachments.select_related("asset")),
        "document_facts": _document_facts(revision),
        "can_judge": can(request.user, Action.ARTICLE_REVIEW, revision),
        "is_issue": revision.state == State.ISSUE,
    }
    return office_page(request, "content/office/review.html", context, title=_("审核稿件"), status=status)


def _stages(revision: Revision) -> list[dict]:
    """The way through the three reviews, with who passed each and where it stands."""
    order = [stage.state for stage in STAGES]
    now = order.index(revision.state) if revision.state in order else (len(order) if revision.issuer_id else -1)
    return [
        {"name": stage.name, "person": getattr(revision, stage.field), "is_now": i == now, "is_done": i < now}
        for i, stage in enumerate(STAGES)
    ]


def _document_facts(revision: Revision) -> list[tuple[str, str]]:
    """The document's data in words, as far as they are filled in."""
    if not revision.document:
        return []
    document = document_as_written(revision.article, revision.document)
    names = (
        "document_number",
        "index_number",
        "issuer",
        "genre",
        "topic",
        "written_on",
        "printed_on",
        "effective_on",
        "expires_on",
    )
    shown = ((PolicyDocument._meta.get_field(name).verbose_name, getattr(document, name)) for name in names)
    return [(label, value) for label, value in shown if value]


def _earlier_steps(revision: Revision) -> list:
    """Opinions on earlier revisions of the same text, so that a second look knows the first."""
    from content.models import ReviewStep

    earlier = ReviewStep.objects.filter(revision__article=revision.article_id, revision__number__lt=revision.number)
    return list(earlier.exclude(opinion="").select_related("by", "revision").order_by("-at")[:10])


def _changes(old: Revision, new: Revision) -> list[dict]:
    """What differs from the live version, field by field, marked character by character."""
    fields = [("标题", "title"), ("副题", "subtitle"), ("来源", "source"), ("摘要", "summary"), ("正文", "body")]
    pairs = [(label, _plain(getattr(old, name)), _plain(getattr(new, name))) for label, name in fields]
    return [{"label": label, "html": _marked(a, b)} for label, a, b in pairs if a != b]


def _plain(text: str) -> str:
    return plain_text(text) if "<" in text else text


def _marked(old: str, new: str) -> SafeString:
    """Return the new text with <ins> and <del> where it differs from the old one."""
    if len(old) + len(new) > 40_000:
        return mark_safe(_("篇幅较长，请对照阅读全文。"))
    parts = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = escape(old[a:b]), escape(new[c:d])
        if kind == "equal":
            parts.append(come if len(come) < 160 else f"{come[:60]}……{come[-60:]}")
        else:
            parts.append((f"<del>{gone}</del>" if gone else "") + (f"<ins>{come}</ins>" if come else ""))
    return mark_safe("".join(parts))


@require_POST
@office_view
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass, issue or return a revision, then go on to the next one that waits."""
    revision = get_revision_for(request.user, pk)
    form = JudgementForm(request.POST)
    if not form.is_valid():
        return _review_page(request, revision, form, status=400)
    data, now = form.cleaned_data, timezone.now()
    judged = {"by": request.user, "at": now, "opinion": data["opinion"], "seen": data["seen"] or None}
    try:
        if data["decision"] == "return":
            actions.return_revision(revision, **judged)
            messages.success(request, _("已退回撰稿人。"))
        elif data["decision"] == "issue":
            issued = actions.issue_revision(revision, publish_at=data["publish_at"], **judged)
            done = (
                _("已签发，将于 %s 发布。") % timezone.localtime(issued.publish_at).strftime("%Y-%m-%d %H:%M")
                if issued.publish_at
                else _("已发布。")
            )
            messages.success(request, done)
        else:
            passed = actions.pass_revision(revision, **judged)
            messages.success(request, _("已通过，转入“%s”。") % passed.get_state_display())
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _review_page(request, get_revision_for(request.user, pk), form, status=409)
    following = Revision.objects.waiting_for(request.user).order_by("entered_stage_at", "pk").first()
    return redirect("content-office:review", following.pk) if following else redirect("content-office:review-queue")
