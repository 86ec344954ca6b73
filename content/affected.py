"""Which stored pages one change makes stale, by the kind of thing that changed.

A function is registered for a kind with @affects and answers with addresses (content/page_store/addresses.py). It is asked
after the commit, so it sees what the public sees from now on; places that a thing has left must be noted before it leaves
(`content.page_store.purging.note_leaving`). Apps above register theirs: interpretation its links, portal the letters.

Naming too much costs a rendering, naming too little shows the public something untrue: in doubt, name it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit

from django.db.models import F, Q
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix

from content.links import linked_articles
from content.models import Article, DocumentRelation, HomeSlot
from content.page_store.addresses import EVERYTHING, below
from content.sitemaps import Month, parts_of
from content.structure import Section, Structure, article_path, structure_of
from sites.models import Site
from sites.prepared import BLANKS, PreparedObjects
from sites.scope import everything

ARTICLE = "content.Article"
MOST_USES, MOST_ELSEWHERE = 20, 500
Affected = Callable[[Site | None, int | None, datetime], Iterable[str]]
Passing = Callable[[datetime, datetime], Iterable[str]]
Crossing = Callable[[Site], Iterable[str]]
_affected: dict[str, list[Affected]] = {}
_recorded: set[str] = set()
_unseen: set[str] = set()
_passing: list[Passing] = []
_crossing: list[Crossing] = []
_together: ContextVar[Together | None] = ContextVar("together", default=None)


def affects(subject: str, *, recorded_as: str = "", but: Iterable[str] = ()) -> Callable[[Affected], Affected]:
    """Register a function that names the pages on which a thing of this kind, such as content.Article, shows; it is called
    with (site, pk, at), and the thing may be gone. It is asked when such a thing is announced; with `recorded_as`, such as
    sites.column, also for every entry of the record whose event begins so, `but` for events that no page can show."""

    def register(function: Affected) -> Affected:
        if function not in _affected.setdefault(subject, []):
            _affected[subject].append(function)
        if recorded_as:
            _recorded.add(recorded_as)
            _unseen.update(but)
        return function

    return register


def passes(function: Passing) -> Passing:
    """Register a function that names the pages which the mere passing of time from one moment to another makes stale."""
    _passing.append(function)
    return function


def crosses(function: Crossing) -> Crossing:
    """Register a function that names the pages of other sites which show something of a site, or link to it by its address."""
    if function not in _crossing:
        _crossing.append(function)
    return function


def shows_on_pages(subject: str) -> bool:
    """True for a kind of thing whose changes make pages stale."""
    return subject in _affected


def shows_when_recorded(event: str) -> bool:
    """True for an event of the record that makes pages stale by itself, with nothing announced."""
    return event not in _unseen and event.rpartition(".")[0] in _recorded


def affected_by(subject: str, site: Site | None, pk: int | None, *, at: datetime) -> set[str]:
    """Return the addresses of every page that the thing shows on, or just stopped showing on."""
    return {address for function in _affected.get(subject, ()) for address in function(site, pk, at)}


def affected_by_time(since: datetime, until: datetime) -> set[str]:
    """Return the addresses of every page that was true at one moment and need not be at the other."""
    return {address for function in _passing for address in function(since, until)}


@dataclass
class Together:
    """What those who are asked together share: the articles, read at once, and what has been named already."""

    articles: dict[int, Article]
    named: set[tuple[object, ...]] = field(default_factory=set)


@contextmanager
def asked_together(articles: Iterable[int]) -> Iterator[None]:
    """For whoever asks about many articles and unites the answers: they are read at once, and the pages that they have in common
    are named with the first of them only."""
    token = _together.set(Together({article.pk: article for article in _read(articles)}))
    try:
        yield
    finally:
        _together.reset(token)


def _is_first(*what: object) -> bool:
    """True when nothing has been named under this yet, or nobody keeps count."""
    together = _together.get()
    if together is None:
        return True
    if what in together.named:
        return False
    together.named.add(what)
    return True


# --- addresses ---------------------------------------------------------------------------------------------------------


@contextmanager
def served_as(site: Site) -> Iterator[None]:
    """Reverse addresses as they are on the site, its prefix included."""
    before = get_script_prefix()
    set_script_prefix(f"{site.base_path}/")
    try:
        yield
    finally:
        set_script_prefix(before)


def page_of(site: Site, route: str, *args: object) -> str:
    """The address of a route on the site, '' while no app offers the route."""
    with served_as(site):
        try:
            return site.host + reverse(route, args=args)
        except NoReverseMatch:
            return ""


def home_of(site: Site) -> str:
    """The address of the site's home page."""
    return page_of(site, "content:home")


def whole(site: Site) -> str:
    """The address that stands for every page of the site."""
    return below(site.host + site.base_path)


def whole_with_links(site: Site) -> Iterator[str]:
    """Every page of the site, and those of other sites that link to it: documents relate across sites by full address, and
    only while both sites are online. Where these are many, the other sites are dropped as a whole."""
    yield whole(site)
    for function in _crossing:
        yield from function(site)
    across = DocumentRelation.objects.exclude(article__site=F("target__article__site"))
    ends = Q(pk__in=across.filter(article__site=site).values("target__article"))
    ends |= Q(pk__in=across.filter(target__article__site=site).values("article"))
    linking = Article.objects.filter(ends, published_at__isnull=False).select_related("site", "column").order_by("pk")
    found = list(linking[: MOST_ELSEWHERE + 1])
    if len(found) > MOST_ELSEWHERE:
        yield from map(whole, Site.objects.filter(pk__in=linking.order_by().values("site")))
        return
    for each in found:
        yield each.site.host + each.site.base_path + article_path(each.column.path, each.published_at, each.pk)


