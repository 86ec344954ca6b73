"""Letters with a longer story: given back and handed over twice, shared out, merged, supplemented, handled again."""

from __future__ import annotations

from datetime import datetime

from interaction import actions
from interaction.models import Letter
from interaction.workflow import State
from portal.loading.cluster import Cluster
from sites.models import Organization, User

SITE = "lanjiang"
NOT_OURS = "经核对“三定”规定，来信所述事项不属于本单位职责，建议由行业主管部门办理。"
QUESTION = "请补充事情发生的具体地点和时间；如有现场照片，请说明拍摄日期。"
ANSWER = "地点在小区东门外的公交站旁，上周三晚上七点左右发现的，照片是当天拍的。"
PART = "经我单位核实，涉及本单位的设施已于本周完成检修，相关记录已移交主办单位汇总答复。"
UNSATISFIED = "答复只讲了规定，没有说明我反映的问题什么时候能解决。"


def load_letter_stories(cluster: Cluster, *, at: datetime) -> None:
    """Carry some open letters of the province further than the rest."""
    intake = cluster.person(SITE, "intake")
    handlers = {
        cluster.organizations[key].pk: user for (key, role), user in cluster.answers_for.items() if role == "handler"
    }
    letters = Letter.objects.for_site(cluster.sites[SITE]).select_related("mailbox", "organization").order_by("-pk")
    in_hand = list(letters.filter(state=State.IN_HAND, is_extended=False)[:4])
    if len(in_hand) == 4:
        _hand_over_twice(in_hand[0], intake, handlers, at=at)
        _share(in_hand[1], intake, handlers, at=at)
        _supplement(in_hand[2], handlers, at=at)
        _merge(in_hand[3], intake, at=at)
    answered = letters.filter(state=State.REPLIED, round=1).order_by("-replied_at").first()
    if answered is not None:
        actions.rate_reply(answered, attitude=4, speed=4, result=2, comment=UNSATISFIED, at=at)


def _others(letter: Letter, handlers: dict[int, User]) -> list[Organization]:
    """Two organizations of the same parent that have people too, besides the letter's own."""
    beside = Organization.objects.filter(parent=letter.organization.parent_id, pk__in=handlers, is_active=True)
    return list(beside.exclude(pk=letter.organization_id).order_by("pk")[:2])


def _hand_over_twice(letter: Letter, intake: User, handlers: dict[int, User], *, at: datetime) -> None:
    second, *_more = _others(letter, handlers)
    letter = actions.bounce_letter(letter, reason=NOT_OURS, by=handlers[letter.organization_id], at=at)
    letter = actions.assign_letter(letter, organization=second, note="请按职责办理。", by=intake, at=at)
    actions.take_letter(letter, by=handlers[second.pk], at=at)


def _share(letter: Letter, intake: User, handlers: dict[int, User], *, at: datetime) -> None:
    for number, helper in enumerate(_others(letter, handlers)):
        actions.invite_helper(letter, organization=helper, note="请提供本单位职责范围内的情况。", by=intake, at=at)
        if number == 0:
            actions.sign_for_part(letter, by=handlers[helper.pk], at=at)
            actions.contribute(letter, text=PART, by=handlers[helper.pk], at=at)


def _supplement(letter: Letter, handlers: dict[int, User], *, at: datetime) -> None:
    actions.ask_supplement(letter, question=QUESTION, by=handlers[letter.organization_id], at=at)
    actions.answer_supplement(letter, text=ANSWER, at=at)


def _merge(letter: Letter, intake: User, *, at: datetime) -> None:
    repeat = actions.submit_letter(
        letter.mailbox,
        title=f"再次反映：{letter.title}"[:100],
        body=f"前几天有邻居反映过同样的问题，我家也遇到了。{letter.body}"[:4000],
        writer_name="岑雨桐",
        writer_phone="13900001234",
        at=at,
    ).letter
    actions.merge_letter(repeat, number=letter.number, by=intake, at=at)
