"""Moving an article to another column of its site; its old address leads to the new one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.models import Article, ArticleState
from content.page_store.purging import note_leaving
from content.workflow import EDITABLE
from sites.audit import Event, record
from sites.models import Column, User
from sites.outbox import announce
from sites.policy import Action, can
from sites.refusals import refuse_if, refuse_unless


@transaction.atomic
def move_article(article: Article, column: Column, *, by: User, at: datetime) -> Article:
    """Put the article into another active column of the same site. The page moves with it and the old address redirects,
    since an article is found by its number whatever the path says.

    Raises Refused without the right at both columns, and while a version is being reviewed: the reviewers of one column
    must not find the text in another.
    """
    article = Article.objects.select_for_update(of=("self",)).select_related("column", "site").get(pk=article.pk)
    refuse_unless(can(by, Action.ARTICLE_MOVE, article), _("您没有移动这篇稿件的权限。"))
    refuse_unless(column.site_id == article.site_id, _("只能移动到本网站的栏目。"))
    right = Action.ARTICLE_WRITE if article.published_at is None else Action.ARTICLE_MOVE
    refuse_unless(can(by, right, column), _("您没有在“%s”栏目办理的权限。") % column)
    refuse_if(column.pk == article.column_id, _("稿件已经在“%s”栏目。") % column)
    refuse_unless(column.state == "active", _("栏目“%s”已停用，不能移入稿件。") % column)
    refuse_if(
        article.revisions.open().exclude(state__in=EDITABLE).exists(),
        _("稿件正在审核或等待发布，请办结或撤回后再移动。"),
    )
    is_public = article.state == ArticleState.PUBLISHED
    if is_public:
        note_leaving(article, at=at)
    before = article.column
    article.column = column
    article.is_pinned, article.pinned_until = False, None
    article.save(update_fields=["column", "is_pinned", "pinned_until"])
    if is_public:
        announce(article, at=at)
    record(Event.ARTICLE_MOVED, article, by=by, at=at, before={"column": before}, after={"column": column})
    return article
