"""What the office's own forms accept about people and their grants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermission
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminSelect2Widget, UnfoldAdminSelectWidget

from sites.models import Column, Organization, Site, User
from sites.policy import Role
from sites.refusals import Refused

PLACES = {"site": Site, "column": Column, "organization": Organization}


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


class GrantForm(forms.Form):
    """A role, and the site, column or organization where it is granted."""

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices, widget=UnfoldAdminSelectWidget)
    place = forms.ChoiceField(label=_("范围"), widget=UnfoldAdminSelect2Widget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = Column.objects.exclude(parent=None).select_related("site").in_tree_order()
        self.fields["place"].choices = [
            ("", "—"),
            (_("网站"), [(f"site-{site.pk}", site.name) for site in Site.objects.order_by("tree_id", "lft")]),
            (_("栏目"), [(f"column-{c.pk}", f"{c.site.short_name} / {c.name}（{c.path}）") for c in columns]),
            (_("机构"), [(f"organization-{o.pk}", o.name) for o in Organization.objects.order_by("tree_id", "lft")]),
        ]

    def clean_place(self) -> Site | Column | Organization:
        """Return the place itself."""
        model, _dash, pk = self.cleaned_data["place"].partition("-")
        return PLACES[model].objects.get(pk=int(pk))

    @staticmethod
    def held(person: User, pk: str) -> tuple[Role, Site | Column | Organization]:
        """Return the role and place of one of the person's grants. Raises Refused when it is gone already."""
        row = (
            UserObjectPermission.objects.filter(user=person, pk=int(pk) if pk.isdigit() else 0)
            .select_related("permission", "content_type")
            .first()
        )
        if row is None:
            raise Refused(_("该授权已不存在。"))
        return Role(row.permission.codename), PLACES[row.content_type.model].objects.get(pk=row.object_pk)
