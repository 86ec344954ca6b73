"""What actions on many articles at once need to know of each: the version that is on its way."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from django.utils.translation import gettext as _

from content.actions.holding import held_together
from content.models import Article, Revision
from sites.refusals import refuse_unless


def open_revision(article: Article) -> Revision:
    """Return the revision of the article that is on its way: the one that was listed, where it came with the article, since
    the action reads it anew under its lock. Raises Refused when there is none."""
    listed = getattr(article, "open_ones", None)
    revision = article.revisions.open().first() if listed is None else next(iter(listed), None)
    refuse_unless(revision is not None, _("没有待审核、待签发的内容。"))
    return revision


def holding_open_revisions(articles: Sequence[Article]) -> AbstractContextManager[None]:
    """Lock the articles, which were listed with their open revisions, and read those revisions for their reviews."""
    return held_together([revision for article in articles for revision in article.open_ones])
