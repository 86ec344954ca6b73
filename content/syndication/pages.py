"""Reading web pages: lists of links by CSS selectors, and the text of a page that a list or a sitemap leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from cssselect import SelectorError
from django.utils.translation import gettext as _
from lxml import etree
from lxml import html as parser
from lxml.cssselect import CSSSelector

from content.sanitising import DEEPEST, nesting_of
from content.syndication.entries import (
    LONGEST_BODY,
    MOST_ENTRIES,
    Dropped,
    Entry,
    Unreadable,
    absolute,
    decoded,
    entry_of,
    first_usable,
    moment_of,
    moment_within,
    words,
)

# Where the text usually stands on pages of Chinese government sites, the most certain first.
USUAL_BODIES = (
    "#UCAP-CONTENT", ".TRS_Editor", ".trs_editor_view", "#zoom", "#Zoom", ".pages_content", ".article-content",
    ".content-text", ".article_con", "article", "main",
)  # fmt: skip
# The tags that government pages carry in their head (国办函〔2019〕19 号): ours too.
TITLE_TAGS, DATE_TAGS = ("ArticleTitle", "og:title"), ("PubDate", "article:published_time", "publishdate")
NOT_TEXT = "script, style, nav, header, footer, form, noscript, iframe, template, button"
FEWEST_LETTERS = 20
_META_CHARSET = re.compile(r"<\?xml[^>]{0,200}\?>")


@dataclass(frozen=True)
class Selectors:
    """Where on a page things stand. An item without a link of its own selector is led to by its first link."""

    item: str = ""
    link: str = ""
    title: str = ""
    date: str = ""
    body: str = ""


@dataclass(frozen=True)
class Listed:
    """A page that a source leads to; what is not said here is read from the page."""

    title: str
    link: str
    published_at: datetime | None = None


def selector_fault(selector: str) -> str:
    """Return what is wrong with a selector, '' for one that can be used."""
    try:
        CSSSelector(selector)
    except (SelectorError, etree.XPathError, NotImplementedError):
        return _("“%s”不是有效的 CSS 选择器。") % selector[:60]
    return ""


def read_list(body: bytes, *, address: str, charset: str, selectors: Selectors) -> tuple[list[Listed], list[Dropped]]:
    """Return the pages that the list leads to, in its order. Raises Unreadable when the selector finds nothing."""
    tree = _tree(body, charset)
    found = CSSSelector(selectors.item)(tree)
    if not found:
        raise Unreadable(_("按条目选择器“%s”没有找到任何条目，网页可能已改版。") % selectors.item)
    listed, dropped, seen = [], [], set()
    for number, element in enumerate(found[:MOST_ENTRIES], 1):
        link = _link_of(element, selectors.link)
        where = absolute(address, link.get("href") or "") if link is not None else ""
        title = _title_of(element, link, selectors.title)
        if not where:
            dropped.append(Dropped(title or _("第 %s 条") % number, _("没有可用的原文地址。")))
        elif where not in seen:
            seen.add(where)
            date = _first(element, selectors.date) if selectors.date else element
            text = date.get("datetime") or date.text_content() if date is not None else ""
            listed.append(Listed(title, where, moment_within(text.strip())))
    return listed, dropped


def read_page(body: bytes, listed: Listed, *, charset: str, selector: str, at: datetime) -> Entry | Dropped:
    """Return the entry of a page that was led to. The list's title counts unless it is cut off; the page's date counts, which
    says the minute where lists say the day."""
    tree = _tree(body, charset)
    tags = {
        (each.get("name") or each.get("property") or "").lower(): each.get("content") or ""
        for each in tree.iter("meta")
    }
    title = listed.title if not listed.title.endswith(("…", "...")) else ""
    title = title or next((tags[name.lower()] for name in TITLE_TAGS if tags.get(name.lower())), "") or listed.title
    title = title or (tree.findtext(".//h1") or tree.findtext(".//title") or "")
    said = first_usable(moment_of(tags.get(name.lower(), "")) for name in DATE_TAGS)
    canonical = next((each.get("href") or "" for each in tree.iter("link") if each.get("rel") == "canonical"), "")
    text = _body_of(tree, selector)
    if text is None:
        return Dropped(title or listed.link, _("网页中没有找到正文。"))
    for link in text.iter("a"):
        link.set("href", absolute(listed.link, link.get("href") or "") or "#")
    return entry_of(
        guid=listed.link,
        title=title,
        link=listed.link,
        html=etree.tostring(text, encoding="unicode", method="html", with_tail=False)[: LONGEST_BODY + 1],
        base=listed.link,
        published_at=said or listed.published_at,
        at=at,
        canonical=canonical,
    )


def _tree(body: bytes, charset: str) -> etree._Element:
    text = _META_CHARSET.sub("", decoded(body, charset), count=1)
    if nesting_of(text)[0] > DEEPEST:
        raise Unreadable(_("网页嵌套过深，已拒绝读取。"))
    try:
        return parser.document_fromstring(text.replace("\x00", ""), parser=parser.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Unreadable(_("转载源不是网页。")) from None


def _first(element: etree._Element, selector: str) -> etree._Element | None:
    return next(iter(CSSSelector(selector)(element)), None)


def _link_of(element: etree._Element, selector: str) -> etree._Element | None:
    if selector:
        return _first(element, selector)
    return element if element.tag == "a" else element.find(".//a[@href]")


def _title_of(element: etree._Element, link: etree._Element | None, selector: str) -> str:
    place = _first(element, selector) if selector else link
    if place is None:
        return ""
    return words(place.get("title") or place.text_content())[:200]


def _body_of(tree: etree._Element, selector: str) -> etree._Element | None:
    """The element of the selector; without one the first usual place with words in it, else the parent of most words."""
    for each in CSSSelector(NOT_TEXT)(tree):
        each.drop_tree()
    if selector:
        return _first(tree, selector)
    for usual in USUAL_BODIES:
        place = _first(tree, usual)
        if place is not None and len(place.text_content().strip()) >= FEWEST_LETTERS:
            return place
    weights: dict[etree._Element, int] = {}
    for paragraph in tree.iter("p"):
        weights[paragraph.getparent()] = weights.get(paragraph.getparent(), 0) + len(paragraph.text_content().strip())
    best = max(weights, key=weights.get, default=None)
    return best if best is not None and weights[best] >= FEWEST_LETTERS else None
