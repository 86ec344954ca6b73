"""Conventions of the models: every one belongs to a site or is named as cluster-wide; migrations are in step."""

import io

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command

from sites.admin import ActingAdmin, SiteAdmin
from sites.scope import TenantManager
from tests.conventions.source import APPS

CLUSTER_WIDE = {
    "sites.Site", "sites.Organization", "sites.User", "sites.CalendarNotice", "sites.JobRun", "sites.OutboxRow",
    "sites.AuditChain", "sites.AuditEntry", "sites.ClockLimit", "sites.PlatformRule",
    "interpretation.RequiredKind",
    "content.UpstreamSource", "content.UpstreamItem", "content.UpstreamPicture", "content.UpstreamText",
    "content.ReprintRule", "content.Purge",
}  # fmt: skip
OURS = [model for label in APPS if label != "portal" for model in apps.get_app_config(label).get_models()]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_has_a_path_to_its_site_and_the_net_under_it(model):
    if model._meta.label in CLUSTER_WIDE:
        return
    field = model
    for part in model.site_path.split("__"):
        field = field._meta.get_field(part).related_model
    assert field._meta.label == "sites.Site"
    assert isinstance(model._default_manager, TenantManager)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_admin_acts_through_actions_and_limits_site_owned_rows(model):
    registered = admin.site._registry.get(model)
    if registered is None:
        return
    assert isinstance(registered, ActingAdmin)
    if model._meta.label not in CLUSTER_WIDE:
        assert isinstance(registered, SiteAdmin)


@pytest.mark.django_db
def test_migrations_are_in_step_with_the_models():
    out = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert "No changes detected" in out.getvalue()


def test_every_action_that_is_named_is_ruled_on():
    from sites.policy import Action, rules

    assert {action for action in Action} - {action for action, _label in rules()} == set()
