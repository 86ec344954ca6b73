"""The knowledge base fed from the questions and answers of public interpretations: composed here, because interpretation and
interaction do not know each other. What is taken over becomes drafts; whoever keeps the knowledge base publishes them.

Keeping it is no editorial right: the intake is shown here what the public reads, and no office page of an article.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from content.models import Article, ArticleKind, ArticleState
from interaction.actions import save_entry
from interaction.models import KnowledgeEntry
from interpretation.models import InterpretationDuty
from interpretation.questions import questions_in
from sites.models import Site, User
from sites.office import office_page, office_view
from sites.paging import page_of
from sites.policy import Action, can
from sites.query_fields import each_word_in, numbers_in, words_in
from sites.refusals import Refused

ROWS = 30
GOOD_FOR = timedelta(days=365)
LONGEST_QUESTION, SHORTEST_SUBJECT = 120, 10


def knowledge_panel(request: HttpRequest, article: Article) -> str:
    """The panel on an interpretation's office page: its questions, and which of them the knowledge base has already."""
    if not _feeds(request.user, article):
        return ""
    rows = _rows(article)
    return (
        render_to_string("portal/_knowledge_feed.html", {"article": article, **rows}, request) if rows["rows"] else ""
    )


def _rows(article: Article) -> dict[str, Any]:
    """The questions with their numbers, each with whether the knowledge base has it; and whether it has all of them."""
    offered = offered_by(article)
    known = known_questions(article, offered)
    rows = [(number, each, each.question in known) for number, each in enumerate(offered)]
    return {"rows": rows, "is_all_known": all(is_known for _number, _each, is_known in rows)}


def _feeds(user: User, article: Article) -> bool:
    is_public = article.kind == ArticleKind.INTERPRETATION and article.state == ArticleState.PUBLISHED
    return is_public and can(user, Action.KNOWLEDGE_CHANGE, article.site)


@dataclass(frozen=True)
class Offered:
    """One question of an interpretation, and how it is asked where nobody sees which document it is about."""

    asked: str
    answer: str
    question: str


def offered_by(article: Article) -> list[Offered]:
    """The questions of the interpretation. “这份文件”何时施行 is asked of many documents, so each names its own."""
    found = questions_in(article.live.body)
    duty = _duty_of(article) if found else None
    subject = duty.document.article.title if duty else article.title
    return [Offered(asked, answer, _with_subject(asked, subject)) for asked, answer in found]


def _with_subject(asked: str, subject: str) -> str:
    room = LONGEST_QUESTION - len(asked) - len("《》：")
    if room < SHORTEST_SUBJECT:
        return asked[:LONGEST_QUESTION]
    named = subject if len(subject) <= room else f"{subject[: room - 1]}…"
    return f"《{named}》：{asked}"


def _duty_of(article: Article) -> InterpretationDuty | None:
    duties = InterpretationDuty.objects.filter(document__interpretations__article=article)
    return duties.select_related("document__article", "organization").order_by("pk").first()


def known_questions(article: Article, offered: list[Offered]) -> set[str]:
    """The questions among the offered ones that the site's knowledge base has."""
    entries = KnowledgeEntry.objects.for_site(article.site).filter(question__in=[each.question for each in offered])
    return set(entries.values_list("question", flat=True))


def kept_sites(user: User) -> QuerySet[Site]:
    """The sites whose knowledge base the person keeps."""
    if user.is_platform_admin:
        return Site.objects.all()
    reached = Site.objects.filter(pk__in=user.grants.reach)
    return reached.filter(pk__in=[site.pk for site in reached if can(user, Action.KNOWLEDGE_CHANGE, site)])


def asked_in(sites: QuerySet[Site], *, at: datetime) -> QuerySet[Article]:
    """Public interpretations of the sites in which something is asked, the newest first."""
    articles = Article.objects.public(at=at).filter(site__in=sites, kind=ArticleKind.INTERPRETATION)
    asked = articles.filter(answered_questions__isnull=False)
    return asked.select_related("site", "live__shared_text").newest_first()


@require_safe
@office_view
def sources(request: HttpRequest) -> HttpResponse:
    """List the public interpretations whose questions the person may take into a knowledge base."""
    sites = kept_sites(request.user)
    if not sites.exists():
        raise Http404
    words = words_in(request.GET.get("q", ""))
    found = asked_in(sites, at=timezone.now()).filter(each_word_in(words, "title"))
    page = page_of(found, request.GET.get("page", ""), size=ROWS)
    for article in page:
        article.questions = len(questions_in(article.live.body))
    context = {"page": page, "q": " ".join(words), "query": f"&{urlencode({'q': ' '.join(words)})}" if words else ""}
    return office_page(request, "portal/knowledge_sources.html", context, title=_("解读问答入库"))


@require_http_methods(["GET", "POST"])
@office_view
def feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the questions of one interpretation, and take the chosen ones over as drafts."""
    article = _source_for(request.user, pk, at=timezone.now())
    if request.method == "GET":
        context = {"article": article, "address": article.site.address(article.path), **_rows(article)}
        return office_page(request, "portal/knowledge_source.html", context, title=_("收入知识库"))
    chosen = numbers_in(request.POST.getlist("question"))
    made, refused = feed_knowledge(article, chosen, by=request.user, at=timezone.now())
    if made:
        messages.success(request, _("已收入知识库 %s 条，均为草稿，请核对后发布。") % made)
    elif not refused:
        messages.warning(request, _("没有选择新的问答。"))
    for sentence in refused:
        messages.error(request, sentence)
    sees_office = can(request.user, Action.ARTICLE_VIEW, article)
    return redirect("content-office:article" if sees_office else "portal-office:feed-knowledge", pk)


def _source_for(user: User, pk: int, *, at: datetime) -> Article:
    """The door: a public interpretation of a site whose knowledge base the person keeps; else 404."""
    rows = Article.objects.public(at=at).select_related("site", "column", "live__shared_text")
    article = rows.filter(pk=pk, kind=ArticleKind.INTERPRETATION).first()
    if article is None or not _feeds(user, article):
        raise Http404
    return article


def feed_knowledge(article: Article, numbers: list[int], *, by: User, at: datetime) -> tuple[int, list[str]]:
    """Make a draft of each chosen question that the knowledge base does not have; return how many, and why not the others."""
    offered = offered_by(article)
    known, made, refused = known_questions(article, offered), 0, []
    duty = _duty_of(article)
    organization = duty.organization if duty else article.site.sponsor
    for each in [offered[number] for number in sorted(set(numbers)) if number < len(offered)]:
        if each.question in known:
            continue
        entry = KnowledgeEntry(
            site=article.site, question=each.question, answer=each.answer, organization=organization,
            current_until=timezone.localdate(at) + GOOD_FOR,
        )  # fmt: skip
        try:
            save_entry(entry, by=by, at=at)
        except Refused as refusal:
            refused.append(f"“{each.asked[:20]}”：{refusal.reason}")
        else:
            known.add(each.question)
            made += 1
    return made, refused
