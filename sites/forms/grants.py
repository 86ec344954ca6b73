"""Roles at places: which place is meant, and what may be given and taken there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermission
from unfold.widgets import (
    UnfoldAdminSelect2Widget,
    UnfoldAdminSelectWidget,
)

from sites.models import Column, Organization, Site, User
from sites.picker import Picker
from sites.policy import SITE_ROLES, Role
from sites.query_fields import each_word_in, number_in
from sites.refusals import Refused

Place = Site | Column | Organization
PLACES: dict[str, type[Place]] = {"site": Site, "column": Column, "organization": Organization}


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
        placeholder = _("网站、栏目或机构的名称")
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

    role = forms.ChoiceField(
        label=_("角色"), choices=[("", _("请选择")), *Role.choices], widget=UnfoldAdminSelectWidget
    )
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


class SiteGrantForm(forms.Form):
    """A person, a role and the site or one of its columns: what a site's administrator may give."""

    person = forms.ModelChoiceField(label=_("人员"), queryset=None, widget=UnfoldAdminSelect2Widget)
    role = forms.ChoiceField(
        label=_("角色"),
        choices=[
            ("", _("请选择")),
            *((role.value, role.label) for role in Role if role in SITE_ROLES - {Role.SUPERVISOR}),
        ],
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
