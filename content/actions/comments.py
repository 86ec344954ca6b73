"""Comments on passages: made and resolved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.actions.articles import locked_article
from content.models import PassageComment, Revision
from content.quoting import stands_in, words_of
from content.workflow import OPEN
from sites.audit import Event, record
from sites.models import User
from sites.policy import Action, can
from sites.refusals import refuse_if, refuse_unless

MOST = 200


@transaction.atomic
def add_comment(
    revision: Revision, *, by: User, at: datetime, text: str, quote: str = "", occurrence: int = 1
) -> PassageComment:
    """Remark on the quoted words of a revision, or on all of it when nothing is quoted. Raises Refused."""
    article = locked_article(revision.article)
    revision = Revision.objects.select_related("article__column", "article__site", "article__live").get(pk=revision.pk)
    text, quote = text.strip(), " ".join(quote.split())
    refuse_unless(can(by, Action.COMMENT_ADD, revision), _("您没有在这篇稿件上批注的权限。"))
    refuse_unless(revision.state in OPEN, _("这一版已办结，不能再添加批注。"))
    refuse_unless(text, _("请填写批注内容。"))
    refuse_unless(stands_in(quote, occurrence, words_of(revision)), _("引用的文字在这一版中找不到，请重新选择。"))
    known = revision.comments.filter(quote=quote, text=text, by=by, occurrence=occurrence, resolved_at=None)
    refuse_if(known.exists(), _("同样的批注已经有了。"))
    refuse_if(revision.comments.count() >= MOST, _("这一版的批注已达 %d 条，请先处理。") % MOST)
    comment = PassageComment.objects.create(
        revision=revision, quote=quote, occurrence=occurrence if quote else 1, text=text, by=by, at=at
    )
    record(
        Event.COMMENT_ADDED, comment, by=by, at=at, site=article.site,
        after={"article": article, "version": revision.number, "quote": quote, "text": text},
    )  # fmt: skip
    return comment


@transaction.atomic
def resolve_comment(comment: PassageComment, *, by: User, at: datetime) -> PassageComment:
    """Say that a comment has been dealt with. Raises Refused when it already was."""
    comment = (
        PassageComment.objects.select_for_update(of=("self",))
        .select_related("revision__article__column", "revision__article__site")
        .get(pk=comment.pk)
    )
    article = comment.revision.article
    refuse_unless(can(by, Action.COMMENT_RESOLVE, comment), _("您没有处理这条批注的权限。"))
    refuse_unless(comment.resolved_at is None, _("这条批注已经处理过了。"))
    comment.resolved_by, comment.resolved_at = by, at
    comment.save(update_fields=["resolved_by", "resolved_at"])
    record(Event.COMMENT_RESOLVED, comment, by=by, at=at, site=article.site, after={"article": article})
    return comment
