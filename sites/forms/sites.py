"""The next step in the life of a site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from sites.models import Site, SiteState
from sites.workflow import SITE_MOVES


class SiteStateForm(forms.Form):
    """The next state of a site, of those that its life cycle allows, and why."""

    state = forms.ChoiceField(label=_("变更为"), widget=UnfoldAdminSelectWidget)
    note = forms.CharField(
        label=_("原因或公告"), max_length=200, required=False, help_text=_("临时下线和永久下线必须写明。"),
        widget=UnfoldAdminTextInputWidget,
    )  # fmt: skip
    moved_to = forms.URLField(
        label=_("新网址"), max_length=200, required=False, assume_scheme="https", widget=UnfoldAdminTextInputWidget,
        help_text=_("变更为“已迁移”时填写，以后访问原网址的人会转到这里；没有新网址的显示迁移说明。"),
    )  # fmt: skip

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        following = SITE_MOVES[SiteState(site.state)]
        states = [(state.value, state.label) for state in SiteState if state in following]
        self.fields["state"].choices = [("", _("请选择")), *states] if len(states) > 1 else states
        if SiteState.MIGRATED not in following:
            del self.fields["moved_to"]
