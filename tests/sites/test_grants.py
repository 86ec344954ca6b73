"""What a grant reaches."""

import pytest

from sites.actions import grant_role, revoke_role
from sites.models import AuditEntry, User
from sites.policy import Action, Role, can
from sites.refusals import Refused
from tests.cast import NOW, a_column, a_person


def test_a_grant_at_a_column_holds_for_the_columns_below_it(province, news):
    below = a_column(province, "city-news", parent=news)
    person = a_person("writer", (Role.CONTRIBUTOR, news))
    assert person.grants.at_column(Role.CONTRIBUTOR, below)


def test_a_grant_at_a_column_does_not_hold_for_its_siblings(province, editor):
    assert not editor.grants.at_column(Role.CONTRIBUTOR, a_column(province, "notices"))


def test_editorial_rights_do_not_flow_to_sites_below(province, city_news):
    person = a_person("writer", (Role.CONTRIBUTOR, province))
    assert not person.grants.at_column(Role.CONTRIBUTOR, city_news)


def test_supervision_flows_down_the_site_tree(supervisor, city, subsite):
    assert supervisor.grants.at_site(Role.SUPERVISOR, subsite)
    assert can(supervisor, Action.SITE_VIEW, city)


def test_a_revoked_grant_is_gone(province, editor, news):
    revoke_role(editor, Role.CONTRIBUTOR, news, by=None, at=NOW)
    assert not User.objects.get(pk=editor.pk).grants


def test_judging_costs_no_query_once_the_grants_are_loaded(editor, news, django_assert_num_queries):
    grant_role(editor, Role.CONTRIBUTOR, news, by=None, at=NOW)
    assert editor.grants
    with django_assert_num_queries(0):
        assert can(editor, Action.COLUMN_VIEW, news)


def test_taking_what_is_not_held_changes_and_records_nothing(province, root):
    person = a_person("someone", (Role.INTAKE, province))
    revoke_role(person, Role.SITE_ADMIN, province, by=root, at=NOW)
    assert not AuditEntry.objects.filter(event="sites.grant.taken").exists()
    for _each in range(2):
        revoke_role(person, Role.INTAKE, province, by=root, at=NOW)
    assert AuditEntry.objects.filter(event="sites.grant.taken").count() == 1
    assert not User.objects.get(pk=person.pk).grants


def test_roles_are_given_and_taken_by_those_who_answer_for_the_place(
    province, city, news, bureau, site_admin, editor, root
):
    person = a_person("someone")
    for by, role, place in (
        (editor, Role.CONTRIBUTOR, news),
        (site_admin, Role.SUPERVISOR, province),
        (site_admin, Role.SITE_ADMIN, city),
        (site_admin, Role.HANDLER, bureau),
    ):
        for act in (grant_role, revoke_role):
            with pytest.raises(Refused, match="权限"):
                act(person, role, place, by=by, at=NOW)
    grant_role(person, Role.CONTRIBUTOR, news, by=site_admin, at=NOW)
    grant_role(person, Role.SUPERVISOR, province, by=root, at=NOW)
    assert User.objects.get(pk=person.pk).grants.roles() == {Role.CONTRIBUTOR, Role.SUPERVISOR}
