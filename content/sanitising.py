"""Rich text on its way in: one allow-list, applied on the server, whatever an editor, Word or an upstream site sent."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import nh3

TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "blockquote", "pre", "code", "div", "span", "section",
    "strong", "b", "em", "i", "u", "s", "sub", "sup", "small", "mark",
    "ul", "ol", "li", "dl", "dt", "dd",
    "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td",
    "figure", "figcaption", "img", "a", "video", "audio",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"style", "lang", "dir", "id"},
    "a": {"href", "title", "target"},
    "img": {"src", "alt", "width", "height", "title"},
    "video": {"src"},
    "audio": {"src"},
    "ol": {"start", "type"},
    "col": {"span"},
    "colgroup": {"span"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
STYLES = {"text-align", "text-indent", "vertical-align", "margin-left", "padding-left"}
OWN_MEDIA = re.compile(r"^/media/[\w./-]+$")
INLINE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,[A-Za-z0-9+/=\s]+", re.I)
TRACKING = re.compile(
    r"^(?:utm_\w+|spm|scm|gclid|fbclid|msclkid|yclid|isappinstalled|mc_[ce]id|_hsenc|_hsmi|share_token)$"
)
INVISIBLE = re.compile(  # and what turns the direction of reading, so that words read otherwise than they are stored
    "[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
)
ASIDE = "//table | //figcaption | //sup[a] | //section[.//li[starts-with(@id, 'note-')]]"
DEEPEST, MOST_LEFT_OPEN = 200, 20
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements without an end, and those whose end is so often left out that they cannot be counted.
_UNCOUNTED = {
    "br", "img", "hr", "input", "meta", "link", "col", "source", "wbr", "area", "base", "embed", "param", "track",
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option",
}  # fmt: skip


def without_tracking(address: str) -> str:
    """Return an address of the web without the parameters that only tell who sent whom."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if parts.scheme not in {"http", "https"} or not parts.query:
        return address
    kept = [pair for pair in parts.query.split("&") if not TRACKING.match(pair.partition("=")[0].lower())]
    return address if len(kept) == parts.query.count("&") + 1 else parts._replace(query="&".join(kept)).geturl()


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Pictures and recordings come from our own media only: an outside address would be a tracker, or break."""
    if tag in {"img", "video", "audio"} and name == "src":
        return value if OWN_MEDIA.match(value) and ".." not in value else None
    if tag == "a" and name == "href":
        return without_tracking(value)
    return value


_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "iframe", "object", "noscript", "template"},
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    filter_style_properties=STYLES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer",
    strip_comments=True,
)
_EMPTY_IMAGE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
_EMPTY_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(?:\s|&nbsp;|\u00a0|<br ?/?>)*</p>\s*")
_EMPTY_RECORDING = re.compile(r"<(video|audio)(?![^>]*\ssrc=)[^>]*>.*?</\1>", re.S)
_EMPTY_STYLE = re.compile(r'\sstyle="\s*"')


def clean_html(html: str) -> str:
    """Return the HTML with only the tags, attributes and addresses that our pages allow."""
    cleaned = _cleaner.clean(INVISIBLE.sub("", html))
    cleaned = _EMPTY_RECORDING.sub("", cleaned)
    return _without_empty_end(_EMPTY_STYLE.sub("", _EMPTY_IMAGE.sub("", cleaned)).strip())


def _without_empty_end(html: str) -> str:
    """The HTML without empty paragraphs after its last words; read backwards, so that thousands of them take no longer."""
    end = len(html)
    while (start := html.rfind("<p", 0, end)) >= 0 and _EMPTY_PARAGRAPH.fullmatch(html, start, end):
        end = start
    return html[:end]


def is_tangled(html: str) -> bool:
    """True for elements nested so deep that parsers silently drop what lies within, or left open so often that a parser
    would open them anew in every paragraph. No editor writes such HTML."""
    deepest, left_open = nesting_of(html)
    return deepest > DEEPEST or left_open > MOST_LEFT_OPEN


def nesting_of(html: str) -> tuple[int, int]:
    """Return how deep the elements nest and how many are left open; those that need no end are not counted."""
    deepest = depth = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _UNCOUNTED:
            depth = max(depth + (-1 if closing else 1), 0)
            deepest = max(deepest, depth)
    return deepest, depth


def foreign_pictures(html: str) -> int:
    """Return how many pictures of other sites, or of somebody's disk, the HTML shows; cleaning takes them out."""
    addresses = re.findall(r"<img\b[^<>]*?\ssrc\s*=\s*[\"']?([^\"'\s>]*)", html, re.I)
    return sum(1 for src in addresses if not OWN_MEDIA.match(src) and not src.lower().startswith("data:"))


def clean_line(text: str) -> str:
    """Return one line of plain text: no control characters, runs of white space made one."""
    return re.sub(r"\s+", " ", INVISIBLE.sub("", text)).strip()


def plain_text(html: str) -> str:
    """Return the words of the HTML, for indexes and reading aloud."""
    return _words(html)


def opening_words(html: str) -> str:
    """Return how the text begins, for a summary that nobody wrote: without tables, notes and the marks that lead to them; a
    text of nothing else begins with those."""
    return _words(html, without=ASIDE) or _words(html)


def summary_of(html: str) -> str:
    """Return the summary of a text for which nobody wrote one."""
    return opening_words(html)[:120]


def _words(html: str, *, without: str = "") -> str:
    from lxml import html as parser

    if not html.strip():
        return ""
    tree = parser.fromstring(f"<div>{INVISIBLE.sub('', html)}</div>")
    for aside in tree.xpath(without) if without else ():
        aside.drop_tree()
    for block in tree.iter("p", "br", "li", "h2", "h3", "h4", "h5", "td", "th", "div", "tr"):
        block.tail = " " + (block.tail or "")
    return re.sub(r"\s+", " ", tree.text_content()).strip()
