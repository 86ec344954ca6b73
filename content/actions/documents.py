"""Policy documents: the library's row written at publication, their status, and what one does to another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Article, DocumentRelation, DocumentStatus, PolicyDocument, RelationKind
from sites.audit import Event, record
from sites.models import Organization, User
from sites.outbox import announce
from sites.policy import Action, can, may
from sites.refusals import refuse_if, refuse_unless
from sites.scope import everything

DATES = ("written_on", "printed_on", "effective_on", "expires_on")
STATUS_AFTER = {
    RelationKind.AMENDS: DocumentStatus.AMENDED,
    RelationKind.REPEALS: DocumentStatus.REPEALED,
    RelationKind.REPLACES: DocumentStatus.REPEALED,
}


def document_as_written(article: Article, data: dict[str, Any], known: PolicyDocument | None = None) -> PolicyDocument:
    """Return the document that a revision's data describes, unsaved; `known` is the library's row for the article."""
    document = known or PolicyDocument(article=article)
    fields = {name: value for name, value in data.items() if not (name == "status" and document.pk)}
    for name in DATES:
        fields[name] = date.fromisoformat(fields[name]) if fields.get(name) else None
    fields["issuer_id"] = fields.pop("issuer", None)
    given = fields.pop("index_number", "")
    for name, value in fields.items():
        setattr(document, name, value)
    document.index_number = document.index_number or given
    return document


def write_document(article: Article, data: dict[str, Any]) -> PolicyDocument:
    """Write the live revision's document data into the library; called by publishing, inside its transaction.
    Raises Refused when the index number that was typed is another document's."""
    known = PolicyDocument.objects.filter(article=article).first()
    document = document_as_written(article, data, known)
    with everything("index numbers are unique across the cluster, not within one person's reach"):
        document.index_number = document.index_number or next_index_number(document)
        others = PolicyDocument.objects.filter(index_number=document.index_number).exclude(article=article)
        refuse_if(others.exists(), _("索引号“%s”已用于另一份文件。") % document.index_number)
    document.save()
    article.policy_document = document
    return document


def next_index_number(document: PolicyDocument) -> str:
    """Return the next free 索引号 {organization code}/{year}-{serial of five digits} (rules 5.2). The organization's row is
    locked, so that two documents published at the same moment are numbered one after the other."""
    issuer = Organization.objects.select_for_update(of=("self",)).get(pk=document.issuer_id)
    start = f"{issuer.code}/{document.written_on.year}-"
    taken = PolicyDocument.objects.filter(index_number__startswith=start).values_list("index_number", flat=True)
    serials = [int(serial) for serial in (number.removeprefix(start) for number in taken) if serial.isdecimal()]
    return f"{start}{max(serials, default=0) + 1:05d}"


def _mark(document: PolicyDocument, status: DocumentStatus, *, by: User, at: datetime, why: str) -> None:
    before = document.status
    document.status = status
    document.save(update_fields=["status"])
    record(
        Event.DOCUMENT_STATUS_CHANGED, document, by=by, at=at, site=document.article.site,
        before={"status": before}, after={"status": status, "why": why},
    )  # fmt: skip
    announce(document.article, at=at)


@transaction.atomic
def set_document_status(
    document: PolicyDocument, status: DocumentStatus, *, by: User, at: datetime, why: str
) -> PolicyDocument:
    """Mark a document as amended, repealed or lapsed on its own page (R9). Raises Refused without a reason."""
    document = (
        PolicyDocument.objects.select_for_update(of=("self",)).select_related("article__site").get(pk=document.pk)
    )
    refuse_unless(may(by, Action.ARTICLE_WITHDRAW, document.article), _("您没有变更文件有效性的权限。"))
    refuse_unless(why.strip(), _("请写明变更有效性的依据。"))
    _mark(document, status, by=by, at=at, why=why)
    return document


@transaction.atomic
def lapse_document(document: PolicyDocument, *, by: User, at: datetime) -> PolicyDocument | None:
    """Mark a document whose validity has ended: it lapses by itself and says so on its page (GF3)."""
    document = (
        PolicyDocument.objects.select_for_update(of=("self",)).select_related("article__site").get(pk=document.pk)
    )
    if not PolicyDocument.objects.to_lapse(on=timezone.localdate(at)).filter(pk=document.pk).exists():
        return None  # repealed or given more time since the sweep listed it
    _mark(document, DocumentStatus.LAPSED, by=by, at=at, why=_("有效期届满，自行失效。"))
    return document


@transaction.atomic
def relate_documents(
    document: PolicyDocument, kind: RelationKind, target: PolicyDocument, *, by: User, at: datetime
) -> DocumentRelation:
    """Say what one document does to another; the target's status follows from it."""
    target = PolicyDocument.objects.select_for_update(of=("self",)).select_related("article__site").get(pk=target.pk)
    refuse_unless(can(by, Action.ARTICLE_WITHDRAW, target.article), _("您没有变更文件有效性的权限。"))
    relation, _made = DocumentRelation.objects.get_or_create(document=document, target=target, kind=kind)
    if kind in STATUS_AFTER:
        _mark(target, STATUS_AFTER[kind], by=by, at=at, why=f"{relation.get_kind_display()}：{document}")
    return relation
