"""The knowledge base fed from the questions and answers of a public interpretation: composed here, because interpretation and
interaction do not know each other. What is taken over becomes drafts; whoever keeps the knowledge base publishes them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content.access import get_article_for
from content.models import Article, ArticleKind, ArticleState
from interaction.actions import save_entry
from interaction.models import KnowledgeEntry
from interpretation.models import InterpretationDuty
from interpretation.questions import questions_in
from sites.models import User
from sites.office import office_view
from sites.policy import Action, can
from sites.query_fields import numbers_in
from sites.refusals import Refused

GOOD_FOR = timedelta(days=365)
LONGEST_QUESTION = 120


def knowledge_panel(request: HttpRequest, article: Article) -> str:
    """The panel on an interpretation's office page: its questions, and which of them the knowledge base has already."""
    if not _feeds(request.user, article):
        return ""
    offered = questions_in(article.live.body)
    if not offered:
        return ""
    known = known_questions(article, offered)
    rows = [
        (number, question, answer, question[:LONGEST_QUESTION] in known)
        for number, (question, answer) in enumerate(offered)
    ]
    context = {
        "article": article,
        "rows": rows,
        "is_all_known": len(known) == len({question[:LONGEST_QUESTION] for question, _ in offered}),
    }
    return render_to_string("portal/_knowledge_feed.html", context, request)


def _feeds(user: User, article: Article) -> bool:
    is_public = article.kind == ArticleKind.INTERPRETATION and article.state == ArticleState.PUBLISHED
    return is_public and can(user, Action.KNOWLEDGE_CHANGE, article.site)


def known_questions(article: Article, offered: list[tuple[str, str]]) -> set[str]:
    """The questions among the offered ones that the site's knowledge base has."""
    asked = [question[:LONGEST_QUESTION] for question, _answer in offered]
    return set(
        KnowledgeEntry.objects.for_site(article.site).filter(question__in=asked).values_list("question", flat=True)
    )


@require_POST
@office_view
def feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the chosen questions over as drafts."""
    article = get_article_for(request.user, pk)
    if not _feeds(request.user, article):
        raise Http404
    made, refused = feed_knowledge(
        article, numbers_in(request.POST.getlist("question")), by=request.user, at=timezone.now()
    )
    if made:
        messages.success(request, _("已收入知识库 %s 条，均为草稿，请核对后发布。") % made)
    elif not refused:
        messages.warning(request, _("没有选择新的问答。"))
    for sentence in refused:
        messages.error(request, sentence)
    return redirect("content-office:article", pk)


def feed_knowledge(article: Article, numbers: list[int], *, by: User, at: datetime) -> tuple[int, list[str]]:
    """Make a draft of each chosen question that the knowledge base does not have; return how many, and why not the others."""
    offered = questions_in(article.live.body)
    known, made, refused = known_questions(article, offered), 0, []
    duty = InterpretationDuty.objects.filter(document__interpretations__article=article).order_by("pk").first()
    organization = duty.organization if duty else article.site.sponsor
    for question, answer in [offered[number] for number in sorted(set(numbers)) if number < len(offered)]:
        question = question[:LONGEST_QUESTION]
        if question in known:
            continue
        entry = KnowledgeEntry(
            site=article.site, question=question, answer=answer, organization=organization,
            current_until=timezone.localdate(at) + GOOD_FOR,
        )  # fmt: skip
        try:
            save_entry(entry, by=by, at=at)
        except Refused as refusal:
            refused.append(f"“{question[:20]}”：{refusal.reason}")
        else:
            known.add(question)
            made += 1
    return made, refused
