"""What one document does to another, and the status (有效性) that follows from it, from expiry and from people's word."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.document_status import STATUS_AFTER, Ground, grounds_of, prevailing
from content.models import Article, ArticleKind, DocumentRelation, DocumentStatus, PolicyDocument, RelationKind
from content.querysets import public_where
from sites.audit import Event, record
from sites.outbox import announce
from sites.policy import Action, may
from sites.refusals import refuse_if, refuse_unless
from sites.scope import everything
from sites.titles import in_marks

if TYPE_CHECKING:
    from sites.models import User

CHANGES_STATUS = frozenset(STATUS_AFTER)


@transaction.atomic
def relate_documents(
    article: Article, kind: RelationKind, target: PolicyDocument, *, by: User, at: datetime
) -> DocumentRelation:
    """Say what a document does to another. While the article is a draft nothing follows; once it is public the target's
    status does. Doing it twice is doing it once. Raises Refused with a request to whoever answers for the target."""
    with everything("documents relate to each other across sites"):
        article, target = _locked_pair(article, target.pk)
        _refuse_unless_permitted(article, kind, target, by)
        refuse_unless(article.kind == ArticleKind.DOCUMENT, _("只有政策文件可以与其他文件建立关系。"))
        refuse_if(target.article_id == article.pk, _("文件不能与自身建立关系。"))
        back = DocumentRelation.objects.filter(
            article=target.article_id, target__article=article, kind__in=CHANGES_STATUS
        )
        refuse_if(
            kind in CHANGES_STATUS and back.exists(),
            _("%s已修改、废止或代替本文件，不能反过来再建立此关系。") % in_marks(target.article),
        )
        relation, is_new = DocumentRelation.objects.get_or_create(article=article, target=target, kind=kind)
        if is_new:
            follow_status(target, by=by, at=at, why=f"{relation.get_kind_display()}：{article}")
            announce(article, at=at)
            announce(target.article, at=at)
            record(
                Event.DOCUMENT_RELATED, article, by=by, at=at, site=article.site,
                after={"kind": str(kind), "target": target},
            )  # fmt: skip
    return relation


@transaction.atomic
def unrelate_documents(relation: DocumentRelation, *, by: User, at: datetime) -> None:
    """Take a relation back; the target's status is again what everything else says. Raises Refused."""
    with everything("documents relate to each other across sites"):
        article, target = _locked_pair(relation.article, relation.target_id)
        _refuse_unless_permitted(article, RelationKind(relation.kind), target, by)
        deleted, _rows = DocumentRelation.objects.filter(pk=relation.pk).delete()
        refuse_unless(deleted, _("这条关系已经解除。"))
        follow_status(target, by=by, at=at, why=_("解除关系：%s") % article)
        announce(article, at=at)
        announce(target.article, at=at)
        record(
            Event.DOCUMENT_UNRELATED, article, by=by, at=at, site=article.site,
            before={"kind": relation.kind, "target": target},
        )  # fmt: skip


@transaction.atomic
def set_document_status(
    document: PolicyDocument, status: DocumentStatus, *, by: User, at: datetime, why: str
) -> PolicyDocument:
    """Declare by hand that a document is amended, repealed or lapsed (R9), or take the declaration back with 有效. Raises
    Refused without a reason, and when other documents or the expiry say more than the declaration could undo."""
    document = _locked(document.pk)
    refuse_unless(may(by, Action.ARTICLE_WITHDRAW, document.article), _("您没有变更文件有效性的权限。"))
    refuse_unless(why.strip(), _("请写明变更有效性的依据。"))
    status = DocumentStatus(status)
    document.declared_status = "" if status == DocumentStatus.IN_FORCE else status
    document.declared_on = None if status == DocumentStatus.IN_FORCE else timezone.localdate(at)
    document.declared_why = why.strip()[:200]
    ground = _ground_of(document, at=at)
    refuse_if(ground.status != status, _why_not(document, ground))
    document.save(update_fields=["declared_status", "declared_on", "declared_why"])
    if not follow_status(document, by=by, at=at, why=why):  # the page shows the words of a declaration made anew
        record(
            Event.DOCUMENT_STATUS_CHANGED, document, by=by, at=at, site=document.article.site,
            before={"status": status}, after={"status": status, "by": None, "why": why},
        )  # fmt: skip
        announce(document.article, at=at)
    return document


