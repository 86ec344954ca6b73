"""What the frame of every public page needs: navigation, search, the sites above, the links at the foot.

The object is made lazily, so that office pages and refusals outside a site's scope pay nothing for it.
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from content.structure import Section, Structure, structure_of
from sites.models import ColumnType

NAVIGATION_ITEMS = 9
# What the interaction app offers stands in the drop-down of the column that is its place in the tree.
TALK = (
    ("来信查询", "interaction:lookup"),
    ("答复公开", "interaction:letters"),
    ("办理统计", "interaction:figures"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads somewhere."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """An entry of the main navigation with its drop-down."""

    name: str
    url: str
    is_current: bool
    children: tuple["NavigationItem", ...] = ()


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


def chrome(request: HttpRequest) -> dict[str, object]:
    """Offer `chrome` to templates; nothing is computed until one of them asks."""
    return {"chrome": SimpleLazyObject(lambda: _chrome(request))}


def _chrome(request: HttpRequest) -> Chrome:
    site = request.site
    structure = structure_of(site)
    search_url = _address("search:search")
    parents = [Link(name, address) for name, _host, address in structure.parents]
    root_host = structure.parents[0][1] if structure.parents else site.host
    return Chrome(
        home_url=reverse("content:home"),
        search_url=search_url,
        sitemap_url=reverse("content:site_map"),
        login_url=_address("admin:login"),
        report_error_url=_address("interaction:report_error"),
        accessibility_url=_address("content:accessibility"),
        english_url="",
        trusted_domains=f"gov.cn {root_host}",
        navigation=_navigation(request, structure),
        ancestors=parents,
        hot_words=[{"text": word, "url": f"{search_url}?{urlencode({'q': word})}"} for word in site.hot_word_list[:6]],
        about=[Link("网站声明", _address("content:statement")), Link("无障碍声明", _address("content:accessibility"))],
    )


def _navigation(request: HttpRequest, structure: Structure) -> list[NavigationItem]:
    home = reverse("content:home")
    items = [NavigationItem("首页", home, request.path == home)]
    sections = structure.navigation()[: NAVIGATION_ITEMS - 1]
    return items + [_item(request, section) for section in sections]


def _item(request: HttpRequest, section: Section) -> NavigationItem:
    url, entries = section.url, []
    if section.type == ColumnType.CONSULTATION and (talk := _address("interaction:home")):
        url, entries = talk, [Link(name, _address(route)) for name, route in TALK]
    links = entries + [Link(child.name, child.url) for child in section.children]
    children = tuple(NavigationItem(link.name, link.url, request.path.startswith(link.url)) for link in links)
    is_current = request.path.startswith((url, section.url))
    return NavigationItem(section.name, url, is_current, children)


def _address(name: str) -> str:
    """The address of a route, '' while its app does not offer it: the frame then leaves the entry out."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
