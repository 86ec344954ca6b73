"""Many articles at once: choose in a list, look at them and confirm, read what was done and why the rest was not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from content import actions
from content.actions.many import holding_open_revisions, open_revision
from content.forms import MoveForm, WithdrawForm
from content.forms.bulk import LONGEST_QUERY, BulkForm, OpinionForm
from content.models import Article, Revision
from sites import once
from sites.many import MOST, Act, Holding, Outcome, act_on_each
from sites.models import User
from sites.office import office_page, office_view
from sites.query_fields import numbers_in

Said = dict[str, Any]


@dataclass(frozen=True)
class Verb:
    """What may be done to many: its words, what it asks for, and the action for one article."""

    title: str
    button: str
    form: Callable[[Any, User, datetime], forms.Form]
    act: Callable[[User, datetime, dict[int, str], Said], Act]
    is_grave: bool = False
    holding: Holding | None = None


def _opinion(data: Any, user: User, at: datetime) -> forms.Form:
    return OpinionForm(data)


def _passing(user: User, at: datetime, seen: dict[int, str], said: Said) -> Act:
    def act(article: Article) -> None:
        actions.pass_revision(open_revision(article), by=user, at=at, seen=seen[article.pk] or None, **said)

    return act


def _issuing(user: User, at: datetime, seen: dict[int, str], said: Said) -> Act:
    def act(article: Article) -> None:
        actions.issue_revision(open_revision(article), by=user, at=at, seen=seen[article.pk] or None, **said)

    return act


VERBS = {
    "pass": Verb(
        gettext_lazy("批量审核通过"), gettext_lazy("全部通过"), _opinion, _passing, holding=holding_open_revisions
    ),
    "issue": Verb(
        gettext_lazy("批量签发"),
        gettext_lazy("全部签发，立即公开"),
        _opinion,
        _issuing,
        holding=holding_open_revisions,
    ),
    "move": Verb(
        gettext_lazy("批量移动栏目"),
        gettext_lazy("全部移动"),
        lambda data, user, at: MoveForm(data, user=user),
        lambda user, at, seen, said: lambda article: actions.move_article(article, by=user, at=at, **said),
    ),
    "unpin": Verb(
        gettext_lazy("批量取消置顶"),
        gettext_lazy("全部取消置顶"),
        lambda data, user, at: forms.Form(data),
        lambda user, at, seen, said: lambda article: actions.unpin_article(article, by=user, at=at),
    ),
    "withdraw": Verb(
        gettext_lazy("批量撤下"),
        gettext_lazy("全部撤下"),
        lambda data, user, at: WithdrawForm(data, at=at),
        lambda user, at, seen, said: lambda article: actions.withdraw_article(article, by=user, at=at, **said),
        is_grave=True,
    ),
}


def _verb(name: str) -> Verb:
    if name not in VERBS:
        raise Http404
    return VERBS[name]


@require_POST
@office_view
def choose(request: HttpRequest, verb: str) -> HttpResponse:
    """Take what was ticked in a list and ask to confirm."""
    _verb(verb)
    picked = numbers_in(request.POST.getlist("pick")[: MOST + 1])
    return confirm_page(request, verb, Article.objects.filter(pk__in=picked))


def confirm_page(request: HttpRequest, verb: str, articles: QuerySet[Article]) -> HttpResponse:
    """Show the chosen articles within the person's reach, and what the verb asks for; nothing has been done yet."""
    rows = _within_reach(request.user, articles)
    if not rows:
        messages.warning(request, _("请先在列表中选择稿件。"))
        return redirect("content-office:review-queue")
    if len(rows) > MOST:
        messages.error(request, _("一次最多办理 %s 篇，请缩小范围。") % MOST)
        return redirect(_list(_narrowed(request)))
    said = ",".join(f"{a.pk}:{_state(a)}" for a in rows)
    chosen = BulkForm(initial={"rows": said, "token": uuid4(), "narrowed": _narrowed(request)})
    form = _verb(verb).form(None, request.user, timezone.now())
    return _page(request, verb, rows, chosen, form)


def _narrowed(request: HttpRequest) -> str:
    """What the list was narrowed to on which the articles were ticked, to go back to it."""
    query = request.GET.urlencode()
    came_from_list = request.path == reverse("admin:content_article_changelist")
    return query if came_from_list and len(query) <= LONGEST_QUERY else ""


def _list(narrowed: str) -> str:
    """The address of the list. Only a query string is carried along, so it leads nowhere else."""
    return f"{reverse('admin:content_article_changelist')}{'?' if narrowed else ''}{narrowed}"


def _within_reach(user: User, articles: QuerySet[Article]) -> list[Article]:
    open_ones = Prefetch("revisions", Revision.objects.open(), to_attr="open_ones")
    reached = Article.objects.reached_by(user).filter(pk__in=articles.order_by().values("pk"))
    return list(reached.select_related("site", "column").prefetch_related(open_ones).order_by("pk")[: MOST + 1])


def _state(article: Article) -> str:
    return article.open_ones[0].state if article.open_ones else ""


def _page(
    request: HttpRequest, verb: str, rows: list[Article], chosen: BulkForm, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    back = _list(chosen.cleaned_data["narrowed"] if chosen.is_bound else chosen.initial["narrowed"])
    context = {"verb": verb, "words": VERBS[verb], "rows": rows, "chosen": chosen, "form": form, "back": back}
    return office_page(request, "content/office/bulk.html", context, title=VERBS[verb].title, status=status)


@require_POST
@office_view
def do(request: HttpRequest, verb: str) -> HttpResponse:
    """Do it to every row that allows it; a second click leads to the outcome of the first."""
    words, user, at = _verb(verb), request.user, timezone.now()
    chosen, form = BulkForm(request.POST), words.form(request.POST, user, at)
    if not chosen.is_valid():
        messages.error(request, _("所选稿件无法识别，请返回列表重新选择。"))
        return redirect("admin:content_article_changelist")
    seen, token, narrowed = (chosen.cleaned_data[name] for name in ("rows", "token", "narrowed"))
    rows = _within_reach(user, Article.objects.filter(pk__in=list(seen)))
    if not form.is_valid():
        return _page(request, verb, rows, chosen, form, status=422)
    if once.claim(_key(user, token)):
        outcome = act_on_each(rows, words.act(user, at, seen, form.cleaned_data), holding=words.holding)
        if not once.keep(_key(user, token), {"verb": verb, "narrowed": narrowed, **outcome.as_data()}):
            return _result_page(request, words, outcome, narrowed)
    return redirect("content-office:bulk-result", token)


def _key(user: User, token: UUID) -> str:
    return f"bulk:{user.pk}:{token}"


@require_GET
@office_view
def result(request: HttpRequest, token: UUID) -> HttpResponse:
    """Tell what was done, and of every row that was not, why. Kept for an hour, for the person who did it."""
    kept = once.kept(_key(request.user, token))
    if kept is None:
        raise Http404
    if kept == once.RUNNING:
        return office_page(request, "content/office/bulk_result.html", {"outcome": None}, title=_("正在办理"))
    verb, narrowed = kept.pop("verb"), kept.pop("narrowed", "")
    return _result_page(request, VERBS[verb], Outcome.of_data(kept), narrowed)


def _result_page(request: HttpRequest, words: Verb, outcome: Outcome, narrowed: str) -> HttpResponse:
    context = {"outcome": outcome, "back": _list(narrowed)}
    return office_page(request, "content/office/bulk_result.html", context, title=words.title)
