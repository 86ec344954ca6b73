"""What is pasted from Word, WPS and WeChat, made into our HTML: their lists, headings and indents are kept, their dress is not.

The browser sends the clipboard here before it puts anything into the text, so that one place knows the rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from lxml import etree
from lxml import html as parser

from content.loose_blocks import break_lines, put_lists_in_place, unwrap_boxes
from content.office_markup import OWN_NOTE_ID, gather_notes, name_heads, style_of, take_out_asides
from content.sanitising import DEEPEST, INLINE, OWN_MEDIA, clean_html
from content.word.arranging import Block, lists
from content.word.numbering import Marker, before_words, place_of

FRAGMENT = re.compile(r"<!--\s?(Start|End)Fragment\s?-->", re.I)
MARKUP = re.compile(r"<!\[[^\]<]*\]>|<\?xml[^<>]*>")
OFFICE_TAGS = re.compile(r"</?(?:o|w|m|v|st1|x):[^<>]*>", re.I)
LIST_STYLE = re.compile(r"mso-list:\s*l(\d+)\s+level(\d)", re.I)
ORDERED = re.compile(r"(\d+|[a-zA-Z]|[ivxIVX]+)[.)．）]")
BULLETS = set("·•●○■□◆◇§Øoülnu-–—*➢✓Ø")
BULLET_FONT = re.compile(r"font-family:[^;]*(?:wingdings|symbol|webdings)")
USABLE_LINK = re.compile(r"\s*(?:https?:|mailto:|tel:|/)", re.I)
# A line of Word's HTML ends where a space was: between Latin words it is one, beside Chinese ones it is nothing.
_WITHIN = r"(?:</?(?:strong|em|u|s|sub|sup|a|span)\b[^<>]*>)*"
_LATIN = r"[!-;=?-~\u00c0-\u024f\u2010-\u201d]"
LATIN_WRAP = re.compile(rf"({_LATIN}{_WITHIN})\s*\n\s*(?={_WITHIN}{_LATIN})")
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "font": "span", "strike": "s", "del": "s"}
BOLD, ITALIC = re.compile(r"font-weight:\s*(?:bold|[6-9]00)"), re.compile(r"font-style:\s*italic")
UNDERLINE = re.compile(r"text-decoration[^;:]*:\s*[^;]*underline")


@dataclass(frozen=True)
class Pasted:
    """Clean HTML, and what could not come along, in sentences."""

    html: str
    notes: list[str] = field(default_factory=list)


def clean_paste(html: str) -> Pasted:
    """Return the clipboard's HTML as ours. Pictures that are not our own are taken out and reported."""
    inside = OFFICE_TAGS.sub("", MARKUP.sub("", _without_comments(_fragment(html)))).replace("\x00", "")
    if not inside.strip():
        return Pasted("", [])
    try:
        tree = parser.fromstring(f"<div>{inside}</div>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Pasted("", [_("粘贴的内容无法识别，请粘贴为纯文本。")])
    if tree.xpath(f"boolean(//*[count(ancestor::*) > {DEEPEST}])"):  # what lies deeper the parser has dropped
        return Pasted("", [_("粘贴的内容层层嵌套，无法完整读取，请粘贴为纯文本，或改用“导入 Word”。")])
    for unwanted in tree.xpath("//style|//script|//meta|//link|//title|//xml|//svg|//iframe|//video|//audio|//object"):
        unwanted.drop_tree()
    inline: dict[str, str] = {}
    break_lines(tree)
    notes = [*take_out_asides(tree), *_take_out_pictures(tree, inline)]
    gather_notes(tree)
    name_heads(tree)
    _make_lists(tree)
    for element in list(tree.iter(etree.Element)):
        if element is not tree:
            _undress(element)
    unwrap_boxes(tree)
    put_lists_in_place(tree)
    body = (tree.text or "") + "".join(etree.tostring(child, encoding="unicode", method="html") for child in tree)
    cleaned = _tidy(clean_html(body))
    for stand_in, src in inline.items():
        cleaned = cleaned.replace(f'"{stand_in}"', f'"{src}"')
    return Pasted(cleaned, notes)


def _fragment(html: str) -> str:
    """What the clipboard marks as chosen, all of it when nothing is marked. Excel marks rows without their table."""
    marks = {found[1].lower(): found for found in FRAGMENT.finditer(html)}
    if "start" not in marks or "end" not in marks:
        return html
    before, chosen = html[: marks["start"].start()].lower(), html[marks["start"].end() : marks["end"].start()]
    is_within_table = before.rfind("<table") > before.rfind("</table")
    return f"<table>{chosen.strip()}</table>" if is_within_table else chosen


def _without_comments(html: str) -> str:
    """The HTML without comments, in which Word hides what only Word reads; a plain search, so that no text makes it slow."""
    kept, place = [], 0
    while (start := html.find("<!--", place)) >= 0:
        kept.append(html[place:start])
        end = html.find("-->", start + 4)
        place = end + 3 if end >= 0 else len(html)
    return "".join([*kept, html[place:]])


def _take_out_pictures(tree: etree._Element, inline: dict[str, str]) -> list[str]:
    """Drop pictures of other places: a file on somebody's disk cannot be read, a foreign address would break or spy.
    Pictures that came along as data wait behind a stand-in; the editor uploads them."""
    on_disk, foreign = 0, 0
    for image in list(tree.iter("img")):
        src = (image.get("src") or image.get("data-src") or "").strip()
        if OWN_MEDIA.match(src):
            continue
        if INLINE.fullmatch(src):
            stand_in = f"/media/pasted-{len(inline)}"
            inline[stand_in] = re.sub(r"\s", "", src)
            image.set("src", stand_in)
            continue
        if src.startswith(("file:", "cid:", "blob:")) or not src:
            on_disk += 1
        else:
            foreign += 1
        image.drop_tree()
    notes = []
    if on_disk:
        notes.append(_("有 %d 幅图片没有随粘贴带入，请逐幅上传；图片较多时可改用“导入 Word”。") % on_disk)
    if foreign:
        notes.append(_("有 %d 幅引用其他网站的图片没有粘贴进来，请保存到本机后上传。") % foreign)
    return notes


def _make_lists(tree: etree._Element) -> None:
    """Turn Word's paragraphs that look like lists into lists; 一、 and 第一条 stay words."""
    run: list[tuple[etree._Element, Block]] = []
    labels: dict[tuple[str, str], str] = {}
    for paragraph in list(tree.iter("p", "h1", "h2", "h3")):
        item = _list_item(paragraph, labels)
        follows = run and paragraph.getprevious() is run[-1][0]
        if run and (item is None or not follows):
            _replace(run)
            run = []
        if item is not None:
            run.append((paragraph, item))
    if run:
        _replace(run)


def _list_item(paragraph: etree._Element, labels: dict[tuple[str, str], str]) -> Block | None:
    """The paragraph as an item of a list, None for others. `labels` holds the last sign of each list and level."""
    found = LIST_STYLE.search(paragraph.get("style", ""))
    mark = next((e for e in paragraph.iter("span") if "mso-list:ignore" in style_of(e)), None)
    if found is None or mark is None:
        return None
    label = "".join(mark.text_content().split())
    is_bullet = bool(label) and (set(label) <= BULLETS or (len(label) == 1 and _is_sign(mark, paragraph)))
    ordered = ORDERED.fullmatch(label)
    if not is_bullet and not ordered:
        mark.tail = before_words(label) + (mark.tail or "").lstrip(" \u00a0")
        mark.drop_tree()
        return None
    mark.drop_tree()
    for element in paragraph.iter(etree.Element):
        if element is not paragraph:
            _undress(element)
    inside = (paragraph.text or "") + "".join(etree.tostring(e, encoding="unicode", method="html") for e in paragraph)
    place, kind = place_of(ordered[1], after=labels.get((found[1], found[2]), "")) if ordered else (1, "")
    labels[found[1], found[2]] = ordered[1] if ordered else ""
    return Block("p", inside.strip(), marker=Marker(int(found[2]) - 1, is_bullet, place, kind, "", found[1]))


def _is_sign(mark: etree._Element, paragraph: etree._Element) -> bool:
    """True for a letter of a font that has signs in the place of letters."""
    around = [mark, *(each for each in mark.iterancestors() if each is not paragraph)]
    return any(BULLET_FONT.search(style_of(each)) for each in around)


def _replace(run: list[tuple[etree._Element, Block]]) -> None:
    first = run[0][0]
    for made in parser.fragments_fromstring(lists([block for _element, block in run])):
        first.addprevious(made)
    for element, _block in run:
        element.drop_tree()


def _undress(element: etree._Element) -> None:
    """Keep what a style means (bold, italic, underline, alignment, indent) and drop how it looks."""
    style, tag = style_of(element), element.tag
    if element.get("align") in {"center", "right"} and "text-align" not in style:
        style += f";text-align:{element.get('align')}"
    if tag in RENAMED:
        element.tag = RENAMED[tag]
    for name, value in list(element.attrib.items()):
        is_ours = name == "id" and OWN_NOTE_ID.fullmatch(value)
        if not is_ours and name not in {"href", "src", "alt", "colspan", "rowspan", "scope", "start", "type", "title"}:
            del element.attrib[name]
    if element.tag == "a" and not _leads_somewhere(element.get("href", "")):
        element.tag = "span"
        element.attrib.clear()
    if element.tag == "span":
        meant = [tag for tag, sign in (("strong", BOLD), ("em", ITALIC), ("u", UNDERLINE)) if sign.search(style)]
        around = {each.tag for each in element.iterancestors()} | {
            RENAMED.get(each.tag) for each in element.iterancestors()
        }
        if meant and meant[0] not in around and (element.text_content() or "").strip():
            element.tag = meant[0]
    kept = _kept_style(element.tag, style)
    if kept:
        element.set("style", kept)


def _leads_somewhere(address: str) -> bool:
    """True for an address that a reader can follow: no file on somebody's disk, no mark of a Word file."""
    return bool(USABLE_LINK.match(address) or (address.startswith("#") and OWN_NOTE_ID.fullmatch(address[1:])))


def _kept_style(tag: str, style: str) -> str:
    align = re.search(r"text-align:(center|right)", style)
    if tag in {"p", "td", "th", "h2", "h3", "h4", "div", "section"} and align:
        return f"text-align:{align[1]}"
    indent = re.search(r"text-indent:(-?[\d.]+)", style)
    if tag == "p" and indent and float(indent[1]) == 0:
        return "text-indent:0"
    return ""


def _tidy(html: str) -> str:
    html = html.replace("&nbsp;", " ").replace("\u00a0", " ")
    html = re.sub(r"<(strong|em|u|s|sub|sup)>(\s*)</\1>", r"\2", html)
    html = re.sub(r"</(strong|em|u)><\1>", "", html)
    html = re.sub(r"(?:<br ?/?>\s*)+(</(?:p|li|td|th|h[2-4])>)?", lambda found: found[1] or found[0], html)
    html = LATIN_WRAP.sub(r"\1 ", html)
    return re.sub(r"\s+", lambda found: "" if "\n" in found[0] else found[0], html).strip()
