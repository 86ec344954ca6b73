"""An older version taken up again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.actions.articles import attach, cleaned, locked_article, next_revision
from content.asset_uses import note_uses
from content.models import ArticleState, Revision
from content.models.revision import PUBLIC_FIELDS
from content.workflow import EDITABLE
from sites.audit import Event, record
from sites.models import User
from sites.policy import Action, can
from sites.refusals import refuse_if, refuse_unless


@transaction.atomic
def restore_revision(revision: Revision, *, by: User, at: datetime) -> Revision:
    """Begin a new draft that says what an older revision said. The live page is not touched: the draft goes through its
    reviews like any other. Raises Refused while the article is in review, or when nothing would be different."""
    article = locked_article(revision.article)
    refuse_unless(can(by, Action.ARTICLE_WRITE, article), _("您没有修改这篇稿件的权限。"))
    refuse_if(
        article.revisions.open().exclude(state__in=EDITABLE).exists(),
        _("稿件正在审核或等待发布，不能恢复旧版本；需要恢复请先撤回。"),
    )
    older = Revision.objects.get(pk=revision.pk, article=article)
    latest = article.revisions.order_by("-number").first()
    refuse_if(latest.text_hash == older.text_hash, _("最新一版与这一版内容相同，无需恢复。"))
    fields = cleaned({name: getattr(older, name) for name in PUBLIC_FIELDS})
    fields["expires_at"] = older.expires_at if older.expires_at and older.expires_at > at else None
    fields["change_note"] = _("恢复第 %d 版的内容") % older.number
    restored = next_revision(article, latest, fields, by=by, at=at)
    attach(restored, [(file.asset, file.title) for file in older.attachments.select_related("asset")])
    note_uses(restored)
    article.edited_at = at
    if article.state == ArticleState.UNPUBLISHED:
        article.title, article.summary = restored.title, restored.summary
    article.save(update_fields=["edited_at", "title", "summary"])
    record(
        Event.ARTICLE_RESTORED, article, by=by, at=at,
        after={"revision": restored.number, "restored": older.number},
    )  # fmt: skip
    return restored
