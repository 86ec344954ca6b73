"""Links into our own sites that lead nowhere: to an article, column or file that nobody can open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.db.models import Q
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from content.asset_uses import original_names
from content.models import Article, ArticleState, Asset, Redirect
from content.proofreading.findings import Finding, Kind
from content.proofreading.passages import Passage, Tag
from content.proofreading.registry import Setting, check
from content.redirects import keys_of
from content.structure import Section, structure_of
from content.whereabouts import ARTICLE, LIST_PAGE, holder_of, slash_place
from sites.models import Column, FormerPath, Site
from sites.models.column import ColumnState
from sites.scope import everything

NOWHERE = "content:not_found"
LISTS = frozenset({"content:column", "content:column_page"})


@dataclass(frozen=True, slots=True)
class Target:
    """A link as far as it concerns us: the site it leads into, and the route and arguments there; path and query as the
    redirect table compares them."""

    number: int
    tag: Tag
    site: Site
    route: str
    arguments: dict[str, str]
    path: str
    query: str


@check
def links(passage: Passage, setting: Setting) -> Iterator[Finding]:
    """Links to our own hosts must be answered by something public, or lead on to it. All links of a text cost a few queries,
    however many they are."""
    anchors = [tag for tag in passage.tags if tag.name == "a" and not tag.is_closing]
    addresses = [(number, tag, tag.get("href") or "") for number, tag in enumerate(anchors)]
    addresses = [each for each in addresses if _may_be_ours(each[2])]
    if not addresses:
        return
    with everything("a link may lead into any site of the cluster"):
        targets = list(_targets(addresses, setting.site))
        for target in _unanswered(targets, at=setting.at):
            yield passage.element_finding(
                Kind.LINK, target.tag, target.number, _("链接打不开：本站没有公开的稿件、栏目或文件使用这个地址。")
            )


def _unanswered(targets: list[Target], *, at: datetime) -> Iterator[Target]:
    articles, files, columns = _readable_articles(targets, at=at), _files(targets), _columns(targets)
    lost = [target for target in targets if not _is_answered(target, articles, files, columns)]
    led_on = _redirected(lost)
    yield from (target for target in lost if target.number not in led_on)


def _may_be_ours(address: str) -> bool:
    return address.startswith("/") or address.lower().startswith(("http://", "https://"))


def _targets(addresses: list[tuple[int, Tag, str]], site: Site) -> Iterator[Target]:
    parsed = [(number, tag, *_split(address)) for number, tag, address in addresses]
    hosts = {host for _number, _tag, host, _path, _query in parsed if host}
    known: dict[str, list[Site]] = {}
    for each in Site.objects.filter(host__in=hosts | {site.host}):
        known.setdefault(each.host, []).append(each)
    for number, tag, host, path, query in parsed:
        reached = _site_at(known.get(host or site.host, []), path)
        if reached:
            path = path[len(reached.base_path) :] or "/"
            yield Target(number, tag, reached, *_route(path), path, query)


def _split(address: str) -> tuple[str, str, str]:
    """Return host, path and query; an address that cannot be read is left alone, as one of a host that is not ours."""
    try:
        parts = urlsplit(address)
        host = split_domain_port(parts.netloc)[0] if parts.netloc else ""
    except ValueError:
        return "?", "", ""
    return host or ("?" if parts.netloc else ""), unquote(parts.path) or "/", parts.query


def _site_at(sites: list[Site], path: str) -> Site | None:
    reached = [each for each in sites if not each.path_prefix or f"{path}/".startswith(f"{each.base_path}/")]
    return max(reached, key=lambda each: len(each.path_prefix), default=None)


def _route(path: str) -> tuple[str, dict[str, str]]:
    """The route of a path; of one that no page has, the route that it is understood as (content/whereabouts.py)."""
    try:
        match = resolve(path)
    except Resolver404:
        return NOWHERE, {}
    if match.view_name != NOWHERE:
        return match.view_name, {name: str(value) for name, value in match.kwargs.items()}
    if found := ARTICLE.search(path):
        return "content:article", {"pk": found[1]}
    if found := LIST_PAGE.match(path if path.endswith("/") or path.lower().endswith((".html", ".htm")) else f"{path}/"):
        return "content:column", {"path": found["path"]}
    return NOWHERE, {}


def _readable_articles(targets: list[Target], *, at: datetime) -> set[tuple[int, int]]:
    """Site and number of the articles that the public reads, or is led on from to what took their place."""
    wanted = {int(target.arguments["pk"]) for target in targets if target.route == "content:article"}
    if not wanted:
        return set()
    public = Article.objects.public(at=at)
    led_on = Q(state=ArticleState.WITHDRAWN) & (~Q(replaced_by_url="") | Q(replaced_by__in=public.values("pk")))
    readable = Article.objects.filter(Q(pk__in=public.values("pk")) | led_on, pk__in=wanted)
    return set(readable.values_list("site_id", "pk"))


def _columns(targets: list[Target]) -> dict[tuple[int, str], bool]:
    """For each site and path of a list: whether a page is there, or the way to one: former paths lead on, so do merged
    columns; a closed one says so, unless it is gone."""
    wanted = {(each.site, each.arguments["path"]) for each in targets if each.route in LISTS}
    if not wanted:
        return {}
    asked = {path for _site, path in wanted} | {path.lower() for _site, path in wanted}
    rows = FormerPath.objects.filter(site__in={site.pk for site, _path in wanted}, path__in=asked)
    left = {(site, path): column for site, path, column in rows.values_list("site", "path", "column")}
    found = {(site.pk, path): _holder(site, path, left) or _holder(site, path.lower(), left) for site, path in wanted}
    closed = {each.pk for each in found.values() if each and each.state == ColumnState.CLOSED}
    gone = set(Column.objects.filter(pk__in=closed, is_gone=True).values_list("pk", flat=True)) if closed else set()
    return {place: each is not None and each.pk not in gone for place, each in found.items()}


def _holder(site: Site, path: str, left: dict[tuple[int, str], int]) -> Section | None:
    return holder_of(structure_of(site), path, lambda: left.get((site.pk, path)))


def _files(targets: list[Target]) -> set[str]:
    wanted = {target.arguments["path"] for target in targets if target.route == "content:media"}
    candidates = {name for path in wanted for name in original_names(path)}
    return set(Asset.objects.filter(file__in=candidates).values_list("file", flat=True)) if wanted else set()


def _is_answered(
    target: Target, articles: set[tuple[int, int]], files: set[str], columns: dict[tuple[int, str], bool]
) -> bool:
    if target.route == "content:article":
        return (target.site.pk, int(target.arguments["pk"])) in articles
    if target.route == "content:media":
        return any(name in files for name in original_names(target.arguments["path"]))
    if target.route in LISTS:
        return columns[target.site.pk, target.arguments["path"]] or bool(slash_place(target.path))
    return target.route != NOWHERE or bool(slash_place(target.path))


def _redirected(targets: list[Target]) -> set[int]:
    """The numbers of the links that the redirect tables of their sites lead on."""
    asked = {target.number: (target.site.pk, keys_of(target.path, target.query)) for target in targets}
    if not asked:
        return set()
    keys = {key for _site, keys in asked.values() for key in keys}
    rows = Redirect.objects.filter(site__in={site for site, _keys in asked.values()}, key__in=keys)
    known = set(rows.values_list("site_id", "key"))
    return {number for number, (site, keys) in asked.items() if any((site, key) in known for key in keys)}
