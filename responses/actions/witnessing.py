"""Evidence of when a statement or rebuttal became public: the site's own page is asked for, as a reader would ask, and must show
the text. The moment and the SHA-256 of the page go into the row and, sealed, into the audit trail."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime

from django.db import transaction
from django.utils.html import escape

from content.page_store.rendering import render_page
from responses.models import Rebuttal, ReviewedText, Statement
from sites.audit import Event, record
from sites.models import User

log = logging.getLogger(__name__)


def witness_all(*, by: User, at: datetime, dry_run: bool = False) -> tuple[int, int]:
    """Look for every public text that nobody has seen on its page yet; return how many were seen and how many not."""
    statements = Statement.objects.to_witness().select_related("topic__site").order_by("pk")
    rows = [*statements, *Rebuttal.objects.to_witness().select_related("site").order_by("pk")]
    if dry_run:
        return len(rows), 0
    seen = 0
    for text in rows:
        try:
            seen += witness(text, by=by, at=at)
        except Exception:  # one page that fails must not keep the others from being looked at
            log.exception("%s %s could not be looked for on its page", type(text).__name__, text.pk)
    return seen, len(rows) - seen


def witness(text: ReviewedText, *, by: User, at: datetime) -> bool:
    """Ask for the page of a public text; True when it shows the text, which is then written down."""
    site = text.site
    if not site.is_online:
        return False
    page = render_page(site.host, f"{site.base_path}{text.public_path}")
    shows = text.mark.encode() in page.body and escape(text.title).encode() in page.body
    if page.status != 200 or not shows:
        return False
    return _write_down(text, hashlib.sha256(page.body).hexdigest(), page.path, by=by, at=at)


@transaction.atomic
def _write_down(text: ReviewedText, page_hash: str, path: str, *, by: User, at: datetime) -> bool:
    rows = type(text).objects.filter(pk=text.pk, witnessed_at__isnull=True)
    if not rows.update(witnessed_at=at, witnessed_hash=page_hash):
        return False
    record(
        Event.RESPONSE_WITNESSED, text, by=by, at=at, site=text.site,
        after={"page": path, "page_hash": page_hash, "text_hash": text.text_hash, "published_at": text.published_at},
    )  # fmt: skip
    return True
