"""The fixed cast: one province, one of its cities and a sub-site of the city, and the people who work there.

Ask for the person a test is about by name; whoever is not asked for does not exist.
"""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from sites.actions import create_column, create_person, create_site, grant_role, save_organization, set_site_state
from sites.models import Column, ColumnType, Organization, Site, SiteState, User
from sites.policy import Role

NOW = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)  # a Wednesday, 10:00 in China
_codes = itertools.count(1)


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen."""
    return NOW


@pytest.fixture
def root(db) -> User:
    """The platform's administrator."""
    return User.objects.create_superuser("root", "root@example.org", "pw", name="平台管理员")


def an_organization(name: str = "测试省人民政府办公厅", *, parent: Organization | None = None) -> Organization:
    """An organization."""
    code = f"11{next(_codes):016d}"
    organization = Organization(name=name, short_name=name[-6:], code=code, parent=parent)
    return save_organization(organization, by=None, at=NOW)


def a_site(slug: str, *, host: str, parent: Site | None = None, online: bool = True, **fields) -> Site:
    """A site, online unless said otherwise."""
    number = next(_codes)
    defaults = {
        "code": f"{4700000000 + number}",
        "name": f"{slug}人民政府",
        "short_name": slug,
        "level": "province" if parent is None else "city",
        "kind": "portal",
        "host": host,
        "sponsor": fields.pop("sponsor", None) or an_organization(f"{slug}办公室{number}"),
    }
    site = create_site(by=None, at=NOW, parent=parent, slug=slug, **{**defaults, **fields})
    if online:
        site = set_site_state(site, SiteState.ONLINE, by=None, at=NOW)
    return site


@pytest.fixture
def province(db) -> Site:
    """The province's portal, at the host that the test client speaks to."""
    return a_site("province", host="testserver", name="测试省人民政府")


@pytest.fixture
def city(province) -> Site:
    """A city below the province, on its own host."""
    return a_site("city", host="city.testserver", parent=province, name="测试市人民政府")


@pytest.fixture
def subsite(city) -> Site:
    """A bureau's sub-site under a path prefix of the city's host."""
    return a_site("bureau", host="city.testserver", path_prefix="jyj", parent=city, kind="subsite", name="测试市教育局")


def a_column(site: Site, slug: str = "news", **fields) -> Column:
    """A column of the site."""
    defaults = {
        "name": fields.pop("name", slug),
        "type": ColumnType.NEWS,
        "purpose": "发布工作动态",
        "is_in_navigation": True,
    }
    return create_column(site, by=None, at=NOW, slug=slug, **{**defaults, **fields})


@pytest.fixture
def news(province) -> Column:
    """The province's news column."""
    return a_column(province, "news", name="要闻")


@pytest.fixture
def city_news(city) -> Column:
    """The city's news column."""
    return a_column(city, "news", name="要闻")


def a_person(username: str, *grants: tuple[Role, object], name: str = "", **fields) -> User:
    """A member of staff with the grants (role, place)."""
    person = create_person(by=None, at=NOW, username=username, name=name or username, password="pw", **fields)
    for role, place in grants:
        grant_role(person, role, place, by=None, at=NOW)
    return person


@pytest.fixture
def editor(news) -> User:
    """Writes for the province's news."""
    return a_person("editor", (Role.CONTRIBUTOR, news))


@pytest.fixture
def first_reviewer(news) -> User:
    """First reviewer of the province's news."""
    return a_person("first", (Role.FIRST_REVIEWER, news))


@pytest.fixture
def second_reviewer(news) -> User:
    """Second reviewer of the province's news."""
    return a_person("second", (Role.SECOND_REVIEWER, news))


@pytest.fixture
def issuer(news) -> User:
    """Issues the province's news."""
    return a_person("issuer", (Role.ISSUER, news))


@pytest.fixture
def site_admin(province) -> User:
    """Administers the province's portal."""
    return a_person("siteadmin", (Role.SITE_ADMIN, province))


@pytest.fixture
def supervisor(province) -> User:
    """Watches over the province and everything below it."""
    return a_person("supervisor", (Role.SUPERVISOR, province))


@pytest.fixture
def other_site_editor(city_news) -> User:
    """Holds every editorial role, but at the city."""
    roles = (Role.CONTRIBUTOR, Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.ISSUER)
    return a_person("cityeditor", *((role, city_news) for role in roles))


@pytest.fixture
def bureau(province) -> Organization:
    """A department of the province that handles letters."""
    return an_organization("测试省教育厅", parent=province.sponsor)


@pytest.fixture
def other_bureau(province) -> Organization:
    """Another department."""
    return an_organization("测试省交通运输厅", parent=province.sponsor)


@pytest.fixture
def intake(province) -> User:
    """Accepts and assigns the province's letters."""
    return a_person("intake", (Role.INTAKE, province))


@pytest.fixture
def handler(bureau) -> User:
    """Answers letters for the bureau."""
    return a_person("handler", (Role.HANDLER, bureau), organization=bureau)


@pytest.fixture
def reply_approver(bureau) -> User:
    """Approves the bureau's replies."""
    return a_person("approver", (Role.REPLY_APPROVER, bureau), organization=bureau)


@pytest.fixture
def other_handler(other_bureau) -> User:
    """Answers letters for another department."""
    return a_person("otherhandler", (Role.HANDLER, other_bureau), organization=other_bureau)
