"""需下级转载: an article of the cluster becomes a duty of the sites below its own, like any item of a superior source."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.db import transaction
from django.utils.translation import gettext as _

from content.actions.item_withdrawals import reinstate_item, withdraw_item
from content.actions.reprint_receipts import STILL_COUNTING
from content.actions.upstream_items import receive_item
from content.models import Article, Reach, SourceKind, UpstreamItem, UpstreamSource
from content.syndication.columns import entry_of_article
from content.syndication.entries import Entry
from sites.audit import Event, record
from sites.models import Site, User
from sites.policy import Action, can
from sites.prepared import BLANKS, PreparedObjects
from sites.refusals import refuse_if, refuse_unless
from sites.scope import everything

PLATFORM_KINDS = (SourceKind.MARKED, SourceKind.COLUMN)


@transaction.atomic
def ask_below(article: Article, *, reach: Reach, by: User, at: datetime) -> UpstreamItem:
    """Mark a public article as one that the sites below have to reprint; their clocks run from now on. Raises Refused."""
    refuse_unless(can(by, Action.REPRINT_ASK, article), _("您没有要求下级转载的权限。"))
    refuse_unless(Article.objects.public(at=at).filter(pk=article.pk).exists(), _("只有已公开的稿件可以要求下级转载。"))
    below = Site.objects.online().filter(
        tree_id=article.site.tree_id, lft__gt=article.site.lft, rght__lt=article.site.rght
    )
    refuse_unless(below.exists(), _("本网站没有在线的下级网站。"))
    refuse_if(UpstreamItem.objects.filter(article=article).exists(), _("这篇稿件已经派发转载任务。"))
    with everything("an item of the platform is kept for the sites below"):
        item = receive_item(_source_of(article.site), _entry(article, published_at=at, at=at), by=by, at=at)[0]
        refuse_unless(item.article_id == article.pk, _("相同的信息已由“%s”派发转载任务。") % item.source)
    UpstreamItem.objects.filter(pk=item.pk).update(reach=reach)
    item.reach = reach
    record(Event.ITEM_MARKED, article, by=by, at=at, after={"reach": reach})
    transaction.on_commit(_wake, robust=True)
    return item


def _source_of(site: Site) -> UpstreamSource:
    """The source that stands for what the site asks those below to reprint."""
    name = _("%s（需下级转载）") % site.name
    made = {"kind": SourceKind.MARKED, "source_text": site.name, "column_slug": ""}
    return UpstreamSource.objects.get_or_create(name=name[:60], defaults=made)[0]


def _entry(article: Article, *, published_at: datetime, at: datetime) -> Entry:
    entry = entry_of_article(article, at=at, published_at=published_at)
    refuse_unless(isinstance(entry, Entry), _("稿件正文的结构异常，不能派发转载任务。"))
    return entry


def _wake() -> None:
    from content.tasks import wake_reprints

    wake_reprints()


def follow_article(article: Article, by: User, at: datetime) -> None:
    """An article that other sites reprint was published anew: the item says at once what it says now."""
    for item in list(_items_of().about(article=article.pk)):
        with everything("an item of the platform is kept for other sites"):
            current = Article.objects.select_related("live__shared_text", "column", "site").get(pk=article.pk)
            entry = entry_of_article(current, at=at, published_at=item.published_at)
            if isinstance(entry, Entry):
                reinstate_item(item, by=by, at=at)
                receive_item(item.source, entry, by=by, at=at)
        transaction.on_commit(_wake, robust=True)


@cache
def _items_of() -> PreparedObjects[UpstreamItem]:
    rows = UpstreamItem.objects.filter(article=BLANKS["article"], source__kind__in=PLATFORM_KINDS)
    return PreparedObjects(rows.select_related("source"))


def follow_withdrawal(article: Article, by: User, at: datetime) -> None:
    """An article that other sites reprint was taken down; one that was merged, or stood as long as approved, was not."""
    if article.withdrawal_reason in STILL_COUNTING:
        return
    for item in list(UpstreamItem.objects.filter(article=article, source__kind__in=PLATFORM_KINDS)):
        withdraw_item(item, by=by, at=at, why=article.get_withdrawal_reason_display())
        transaction.on_commit(_wake, robust=True)
