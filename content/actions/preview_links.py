"""Preview links: made, revoked, opened."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from content.models import PreviewLink, Revision
from content.models.preview_link import hash_of
from content.workflow import State
from sites.audit import Event, record
from sites.models import User
from sites.policy import Action, can
from sites.refusals import refuse_if, refuse_unless

DAYS = 7
LONGEST = 30
OPEN_AT_ONCE = 20


@transaction.atomic
def create_preview_link(
    revision: Revision, *, by: User, at: datetime, days: int = DAYS, note: str = ""
) -> tuple[PreviewLink, str]:
    """Return a new link and its secret, which is told this once and kept nowhere. Raises Refused."""
    article = revision.article
    refuse_unless(can(by, Action.PREVIEW_SHARE, revision), _("您没有分享预览的权限。"))
    refuse_if(revision.state == State.DISCARDED, _("这一版已放弃，不能分享预览。"))
    refuse_unless(article.site.is_online, _("网站没有上线，预览链接打不开。"))
    refuse_unless(1 <= days <= LONGEST, _("有效期为 1 至 %d 天。") % LONGEST)
    others = PreviewLink.objects.open(at=at).filter(revision__article=article).count()
    refuse_if(others >= OPEN_AT_ONCE, _("这篇稿件已有 %d 个有效的预览链接，请先撤销不用的。") % others)
    token = secrets.token_urlsafe(32)
    link = PreviewLink.objects.create(
        revision=revision, token_hash=hash_of(token), note=" ".join(note.split())[:60], created_by=by, created_at=at,
        expires_at=at + timedelta(days=days),
    )  # fmt: skip
    record(
        Event.PREVIEW_SHARED, link, by=by, at=at, site=article.site,
        after={"article": article, "version": revision.number, "expires_at": link.expires_at, "note": link.note},
    )  # fmt: skip
    return link, token


@transaction.atomic
def revoke_preview_link(link: PreviewLink, *, by: User, at: datetime) -> PreviewLink:
    """Let the link lead nowhere from now on. Raises Refused when it already does."""
    link = PreviewLink.objects.select_for_update(of=("self",)).select_related("revision__article__site").get(pk=link.pk)
    article = link.revision.article
    refuse_unless(can(by, Action.PREVIEW_SHARE, link.revision), _("您没有撤销预览链接的权限。"))
    refuse_unless(link.revoked_at is None, _("这个预览链接已经撤销。"))
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    record(Event.PREVIEW_REVOKED, link, by=by, at=at, site=article.site, after={"article": article})
    return link


def note_opened(link: PreviewLink) -> None:
    """Count one look at the draft."""
    PreviewLink.objects.filter(pk=link.pk).update(opens=F("opens") + 1)
