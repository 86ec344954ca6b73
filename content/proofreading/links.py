"""Links into our own sites that lead nowhere: to an article, column or file that nobody can open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.http.request import split_domain_port
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from content.asset_uses import original_names
from content.models import Article, Asset
from content.proofreading.findings import Finding, Kind
from content.proofreading.passages import Passage, Tag
from content.proofreading.registry import Setting, check
from content.structure import structure_of
from sites.models import Site
from sites.scope import everything


@dataclass(frozen=True, slots=True)
class Target:
    """A link as far as it concerns us: the site it leads into, and the route and arguments there."""

    number: int
    tag: Tag
    site: Site
    route: str
    arguments: dict[str, str]


@check
def links(passage: Passage, setting: Setting) -> Iterator[Finding]:
    """Links to our own hosts must be answered by something public. All links of a text cost three queries at most."""
    anchors = [tag for tag in passage.tags if tag.name == "a" and not tag.is_closing]
    addresses = [(number, tag, tag.get("href") or "") for number, tag in enumerate(anchors)]
    addresses = [each for each in addresses if _may_be_ours(each[2])]
    if not addresses:
        return
    with everything("a link may lead into any site of the cluster"):
        targets = list(_targets(addresses, setting.site))
        articles = _public_articles(targets, at=setting.at)
        files = _files(targets)
        for target in targets:
            if not _is_answered(target, articles, files):
                yield passage.element_finding(
                    Kind.LINK, target.tag, target.number, _("链接打不开：本站没有公开的稿件、栏目或文件使用这个地址。")
                )


def _may_be_ours(address: str) -> bool:
    return address.startswith("/") or address.lower().startswith(("http://", "https://"))


def _targets(addresses: list[tuple[int, Tag, str]], site: Site) -> Iterator[Target]:
    parsed = [(number, tag, _split(address)) for number, tag, address in addresses]
    hosts = {host for _number, _tag, (host, _path) in parsed if host}
    known: dict[str, list[Site]] = {}
    for each in Site.objects.filter(host__in=hosts | {site.host}):
        known.setdefault(each.host, []).append(each)
    for number, tag, (host, path) in parsed:
        reached = _site_at(known.get(host or site.host, []), path)
        if reached:
            route, arguments = _route(path[len(reached.base_path) :] or "/")
            yield Target(number, tag, reached, route, arguments)


def _split(address: str) -> tuple[str, str]:
    """Return host and path; an address that cannot be read is left alone, as one of a host that is not ours."""
    try:
        parts = urlsplit(address)
        host = split_domain_port(parts.netloc)[0] if parts.netloc else ""
    except ValueError:
        return "?", ""
    return host or ("?" if parts.netloc else ""), unquote(parts.path) or "/"


def _site_at(sites: list[Site], path: str) -> Site | None:
    reached = [each for each in sites if not each.path_prefix or f"{path}/".startswith(f"{each.base_path}/")]
    return max(reached, key=lambda each: len(each.path_prefix), default=None)


def _route(path: str) -> tuple[str, dict[str, str]]:
    try:
        match = resolve(path)
    except Resolver404:
        return "content:not_found", {}
    return match.view_name, {name: str(value) for name, value in match.kwargs.items()}


def _public_articles(targets: list[Target], *, at: datetime) -> set[tuple[int, int]]:
    wanted = {int(target.arguments["pk"]) for target in targets if target.route == "content:article"}
    if not wanted:
        return set()
    return set(Article.objects.public(at=at).filter(pk__in=wanted).values_list("site_id", "pk"))


def _files(targets: list[Target]) -> set[str]:
    wanted = {target.arguments["path"] for target in targets if target.route == "content:media"}
    candidates = {name for path in wanted for name in original_names(path)}
    return set(Asset.objects.filter(file__in=candidates).values_list("file", flat=True)) if wanted else set()


def _is_answered(target: Target, articles: set[tuple[int, int]], files: set[str]) -> bool:
    if target.route == "content:article":
        return (target.site.pk, int(target.arguments["pk"])) in articles
    if target.route == "content:media":
        return any(name in files for name in original_names(target.arguments["path"]))
    if target.route in {"content:column", "content:column_page"}:
        return target.arguments["path"] in structure_of(target.site).by_path
    return target.route != "content:not_found"
