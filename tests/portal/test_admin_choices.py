"""Forms of the admin choose nothing for the person: a kind that nobody picked would be saved as if somebody had."""

import pytest
from django import forms
from django.contrib.admin import site
from django.test import RequestFactory
from django.urls import reverse

from sites.admin.acting import ActingAdmin

ADMINS = [each for each in site._registry.values() if isinstance(each, ActingAdmin)]


@pytest.mark.parametrize("model_admin", ADMINS, ids=lambda each: each.model._meta.label)
def test_a_choice_without_a_value_of_its_own_begins_unchosen(model_admin, province, root):
    request = RequestFactory().get("/")
    request.user = root
    fields = model_admin.get_form(request, change=False).base_fields
    for name, field in fields.items():
        if isinstance(field, forms.TypedChoiceField) and field.initial is None:
            value, label = next(iter(field.choices))
            assert value == "" and not str(label).startswith("-"), name


def sites_offered(client, person, label: str) -> set:
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    form = client.get(reverse(f"admin:{label.replace('.', '_')}_add")).context["adminform"].form
    return {getattr(value, "value", value) for value, _label in form.fields["site"].choices}


@pytest.mark.parametrize("label", ["interaction.mailbox", "content.redirect", "content.homeslot", "sites.column"])
def test_who_administers_one_site_is_not_asked_which(client, province, city, site_admin, label):
    assert sites_offered(client, site_admin, label) == {province.pk}


def test_who_administers_several_is(client, province, city, root):
    assert sites_offered(client, root, "interaction.mailbox") == {"", province.pk, city.pk}
