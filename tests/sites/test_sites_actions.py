"""Sites, organizations, grants: what is refused, what is recorded, and trees that many write at once."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from sites.actions import (
    change_site,
    create_site,
    grant_role,
    grants_at,
    revoke_role,
    save_organization,
    set_site_state,
)
from sites.audit import Event, broken_entries
from sites.models import AuditChain, AuditEntry, Organization, Site, SiteState
from sites.policy import Role
from sites.refusals import Refused
from tests.cast import NOW, a_person, a_site, an_organization
from tests.sites.at_once import all_at_once, is_sound, needs_postgres


def test_a_site_begins_in_preparation_with_a_home_page_and_a_record(province):
    site = a_site("neu", host="neu.testserver", parent=province, online=False)
    assert site.state == SiteState.PREPARING
    assert site.columns.count() == 1
    assert AuditEntry.objects.filter(event=Event.SITE_CREATED, site=site).exists()


def test_a_sub_site_needs_a_prefix_and_its_parents_host(province, city):
    with pytest.raises(Refused, match="路径前缀"):
        a_site("neu", host="testserver", parent=province, kind="subsite")
    with pytest.raises(Refused, match="同一域名"):
        a_site("neu", host="testserver", path_prefix="neu", parent=city, kind="subsite")
    with pytest.raises(Refused, match="同一域名"):
        a_site("neu", host="testserver", path_prefix="neu", kind="subsite")


@pytest.mark.parametrize("prefix", ["admin", "static", "media", "search", "hudong", "health"])
def test_a_prefix_cannot_shadow_a_part_of_the_platform(province, prefix):
    with pytest.raises(Refused, match="保留"):
        a_site("neu", host="testserver", path_prefix=prefix, parent=province, kind="subsite")


def test_an_address_belongs_to_one_site(province, subsite):
    with pytest.raises(ValidationError):
        a_site("neu", host="testserver", parent=province)
    with pytest.raises(ValidationError):
        a_site("neu", host="city.testserver", path_prefix="jyj", parent=subsite.parent, kind="subsite")


@pytest.mark.parametrize("host", ["Upper.example", "http://x.example", "x.example:80", "a b", "-x.example", "", "x..y"])
def test_a_host_is_a_plain_small_name(province, host):
    with pytest.raises(ValidationError):
        a_site("neu", host=host, parent=province)


@pytest.mark.parametrize("code", ["123", "bm1234567", "470000000a", "BM12345678", "bm123456789"])
def test_a_site_code_has_its_official_form(province, code):
    with pytest.raises(ValidationError):
        a_site("neu", host="neu.testserver", parent=province, code=code)


def test_a_code_belongs_to_one_site_and_its_sub_sites(province, city):
    with pytest.raises(ValidationError):
        a_site("neu", host="neu.testserver", parent=province, code=city.code)
    a_site("bureau", host="city.testserver", path_prefix="jyj", parent=city, kind="subsite", code=city.code)


MOVES = {
    (SiteState.PREPARING, SiteState.ONLINE),
    (SiteState.ONLINE, SiteState.SUSPENDED),
    (SiteState.ONLINE, SiteState.MIGRATED),
    (SiteState.ONLINE, SiteState.CLOSED),
    (SiteState.SUSPENDED, SiteState.ONLINE),
    (SiteState.SUSPENDED, SiteState.MIGRATED),
    (SiteState.SUSPENDED, SiteState.CLOSED),
    (SiteState.MIGRATED, SiteState.CLOSED),
}


def test_the_life_cycle_has_these_moves_and_no_others(province):
    for now in SiteState:
        for then in SiteState:
            Site.objects.filter(pk=province.pk).update(state=now)
            if (now, then) in MOVES:
                assert set_site_state(province, then, by=None, at=NOW, note="原因").state == then
            else:
                with pytest.raises(Refused):
                    set_site_state(province, then, by=None, at=NOW, note="原因")


@pytest.mark.parametrize("state", [SiteState.SUSPENDED, SiteState.CLOSED])
def test_taking_a_site_down_needs_a_reason(province, state):
    with pytest.raises(Refused, match="原因"):
        set_site_state(province, state, by=None, at=NOW, note="  ")


def test_state_and_place_are_not_changed_by_the_way(province, root):
    for field in ("state", "parent", "structure_version"):
        with pytest.raises(Refused):
            change_site(province, by=root, at=NOW, **{field: "x"})


def test_only_the_platforms_administrators_open_a_site_whatever_page_asks(province, root, site_admin, supervisor):
    particulars = {
        "slug": "neu", "name": "新区人民政府", "short_name": "新区", "level": "city", "kind": "portal", "code": "5200000001",
        "host": "neu.testserver", "sponsor": province.sponsor,
    }  # fmt: skip
    for person in (site_admin, supervisor, AnonymousUser()):
        with pytest.raises(Refused, match="没有新建网站的权限"):
            create_site(by=person, at=NOW, parent=province, **particulars)
    assert not Site.objects.filter(slug="neu").exists()
    assert create_site(by=root, at=NOW, parent=province, **particulars).state == SiteState.PREPARING


def test_only_those_who_administer_a_site_change_it_whatever_page_asks(province, city, root, site_admin, supervisor):
    retired = a_person("retired", (Role.SITE_ADMIN, city))
    retired.is_active = False
    for person in (site_admin, supervisor, retired, AnonymousUser()):  # the first is of another site
        with pytest.raises(Refused, match="没有修改这个网站的权限"):
            change_site(city, by=person, at=NOW, motto="改")
    tampered = Site.objects.get(pk=city.pk)
    tampered.parent_id, tampered.host = None, province.host  # what the object at hand says of itself does not count
    with pytest.raises(Refused, match="没有修改这个网站的权限"):
        change_site(tampered, by=site_admin, at=NOW, motto="改")
    assert Site.objects.get(pk=city.pk).motto == city.motto
    assert not AuditEntry.objects.filter(event=Event.SITE_CHANGED).exists()
    for person in (root, a_person("admin_of_city", (Role.SITE_ADMIN, city))):
        assert change_site(city, by=person, at=NOW, motto=person.username).motto == person.username


def test_a_role_is_granted_where_it_has_a_meaning(province, news, bureau):
    person = a_person("somebody")
    for role, place in ((Role.HANDLER, province), (Role.SITE_ADMIN, news), (Role.CONTRIBUTOR, bureau)):
        with pytest.raises(Refused, match="不能授予"):
            grant_role(person, role, place, by=None, at=NOW)


def test_granting_twice_grants_once_and_revoking_takes_it(province):
    person = a_person("somebody")
    for _ in range(2):
        grant_role(person, Role.INTAKE, province, by=None, at=NOW)
    assert [grant.user for grant in grants_at(province)] == [person]
    revoke_role(person, Role.INTAKE, province, by=None, at=NOW)
    assert list(grants_at(province)) == []
    events = AuditEntry.objects.filter(object_id=str(province.pk), event__startswith="sites.grant").order_by("number")
    assert [entry.event for entry in events] == [Event.GRANT_GIVEN, Event.GRANT_TAKEN]


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_many_sites_at_once_leave_a_sound_tree():
    top = a_site("top", host="top.testserver")
    bodies = [an_organization(f"机构{n}") for n in range(8)]
    made = all_at_once(
        *[
            lambda n=n: create_site(
                by=None, at=NOW, parent=top, slug=f"s{n}", name=f"站{n}", short_name=f"站{n}", level="city",
                kind="portal", code=f"{5200000000 + n}", host=f"s{n}.testserver", sponsor=bodies[n],
            )
            for n in range(8)
        ]
    )  # fmt: skip
    assert [each for each in made if isinstance(each, Exception)] == []
    assert is_sound(Site)


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_many_organizations_at_once_leave_a_sound_tree_and_chain():
    top = a_site("top", host="top.testserver").sponsor
    works = [
        lambda n=n: save_organization(
            Organization(name=f"局{n}", short_name=f"局{n}", code=f"11{10**15 + n}", parent=top), by=None, at=NOW
        )
        for n in range(8)
    ]
    assert [each for each in all_at_once(*works) if isinstance(each, Exception)] == []
    assert is_sound(Organization)
    assert not list(broken_entries(AuditChain.objects.get(name="platform")))


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_many_entries_at_once_leave_an_unbroken_chain():
    site = a_site("top", host="top.testserver")
    person = a_person("somebody", (Role.SITE_ADMIN, site))
    works = [lambda n=n: change_site(site, by=person, at=NOW, motto=f"座右铭{n}") for n in range(8)]
    assert [each for each in all_at_once(*works) if isinstance(each, Exception)] == []
    chain = AuditChain.objects.get(name=f"site:{site.pk}")
    assert not list(broken_entries(chain))
    assert chain.entries.filter(event=Event.SITE_CHANGED).count() == 8


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_the_first_entries_of_a_new_chain_can_come_at_once():
    site = a_site("top", host="top.testserver")
    person = a_person("somebody", (Role.SITE_ADMIN, site))
    AuditEntry.objects.filter(site=site)._raw_delete("default")
    AuditChain.objects.filter(name=f"site:{site.pk}").delete()
    works = [lambda n=n: change_site(site, by=person, at=NOW, motto=f"座右铭{n}") for n in range(4)]
    assert [each for each in all_at_once(*works) if isinstance(each, Exception)] == []
    assert not list(broken_entries(AuditChain.objects.get(name=f"site:{site.pk}")))


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_a_site_at_once_the_second_is_refused():
    site = a_site("top", host="top.testserver")
    done = all_at_once(
        lambda: set_site_state(site, SiteState.CLOSED, by=None, at=NOW, note="合并"),
        lambda: set_site_state(site, SiteState.CLOSED, by=None, at=NOW, note="合并"),
    )
    assert sum(isinstance(each, Refused) for each in done) == 1
    assert AuditEntry.objects.filter(event=Event.SITE_STATE_CHANGED, after__state="closed").count() == 1
