"""What pages tell machines about themselves, as schema.org terms in JSON-LD: whose page it is, what it says, where it lies.

Each function returns one node; `script` puts the nodes of a page into one data block. Addresses are absolute and made of the
site's own host, never of the request's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from content.models import Article
    from content.pages import Step
    from sites.models import Site

Node = dict[str, Any]
# A data block ends at the first "</", and two separators of lines are none in scripts: JSON may write them all as numbers.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script(nodes: Iterable[Node]) -> SafeString:
    """Return the nodes as one data block for a page's head, '' when there are none; no text in them can end it early."""
    graph = [_without_gaps(node) for node in nodes if node]
    if not graph:
        return mark_safe("")
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return mark_safe(f'<script type="application/ld+json">{text.translate(_ESCAPES)}</script>')


def organization(site: Site) -> Node:
    """The body that answers for the site."""
    return {
        "@type": "GovernmentOrganization",
        "@id": f"{site.address('/')}#organization",
        "name": site.sponsor.name,
        "url": site.address("/"),
    }


def web_site(site: Site, *, search_url: str) -> Node:
    """The site as a whole, with its search for those who offer it beside their own; `search_url` is a path on its host."""
    found = {"@type": "EntryPoint", "urlTemplate": f"{site.origin}{search_url}?q={{search_term_string}}"}
    action = {"@type": "SearchAction", "target": found, "query-input": "required name=search_term_string"}
    return {
        "@type": "WebSite",
        "@id": f"{site.address('/')}#website",
        "name": site.name,
        "url": site.address("/"),
        "inLanguage": site.language,
        "publisher": {"@id": f"{site.address('/')}#organization"},
        "potentialAction": action if search_url else None,
    }


def news_article(site: Site, article: Article, *, address: str, section: str, image: str = "") -> Node:
    """An article as its live revision has it; a reprint names the original that it is taken from."""
    live = article.live
    modified = max(article.published_at, live.published_at or article.published_at)
    return {
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "headline": live.title,
        "description": live.summary,
        "articleSection": section,
        "datePublished": _moment(article.published_at),
        "dateModified": _moment(modified),
        "author": _author(article),
        "publisher": {"@type": "GovernmentOrganization", "name": site.sponsor.name, "url": site.address("/")},
        "keywords": live.keywords,
        "image": image,
        "url": address,
        "mainEntityOfPage": address,
        "isBasedOn": live.source_url,
        "inLanguage": site.language,
    }


def breadcrumbs(site: Site, trail: Sequence[Step | dict[str, str]], *, address: str) -> Node | None:
    """The way from the home page to the page; its last step is the page itself."""
    if not trail:
        return None
    steps = [
        {"@type": "ListItem", "position": number, "name": name, "item": f"{site.origin}{url}" if url else address}
        for number, (name, url) in enumerate(map(_said, trail), start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _said(step: Step | dict[str, str]) -> tuple[str, str]:
    """Name and path of a step, which templates let apps write either way."""
    if isinstance(step, dict):
        return str(step["name"]), step.get("url", "")
    return str(step.name), step.url


def _author(article: Article) -> Node:
    live = article.live
    if live.author_name:
        return {"@type": "Person", "name": live.author_name}
    return {"@type": "Organization", "name": live.source}


def _moment(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _without_gaps(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in ("", None)}
