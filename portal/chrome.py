"""What the frame of every public page needs: navigation, search, the sites above, the links at the foot.

It is put together when a template first asks, so that office pages and refusals outside a site's scope pay nothing.
"""

from collections.abc import Set
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.urls import reverse

from content.structure import Section, Structure, structure_of
from sites.models import ColumnType, Site
from sites.models.site import SiteKind

NAVIGATION_ITEMS = 9
# What the interaction app offers stands in the drop-down of the column that is its place in the tree.
TALK = (
    ("来信查询", "interaction:lookup"),
    ("答复公开", "interaction:letters"),
    ("办理统计", "interaction:figures"),
)

# What is said about hot topics and rumours stands in the drop-down of a portal's 解读回应.
SAID = (("热点回应", "responses:topics"), ("辟谣", "responses:rebuttals"))


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads somewhere."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """An entry of the main navigation with its drop-down; it is current on pages whose address begins with a mark."""

    name: str
    url: str
    marks: tuple[str, ...] = ()
    children: tuple["NavigationItem", ...] = ()
    is_current: bool = False

    def all_marks(self) -> set[str]:
        """Its own marks and those of its drop-down."""
        return set(self.marks).union(*(child.marks for child in self.children))

    def seen_from(self, current: Set[str]) -> "NavigationItem":
        """The entry as it stands on a page for which these marks hold."""
        children = tuple(child.seen_from(current) for child in self.children)
        return replace(self, children=children, is_current=not current.isdisjoint(self.marks))


@dataclass(frozen=True, slots=True)
class Chrome:
    """The frame; documented for template authors in docs/design-system.md."""

    home_url: str
    search_url: str
    sitemap_url: str
    login_url: str
    report_error_url: str
    accessibility_url: str
    english_url: str
    trusted_domains: str
    navigation: list[NavigationItem] = field(default_factory=list)
    ancestors: list[Link] = field(default_factory=list)
    hot_words: list[dict[str, str]] = field(default_factory=list)
    about: list[Link] = field(default_factory=list)


def build_chrome(site: Site) -> Chrome:
    """Put the frame of the site together; portal.frame keeps it until the site's structure changes."""
    structure = structure_of(site)
    search_url = reverse("search:search")
    parents = [Link(name, address) for name, _host, address in structure.parents]
    root_host = structure.parents[0][1] if structure.parents else site.host
    return Chrome(
        home_url=reverse("content:home"),
        search_url=search_url,
        sitemap_url=reverse("content:site_map"),
        login_url=reverse("admin:login"),
        report_error_url=reverse("interaction:report_error"),
        accessibility_url=reverse("content:accessibility"),
        english_url="",
        trusted_domains=f"gov.cn {root_host}",
        navigation=_navigation(structure, site),
        ancestors=parents,
        hot_words=[{"text": word, "url": f"{search_url}?{urlencode({'q': word})}"} for word in site.hot_word_list[:6]],
        about=[Link("网站声明", reverse("content:statement")), Link("无障碍声明", reverse("content:accessibility"))],
    )


def _navigation(structure: Structure, site: Site) -> list[NavigationItem]:
    sections = structure.navigation()[: NAVIGATION_ITEMS - 1]
    home = reverse("content:home")
    return [NavigationItem("首页", home, (home,)), *(_item(section, site) for section in sections)]


def _item(section: Section, site: Site) -> NavigationItem:
    url, entries = section.url, []
    if section.type == ColumnType.CONSULTATION:
        url = reverse("interaction:home")
        entries = [Link(name, reverse(route)) for name, route in TALK]
    if section.type in {ColumnType.INTERPRETATION, ColumnType.RESPONSE} and site.kind == SiteKind.PORTAL:
        entries = [Link(name, reverse(route)) for name, route in SAID]
    links = entries + [Link(child.name, child.url) for child in section.children]
    children = tuple(NavigationItem(link.name, link.url, (link.url,)) for link in links)
    return NavigationItem(section.name, url, (url, section.url), children)
