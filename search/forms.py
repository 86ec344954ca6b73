"""What may be asked of the search page. Anything unknown falls back to the default; nothing raises."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import DocumentStatus
from search.backends import Sort
from search.documents import KINDS
from search.words import LONGEST_QUESTION
from sites.query_fields import Number

SPANS = {"week": (_("一周内"), 7), "month": (_("一月内"), 31), "year": (_("一年内"), 366)}
YEARS = range(1990, 2100)


class LenientChoice(forms.ChoiceField):
    """A choice that becomes the initial one when it is unknown."""

    def clean(self, value: Any) -> str:
        """Return the value when it is offered, else the initial one."""
        return value if isinstance(value, str) and self.valid_value(value) else self.initial


class SearchForm(forms.Form):
    """The query string of /search/."""

    q = forms.CharField(
        label=_("搜索内容"),
        required=False,
        max_length=LONGEST_QUESTION,
        error_messages={
            "max_length": _("搜索内容不能超过 %(limit_value)d 个字，请只输入关键词。"),
            "null_characters_not_allowed": _("搜索内容中有无法识别的字符，请重新输入。"),
        },
    )
    scope = LenientChoice(initial="site", choices=[("site", _("本站")), ("below", _("下级")), ("cluster", _("站群"))])
    kind = LenientChoice(initial="", choices=[("", _("全部")), *KINDS.items()])
    status = LenientChoice(initial="", choices=[("", _("不限")), *DocumentStatus.choices])
    sort = LenientChoice(
        initial=Sort.RELEVANCE.value, choices=[(Sort.RELEVANCE.value, _("按相关度")), (Sort.DATE.value, _("按时间"))]
    )
    time = LenientChoice(
        initial="", choices=[("", _("不限")), *((name, label) for name, (label, _days) in SPANS.items())]
    )
    site = Number(1, 10**9)
    page = Number(1, 10**9, 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the years besides the spans of time."""
        super().__init__(*args, **kwargs)
        self.fields["time"].choices += [(str(year), str(year)) for year in YEARS]


def span_of(choice: str, *, at: datetime) -> tuple[datetime | None, datetime | None]:
    """Return from when until when, for a span of time or a year."""
    if choice in SPANS:
        return at - timedelta(days=SPANS[choice][1]), None
    if choice.isdigit():
        zone, year = timezone.get_default_timezone(), int(choice)
        return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    return None, None
