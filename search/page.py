"""What the search page shows, put together: the answer of the engine, checked rows, facets, ways on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from content.models import ArticleKind, DocumentStatus
from search.backends import SearchQuery, SearchResult, Sort, get_backend
from search.documents import KINDS
from search.forms import SPANS, span_of
from search.hits import Hit, hits_of, readable
from search.words import question, without
from sites.models import Site
from sites.paging import Numbered, numbered

PER_PAGE = 10
MOST_PAGES = 50
MOST_SITES = 12
MOST_YEARS = 8
DEFAULTS = {
    "q": "",
    "scope": "site",
    "kind": "",
    "status": "",
    "sort": Sort.RELEVANCE.value,
    "time": "",
    "site": None,
    "page": 1,
}


@dataclass(frozen=True)
class Choice:
    """One entry of a facet."""

    name: str
    url: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True)
class Facet:
    """A group of choices of which one holds."""

    name: str
    choices: list[Choice]


@dataclass
class SearchPage:
    """Everything the template prints."""

    query: str
    scope: str
    total: int = 0
    is_partial: bool = False
    direct: Hit | None = None
    hits: list[Hit] = field(default_factory=list)
    first: int = 1
    scopes: list[Choice] = field(default_factory=list)
    sorts: list[Choice] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    pagination: Numbered | None = None
    advice: list[dict[str, str]] = field(default_factory=list)
    single_words: list[dict[str, str]] = field(default_factory=list)


class Asked:
    """The choices of the reader, and the addresses that change one of them."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """Take the cleaned values of the form."""
        self.values = {name: values.get(name, default) for name, default in DEFAULTS.items()}

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["values"][name]
        except KeyError:
            raise AttributeError(name) from None

    def url(self, **changes: Any) -> str:
        """The address of this search with some choices changed; it begins at its first page again."""
        values = {**self.values, "page": 1, **changes}
        said = {name: value for name, value in values.items() if value != DEFAULTS[name]}
        return f"{reverse('search:search')}?{urlencode(said)}" if said else reverse("search:search")


def search_page(request: HttpRequest, values: Mapping[str, Any], *, at: datetime) -> SearchPage:
    """Answer the search; raises SearchUnavailable."""
    asked, site = Asked(values), request.site
    scopes = _scopes_of(site)
    if asked.scope not in scopes:
        asked.values["scope"] = "site"
    page = SearchPage(query=asked.q, scope=asked.scope)
    page.scopes = [
        Choice(label, asked.url(scope=name, site=None), name == asked.scope) for name, label in scopes.items()
    ]
    if not asked.q:
        return page
    names = _names_of_sites(site, asked.scope)
    result = _answer(asked, frozenset(names), at=at)
    rows = readable({*result.keys, *result.exact}, at=at)
    words = question(asked.q).shown
    exact = [rows[key] for key in result.exact if key in rows] if asked.page == 1 else []
    shown = [rows[key] for key in result.keys if key in rows]
    page.total = result.total - (len(result.keys) - len(shown))
    page.direct = hits_of(exact[:1], words, request=request)[0] if exact else None
    page.hits = hits_of([row for row in shown if row not in exact[:1]], words, request=request)
    page.is_partial, page.first = result.is_partial, (asked.page - 1) * PER_PAGE + 1
    page.sorts = [
        Choice(name, asked.url(sort=value), asked.sort == value)
        for value, name in ((Sort.RELEVANCE.value, "按相关度"), (Sort.DATE.value, "按时间"))
    ]
    if page.total or _is_narrowed(asked):
        page.facets = _facets(asked, result, names)
    page.pagination = numbered(
        asked.page, _page_count(page.total), total=page.total, address=lambda number: asked.url(page=number)
    )
    if not page.total:
        page.advice, page.single_words = _ways_on(asked, scopes), _single_words(asked)
    return page


def _answer(asked: Asked, sites: frozenset[int], *, at: datetime) -> SearchResult:
    """Ask the engine; a page beyond the last one becomes the last one."""
    since, until = span_of(asked.time, at=at)
    picked = asked.site if asked.site in sites and asked.scope != "site" else None
    asked.values["site"] = picked
    asked.values["page"] = min(asked.page, MOST_PAGES)

    def ask() -> SearchResult:
        return get_backend().query(
            SearchQuery(
                asked.q,
                sites=sites,
                site=picked,
                kinds=frozenset(filter(None, [asked.kind])),
                statuses=frozenset(filter(None, [asked.status])),
                since=since,
                until=until,
                sort=Sort(asked.sort),
                offset=(asked.page - 1) * PER_PAGE,
                limit=PER_PAGE,
            )
        )

    result = ask()
    if result.total and not result.keys:
        asked.values["page"] = _page_count(result.total)
        result = ask()
    return result


def _scopes_of(site: Site) -> dict[str, str]:
    """Where a reader of this site can look: here, here and below, everywhere."""
    scopes = {"site": "本站"}
    if site.parent_id and not site.is_leaf_node():
        scopes["below"] = "本站及下级网站"
    if site.parent_id or not site.is_leaf_node():
        scopes["cluster"] = "全部网站"
    return scopes


def _names_of_sites(site: Site, scope: str) -> dict[int, str]:
    """The sites that are looked through, with their names; the tree is asked each time, so the index knows none of it."""
    if scope == "site":
        return {site.pk: site.name}
    sites = Site.objects.online()
    if scope == "below":
        sites = sites.filter(tree_id=site.tree_id, lft__gte=site.lft, rght__lte=site.rght)
    return dict(sites.values_list("pk", "name"))


def _is_narrowed(asked: Asked) -> bool:
    return any(asked.values[name] != DEFAULTS[name] for name in ("kind", "status", "time", "site"))


def _facets(asked: Asked, result: SearchResult, names: dict[int, str]) -> list[Facet]:
    facets = [_kind_facet(asked, result)]
    if asked.scope != "site":
        facets.append(_site_facet(asked, result, names))
    if result.by_status and asked.kind in {"", ArticleKind.DOCUMENT}:
        facets.append(_status_facet(asked, result))
    facets.append(_time_facet(asked, result))
    return facets


def _kind_facet(asked: Asked, result: SearchResult) -> Facet:
    choices = [Choice("全部", asked.url(kind=""), not asked.kind, sum(result.by_kind.values()))]
    for kind, name in KINDS.items():
        if result.by_kind.get(kind) or kind == asked.kind:
            url = asked.url(kind=kind, status="" if kind != ArticleKind.DOCUMENT else asked.status)
            choices.append(Choice(str(name), url, kind == asked.kind, result.by_kind.get(kind, 0)))
    return Facet("类别", choices)


def _site_facet(asked: Asked, result: SearchResult, names: dict[int, str]) -> Facet:
    most = sorted(result.by_site.items(), key=lambda item: (-item[1], item[0]))[:MOST_SITES]
    if asked.site and asked.site not in dict(most):
        most.append((asked.site, result.by_site.get(asked.site, 0)))
    choices = [Choice("不限", asked.url(site=None), not asked.site)]
    choices += [Choice(names[pk], asked.url(site=pk), pk == asked.site, count) for pk, count in most if pk in names]
    return Facet("网站", choices)


def _status_facet(asked: Asked, result: SearchResult) -> Facet:
    choices = [Choice("不限", asked.url(status=""), not asked.status)]
    for status, name in DocumentStatus.choices:
        if result.by_status.get(status) or status == asked.status:
            url = asked.url(status=status)
            choices.append(Choice(str(name), url, status == asked.status, result.by_status.get(status, 0)))
    return Facet("效力", choices)


def _time_facet(asked: Asked, result: SearchResult) -> Facet:
    choices = [Choice("不限", asked.url(time=""), not asked.time)]
    choices += [Choice(str(label), asked.url(time=name), name == asked.time) for name, (label, _days) in SPANS.items()]
    for year in sorted(result.by_year, reverse=True)[:MOST_YEARS]:
        choices.append(Choice(f"{year}年", asked.url(time=str(year)), str(year) == asked.time, result.by_year[year]))
    return Facet("时间", choices)


def _page_count(total: int) -> int:
    return max(min(-(-total // PER_PAGE), MOST_PAGES), 1)


def _ways_on(asked: Asked, scopes: dict[str, str]) -> list[dict[str, str]]:
    """Where to go when nothing was found: without the filters, to the other sites, to people who can answer."""
    ways = []
    if _is_narrowed(asked):
        url = asked.url(kind="", status="", time="", site=None)
        ways.append({"name": "去掉筛选条件再查", "url": url})
    if asked.scope != "cluster" and "cluster" in scopes:
        ways.append(
            {"name": "到全部网站查找", "url": asked.url(scope="cluster", kind="", status="", time="", site=None)}
        )
    asking = (("写信咨询", "interaction:home"), ("查看站点地图", "content:site_map"))
    return [*ways, *({"name": name, "url": reverse(route)} for name, route in asking)]


def _single_words(asked: Asked) -> list[dict[str, str]]:
    words = without(asked.q)
    if len(words) < 2 and words[:1] == [asked.q.lower()]:
        return []
    return [{"name": word, "url": asked.url(q=word, kind="", status="", time="", site=None)} for word in words[:6]]
