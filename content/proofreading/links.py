"""Links into our own sites that lead nowhere: to an article, column or file that nobody can open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.http.request import split_domain_port
from django.utils.translation import gettext as _

from content.answers import Address, Answer, address_at, answers_at
from content.proofreading.findings import Finding, Kind
from content.proofreading.passages import Passage, Tag
from content.proofreading.registry import Setting, check
from sites.models import Site
from sites.scope import everything


@dataclass(frozen=True, slots=True)
class Target:
    """A link as far as it concerns us: which one of the text it is, and the address that it leads to."""

    number: int
    tag: Tag
    address: Address


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
    answers = answers_at([target.address for target in targets], at=setting.at)
    for target, answer in zip(targets, answers, strict=True):
        if answer in {None, Answer.GONE}:
            yield passage.element_finding(
                Kind.LINK, target.tag, target.number, _("链接打不开：本站没有公开的稿件、栏目或文件使用这个地址。")
            )


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
            yield Target(number, tag, address_at(reached, path, query))


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
