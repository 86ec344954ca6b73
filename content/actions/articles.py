"""Writing: an article begins, its draft is saved, given up, pinned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from content.actions.body_files import attach_linked, with_inline_pictures_kept
from content.asset_uses import note_uses
from content.document_data import cleaned_document
from content.models import Article, ArticleKind, ArticleState, Asset, Attachment, Revision
from content.models.revision import PUBLIC_FIELDS
from content.sanitising import clean_html, clean_line, summary_of
from content.workflow import EDITABLE, State
from sites.audit import Event, record
from sites.models import Column, User
from sites.outbox import announce
from sites.policy import Action, can
from sites.refusals import Conflict, refuse_if, refuse_unless

LINES = {"title", "subtitle", "summary", "source", "author_name", "editor_name", "keywords", "change_note"}
Files = Sequence[tuple[Asset, str]]


def cleaned(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields as they may be stored: text in one line, the body sanitised, a summary when there is none."""
    result = {name: clean_line(value) if name in LINES else value for name, value in fields.items()}
    if "body" in result:
        result["body"] = clean_html(result["body"])
        if not result.get("summary"):
            result["summary"] = summary_of(result["body"])
    if "document" in result:
        result["document"] = cleaned_document(result["document"])
    return result


def attach(revision: Revision, files: Files) -> None:
    """Make these the revision's attachments, in this order."""
    Attachment.objects.filter(revision=revision).delete()
    Attachment.objects.bulk_create(
        Attachment(revision=revision, asset=asset, title=title or asset.name, position=position)
        for position, (asset, title) in enumerate(files)
    )
    revision.__dict__.pop("text_hash", None)


@transaction.atomic
def create_article(
    column: Column,
    *,
    by: User,
    at: datetime,
    kind: ArticleKind = ArticleKind.ARTICLE,
    attachments: Files = (),
    **fields: Any,
) -> Article:
    """Begin an article in the column with a first draft. Raises Refused when the person may not write there."""
    refuse_unless(can(by, Action.ARTICLE_WRITE, column), _("您没有在“%s”栏目撰稿的权限。") % column)
    fields = with_inline_pictures_kept(column.site, fields, by=by, at=at)
    return begin_article(column, by=by, at=at, kind=kind, attachments=attachments, **fields).article


def begin_article(
    column: Column, *, by: User, at: datetime, kind: ArticleKind, attachments: Files = (), **fields: Any
) -> Revision:
    """Make the article and return its first draft; callers have checked the right to."""
    refuse_unless(column.state == "active", _("栏目“%s”已停用，不能再发稿。") % column)
    fields = cleaned(fields)
    refuse_unless(fields.get("title"), _("请填写标题。"))
    fields.setdefault("source", column.default_source or column.site.name)
    article = Article.objects.create(
        site=column.site,
        column=column,
        kind=kind,
        title=fields["title"],
        summary=fields.get("summary", ""),
        created_by=by,
        created_at=at,
        edited_at=at,
    )
    revision = Revision.objects.create(
        article=article, number=1, author=by, created_at=at, edited_at=at, entered_stage_at=at, **fields
    )
    if attachments:
        attach(revision, attachments)
    attach_linked(revision, column.site)
    note_uses(revision, is_new=True)
    record(Event.ARTICLE_CREATED, article, by=by, at=at, after={"title": article.title, "column": column})
    return revision


@transaction.atomic
def save_draft(
    article: Article,
    *,
    by: User,
    at: datetime,
    seen: datetime | None = None,
    attachments: Files | None = None,
    **fields: Any,
) -> Revision:
    """Save what the person wrote: into their own draft, or into a new revision when the text was ever submitted or is
    somebody else's. The live page is not touched. `seen` is when the draft they opened was last edited.

    Raises Refused while the article is in review, Conflict when a newer draft has been saved meanwhile.
    """
    article = locked_article(article)
    refuse_unless(can(by, Action.ARTICLE_WRITE, article), _("您没有修改这篇稿件的权限。"))
    latest = article.revisions.order_by("-number").select_related("author").first()
    open_one = latest if latest.state in EDITABLE else None
    refuse_if(
        article.revisions.open().exclude(state__in=EDITABLE).exists(),
        _("稿件正在审核或等待发布，不能修改；需要修改请先撤回。"),
    )
    if seen is not None and latest.edited_at > seen:
        raise Conflict(
            _("%(who)s 已保存了更新的版本，您的内容还没有保存，请对照两个版本合并后再次保存。") % {"who": latest.author}
        )
    fields = cleaned(with_inline_pictures_kept(article.site, fields, by=by, at=at))
    if open_one and open_one.author_id == by.pk and not open_one.is_frozen:
        revision = open_one
        for name, value in fields.items():
            setattr(revision, name, value)
        revision.edited_at = at
        revision.__dict__.pop("text_hash", None)
        revision.save()
    else:
        revision = next_revision(article, latest, fields, by=by, at=at)
        if attachments is None:
            attachments = [(file.asset, file.title) for file in latest.attachments.select_related("asset")]
    if attachments is not None:
        attach(revision, attachments)
    attach_linked(revision, article.site)
    note_uses(revision)
    article.edited_at = at
    if article.state == ArticleState.UNPUBLISHED:
        article.title, article.summary = revision.title, revision.summary
    article.save(update_fields=["edited_at", "title", "summary"])
    record(Event.ARTICLE_EDITED, article, by=by, at=at, after={"revision": revision.number, "changed": sorted(fields)})
    return revision


