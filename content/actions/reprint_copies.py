"""Automatic copies: published under a standing approval, each with its duty in one transaction, and prominent on the home page.

Guizhou 2015 (11): within an hour, prominently on the home page, where it is called for in a special topic.
"""

from __future__ import annotations

import logging
from datetime import datetime
from functools import cache

from django.db import transaction
from django.utils.translation import gettext as _

from content.actions.publishing import publish_standing
from content.actions.reprint_places import files_of, lock_home, show_on_home
from content.actions.reprint_receipts import confirm_reprint
from content.actions.upstream_texts import prepare_text
from content.models import (
    Reprint,
    ReprintMode,
    ReprintRule,
    UpstreamItem,
    UpstreamText,
)
from content.reprint_rules import DEFAULT
from sites.audit import recording_together
from sites.models import Column, User
from sites.prepared import BLANKS, PreparedObjects
from sites.scope import everything

log = logging.getLogger(__name__)


def reprint_automatically(item: UpstreamItem, *, by: User, at: datetime) -> tuple[int, int]:
    """Publish the item's copy on every site for which the platform does that and which has a column for it; return
    (published, failed). Each site is a transaction of its own; one that fails is logged and left for the next run."""
    copied = failed = 0
    waiting = Reprint.objects.automatic().filter(item=item).order_by("site_id")
    waiting = list(waiting.values_list("pk", "site_id", "rule_id"))
    text = prepare_text(item, by=by, at=at) if waiting else None
    if text is None:
        return 0, 0  # a picture is worth another try; the next sweep goes on
    columns = Landing(item)
    for pk, site_pk, rule_pk in waiting:
        column = columns.at(site_pk, rule_pk)
        if column is None:
            continue
        try:
            reprint = _publish_copy(pk, column, text, by=by, at=at)
            if reprint is not None:
                copied += 1
                confirm_reprint(reprint, by=by, at=at)
        except Exception:  # one bad site must not keep the others from reprinting
            log.exception("Reprint %s of item %s could not be published", pk, item.pk)
            failed += 1
    return copied, failed


class Landing:
    """The columns into which copies of an item go, of all sites with one query."""

    def __init__(self, item: UpstreamItem) -> None:
        self._item = item
        self._rules = ReprintRule.objects.in_bulk(
            list(Reprint.objects.filter(item=item, rule__isnull=False).values_list("rule", flat=True).distinct())
        )
        paths = {path for rule in (DEFAULT, *self._rules.values()) for path in self.paths(rule)}
        columns = Column.objects.active().filter(path__in=paths, site__state="online").select_related("site")
        self._columns = {(column.site_id, column.path): column for column in columns}

    def paths(self, rule: ReprintRule) -> list[str]:
        """Where the copies go, in the order in which it is tried."""
        slug = rule.column_slug or self._item.source.column_slug
        if not slug and self._item.article_id:
            slug = self._item.article.column.path
        return [path for path in (rule.topic_slug, slug) if path]

    def at(self, site_pk: int, rule_pk: int | None) -> Column | None:
        """The column of the site, None when it has none for these copies."""
        rule = self._rules.get(rule_pk, DEFAULT)
        found = (self._columns.get((site_pk, path)) for path in self.paths(rule))
        return next((column for column in found if column), None)


def _publish_copy(pk: int, column: Column, text: UpstreamText, *, by: User, at: datetime) -> Reprint | None:
    """Publish one copy and tie it to its duty in one transaction; None when somebody else already did."""
    with transaction.atomic(), recording_together():
        reprint = next(_still_to_publish().about(reprint=pk), None)
        current = UpstreamItem.objects.select_for_update(of=("self",), no_key=True).filter(pk=text.item_id, text=text)
        if reprint is None or not current.exists():
            return None  # somebody else was faster, or the source changed the text: the next sweep goes on with that
        item = text.item
        reprint.item, reprint.site = item, column.site
        lock_home(reprint.site_id)
        article = publish_standing(
            column,
            by=by,
            at=at,
            basis=basis_of(reprint, item),
            attachments=files_of(text),
            title=text.title,
            summary=text.summary,
            shared_text=text,
            source=item.source.source_text,
            source_url=item.link,
        )
        show_on_home(article, reprint.rule or DEFAULT, by=by, at=at)
        reprint.article, reprint.text = article, text
        reprint.save(update_fields=["article", "text"])
    return reprint


@cache
def _still_to_publish() -> PreparedObjects[Reprint]:
    with everything("a query to be filled in with the duty"):
        rows = Reprint.objects.automatic().filter(pk=BLANKS["reprint"]).order_by()
    return PreparedObjects(rows.select_related("rule").select_for_update(of=("self",)))


def basis_of(reprint: Reprint, item: UpstreamItem) -> str:
    """The standing approval under which a copy is published without three reviews, as the record says it."""
    rule = reprint.rule
    if rule is not None and rule.mode == ReprintMode.AUTOMATIC:
        said = _("依转载规则“%(rule)s”的长期授权（%(basis)s）发布；原文：%(link)s")
        return (said % {"rule": rule.name, "basis": rule.basis, "link": item.link})[:500]
    return (_("依本站自动转载的长期授权发布；原文：%s") % item.link)[:500]
