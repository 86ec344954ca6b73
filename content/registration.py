"""The registration form (登记表) of one revision: who did what to it, in which capacity, when, over exactly which text.

Panzhihua 2015 (12): one item one review, and each review is registered with the person who answers for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from content.integrity import faults_of
from content.models import Decision, ReviewStep, Revision
from content.workflow import State, stage_at
from sites.policy import Role


@dataclass(frozen=True)
class Line:
    """One step as the form shows it."""

    stage: str
    decision: str
    person: str
    capacity: str
    at: datetime
    opinion: str
    text_hash: str


@dataclass(frozen=True)
class RegistrationForm:
    """All that the form says. `faults` names what does not agree with text and audit trail; empty when all does."""

    revision: Revision
    facts: list[tuple[str, object]]
    address: str
    marks: list[str]
    lines: list[Line]
    faults: list[str]

    @property
    def pairs(self) -> list[list[tuple[str, object]]]:
        """The facts two by two, as the rows of the sheet take them."""
        return [self.facts[at : at + 2] for at in range(0, len(self.facts), 2)]


def registration_form(revision: Revision, *, address: str) -> RegistrationForm:
    """Return the form of a revision; `address` is where the public finds the article, empty when it never could."""
    steps = list(revision.steps.select_related("by").order_by("pk"))
    return RegistrationForm(
        revision=revision,
        facts=_facts(revision),
        address=address,
        marks=_marks(revision, steps),
        lines=[_line(step) for step in steps],
        faults=faults_of(revision),
    )


def _facts(revision: Revision) -> list[tuple[str, object]]:
    article = revision.article
    site = article.site
    published = revision.published_at
    return [
        (_("网站名称"), site.name),
        (_("网站标识码"), site.code),
        (_("主办单位"), site.sponsor.name),
        (_("栏目"), article.column.name),
        (_("类别"), article.get_kind_display()),
        (_("稿件编号"), _("%(article)d 第 %(number)d 版") % {"article": article.pk, "number": revision.number}),
        (_("来源"), revision.source),
        (_("撰稿人"), revision.author),
        (_("状态"), revision.get_state_display()),
        (_("发布时间"), published or (revision.publish_at and _("定时发布")) or _("未发布")),
    ]


def _marks(revision: Revision, steps: list[ReviewStep]) -> list[str]:
    """What sets this publication apart from the ordinary way through three reviews."""
    marks = []
    for step in steps:
        if step.decision == Decision.EMERGENCY:
            marks.append(_("应急发布，理由：%s") % (step.opinion or "—"))
        elif step.decision == Decision.STANDING:
            marks.append(_("依长期授权发布，依据：%s") % (step.opinion or "—"))
    if revision.is_emergency and not any(step.decision == Decision.EMERGENCY for step in steps):
        marks.append(_("应急发布"))
    return marks


def _line(step: ReviewStep) -> Line:
    return Line(
        stage=step.stage_name,
        decision=step.get_decision_display(),
        person=str(step.by),
        capacity=_capacity(step),
        at=step.at,
        opinion=step.opinion,
        text_hash=step.text_hash,
    )


def _capacity(step: ReviewStep) -> str:
    """In which role the person acted."""
    if step.by.is_robot:
        return _("系统")
    if step.decision in {Decision.SUBMIT, Decision.RECALL}:
        return str(Role.CONTRIBUTOR.label)
    if step.decision == Decision.EMERGENCY:
        return str(Role.EMERGENCY_ISSUER.label)
    stage = stage_at(step.stage) if step.stage in State else None
    return str(stage.role.label) if stage else ""
