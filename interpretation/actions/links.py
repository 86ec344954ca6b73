"""Links between documents and what explains them: made, taken away, and made by a document that goes public with its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.clauses import chosen_of, clauses_in
from content.models import Article, ArticleKind, PolicyDocument
from interpretation.actions.duties import settle_all
from interpretation.models import AuthorRole, Form, Interpretation, InterpretationDuty, InterpretationLink
from sites.audit import Event, record
from sites.models import User
from sites.outbox import announce
from sites.policy import Action, can
from sites.refusals import refuse_if, refuse_unless
from sites.titles import in_marks

MOST_ASKED = 500


@transaction.atomic
def link_interpretation(
    article: Article,
    documents: Collection[PolicyDocument],
    *,
    by: User,
    at: datetime,
    form: Form | None = None,
    author_role: AuthorRole | None = None,
) -> Interpretation:
    """Say that the article explains the documents, in addition to those it explains already. Raises Refused.

    The link takes the right at both ends, because it shows on both pages; drafts may be linked and show once they are
    public.
    """
    article = Article.objects.select_related("column", "site").get(pk=article.pk)
    refuse_unless(article.kind == ArticleKind.INTERPRETATION, _("只有“政策解读”类稿件可以关联文件。"))
    _refuse_strangers(article, documents, by)
    return _join(article, documents, by=by, at=at, form=form, author_role=author_role)


def link_companions(document: PolicyDocument, companions: Iterable[Article], *, by: User, at: datetime) -> None:
    """Link what goes out with a document that just went public; the right to was checked when it was put into its plan."""
    for article in companions:
        _join(article, [document], by=by, at=at)


def _join(
    article: Article,
    documents: Collection[PolicyDocument],
    *,
    by: User,
    at: datetime,
    form: Form | None = None,
    author_role: AuthorRole | None = None,
) -> Interpretation:
    interpretation, is_new = Interpretation.objects.get_or_create(article=article)
    before = {"form": interpretation.form, "author_role": interpretation.author_role}
    interpretation.form = Form(form or interpretation.form)
    interpretation.author_role = AuthorRole(author_role or interpretation.author_role)
    interpretation.save()
    known = set(interpretation.documents.values_list("pk", flat=True))
    added = [document for document in documents if document.pk not in known]
    interpretation.documents.add(*added)
    after = {"form": interpretation.form, "author_role": interpretation.author_role}
    if added or is_new or after != before:
        _tell(Event.INTERPRETATION_LINKED, interpretation, added, by=by, at=at, **after)
    return interpretation


@transaction.atomic
def unlink_interpretation(article: Article, document: PolicyDocument, *, by: User, at: datetime) -> None:
    """Take one link away; when it was the last public interpretation, the duty is open again. Raises Refused."""
    interpretation = Interpretation.objects.select_related("article__column", "article__site").get(article=article.pk)
    _refuse_strangers(interpretation.article, [document], by)
    if interpretation.documents.filter(pk=document.pk).exists():
        interpretation.documents.remove(document)
        _tell(Event.INTERPRETATION_UNLINKED, interpretation, [document], by=by, at=at)


@transaction.atomic
def set_clauses(
    article: Article, document: PolicyDocument, asked: str, *, by: User, at: datetime
) -> InterpretationLink:
    """Say which clauses of the document the interpretation is about, as people write them; nothing written means the whole.
    Raises Refused for a clause that the public text does not have: a link never leads nowhere."""
    article = Article.objects.select_related("column", "site").get(pk=article.pk)
    _refuse_strangers(article, [document], by)
    rows = InterpretationLink.objects.select_for_update(of=("self",)).filter(interpretation__article=article)
    link = rows.filter(document=document).select_related("interpretation", "document__article__live").first()
    refuse_unless(link, _("这篇稿件没有关联这份文件。"))
    live = link.document.article.live
    chosen, unknown = chosen_of(asked[:MOST_ASKED], clauses_in(live.body if live else ""))
    said = {"document": in_marks(link.document.article.title), "words": "”“".join(unknown[:5])}
    refuse_if(unknown, _("%(document)s的公开文本中没有“%(words)s”，请按原文的条、部分填写。") % said)
    if chosen != link.clauses:
        before, link.clauses = link.clauses, chosen
        link.save(update_fields=["clauses"])
        announce(article, at=at)
        record(
            Event.INTERPRETATION_CLAUSES_SET, link.interpretation, by=by, at=at, site=article.site,
            before={"clauses": before}, after={"document": link.document, "clauses": chosen},
        )  # fmt: skip
    return link


def _refuse_strangers(article: Article, documents: Collection[PolicyDocument], by: User) -> None:
    refuse_unless(can(by, Action.INTERPRETATION_LINK, article), _("您没有为这篇稿件关联文件的权限。"))
    for document in documents:
        refuse_unless(can(by, Action.INTERPRETATION_LINK, document), _("您没有为文件“%s”关联解读的权限。") % document)


def _tell(
    event: Event,
    interpretation: Interpretation,
    documents: Collection[PolicyDocument],
    *,
    by: User,
    at: datetime,
    **facts: str,
) -> None:
    """Settle the duties, tell those who follow both pages, write the record."""
    settle_all(InterpretationDuty.objects.filter(document__in=documents), by=by, at=at)
    linked = PolicyDocument.objects.filter(interpretations=interpretation).select_related("article")
    for article in {interpretation.article, *(document.article for document in [*linked, *documents])}:
        announce(article, at=at)
    record(
        event, interpretation, by=by, at=at, site=interpretation.article.site,
        after={"documents": list(documents), **facts},
    )  # fmt: skip
