"""What the head of a public page says to machines: its one address, its feeds, how it looks when shared, JSON-LD.

Views may pass a `Head` to their template as `head`; a page without one still has its own address as the canonical one. Nothing
here is taken from the request but the path: scheme and host are the site's own, so that no visitor can put others into a
page that is stored for everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.urls import get_script_prefix, reverse
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _

from content import json_ld

if TYPE_CHECKING:
    from content.models import Article
    from content.structure import Section
    from sites.models import Site

KEPT_FEED_LINKS = 5000  # columns


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that the page points to."""

    title: str
    url: str
    type: str


@dataclass(slots=True)
class Head:
    """What a view knows about its page; empty parts follow from the site and the path."""

    canonical: str = ""
    type: str = "website"
    title: str = ""
    description: str = ""
    image: str = ""
    published: str = ""
    feeds: Sequence[FeedLink] = ()
    nodes: list[json_ld.Node] = field(default_factory=list)


def head_of_home(site: Site) -> Head:
    """The home page: the organization, the site with its search, the site's feeds."""
    return Head(title=site.name, description=site.motto, feeds=feeds_of(site, None))


def head_of_column(site: Site, section: Section) -> Head:
    """A column's page, with the feeds of the column before those of the site."""
    return Head(title=section.name, description=section.purpose, feeds=feeds_of(site, section))


def head_of_article(site: Site, article: Article, section: Section) -> Head:
    """A content page. A reprint's canonical address is that of the original, so that search engines find that one first."""
    live, path = article.live, section.article_url(article.published_at, article.pk)
    address = f"{site.origin}{path}"
    image = f"{site.origin}{article.picture.file.url}" if article.picture_id else ""
    node = json_ld.news_article(site, article, address=address, section=section.name, image=image)
    return Head(
        canonical=original_of(live.source_url) or address,
        type="article",
        title=live.title,
        description=live.summary,
        image=image,
        published=node["datePublished"],
        feeds=feeds_of(site, section),
        nodes=[node],
    )


def original_of(source_url: str) -> str:
    """The address of the original, '' for what is none."""
    try:
        parts = urlsplit(source_url)
    except ValueError:
        return ""
    return source_url if parts.scheme in {"http", "https"} and parts.hostname else ""


def feeds_of(site: Site, section: Section | None) -> tuple[FeedLink, ...]:
    """RSS and Atom of the column, if there is one, and of the site."""
    of_site = _feed_links(get_script_prefix(), site.name)
    if section is None or not section.path:
        return of_site
    title = _("%(site)s：%(column)s") % {"site": site.name, "column": section.name}
    return _feed_links(get_script_prefix(), title, section.path) + of_site


@lru_cache(maxsize=KEPT_FEED_LINKS)
def _feed_links(prefix: str, title: str, path: str = "") -> tuple[FeedLink, ...]:
    """All pages of a column point to the same feeds; `prefix` is where the site being served lies, which `reverse` knows."""
    routes = ("content:column_rss", "content:column_atom") if path else ("content:site_rss", "content:site_atom")
    rss, atom = (reverse(route, args=[path] if path else None) for route in routes)
    return FeedLink(f"{title} RSS", rss, "application/rss+xml"), FeedLink(f"{title} Atom", atom, "application/atom+xml")


def _said_by_view(context: dict[str, Any]) -> Head:
    """What views say that do not know this module: `head_title` and the nodes of their page as plain data."""
    return Head(title=context.get("head_title") or "", nodes=list(context.get("head_nodes") or ()))


def head_data(context: dict[str, Any]) -> dict[str, Any]:
    """Everything that components/_head.html shows, from the context of the page; nothing without a site."""
    request = context.get("request")
    site = getattr(request, "site", None)
    if site is None:
        return {}
    head: Head = context.get("head") or _said_by_view(context)
    address = site.origin + escape_uri_path(request.path)
    nodes = list(head.nodes)
    if request.path_info == "/":
        nodes += [json_ld.organization(site), json_ld.web_site(site, search_url=context["chrome"].search_url)]
    nodes.append(json_ld.breadcrumbs(site, context.get("trail") or (), address=address))
    return {
        "canonical": head.canonical or address,
        "address": address,
        "head": head,
        "title": head.title or site.name,
        "site": site,
        "json_ld": json_ld.script(nodes),
    }
