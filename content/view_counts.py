"""How often an article was read. Counts gather in the cache; at most one request a minute writes them to the row.

We prefer losing a few counts to slowing a page: when the cache is away, nothing is counted and nothing breaks.
"""

import logging

from django.core.cache import cache
from django.db.models import F

from content.models import Article

EVERY_SECONDS = 60
log = logging.getLogger(__name__)


def count_view(article: Article) -> int:
    """Count one view and return how many there were in all."""
    try:
        return article.views + _count(article)
    except Exception:
        log.warning("A view of article %s was not counted: the cache is away.", article.pk)
        return article.views


def _count(article: Article) -> int:
    key = f"views:{article.pk}"
    cache.add(key, 0, timeout=None)
    waiting = cache.incr(key)
    if cache.add(f"{key}:written", 1, timeout=EVERY_SECONDS):
        cache.decr(key, waiting)
        Article.objects.filter(pk=article.pk).update(views=F("views") + waiting)
    return waiting