@transaction.atomic
def lapse_document(document: PolicyDocument, *, by: User, at: datetime) -> PolicyDocument | None:
    """Mark a document whose validity has ended: it lapses by itself and says so on its page (GF3). None when it was
    repealed or given more time since the sweep listed it."""
    document = _locked(document.pk)
    is_changed = follow_status(document, by=by, at=at, why=_("有效期届满，自行失效。"))
    return document if is_changed and document.status == DocumentStatus.LAPSED else None


def follow_targets(article: Article, by: User, at: datetime) -> None:
    """Bring the status of every document that this one acts on up to date, and its own; a follower of publishing and of
    taking down, inside their transaction."""
    if article.kind != ArticleKind.DOCUMENT:
        return
    with everything("documents relate to each other across sites"):
        relations = DocumentRelation.objects.filter(article=article, kind__in=CHANGES_STATUS)
        own = PolicyDocument.objects.filter(article=article).values_list("pk", flat=True)
        for pk in sorted({*relations.values_list("target", flat=True), *own}):
            follow_status(_locked(pk), by=by, at=at, why=str(article))


def follow_status(document: PolicyDocument, *, by: User, at: datetime, why: str) -> bool:
    """Set a locked document's status to what prevails now; True when that, or its ground, is new."""
    ground = _ground_of(document, at=at)
    now = (document.status, document.status_by_id, document.status_on)
    then = (ground.status, ground.article, ground.on)
    if now == then:
        return False
    document.status, document.status_by_id, document.status_on = then
    document.save(update_fields=["status", "status_by", "status_on"])
    if now[0] != then[0] or now[1] != then[1]:
        record(
            Event.DOCUMENT_STATUS_CHANGED, document, by=by, at=at, site=document.article.site,
            before={"status": now[0]}, after={"status": str(ground.status), "by": ground.article, "why": why},
        )  # fmt: skip
    announce(document.article, at=at)
    return True


def _ground_of(document: PolicyDocument, *, at: datetime) -> Ground:
    with everything("documents relate to each other across sites"):
        public = public_where(at=at, article="article__")
        relations = DocumentRelation.objects.filter(public, target=document, kind__in=CHANGES_STATUS)
        rows = relations.values_list(
            "kind", "article", "article__policy_document__effective_on", "article__published_at"
        )
        acts = [(kind, article, effective or timezone.localdate(moment)) for kind, article, effective, moment in rows]
    declared = (document.declared_status, document.declared_on)
    on: date = timezone.localdate(at)
    return prevailing(grounds_of(acts, expires_on=document.expires_on, declared=declared, on=on))


def _why_not(document: PolicyDocument, ground: Ground) -> str:
    if ground.article:
        with everything("the title of a document of another site"):
            title = Article.objects.get(pk=ground.article).title
        return _("%(title)s已使本文件“%(status)s”，请先解除文件关系。") % {
            "title": in_marks(title),
            "status": ground.status.label,
        }
    return _("本文件的失效日期（%s）已过，请先发布修改了失效日期的新版本。") % document.expires_on


def _refuse_unless_permitted(article: Article, kind: RelationKind, target: PolicyDocument, by: User) -> None:
    refuse_unless(may(by, Action.DOCUMENT_RELATE, article), _("您没有为这份文件建立关系的权限。"))
    refuse_unless(
        kind not in CHANGES_STATUS or may(by, Action.DOCUMENT_RELATE, target),
        _("您没有变更%(title)s有效性的权限，请联系“%(site)s”“%(column)s”栏目的审发员办理。")
        % {"title": in_marks(target.article), "site": target.article.site, "column": target.article.column},
    )


def _locked_pair(article: Article, target: int) -> tuple[Article, PolicyDocument]:
    own = Article.objects.select_for_update(of=("self",)).select_related("column", "site").get(pk=article.pk)
    return own, _locked(target)


def _locked(pk: int) -> PolicyDocument:
    rows = PolicyDocument.objects.select_for_update(of=("self",))
    return rows.select_related("article__site", "article__column").get(pk=pk)
