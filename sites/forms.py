"""What the office's own forms accept about people and their grants."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermission
from unfold.widgets import (
    UnfoldAdminPasswordWidget,
    UnfoldAdminSelect2Widget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from sites.bounds import bound
from sites.calendar import WorkCalendar
from sites.models import CalendarNotice, Column, Organization, Site, SiteState, User
from sites.notice_files import read_notice
from sites.notice_texts import LONGEST_TEXT, Recognised, recognise
from sites.picker import Picker
from sites.policy import SITE_ROLES, Role
from sites.query_fields import each_word_in, number_in
from sites.refusals import Refused
from sites.tables import LARGEST_FILE
from sites.workflow import SITE_MOVES

Place = Site | Column | Organization
PLACES: dict[str, type[Place]] = {"site": Site, "column": Column, "organization": Organization}


class PersonForm(forms.ModelForm):
    """A member of staff; the password is asked for when the account is opened and may be set anew later."""

    new_password = forms.CharField(
        label=_("密码"), required=False, widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"})
    )

    class Meta:
        model = User
        fields = ["username", "name", "organization", "email", "phone", "is_active"]

    def clean_new_password(self) -> str:
        """Check the password; a new account must have one."""
        password = self.cleaned_data["new_password"]
        if password:
            validate_password(password, self.instance)
        elif self.instance.pk is None:
            raise forms.ValidationError(_("请设置初始密码。"))
        return password


def place_called(key: str) -> Place | None:
    """Return the site, column or organization that a picker's key means, such as column-12; None for anything else."""
    kind, _dash, pk = key.partition("-")
    return PLACES[kind].objects.filter(pk=number_in(pk)).first() if kind in PLACES else None


def places_like(words: list[str], *, most: int = 8) -> list[dict[str, str]]:
    """Sites, columns and organizations whose names contain all the words, as the picker shows them; `most` of each kind."""
    columns = Column.objects.active().filter(each_word_in(words, "name", "path", "site__name")).exclude(parent=None)
    found = [
        *Site.objects.filter(each_word_in(words, "name"))[:most],
        *columns.select_related("site")[:most],
        *Organization.objects.filter(each_word_in(words, "name"))[:most],
    ]
    return [_shown(each) for each in found]


def _shown(place: Place) -> dict[str, str]:
    """A place as the picker shows it: its key, its name, and what tells it from others of the name."""
    kind = place._meta.model_name
    note = f"{place.site.short_name} /{place.path}/" if kind == "column" else str(place._meta.verbose_name)
    return {"id": f"{kind}-{place.pk}", "title": place.name, "note": note}


def _picked_places(keys: list[str]) -> list[dict[str, str]]:
    return [_shown(place) for place in map(place_called, keys) if place]


class PlaceField(forms.CharField):
    """A site, column or organization, looked for by its name."""

    def __init__(self, **kwargs: Any) -> None:
        placeholder = _("输入网站、栏目或机构的名称查找")
        super().__init__(
            widget=Picker(address="admin:sites_places", placeholder=placeholder, shown=_picked_places), **kwargs
        )

    def clean(self, value: Any) -> Place:
        """Return the place itself; raise ValidationError for what is none."""
        place = place_called(super().clean(value))
        if place is None:
            raise forms.ValidationError(_("请从查找结果中选择。"))
        return place


class GrantForm(forms.Form):
    """A role, and the site, column or organization where it is granted."""

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices, widget=UnfoldAdminSelectWidget)
    place = PlaceField(label=_("范围"), max_length=40)

    @staticmethod
    def held(person: User, pk: str) -> tuple[Role, Place]:
        """Return the role and place of one of the person's grants. Raises Refused when it is gone already."""
        row = (
            UserObjectPermission.objects.filter(user=person, pk=number_in(pk))
            .select_related("permission", "content_type")
            .first()
        )
        if row is None:
            raise Refused(_("该授权已不存在。"))
        return Role(row.permission.codename), PLACES[row.content_type.model].objects.get(pk=row.object_pk)


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
        return recognise(text, calendar) if text else read_notice(file.read(LARGEST_FILE + 1))


class SiteStateForm(forms.Form):
    """The next state of a site, of those that its life cycle allows, and why."""

    state = forms.ChoiceField(label=_("变更为"), widget=UnfoldAdminSelectWidget)
    note = forms.CharField(
        label=_("原因或公告"), max_length=200, required=False, help_text=_("临时下线和永久下线必须写明。"),
        widget=UnfoldAdminTextInputWidget,
    )  # fmt: skip

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        following = SITE_MOVES[SiteState(site.state)]
        self.fields["state"].choices = [(state.value, state.label) for state in SiteState if state in following]


class SiteGrantForm(forms.Form):
    """A person, a role and the site or one of its columns: what a site's administrator may give."""

    person = forms.ModelChoiceField(label=_("人员"), queryset=None, widget=UnfoldAdminSelect2Widget)
    role = forms.ChoiceField(
        label=_("角色"), choices=[(role.value, role.label) for role in Role if role in SITE_ROLES - {Role.SUPERVISOR}],
        widget=UnfoldAdminSelectWidget,
    )  # fmt: skip
    place = forms.ChoiceField(label=_("范围"), widget=UnfoldAdminSelect2Widget)

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = site
        self.places = {f"site-{site.pk}": site}
        self.places |= {f"column-{c.pk}": c for c in site.columns.exclude(parent=None).active().in_tree_order()}
        self.fields["person"].queryset = User.objects.filter(is_active=True).select_related("organization")
        self.fields["place"].choices = [
            (key, f"{place}" if key[0] == "s" else f"{place}（{place.path}）") for key, place in self.places.items()
        ]

    def clean_place(self) -> Site | Column:
        """Return the place itself."""
        return self.places[self.cleaned_data["place"]]

    def _rows(self) -> Any:
        at_site = Q(content_type__model="site", object_pk=str(self.site.pk))
        columns = [str(place.pk) for key, place in self.places.items() if key.startswith("column")]
        at_columns = Q(content_type__model="column", object_pk__in=columns)
        rows = UserObjectPermission.objects.filter(at_site | at_columns, content_type__app_label="sites")
        return rows.select_related("user", "permission", "content_type").order_by(
            "permission__codename", "user__username"
        )

    def all_held(self) -> list[dict[str, Any]]:
        """Return every grant at the site and its columns."""
        return [
            {"pk": row.pk, "person": row.user, "role": Role(row.permission.codename), "place": self._place(row)}
            for row in self._rows()
        ]

    def held(self, pk: str) -> tuple[User, Role, Site | Column]:
        """Return one grant of this site. Raises Refused for one that is gone or of another site."""
        row = self._rows().filter(pk=number_in(pk)).first()
        if row is None:
            raise Refused(_("该授权已不存在。"))
        role = Role(row.permission.codename)
        if role == Role.SUPERVISOR:
            raise Refused(_("监管员由平台管理员授予和收回。"))
        return row.user, role, self._place(row)

    def _place(self, row: UserObjectPermission) -> Site | Column:
        return self.places[f"{row.content_type.model}-{row.object_pk}"]
