"""What submissions add to an article's office page: where it was offered and what came of it, or where it came from."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from content.models import Article, ArticleState, Submission
from content.models.submission import LIVE
from content.submissions import columns_above
from sites.policy import Action, can


def submission_panel(request: HttpRequest, article: Article) -> str:
    """Return the panel, '' when the article has nothing to do with submissions."""
    rows = Submission.objects.select_related("site", "origin", "column", "organization", "submitted_by", "article")
    source = rows.filter(taken_article=article).first()
    sent = list(rows.filter(article=article).order_by("-submitted_at", "-pk"))
    context = {
        "article": article,
        "source": source,
        "sent": sent,
        "may_offer": _may_offer(request, article, {each.site_id for each in sent if each.state in LIVE}),
    }
    if not (source or sent or context["may_offer"]):
        return ""
    return render_to_string("content/office/_submissions.html", context, request)


def _may_offer(request: HttpRequest, article: Article, asked: set[int]) -> bool:
    if article.state != ArticleState.PUBLISHED or not can(request.user, Action.SUBMISSION_OFFER, article):
        return False
    return columns_above(article).exclude(site__in=asked).exists()
