"""Which documents and articles a person may link to each other, for the pickers of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from content.models import Article, ArticleKind, ArticleState, PolicyDocument
from sites.policy import COLUMN_ROLES, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sites.models import User


def linkable_articles(user: User) -> QuerySet[Article]:
    """Interpretations in columns that the person edits, the newest first."""
    whole_sites = user.grants.sites_with(*COLUMN_ROLES, Role.SITE_ADMIN)
    mine = Q(site__in=whole_sites) | Q(column__in=user.grants.columns_with(*COLUMN_ROLES))
    articles = Article.objects.filter(mine, kind=ArticleKind.INTERPRETATION)
    return articles.exclude(state=ArticleState.WITHDRAWN).select_related("site", "column").order_by("-edited_at", "-pk")


def linkable_documents(user: User) -> QuerySet[PolicyDocument]:
    """Documents in columns that the person edits, the newest first."""
    whole_sites = user.grants.sites_with(*COLUMN_ROLES, Role.SITE_ADMIN)
    columns = user.grants.columns_with(*COLUMN_ROLES)
    mine = Q(article__site__in=whole_sites) | Q(article__column__in=columns)
    documents = PolicyDocument.objects.filter(mine).select_related("article__site")
    return documents.order_by("-written_on", "-pk")
