"""Holiday notices as an office reads them, and where they are read from."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from sites.bounds import bound
from sites.calendar import WorkCalendar
from sites.models import CalendarNotice
from sites.notice_files import read_notice
from sites.notice_texts import LONGEST_TEXT, Recognised, recognise
from sites.tables import LARGEST_FILE

DAYS = re.compile(r"^(\d{4}-\d{1,2}-\d{1,2})(?:\s*(?:至|到|~|—|–)\s*(\d{4}-\d{1,2}-\d{1,2}))?\s*(.*)$")
LONGEST_HOLIDAY = 31


class DaysField(forms.CharField):
    """Days with their names, one line each: 2027-01-01 元旦, or 2027-02-06 至 2027-02-12 春节."""

    widget = UnfoldAdminTextareaWidget

    def prepare_value(self, value: Any) -> Any:
        """Return stored days as lines."""
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(f"{entry['day']} {entry.get('name', '')}".strip() for entry in value)

    def clean(self, value: str) -> list[dict[str, str]]:
        """Return the days; raise ValidationError naming the line that cannot be read."""
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return [entry for line in lines if line for entry in self._entries(line)]

    @staticmethod
    def _entries(line: str) -> list[dict[str, str]]:
        found = DAYS.match(line)
        try:
            first, last = (date(*map(int, (part or found[1]).split("-"))) for part in found.groups()[:2])
        except (AttributeError, TypeError, ValueError):
            raise forms.ValidationError(_("“%s”不是日期，请写成 2027-01-01 元旦。") % line[:40]) from None
        if not 0 <= (last - first).days <= LONGEST_HOLIDAY:
            raise forms.ValidationError(_("“%s”的起止日期有误。") % line[:40])
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [{"day": day.isoformat(), "name": found[3].strip()} for day in days]


class CalendarNoticeForm(forms.ModelForm):
    """A notice as an office reads it: lines of dates, not data."""

    days_off = DaysField(
        label=_("放假日期"), required=False, max_length=5000,
        help_text=_("每行一个日期或一段日期，后面写节日名称，如“2027-02-06 至 2027-02-12 春节”。"),
    )  # fmt: skip
    days_on = DaysField(
        label=_("调休上班日期"),
        required=False,
        max_length=5000,
        help_text=_("每行一个日期，如“2027-02-20 春节调休上班”。"),
    )

    class Meta:
        model = CalendarNotice
        fields = ["year", "title", "document_number", "published_on", "days_off", "days_on", "replaces_year", "note"]
        widgets = {
            "year": UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
            "title": UnfoldAdminTextInputWidget,
            "document_number": UnfoldAdminTextInputWidget,
            "published_on": UnfoldAdminTextInputWidget(attrs={"type": "date"}),
            "note": UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        }

    published_on = bound(
        forms.DateField(
            label=_("发布日期"),
            widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
            help_text=_("同一年度有多份通知时，以发布日期在后的为准。"),
        )
    )


class NoticeSourceForm(forms.Form):
    """Where a notice is read from: its text, or a file of days."""

    text = forms.CharField(
        label=_("通知原文"), required=False, max_length=LONGEST_TEXT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 8}),
        help_text=_("把通知全文粘贴在这里，包括标题和落款日期。"),
    )  # fmt: skip
    file = forms.FileField(
        label=_("或上传文件"), required=False,
        help_text=_("CSV 或 XLSX：日期、放假或上班、节日名称各一列；JSON：year、days_off、days_on。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One of the two must be there."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("text") and not cleaned.get("file"):
            raise forms.ValidationError(_("请粘贴通知原文，或者选择一个文件。"))
        return cleaned

    def recognised(self, calendar: WorkCalendar) -> Recognised:
        """Return what the text, or else the file, says. Raises Refused for a file that cannot be read."""
        text, file = self.cleaned_data["text"], self.cleaned_data["file"]
        return recognise(text, calendar) if text else read_notice(file.read(LARGEST_FILE + 1), name=file.name)
