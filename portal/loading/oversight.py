"""What lies on the desks of the province's office: templates of answers, urges with and without feedback, issued circulars."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from interaction import actions
from interaction.models import Letter, ReplyTemplate
from portal.loading.cluster import Cluster
from portal.loading.moments import moment
from sites.calendar import local_day

SITE = "lanjiang"
OF_SITE = (
    (
        "咨询类答复",
        "{称呼}：\n您于{收到日期}通过{信箱}反映的“{标题}”收悉。经{承办单位}核实，现答复如下：\n\n\n"
        "如需进一步了解，请在工作时间拨打{联系电话}咨询。",
    ),
    (
        "投诉类答复",
        "{称呼}：\n您反映的“{标题}”（编号{编号}）收悉。{承办单位}已派人到现场核查，情况如下：\n\n\n"
        "处理结果：\n\n\n如对处理结果有异议，请在收到答复后三十日内在查询页面评价并说明理由，我们将重新办理。",
    ),
    (
        "建议采纳情况",
        "{称呼}：\n感谢您提出“{标题}”的建议。{承办单位}作了研究，采纳情况和理由如下：\n\n\n如有新的想法，欢迎继续来信。",
    ),
)
OF_BODY = (
    "涉及多个部门的答复",
    "{称呼}：\n您反映的事项涉及几个部门，{承办单位}已会同有关单位核实，分别答复如下：\n一、\n二、",
)
DEMAND, OTHER_DEMAND = "已逾期，请今日内答复来信人，并说明逾期原因。", "请核实进展，明日下班前反馈办理情况。"
FEEDBACK = "已与来信人电话沟通，现场核查已经完成，答复稿今天送审。"
MONTHS = 3


def load_oversight(cluster: Cluster, *, at: datetime) -> None:
    """Write the templates, urge the two most overdue letters of the province, issue the circulars of the last months."""
    _templates(cluster, at=at)
    _urges(cluster, at=at)
    _circulars(cluster, at=at)


def _templates(cluster: Cluster, *, at: datetime) -> None:
    then, site = at - timedelta(days=60), cluster.sites[SITE]
    for name, text in OF_SITE:
        actions.save_template(
            ReplyTemplate(site=site, name=name, text=text), by=cluster.person(SITE, "intake"), at=then
        )
    for (key, role), user in cluster.answers_for.items():
        if role == "handler" and key.startswith(f"{SITE}/"):
            name, text = OF_BODY
            template = ReplyTemplate(organization=cluster.organizations[key], name=name, text=text)
            actions.save_template(template, by=user, at=then)


def _urges(cluster: Cluster, *, at: datetime) -> None:
    supervisor = cluster.person(SITE, "supervisor")
    handlers = {
        cluster.organizations[key].pk: user for (key, role), user in cluster.answers_for.items() if role == "handler"
    }
    late = Letter.objects.for_site(cluster.sites[SITE]).overdue(on=local_day(at)).filter(organization__in=handlers)
    for number, letter in enumerate(late.order_by("due_on", "pk")[:2]):
        then = moment(0, 8 * 60 + 40 + number, now=at)
        urge = actions.urge_letter(letter, text=(DEMAND, OTHER_DEMAND)[number], by=supervisor, at=then)
        if number:
            actions.answer_urge(urge, text=FEEDBACK, by=handlers[letter.organization_id], at=max(then, at))


def _circulars(cluster: Cluster, *, at: datetime) -> None:
    month = timezone.localdate(at).replace(day=1)
    for _month in range(MONTHS):
        over, month = month, (month - timedelta(days=1)).replace(day=1)
        issued = min(timezone.make_aware(datetime.combine(over.replace(day=3), time(9, 30))), at)
        actions.issue_circular(cluster.sites[SITE], month, by=cluster.person(SITE, "supervisor"), at=issued)
