"""The doors to duties, documents and interpretations; hidden and absent are both 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import Http404

from content.access import get_article_for
from content.models import Article, ArticleKind, PolicyDocument
from interpretation.models import InterpretationDuty
from sites.access import get_permitted
from sites.policy import Action

if TYPE_CHECKING:
    from sites.models import Site, User


def get_duty_for(user: User, pk: int, action: Action = Action.DUTY_VIEW) -> InterpretationDuty:
    """Return a duty that the person may do the action to, with its document."""
    rows = InterpretationDuty.objects.with_progress()
    rows = rows.select_related("document__article__column", "document__article__site", "site", "organization")
    return get_permitted(rows, user, action, pk=pk)


def public_duties(site: Site) -> QuerySet[InterpretationDuty]:
    """Return the duties whose figures the site shows to anybody; raise Http404 on sites that show none."""
    if not site.shows_interpretation_rate:
        raise Http404
    return InterpretationDuty.objects.for_site(site)


def get_document_article_for(user: User, pk: int, action: Action = Action.PLAN_MAKE) -> Article:
    """Return the article of a policy document, public or not, that the person may do the action to."""
    article = get_article_for(user, pk, action)
    if article.kind != ArticleKind.DOCUMENT:
        raise Http404
    return article


def get_document_for(user: User, pk: int, action: Action = Action.INTERPRETATION_LINK) -> PolicyDocument:
    """Return a document that the person may link interpretations to."""
    rows = PolicyDocument.objects.select_related("article__column", "article__site")
    return get_permitted(rows, user, action, pk=pk)


def get_interpreting_article_for(user: User, pk: int, action: Action = Action.INTERPRETATION_LINK) -> Article:
    """Return an article of the kind interpretation that the person may do the action to."""
    article = get_article_for(user, pk, action)
    if article.kind != ArticleKind.INTERPRETATION:
        raise Http404
    return article
