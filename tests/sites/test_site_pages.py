"""The office's pages of one site: its life cycle and the grants at it."""

import pytest
from django.urls import reverse

from sites.actions import change_site, grant_role, set_site_state
from sites.models import AuditEntry, Site, SiteState, User
from sites.policy import Role
from sites.refusals import Refused
from tests.cast import NOW, a_column, a_person


def signed_in(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def desk(client, site_admin):
    """The site's administrator, signed in."""
    return signed_in(client, site_admin)


@pytest.fixture
def root_desk(client, root):
    """The platform's administrator, signed in."""
    return signed_in(client, root)


def test_a_site_is_suspended_with_a_reason_and_comes_back(root_desk, province):
    page = reverse("admin:sites_site_state", args=[province.pk])
    root_desk.post(page, {"state": "suspended", "note": "系统升级"})
    assert Site.objects.get(pk=province.pk).state == SiteState.SUSPENDED
    assert root_desk.get("/").status_code == 503
    root_desk.post(page, {"state": "online", "note": ""})
    assert root_desk.get("/").status_code == 200


def test_a_site_that_moved_leads_on_from_the_page_of_its_state(root_desk, client, city):
    page = reverse("admin:sites_site_state", args=[city.pk])
    said = {"state": "migrated", "note": "改用新域名"}
    for own in ("https://city.testserver/", "http://city.testserver/news/"):
        assert "不能是本网站自己的地址" in root_desk.post(page, {**said, "moved_to": own}).content.decode()
    for nonsense in ("javascript:alert(1)", "x y", "https://" + "a" * 300):
        root_desk.post(page, {**said, "moved_to": nonsense})
    for unread in ("ftps://files.example.gov.cn/", "ftp://files.example.gov.cn/"):  # the first no answer may lead to
        assert "须以 http:// 或 https:// 开头" in root_desk.post(page, {**said, "moved_to": unread}).content.decode()
    assert Site.objects.get(pk=city.pk).state == SiteState.ONLINE
    root_desk.post(page, {**said, "moved_to": "https://new.example.gov.cn/"})
    answer = client.get("/news/", headers={"host": "city.testserver"})
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://new.example.gov.cn/")
    assert "https://new.example.gov.cn/" in root_desk.get(page).content.decode()
    entry = AuditEntry.objects.filter(event="sites.site.state-changed", site=city).latest("pk")
    assert entry.after["moved_to"] == "https://new.example.gov.cn/"


def test_only_those_above_a_site_move_it_along_whatever_page_asks(province, site_admin):
    with pytest.raises(Refused, match="权限"):
        set_site_state(province, SiteState.SUSPENDED, by=site_admin, at=NOW, note="改版")
    assert Site.objects.get(pk=province.pk).state == SiteState.ONLINE


def test_only_a_site_that_moves_gets_a_new_address(root_desk, city):
    page = reverse("admin:sites_site_state", args=[city.pk])
    told = root_desk.post(page, {"state": "suspended", "note": "改版", "moved_to": "https://new.example.gov.cn/"})
    assert "只有迁移的网站填写新网址" in told.content.decode()
    assert (Site.objects.get(pk=city.pk).state, Site.objects.get(pk=city.pk).moved_to) == (SiteState.ONLINE, "")


def test_suspending_without_a_reason_is_refused(root_desk, province):
    page = root_desk.post(reverse("admin:sites_site_state", args=[province.pk]), {"state": "suspended", "note": " "})
    assert "请写明原因" in page.content.decode()
    assert Site.objects.get(pk=province.pk).is_online


def test_a_move_that_the_cycle_does_not_have_is_no_choice(root_desk, province):
    root_desk.post(reverse("admin:sites_site_state", args=[province.pk]), {"state": "preparing", "note": "x"})
    assert Site.objects.get(pk=province.pk).is_online


def test_an_administrator_gives_and_takes_roles_at_their_own_site(desk, province, news):
    person = a_person("newcomer")
    page = reverse("admin:sites_site_grants", args=[province.pk])
    desk.post(page, {"person": person.pk, "role": "contributor", "place": f"column-{news.pk}"})
    assert User.objects.get(pk=person.pk).grants.at_column(Role.CONTRIBUTOR, news)
    held = next(grant for grant in desk.get(page).context["held"] if grant["person"] == person)
    desk.post(page, {"revoke": held["pk"]})
    assert not User.objects.get(pk=person.pk).grants


def test_another_sites_column_is_no_place_to_give_a_role_at(desk, province, city_news):
    person = a_person("newcomer")
    page = reverse("admin:sites_site_grants", args=[province.pk])
    desk.post(page, {"person": person.pk, "role": "contributor", "place": f"column-{city_news.pk}"})
    assert not User.objects.get(pk=person.pk).grants


def test_an_administrator_cannot_make_or_unmake_a_supervisor(desk, province, supervisor):
    page = reverse("admin:sites_site_grants", args=[province.pk])
    person = a_person("newcomer")
    desk.post(page, {"person": person.pk, "role": "supervisor", "place": f"site-{province.pk}"})
    assert not User.objects.get(pk=person.pk).grants
    held = next(grant for grant in desk.get(page).context["held"] if grant["person"] == supervisor)
    answer = desk.post(page, {"revoke": held["pk"]})
    assert "平台管理员" in answer.content.decode()


def test_another_sites_administrator_finds_no_such_pages(desk, city):
    assert desk.get(reverse("admin:sites_site_state", args=[city.pk])).status_code == 404
    assert desk.get(reverse("admin:sites_site_grants", args=[city.pk])).status_code == 404


def test_opening_and_closing_a_site_is_not_for_its_own_administrator(desk, province):
    assert desk.get(reverse("admin:sites_site_state", args=[province.pk])).status_code == 404


def test_the_robot_gets_neither_password_nor_role(root_desk, root, province):
    robot = User.objects.robot()
    address = reverse("admin:sites_user_change", args=[robot.pk])
    root_desk.post(address, {"username": "robot", "name": "系统", "is_active": "on", "new_password": "Lanjiang-2026-x"})
    robot.refresh_from_db()
    assert not robot.is_active
    assert not robot.has_usable_password()
    with pytest.raises(Refused):
        grant_role(robot, Role.ISSUER, province, by=root, at=NOW)


def test_no_role_is_granted_because_it_stood_first(desk, province):
    person = a_person("newcomer")
    page = reverse("admin:sites_site_grants", args=[province.pk])
    role = desk.get(page).context["form"].fields["role"]
    assert next(iter(role.choices)) == ("", "请选择") and role.required
    desk.post(page, {"person": person.pk, "role": "", "place": f"site-{province.pk}"})
    assert not User.objects.get(pk=person.pk).grants


def test_granting_twice_is_written_down_once(province, root):
    person = a_person("twice", (Role.INTAKE, province))
    before = AuditEntry.objects.count()
    grant_role(person, Role.INTAKE, province, by=root, at=NOW)
    assert AuditEntry.objects.count() == before


def test_a_column_gets_a_responsible_person_of_the_site(desk, news, editor):
    address = reverse("admin:sites_column_change", args=[news.pk])
    assert str(editor.pk) in desk.get(address).content.decode()
    fields = {
        "name": "要闻",
        "type": "news",
        "purpose": "发布要闻",
        "update_days": 14,
        "responsible": editor.pk,
        "position": 0,
    }
    desk.post(address, fields)
    news.refresh_from_db()
    assert news.responsible == editor


def test_renaming_a_site_renews_the_frames_of_the_sites_below(city, province, root):
    before = city.structure_version
    change_site(province, by=root, at=NOW, name="新名人民政府")
    city.refresh_from_db()
    assert city.structure_version == before + 1


def offered(client, person, page: str) -> str:
    return signed_in(client, person).get(reverse(f"admin:{page}_changelist")).content.decode()


def test_lists_offer_only_what_the_person_may_do_to_each_row(client, province, news, root, site_admin, editor):
    state, grants = (reverse(f"admin:sites_site_{page}", args=[province.pk]) for page in ("state", "grants"))
    life = reverse("content-office:column-life", args=[news.pk])
    for person, may in ((root, {state, grants, life}), (site_admin, {grants, life}), (editor, set())):
        page = offered(client, person, "sites_site") + offered(client, person, "sites_column")
        assert {address for address in (state, grants, life) if f'href="{address}"' in page} == may, person


def test_a_person_of_two_sites_is_offered_each_sites_own(client, province, city, site_admin):
    grant_role(site_admin, Role.CONTRIBUTOR, a_column(city, "elsewhere"), by=None, at=NOW)
    page = offered(client, User.objects.get(pk=site_admin.pk), "sites_site")
    assert city.name in page and reverse("admin:sites_site_grants", args=[province.pk]) in page
    assert reverse("admin:sites_site_grants", args=[city.pk]) not in page
