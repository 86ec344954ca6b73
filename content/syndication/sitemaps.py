"""Reading sitemaps (sitemaps.org), with the titles and dates of news sitemaps where they have them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from lxml import etree

from content.syndication.entries import MOST_ENTRIES, Unreadable, absolute, moment_of, words
from content.syndication.feeds import sound_xml
from content.syndication.pages import Listed

MOST_MAPS = 3
_NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


@dataclass
class Sitemap:
    """The pages that a sitemap names, the newest first, or the newest of the sitemaps that an index names."""

    pages: list[Listed] = field(default_factory=list)
    maps: list[str] = field(default_factory=list)


def read_sitemap(body: bytes, *, address: str, charset: str) -> Sitemap:
    """Return what the sitemap names. Raises Unreadable for what is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(sound_xml(body, charset).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    kind = etree.QName(root).localname if root is not None else ""
    if kind == "sitemapindex":
        maps = [(_said(each, "s:lastmod"), _said(each, "s:loc")) for each in root.iterfind("s:sitemap", _NAMESPACES)]
        newest = sorted(maps, key=lambda pair: pair[0], reverse=True)[:MOST_MAPS]
        return Sitemap(maps=[whole for _day, link in newest if (whole := absolute(address, link))])
    if kind != "urlset":
        raise Unreadable(_("转载源不是站点地图（sitemap）格式。"))
    pages = [_page(each, address) for each in root.iterfind("s:url", _NAMESPACES)]
    dated = sorted(pages, key=lambda page: page.published_at.timestamp() if page.published_at else 0, reverse=True)
    return Sitemap(pages=dated[:MOST_ENTRIES])


def _page(url: etree._Element, address: str) -> Listed:
    news: datetime | None = moment_of(_said(url, "n:news/n:publication_date"))
    return Listed(
        title=words(_said(url, "n:news/n:title"))[:200],
        link=absolute(address, _said(url, "s:loc")),
        published_at=news or moment_of(_said(url, "s:lastmod")),
    )


def _said(element: etree._Element, name: str) -> str:
    return (element.findtext(name, "", _NAMESPACES) or "").strip()
