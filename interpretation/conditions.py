"""三同步: a policy document does not enter issue before it is settled how it will be explained."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from content.issue_conditions import Answer
from content.models import Article, ArticleKind, ArticleState, Revision
from content.workflow import State
from interpretation.kinds import why_wanted
from interpretation.models import DutyState, Form, Interpretation, InterpretationDuty, InterpretationPlan, Way
from sites.scope import everything
from sites.titles import in_marks

READY = frozenset({State.ISSUE, State.SCHEDULED})


def plan_condition(revision: Revision, at: datetime) -> Answer | None:
    """Answer whether the document has a plan, companions that are ready, or an exemption; None for what needs no plan:
    other articles, and documents that have a duty already. What was published in an emergency has its duty before its
    plan: the plan is asked for when the last of its reviews is made up."""
    article = revision.article
    if article.kind != ArticleKind.DOCUMENT:
        return None
    duty = InterpretationDuty.objects.filter(document__article=article).first()
    if duty and not (revision.is_emergency and duty.state == DutyState.OPEN):
        return None
    plan = plan_of(article)
    was_public = article.published_at is not None and article.published_at != revision.published_at
    why = why_wanted(revision.document or {}, article.site, was_public=was_public, on=timezone.localdate(at))
    if not why:
        return None
    return Answer(str(_("政策解读")), *_standing(plan, why))


def source_condition(revision: Revision, at: datetime) -> Answer | None:
    """A media commentary names its medium and leads to where it was published (Guideline 2017 解读回应 (3): 转载媒体评论文章); None
    for everything else."""
    article = revision.article
    if article.kind != ArticleKind.INTERPRETATION:
        return None
    if not Interpretation.objects.filter(article=article, form=Form.MEDIA).exists():
        return None
    if revision.source_url:
        return Answer(str(_("媒体评论")), True, _("转自%s，已附原文链接。") % revision.source)
    return Answer(
        str(_("媒体评论")), False, _("媒体评论须注明媒体名称并附原文链接，请在“来源”和“原文地址”中填写后再审发。")
    )


def plan_of(article: Article) -> InterpretationPlan | None:
    """Return the article's plan with its companions, each with its open revision."""
    open_ones = Prefetch("revisions", Revision.objects.open(), to_attr="open_ones")
    with everything("interpretations that go out with a document may be of another site"):
        companions = Prefetch("companions", Article.objects.prefetch_related(open_ones).order_by("pk"))
        rows = InterpretationPlan.objects.select_related("organization").prefetch_related(companions)
        return rows.filter(article=article).first()


def _standing(plan: InterpretationPlan | None, why: str) -> tuple[bool, str]:
    if plan is None:
        return False, _(
            "本文件%s，还没有解读方案，不能审发。请在稿件页面“政策解读”中填写解读方案，或选择随文件一起发布的解读；"
            "确不需要解读的，由审发员或站点管理员登记理由。"
        ) % why
    if plan.way == Way.EXEMPT:
        return True, _("已登记免于解读：%s") % plan.exempt_reason
    if plan.way == Way.PLANNED:
        said = {"who": plan.organization, "on": plan.planned_on, "forms": plan.forms_display}
        return True, _("%(who)s 起草，%(forms)s，计划 %(on)s 前完成。") % said
    unready = unready_companions(plan.companions.all())
    if unready:
        return False, _("随文解读%s，须先审到审发环节，才能与文件一起签发。") % "，".join(unready)
    if not plan.companions.all():
        return False, _("随文解读已不存在，请重新填写解读方案。")
    titles = "、".join(in_marks(title_of(each)) for each in plan.companions.all())
    return True, _("%s随文件一起发布。") % titles


def title_of(article: Article) -> str:
    """The title as its office knows it: that of the open revision, if there is one."""
    return article.open_ones[0].title if article.open_ones else article.title


def unready_companions(companions: Iterable[Article]) -> list[str]:
    """Name, with where it stands, everything that could not go out with the document now."""
    found = []
    for each in companions:
        waiting = each.open_ones[0] if each.open_ones else None
        if waiting is not None and waiting.state in READY:
            continue
        if waiting is None and each.state == ArticleState.PUBLISHED:
            continue
        state = waiting.get_state_display() if waiting else each.get_state_display()
        found.append(_("%(title)s目前为“%(state)s”") % {"title": in_marks(title_of(each)), "state": state})
    return found


def companions_to_issue(revision: Revision) -> Iterable[int]:
    """The keys of the interpretations that are issued together with the document."""
    if revision.article.kind != ArticleKind.DOCUMENT:
        return []
    plans = InterpretationPlan.objects.filter(article=revision.article_id, way=Way.TOGETHER)
    return plans.filter(companions__isnull=False).values_list("companions", flat=True)
