"""Plans for explaining a document, made while it is a draft or in review (三同步, JD1), and the kinds that need one (JD4).

Guizhou 2015 (6): important policies are drafted together with a plan to interpret them. Three answers are possible: who
will interpret until when, finished interpretations that go out with the document, or why it needs none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.actions.articles import locked_article
from content.models import Article, ArticleKind
from interpretation.actions.duties import latest_day
from interpretation.models import DutyState, Form, InterpretationDuty, InterpretationPlan, RequiredKind, Way
from sites.audit import Event, record
from sites.models import Organization, User
from sites.policy import Action, can
from sites.refusals import reason_in, refuse_if, refuse_unless
from sites.titles import in_marks


@transaction.atomic
def plan_interpretation(
    article: Article,
    *,
    by: User,
    at: datetime,
    organization: Organization,
    forms: Iterable[Form],
    planned_on: date,
    drafter: str = "",
) -> InterpretationPlan:
    """Say who will interpret the document, in which forms, until when. Raises Refused, also for a day that is over or lies
    behind the last day of the duty."""
    article = _plannable(article, by)
    chosen = [str(form) for form in Form if form in set(forms)]
    refuse_unless(chosen, _("请至少选择一种解读形式。"))
    today, last = timezone.localdate(at), latest_day(article)
    refuse_if(planned_on < today, _("计划完成日期不能早于今天。"))
    refuse_if(
        last and planned_on > max(last, today),
        _("计划完成日期不得晚于解读时限，最迟为 %s。") % max(last or today, today),
    )
    said = {"organization": organization, "forms": chosen, "planned_on": planned_on, "drafter": drafter.strip()}
    plan = _keep(article, Way.PLANNED, by=by, at=at, **said)
    duty = InterpretationDuty.objects.select_for_update(of=("self",)).filter(document__article=article).first()
    if duty and duty.organization_id != organization.pk:
        duty.organization = organization
        duty.save(update_fields=["organization"])
    return plan


@transaction.atomic
def plan_companions(article: Article, companions: Collection[Article], *, by: User, at: datetime) -> InterpretationPlan:
    """Say which interpretations go out with the document: they are issued with it and linked to it. Raises Refused; the right
    is needed at both ends, as for a link."""
    article = _plannable(article, by)
    refuse_if(article.published_at, _("文件已公开过，请直接关联解读稿件。"))
    refuse_unless(companions, _("请选择随文件一起发布的解读稿件。"))
    for each in companions:
        refuse_unless(each.kind == ArticleKind.INTERPRETATION, _("只有“政策解读”类稿件可以随文件发布。"))
        refuse_unless(can(by, Action.INTERPRETATION_LINK, each), _("您没有办理%s的权限。") % in_marks(each.title))
    return _keep(article, Way.TOGETHER, by=by, at=at, companions=list(companions))


@transaction.atomic
def plan_exemption(article: Article, reason: str, *, by: User, at: datetime) -> InterpretationPlan:
    """Free a document that is not public yet from its interpretation, with a reason for the record. Raises Refused for
    anybody but the issuers of its column and the site's administrators."""
    article = _plannable(article, by)
    refuse_unless(
        can(by, Action.DUTY_EXEMPT, article), _("免于解读须由本栏目的审发员或站点管理员登记，您没有这项权限。")
    )
    refuse_if(
        InterpretationDuty.objects.filter(document__article=article).exists(),
        _("文件已公开并有解读任务，请在解读任务页面登记免于解读。"),
    )
    reason = reason_in(reason, missing=_("请写明免于解读的理由。"))
    return _keep(article, Way.EXEMPT, by=by, at=at, exempt_reason=reason)


def _plannable(article: Article, by: User) -> Article:
    article = locked_article(article)
    refuse_unless(article.kind == ArticleKind.DOCUMENT, _("只有政策文件需要解读方案。"))
    refuse_unless(can(by, Action.PLAN_MAKE, article), _("您没有为这份文件制定解读方案的权限。"))
    exempt = InterpretationDuty.objects.filter(document__article=article, state=DutyState.EXEMPT)
    refuse_if(exempt.exists(), _("这份文件已登记为免于解读。"))
    return article


def _keep(
    article: Article, way: Way, *, by: User, at: datetime, companions: Collection[Article] = (), **said: Any
) -> InterpretationPlan:
    """Make this the article's plan, whatever it was before."""
    plan = InterpretationPlan.objects.filter(article=article).first()
    before = {"way": plan.way} if plan else None
    plan = plan or InterpretationPlan(article=article)
    blank = {"organization": None, "forms": [], "planned_on": None, "drafter": "", "exempt_reason": ""}
    for name, value in {**blank, **said, "way": way, "made_by": by, "made_at": at}.items():
        setattr(plan, name, value)
    plan.save()
    plan.companions.set(companions)
    after = {"way": way, **said, "companions": list(companions)}
    record(Event.PLAN_MADE, plan, by=by, at=at, site=article.site, before=before, after=after)
    return plan


@transaction.atomic
def save_required_kind(row: RequiredKind, *, by: User, at: datetime) -> RequiredKind:
    """Say that a kind of document must be explained, for the platform or for a site and everything below it. Raises Refused;
    sites only add kinds, they never take away what holds above them."""
    refuse_unless(can(by, Action.KIND_CHANGE, row), _("您没有设置应解读文件类别的权限。"))
    refuse_if(row.site_id and not row.is_required, _("网站只能增加应解读的文件类别，不能减少上级规定的类别。"))
    row.full_clean()
    row.save()
    after = {"kind": row.kind, "is_required": row.is_required, "basis": row.basis}
    record(Event.KIND_SAVED, row, by=by, at=at, site=row.site, after=after)
    return row


@transaction.atomic
def delete_required_kind(row: RequiredKind, *, by: User, at: datetime) -> None:
    """Take back what this level added; what holds above it still holds. Raises Refused."""
    refuse_unless(can(by, Action.KIND_CHANGE, row), _("您没有设置应解读文件类别的权限。"))
    record(Event.KIND_DELETED, row, by=by, at=at, site=row.site, before={"kind": row.kind})
    row.delete()
