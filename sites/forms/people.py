"""A member of staff, as the office enters one."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminPasswordWidget,
)

from sites.models import User


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