# --- articles ----------------------------------------------------------------------------------------------------------


@affects(ARTICLE)
def of_article(site: Site | None, pk: int | None, at: datetime) -> Iterator[str]:
    """Its own page, the home page, the lists of its column and of the columns above, the feeds and the map for machines,
    and every page that links to it: neighbours, related documents, interpretations."""
    article = article_of(pk)
    if article is None or article.published_at is None:
        return
    structure = structure_of(article.site)
    with served_as(article.site):
        paths = [reverse("content:home"), *_paths(article, structure, at)]
    for there in map(urlsplit, paths):  # related documents of other sites come with their host
        yield f"{there.hostname or article.site.host}{there.path}"
    yield from machine_pages(article, structure.by_pk.get(article.column_id), at=at)


def article_of(pk: int | None) -> Article | None:
    """Return an article of any site with what its links hang on, without its texts; None when it is gone."""
    together = _together.get()
    known = together.articles.get(pk) if together else None
    return known or next(_read([] if pk is None else [pk]), None)


def _read(pks: Iterable[int]) -> Iterator[Article]:
    keys, most = list(pks), len(BLANKS["keys"])
    for start in range(0, len(keys), most):
        yield from _articles().about(keys=keys[start : start + most])


@cache
def _articles() -> PreparedObjects[Article]:
    """Articles by their keys; asked for at every change of one."""
    with everything("the pages of an article of any site"):
        rows = Article.objects.filter(pk__in=BLANKS["keys"]).select_related("site", "live__shared_text__item")
        texts = ("live__body", "live__shared_text__body", "live__shared_text__item__body")
        return PreparedObjects(rows.defer(*texts))


def _paths(article: Article, structure: Structure, at: datetime) -> Iterator[str]:
    section = structure.by_pk.get(article.column_id)
    if section:
        yield section.article_url(article.published_at, article.pk)
        yield from (each.url for each in section.trail())
    for linked in linked_articles(article, structure, at=at):
        yield linked.url


def machine_pages(article: Article, section: Section | None, *, at: datetime) -> Iterator[str]:
    """The pages that programs read: feeds of the site, of the column and of those above it; the maps of all addresses."""
    site, month = article.site, Month.of(article.published_at)
    if not _is_first("machine pages", site.pk, section and section.pk, month):
        return
    for route in ("content:site_rss", "content:site_atom", "content:sitemap_index"):
        yield page_of(site, route)
    yield page_of(site, "content:sitemap_month", month)
    for part in range(2, parts_of(site, month, at=at) + 2):  # the last one may just have become empty
        yield page_of(site, "content:sitemap_month", month, part)
    for each in section.trail() if section and section.path else ():
        yield page_of(site, "content:column_rss", each.path)
        yield page_of(site, "content:column_atom", each.path)


# --- what changes a whole site -----------------------------------------------------------------------------------------


@passes
def slots_that_begin_or_end(since: datetime, until: datetime) -> Iterator[str]:
    """The home pages on which something was placed until, or from, a moment in between."""
    between = Q(starts_at__gt=since, starts_at__lte=until) | Q(ends_at__gt=since, ends_at__lte=until)
    for slot in HomeSlot.objects.filter(between).select_related("site"):
        yield home_of(slot.site)


@passes
def articles_that_expire(since: datetime, until: datetime) -> Iterator[str]:
    """The pages of articles whose time ended in between, if the job that takes them down should be late."""
    for pk in Article.objects.expiring(since, until).values_list("pk", flat=True):
        yield from of_article(None, pk, until)


@affects("content.HomeSlot")
def of_slot(site: Site | None, pk: int | None, at: datetime) -> Iterator[str]:
    """Slots show on the home page alone; the slot itself may be gone."""
    if site:
        yield home_of(site)


@affects("content.Asset")
def of_asset(site: Site | None, pk: int | None, at: datetime) -> Iterator[str]:
    """The pages of the articles whose live version shows or offers the file, of whatever site, and the home page, where
    slots may show it. A file that many articles show is dropped with their whole sites."""
    if site is None:
        return
    yield home_of(site)
    showing = Article.objects.filter(live__asset_uses__asset=pk).distinct().order_by("pk")
    pks = list(showing.values_list("pk", flat=True)[: MOST_USES + 1])
    if len(pks) > MOST_USES:
        yield from map(whole, {site, *Site.objects.filter(pk__in=showing.order_by().values("site"))})
        return
    for article_pk in pks:
        yield from of_article(site, article_pk, at)


@affects("sites.Column", recorded_as="sites.column")
def of_whole_site(site: Site | None, pk: int | None, at: datetime) -> Iterator[str]:
    """Columns stand in the navigation of every page, and in the addresses by which other sites link to articles."""
    if site:
        yield from whole_with_links(site)


@affects("sites.Site", recorded_as="sites.site")
def of_site(site: Site | None, pk: int | None, at: datetime) -> Iterator[str]:
    """The pages of the site and of the sites below, which name it; the lists of sites on the home pages and maps of its
    tree, what the hosts tell crawlers of their sub-sites, and whatever links to a site that goes off line."""
    if site is None:
        return
    yield from whole_with_links(site)
    for other in Site.objects.filter(tree_id=site.tree_id):
        if site.lft <= other.lft and other.rght <= site.rght:
            yield whole(other)
            yield f"{other.host}/robots.txt"  # a host speaks for the sub-sites under it
        else:
            yield from (page_of(other, f"content:{name}") for name in ("home", "site_map", "robots"))


@affects("sites.Organization", recorded_as="sites.organization")
def of_organization(site: Site | None, pk: int | None, at: datetime) -> Iterator[str]:
    """Its name stands at the foot of sites and on the pages of the documents that it issued: everywhere."""
    yield EVERYTHING
