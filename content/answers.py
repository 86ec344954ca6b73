"""What answers at addresses of our sites: a page, the notice that it is gone, a redirect, or nothing. Asked for many addresses at
once, since it costs a few queries however many they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from urllib.parse import unquote

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.urls import Resolver404, resolve

from content.asset_uses import original_names
from content.models import Article, ArticleState, Asset, Redirect
from content.querysets import public_where
from content.redirects import keys_of, source_place
from content.structure import structure_of
from content.whereabouts import ARTICLE, LIST_PAGE, holder_of, slash_place
from sites.models import FormerPath, Site
from sites.models.column import ColumnState
from sites.scope import everything

NOWHERE = "content:not_found"
AT_ONCE = 5000
LISTS = frozenset({"content:column", "content:column_page"})
ANY_SITE = Value("")  # a page may show the file of another site
Known = dict[tuple[str, str, str], str]  # what the tables know: kind, site and key of a row, and what it says


class Answer(Enum):
    """What a reader of the address gets."""

    PAGE = "a page, or the way on to one"
    GONE = "that it is gone"
    REDIRECT = "what the redirect table says"
    PERHAPS = "a route has the address; whether it has something to show only its view knows"


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a site: the path below its root, the query, and the route that the path is understood as."""

    site: Site
    path: str
    query: str
    route: str
    argument: str

    @property
    def keys(self) -> set[str]:
        """What the redirect table may know it as."""
        return keys_of(self.path, self.query)


def address_at(site: Site, path: str, query: str = "") -> Address:
    """Return the address with its route; of a path that no page has, the route that it is understood as."""
    return Address(site, path, query, *_route(path))


def answers_at(addresses: Sequence[Address], *, at: datetime) -> list[Answer | None]:
    """Return what answers at each of the addresses, None where nothing does."""
    with everything("an address may lie on any site of the cluster"):
        known = _known(addresses, at=at)
        return [_answer(each, known) for each in addresses]


def unheard(site: Site, sources: Sequence[str], *, at: datetime) -> set[str]:
    """Return those of the sources of redirects, as they were typed, at which a page of the site answers, or the notice that it
    is gone: the table is asked only where nothing does. Raises Refused for what is no address of the site."""
    paths = {text: unquote(source_place(site, text)[0]) for text in sources}
    asked = sorted(set(paths.values()))
    hidden: set[str] = set()
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        answers = answers_at([address_at(site, path) for path in some], at=at)
        hidden |= {path for path, answer in zip(some, answers, strict=True) if answer in {Answer.PAGE, Answer.GONE}}
    return {text for text, path in paths.items() if path in hidden}


def _route(path: str) -> tuple[str, str]:
    try:
        match = resolve(path)
    except Resolver404:
        return NOWHERE, ""
    if match.view_name != NOWHERE:
        given = {name: str(value) for name, value in match.captured_kwargs.items()}
        if match.view_name == "content:article":
            return match.view_name, str(int(given["pk"]))
        return match.view_name, given.get("path") or ("?" if given or match.args else "")
    if found := ARTICLE.search(path):
        return "content:article", str(int(found[1]))
    if found := LIST_PAGE.match(path if path.endswith("/") or path.lower().endswith((".html", ".htm")) else f"{path}/"):
        return "content:column", found["path"]
    return NOWHERE, ""


def _known(addresses: Iterable[Address], *, at: datetime) -> Known:
    """What articles, files, former paths and redirects say about the addresses, asked in one query."""
    articles = {int(each.argument) for each in addresses if each.route == "content:article"}
    files = {name for each in addresses if each.route == "content:media" for name in original_names(each.argument)}
    paths = {path for each in addresses if each.route in LISTS for path in (each.argument, each.argument.lower())}
    keys = {key for each in addresses for key in each.keys}
    sites = {each.site.pk for each in addresses}
    asked = [
        (articles, lambda: _rows("article", _once_public(articles, at=at), "site", "pk", "said")),
        (files, lambda: _rows("file", Asset.objects.filter(file__in=files), ANY_SITE, "file", "pk")),
        (
            paths,
            lambda: _rows("path", FormerPath.objects.filter(site__in=sites, path__in=paths), "site", "path", "column"),
        ),
        (keys, lambda: _rows("key", Redirect.objects.filter(site__in=sites, key__in=keys), "site", "key", "pk")),
    ]
    parts = [rows() for wanted, rows in asked if wanted]
    return {(kind, site, key): said for kind, site, key, said in parts[0].union(*parts[1:], all=True)} if parts else {}


def _rows(kind: str, rows: QuerySet, site: str | Value, key: str, said: str) -> QuerySet:
    """The rows in the form in which all tables are asked at once: kind, site, key and what they say, all of them text."""
    texts = {name: Cast(each, CharField()) for name, each in (("of_site", site), ("of_key", key), ("of_said", said))}
    return rows.order_by().annotate(of_kind=Value(kind, CharField()), **texts).values_list("of_kind", *texts)


def _once_public(wanted: set[int], *, at: datetime) -> QuerySet[Article]:
    """Those of the articles that were public once: what the public reads, or is led on from to what took their place, says
    "page"; the others say that they are gone."""
    successor = Exists(Article.objects.public(at=at).filter(pk=OuterRef("replaced_by")))
    led_on = Q(state=ArticleState.WITHDRAWN) & (~Q(replaced_by_url="") | successor)
    said = Case(When(public_where(at=at) | led_on, then=Value("page")), default=Value("gone"), output_field=CharField())
    return Article.objects.filter(pk__in=wanted, published_at__lte=at).annotate(said=said)


def _answer(address: Address, known: Known) -> Answer | None:
    own = _own_answer(address, known)
    if own is None and slash_place(address.path):
        return Answer.PAGE
    if own is None and any(("key", str(address.site.pk), key) in known for key in address.keys):
        return Answer.REDIRECT
    return own


def _own_answer(address: Address, known: Known) -> Answer | None:
    site = str(address.site.pk)
    if address.route == NOWHERE:
        return None
    if address.route == "content:article":
        said = known.get(("article", site, address.argument))
        return said and (Answer.PAGE if said == "page" else Answer.GONE)
    if address.route == "content:media":
        is_kept = any(("file", "", name) in known for name in original_names(address.argument))
        return Answer.PAGE if is_kept else None
    if address.route in LISTS:
        return _list_answer(address, known)
    return Answer.PERHAPS if address.argument else Answer.PAGE


def _list_answer(address: Address, known: Known) -> Answer | None:
    """The page of a column in use or closed, also by a path that it left or had before it was merged."""
    structure = structure_of(address.site)
    for path in (address.argument, address.argument.lower()):
        left_by = known.get(("path", str(address.site.pk), path))
        section = holder_of(structure, path, lambda left_by=left_by: left_by and int(left_by))
        if section:
            return Answer.GONE if section.state == ColumnState.CLOSED and section.is_gone else Answer.PAGE
    return None
