"""Putting right what proof-reading knows the right form of."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.actions.articles import save_draft
from content.models import Article, Revision
from content.proofreading.reading import corrected, fields_of, findings_of, passages_of
from sites.models import User
from sites.refusals import refuse_unless


@transaction.atomic
def correct_draft(article: Article, *, by: User, at: datetime) -> tuple[Revision, int]:
    """Put every right form that is known into the latest draft; return it and how many places changed. Raises Refused
    when there is nothing to put right, and for everything that saving a draft is refused for."""
    latest = article.revisions.select_related("article__site").order_by("-number").first()
    fields = fields_of(latest)
    found = [finding for finding in findings_of(latest, at=at) if finding.replacement is not None]
    changed = corrected(fields, found)
    refuse_unless(changed, _("没有可以直接改正的地方。"))
    follows_the_body = "summary" not in {passage.name for passage in passages_of(fields)}
    if "body" in changed and "summary" not in changed:
        changed["summary"] = "" if follows_the_body else latest.summary
    return save_draft(article, by=by, at=at, seen=latest.edited_at, **changed), len(found)
