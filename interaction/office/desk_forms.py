"""What is sent from the desk beside a letter: notes, unfinished answers, templates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from interaction.access import templates_for
from interaction.actions.desk import LONGEST_NOTE
from interaction.actions.replying import LONGEST_EXPLANATION, LONGEST_REPLY
from interaction.models import Letter, ReplyTemplate
from interaction.reply_templates import check_variables
from sites.models import Organization, Site, User
from sites.policy import Role
from sites.refusals import Refused


class NoteForm(forms.Form):
    """A note among staff."""

    text = forms.CharField(
        label=_("备注"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请填写备注内容。")},
    )


class DraftForm(forms.Form):
    """An unfinished answer, which may be anything, even nothing."""

    text = forms.CharField(max_length=LONGEST_REPLY, required=False, strip=False)
    cannot_be_done = forms.BooleanField(required=False)
    explanation = forms.CharField(max_length=LONGEST_EXPLANATION, required=False, strip=False)


class InsertForm(DraftForm):
    """An unfinished answer and the template that is put into it."""

    template = forms.ModelChoiceField(None, error_messages={"required": _("请选择模板。")})

    def __init__(self, data: Any, *, letter: Letter) -> None:
        super().__init__(data)
        self.fields["template"].queryset = templates_for(letter)


def keepers(user: User) -> list[tuple[str, str]]:
    """Return the organizations and sites whose templates the person may keep, as choices."""
    bodies = Organization.objects.active()
    sites = Site.objects.all()
    if not user.is_platform_admin:
        held = user.grants.organizations_with(Role.HANDLER, Role.REPLY_APPROVER)
        bodies = bodies.filter(pk__in=held)
        sites = sites.filter(pk__in=user.grants.sites_with(Role.INTAKE))
    of_bodies = [(f"body-{pk}", name) for pk, name in bodies.in_tree_order().values_list("pk", "name")]
    of_sites = [(f"site-{pk}", name) for pk, name in sites.order_by("tree_id", "lft").values_list("pk", "name")]
    return [*of_bodies, *of_sites]


class TemplateForm(forms.Form):
    """A template of answers: whose, its name, its text with variables that exist."""

    keeper = forms.ChoiceField(label=_("适用单位或网站"))
    name = forms.CharField(label=_("模板名称"), max_length=40)
    text = forms.CharField(
        label=_("模板内容"),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 12}),
        strip=False,
        help_text=_("落款的单位和日期由页面加上，模板里不必写。"),
    )

    def __init__(self, data: Any = None, *, user: User, template: ReplyTemplate | None = None) -> None:
        super().__init__(data)
        self.fields["keeper"].choices = keepers(user)
        self.template = template or ReplyTemplate()
        if template is not None:
            del self.fields["keeper"]
            self.initial = {"name": template.name, "text": template.text}

    def clean_text(self) -> str:
        """Refuse variables that there are not, beside the field."""
        text = self.cleaned_data["text"].strip()
        try:
            check_variables(text)
        except Refused as refusal:
            raise ValidationError(refusal.reason) from None
        return text

    def filled(self) -> ReplyTemplate:
        """Return the template as the form says it, not saved yet."""
        template = self.template
        template.name, template.text = self.cleaned_data["name"], self.cleaned_data["text"]
        if "keeper" in self.fields:
            kind, _dash, pk = self.cleaned_data["keeper"].partition("-")
            setattr(template, "organization_id" if kind == "body" else "site_id", int(pk))
        return template
