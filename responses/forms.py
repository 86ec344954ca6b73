"""What the office may say about topics, statements and rebuttals. Choices are limited to what the person may use; the actions
check again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from content.widgets import DATE, DATE_TIME
from responses.models import Finding, HotTopic, Statement, StatementKind, TopicKind
from sites.bounds import bound
from sites.choices import OrganizationByName
from sites.models import Organization, Site, User
from sites.policy import COLUMN_ROLES, Role


def _line(label: str, length: int, *, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=required, help_text=help_text, widget=UnfoldAdminTextInputWidget
    )


def _lines(label: str, length: int, rows: int, *, help_text: str = "") -> forms.CharField:
    widget = UnfoldAdminTextareaWidget(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=length, help_text=help_text, widget=widget)


def writing_sites(user: User) -> QuerySet[Site]:
    """The sites on which the person may open topics and rebut rumours."""
    return Site.objects.filter(pk__in=user.grants.sites_with(*COLUMN_ROLES, Role.SITE_ADMIN)).order_by("tree_id", "lft")


def _offer_sites(field: forms.ModelChoiceField, user: User) -> None:
    """Who writes on one site only is not asked which."""
    field.queryset = writing_sites(user)
    if field.queryset.count() == 1:
        field.empty_label = None


def _unchosen(choices: type[models.TextChoices]) -> list[tuple[str, Any]]:
    """Nothing is chosen for the person: a clock or a verdict would follow from it."""
    return [("", _("请选择")), *choices.choices]


class _Bounded(forms.Form):
    """A form whose dates lie within the span that every database keeps; what is edited may keep the organization that it had,
    even if that is no longer in use."""

    def __init__(self, *args: Any, kept: Organization | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kept:
            self.fields["organization"].keep(kept)
        for field in self.fields.values():
            bound(field)


class TopicForm(_Bounded):
    """What happened, when, and who must respond."""

    title = _line(_("标题"), 80)
    summary = _lines(_("概述"), 300, 2, help_text=_("一两句话说明是什么事，公开页面显示。"))
    organization = OrganizationByName(
        label=_("回应主体"), help_text=_("由这个单位负责回应，时限提醒发给其办件员和负责人。")
    )
    occurred_at = forms.DateTimeField(
        label=_("发生（发现）时间"), widget=DATE_TIME, help_text=_("时限从这一时刻起连续计算，夜间和节假日不停。")
    )


class OpenTopicForm(TopicForm):
    """A new topic, which also needs its site and kind."""

    site = forms.ModelChoiceField(
        label=_("网站"), queryset=None, empty_label=_("请选择网站"), widget=UnfoldAdminSelectWidget
    )
    kind = forms.ChoiceField(
        label=_("类别"), choices=_unchosen(TopicKind), widget=UnfoldAdminSelectWidget,
        help_text=_("重大突发事件：5 小时内发布权威信息，24 小时内举行新闻发布会，首页置顶；其他热点：48 小时内回应。"),
    )  # fmt: skip
    field_order = ("site", "kind", "title", "summary", "organization", "occurred_at")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_sites(self.fields["site"], user)


class StatementForm(_Bounded):
    """What is officially said."""

    kind = forms.ChoiceField(label=_("类别"), choices=_unchosen(StatementKind), widget=UnfoldAdminSelectWidget)
    title = _line(_("标题"), 100)
    body = _lines(
        _("内容"), 20_000, 12, help_text=_("一行一段。写明事实、已采取的措施、后续安排；不写未经核实的内容。")
    )
    organization = OrganizationByName(label=_("发布单位"))
    held_at = forms.DateTimeField(
        label=_("发布会时间"), required=False, widget=DATE_TIME,
        help_text=_("类别为“新闻发布会”时填写召开时间，24 小时时限按召开时间计。"),
    )  # fmt: skip
    corrects = forms.ModelChoiceField(
        label=_("更正哪一条"), queryset=None, required=False, empty_label=_("不是更正"), widget=UnfoldAdminSelectWidget,
        help_text=_("已发布的回应不能修改，用新的一条更正，两条互相注明。"),
    )  # fmt: skip

    def __init__(self, topic: HotTopic, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["corrects"].queryset = Statement.objects.public().filter(topic=topic).newest_first()


class RebuttalForm(_Bounded):
    """What was claimed, what was found, on what evidence, by whom."""

    title = _line(_("标题"), 100)
    claim = _lines(_("谣言内容"), 500, 3, help_text=_("照实概括流传的说法，不加评论。"))
    spread = _line(_("流传渠道"), 60, required=False, help_text=_("如“短视频平台”“微信群”，不写个人账号。"))
    claimed_on = forms.DateField(label=_("流传日期"), required=False, widget=DATE)
    finding = forms.ChoiceField(label=_("查证结论"), choices=_unchosen(Finding), widget=UnfoldAdminSelectWidget)
    conclusion = _lines(_("结论说明"), 300, 2, help_text=_("一两句话说清事实。"))
    evidence = _lines(_("事实依据"), 20_000, 8, help_text=_("一行一段。调查核实的经过、数据、依据的规定。"))
    organization = OrganizationByName(label=_("查证单位"))
    source = _line(_("信息来源"), 60, help_text=_("辟谣信息由谁提供或首发。"))
    source_url = forms.URLField(
        label=_("来源地址"), max_length=500, required=False, assume_scheme="https", widget=UnfoldAdminTextInputWidget
    )
    topic = forms.ModelChoiceField(
        label=_("相关热点"), queryset=None, required=False, empty_label=_("没有"), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, site: Site | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = HotTopic.objects.for_site(site) if site else HotTopic.objects.none()
        self.fields["topic"].queryset = topics.order_by("-occurred_at")


class SiteChoiceForm(forms.Form):
    """On which site a rumour is rebutted."""

    site = forms.ModelChoiceField(
        label=_("网站"), queryset=None, empty_label=_("请选择网站"), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_sites(self.fields["site"], user)


class JudgeForm(forms.Form):
    """An opinion on a text; `seen` is the fingerprint of the text that the page showed."""

    opinion = forms.CharField(
        label=_("意见"), max_length=200, required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("退回时必填。"),
    )  # fmt: skip
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why something is taken back, or not needed."""

    reason = forms.CharField(
        label=_("理由"), max_length=200, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        error_messages={"required": _("请写明理由。"), "max_length": _("理由不得超过 200 个字。")},
    )  # fmt: skip