def next_revision(article: Article, latest: Revision, fields: dict[str, Any], *, by: User, at: datetime) -> Revision:
    """Begin the next revision from the latest one; an open draft it grows from makes way for it."""
    if latest.state in EDITABLE:
        latest.state = State.SUPERSEDED
        latest.save(update_fields=["state"])
    content = {name: getattr(latest, name) for name in PUBLIC_FIELDS}
    content |= {"expires_at": latest.expires_at, **fields}
    if latest.shared_text_id and content["body"] == latest.body:
        content.setdefault("shared_text", latest.shared_text)
    return Revision.objects.create(
        article=article,
        number=latest.number + 1,
        author=by,
        created_at=at,
        edited_at=at,
        entered_stage_at=at,
        **content,
    )


@transaction.atomic
def discard_draft(revision: Revision, *, by: User, at: datetime) -> None:
    """Give up an open draft; the live page, if there is one, stays. Raises Refused for anything but one's own draft."""
    locked_article(revision.article)
    revision = Revision.objects.select_related("article__column", "article__site").get(pk=revision.pk)
    refuse_unless(revision.state in EDITABLE, _("只能放弃草稿或被退回的稿件。"))
    refuse_unless(revision.author_id == by.pk, _("只能放弃自己撰写的草稿。"))
    revision.state = State.DISCARDED
    revision.save(update_fields=["state"])
    record(
        Event.ARTICLE_EDITED, revision.article, by=by, at=at, site=revision.article.site,
        after={"discarded": revision.number},
    )  # fmt: skip


@transaction.atomic
def pin_article(article: Article, *, by: User, at: datetime, until: datetime | None = None) -> Article:
    """Keep a published article at the top of its column until the moment, thirty days by default. Raises Refused."""
    article = locked_article(article)
    refuse_unless(can(by, Action.ARTICLE_PIN, article), _("您没有置顶的权限。"))
    refuse_unless(article.state == ArticleState.PUBLISHED, _("只有已发布的稿件可以置顶。"))
    until = until or at + timedelta(days=30)
    refuse_if(until <= at, _("置顶期限须晚于现在。"))
    article.is_pinned, article.pinned_until = True, until
    article.save(update_fields=["is_pinned", "pinned_until"])
    record(Event.ARTICLE_PINNED, article, by=by, at=at, after={"until": until})
    announce(article, at=at)
    return article


@transaction.atomic
def unpin_article(article: Article, *, by: User, at: datetime) -> Article:
    """Let a pinned article return to its place by date. Raises Refused."""
    article = locked_article(article)
    refuse_unless(can(by, Action.ARTICLE_PIN, article), _("您没有取消置顶的权限。"))
    refuse_unless(article.is_pinned, _("稿件没有置顶。"))
    return _unpin(article, by=by, at=at)


@transaction.atomic
def end_pin(article: Article, *, by: User, at: datetime) -> Article | None:
    """Take down a pin whose time has run out; None when it was renewed or taken down meanwhile."""
    article = locked_article(article)
    if not article.is_pinned or article.pinned_until > at:
        return None
    return _unpin(article, by=by, at=at)


def locked_article(article: Article) -> Article:
    """Return the article with its row locked until the transaction ends."""
    return Article.objects.select_for_update(of=("self",)).select_related("column", "site").get(pk=article.pk)


def _unpin(article: Article, *, by: User, at: datetime) -> Article:
    article.is_pinned, article.pinned_until = False, None
    article.save(update_fields=["is_pinned", "pinned_until"])
    announce(article, at=at)
    record(Event.ARTICLE_UNPINNED, article, by=by, at=at)
    return article
