"""Policy documents in the office: what a document does to others, and the list that says which ones need somebody."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from content import actions
from content.access import get_article_for
from content.actions.documents import online_due
from content.forms.documents import RelateForm
from content.models import Article, ArticleKind, DocumentRelation, PolicyDocument, Revision
from content.office.articles import article_page
from content.punctuality import Punctuality, punctuality
from sites.ledgers import asked_of
from sites.models import CalendarNotice, Site
from sites.office import do_and_tell, office_page, office_view
from sites.picker import asked_for, found_rows
from sites.policy import Action, can
from sites.query_fields import each_word_in
from sites.refusals import Refused
from sites.scope import everything

ROWS = 30
REVIEW_MONTHS = 6
SEARCHED = ("document_number", "article__title")
TABS = {
    "all": gettext_lazy("全部"),
    "review": gettext_lazy("半年内期满"),
    "late": gettext_lazy("公开逾期"),
    "changed": gettext_lazy("已修改、废止、失效"),
}


def document_panel(request: HttpRequest, article: Article) -> str:
    """The panel of a document's office page: its status and why, whether it went online in time, its relations."""
    if article.kind != ArticleKind.DOCUMENT:
        return ""
    may_relate = can(request.user, Action.DOCUMENT_RELATE, article)
    document = PolicyDocument.objects.filter(article=article).select_related("status_by").first()
    context = {
        "article": article,
        "document": document,
        "changed_by": document.status_by if document else None,
        "online": _online(article, document),
        "form": (getattr(request, "relating", None) or RelateForm(public_documents(request))) if may_relate else None,
    }
    with everything("documents relate to each other across sites"):
        joined = ("target__article__site", "article__site")
        relations = DocumentRelation.objects.select_related(*joined)
        context["acts_on"] = list(relations.filter(article=article).order_by("pk"))
        context["acted_on_by"] = list(relations.filter(target__article=article).order_by("pk"))
        return render_to_string("content/office/_document.html", context, request)


def _online(article: Article, document: PolicyDocument | None) -> dict[str, object] | None:
    """How the document stands against the three working days, None where the rule does not cover it."""
    data = (
        {} if document else next(iter(article.revisions.order_by("-number").values_list("document", flat=True)), None)
    )
    if document:
        due_on, printed_on = document.online_due_on, document.printed_on
    else:
        printed_on = date.fromisoformat(data["printed_on"]) if (data or {}).get("printed_on") else None
        due_on = online_due(bool((data or {}).get("is_normative")), printed_on, article.site)
    if due_on is None:
        return None
    return {"printed_on": printed_on, "due_on": due_on, "standing": _standing(article, due_on)}


def _standing(article: Article, due_on: date) -> Punctuality:
    online_on = timezone.localdate(article.published_at) if article.published_at else None
    return punctuality(due_on, online_on=online_on, on=timezone.localdate(), calendar=CalendarNotice.objects.calendar())


def public_documents(request: HttpRequest) -> QuerySet[PolicyDocument]:
    """Public documents of the whole cluster: anybody can read them, so any document may name them."""
    with everything("documents of other sites are named in relations"):
        rows = PolicyDocument.objects.public(at=timezone.now())
        return rows.select_related("article__site").order_by("-written_on", "-pk")


@require_POST
@office_view
def relate(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a document does to another. A refused form comes back with what was picked."""
    article = get_article_for(request.user, pk, Action.DOCUMENT_RELATE)
    form = RelateForm(public_documents(request), request.POST)
    try:
        if not form.is_valid():
            raise Refused(form.complaint())
        kind, target = form.chosen
        actions.relate_documents(article, kind, target, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        request.relating = form
        return article_page(request, article, status=422)
    in_force = _("所涉文件的有效性已同步标注。") if article.state == "published" else _("本文件公开后生效。")
    messages.success(request, _("已建立关系，%s") % in_force)
    return redirect("content-office:article", pk)


@require_POST
@office_view
def unrelate(request: HttpRequest, pk: int, relation: int) -> HttpResponse:
    """Take a relation of the document back."""
    article = get_article_for(request.user, pk, Action.DOCUMENT_RELATE)
    with everything("documents relate to each other across sites"):
        found = (
            DocumentRelation.objects.select_related("article", "target").filter(article=article, pk=relation).first()
        )
    if found is None:
        raise Http404
    do_and_tell(
        request,
        lambda: actions.unrelate_documents(found, by=request.user, at=timezone.now()),
        _("已解除关系。"),
    )
    return redirect("content-office:article", pk)


@office_view
def find_documents(request: HttpRequest) -> JsonResponse:
    """Public documents of the cluster, by number or title, for the picker; those within the person's reach come first."""
    asked = asked_for(request, *SEARCHED)
    near = Exists(PolicyDocument.objects.reached_by(request.user).filter(pk=OuterRef("pk")))
    rows = public_documents(request).filter(asked).annotate(is_near=near).order_by("-is_near", "-written_on", "-pk")
    return found_rows(rows, title=lambda each: each.article.title, note=_told_apart)


def _told_apart(document: PolicyDocument) -> str:
    status, site = str(document.get_status_display()), document.article.site.short_name
    return " · ".join(filter(None, [document.document_number, status, site]))


@office_view
def documents(request: HttpRequest) -> HttpResponse:
    """The documents that the person reaches: all, those whose validity ends within six months (GF2), those that went
    online late (GF6), those no longer in force as issued; and normative drafts that are not online yet."""
    today = timezone.localdate()
    reached = PolicyDocument.objects.reached_by(request.user).filter(article__state="published")
    asked = asked_of(request.GET, tabs=TABS, sites=Site.objects.filter(pk__in=reached.values("article__site")))
    narrowed = reached.filter(each_word_in(asked.words, *SEARCHED))
    narrowed = narrowed.filter(article__site=asked.site) if asked.site else narrowed
    lists = {name: _tab(narrowed, name, today) for name in TABS}
    rows = lists[asked.tab].select_related("article__site", "issuer", "status_by")
    order = ["expires_on", "pk"] if asked.tab == "review" else ["-written_on", "-pk"]
    page = Paginator(rows.order_by(*order), ROWS).get_page(request.GET.get("page"))
    for document in page:
        document.standing = _standing(document.article, document.online_due_on) if document.online_due_on else None
    context = {
        **asked.context(),
        "page": page,
        "tabs": [(name, label, lists[name].count()) for name, label in TABS.items()],
        "waiting": _not_online(request, today),
    }
    return office_page(request, "content/office/documents.html", context, title=_("政策文件台账"))


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _tab(rows: QuerySet[PolicyDocument], tab: str, today: date) -> QuerySet[PolicyDocument]:
    return {
        "all": rows,
        "review": rows.to_review(on=today, until=months_after(today, REVIEW_MONTHS)),
        "late": rows.online_late(),
        "changed": rows.exclude(status="in-force"),
    }[tab]


def _not_online(request: HttpRequest, today: date) -> list[dict[str, object]]:
    """Normative documents on their way whose printing has started the three working days, the most pressing first."""
    articles = Article.objects.reached_by(request.user).filter(kind=ArticleKind.DOCUMENT, published_at=None)
    waiting = Revision.objects.open().filter(article__in=articles, document__is_normative=True)
    calendar = CalendarNotice.objects.calendar()
    found = []
    for revision in waiting.select_related("article__site").order_by("pk")[:200]:
        printed = revision.document.get("printed_on")
        due_on = online_due(True, date.fromisoformat(printed) if printed else None, revision.article.site)
        if due_on:
            standing = punctuality(due_on, online_on=None, on=today, calendar=calendar)
            found.append({"revision": revision, "due_on": due_on, "standing": standing})
    return sorted(found, key=lambda each: each["due_on"])
