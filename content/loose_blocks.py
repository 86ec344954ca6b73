"""Boxes, loose words and lists out of their place, as WeChat, web pages and other editors nest them, made into plain blocks."""

from __future__ import annotations

from lxml import etree

from content.office_markup import OWN_NOTE_ID

BLOCKS = {"p", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "tbody",
          "thead", "tr", "td", "th", "blockquote", "figure", "figcaption", "hr", "pre", "dl", "dt", "dd"}  # fmt: skip
LISTS = {"ul", "ol"}
GONE = "unwrapped"


def break_lines(tree: etree._Element) -> None:
    """Make a paragraph of text whose line ends count, with breaks where they were."""
    for text in tree.xpath("//pre"):
        for each in list(text.iter(etree.Element)):
            each.text, rest = _first_line(each.text)
            for words in reversed(rest):
                each.insert(0, _break(words))
            if each is not text:
                each.tail, rest = _first_line(each.tail)
                for words in reversed(rest):
                    each.getparent().insert(each.getparent().index(each) + 1, _break(words))
        text.tag = "p"


def _first_line(words: str | None) -> tuple[str, list[str]]:
    first, *rest = (words or "").split("\n")
    return first, rest


def _break(words: str) -> etree._Element:
    made = etree.Element("br")
    made.tail = words
    return made


def unwrap_boxes(tree: etree._Element) -> None:
    """Boxes of WeChat editors: one that holds blocks goes, one that holds only words is a paragraph; empty ones go."""
    for element in reversed(list(tree.iter("section", "div", "article", "center", "main"))):
        if element is tree or OWN_NOTE_ID.fullmatch(element.get("id", "")):
            continue
        if _holds_blocks(element):
            _words_into_paragraphs(element)
            element.tag = GONE
        elif (element.text_content() or "").strip() or element.find(".//img") is not None:
            element.tag = "p"
        else:
            element.drop_tree()
    for span in tree.iter("span"):
        if not span.attrib:
            span.tag = GONE
    etree.strip_tags(tree, GONE)  # at once: one by one it would take the square of the time
    for paragraph in list(tree.iter("p")):
        _without_leading_space(paragraph)
        if not paragraph.text_content().strip() and paragraph.find(".//img") is None:
            paragraph.drop_tree()


def put_lists_in_place(tree: etree._Element) -> None:
    """Let a list that stands between the items of another belong to the item before it, and an item of one paragraph be its
    words."""
    for inner in list(tree.iter(*LISTS)):
        before = inner.getprevious()
        if inner.getparent().tag in LISTS and before is not None and before.tag == "li":
            before.append(inner)
    for item in tree.iter("li"):
        inside = [child for child in item if child.tag not in LISTS]
        if len(inside) == 1 and inside[0].tag == "p" and not (item.text or "").strip():
            inside[0].drop_tag()


def _holds_blocks(element: etree._Element) -> bool:
    return any(child.tag in BLOCKS for child in element.iterdescendants(etree.Element))


def _words_into_paragraphs(box: etree._Element) -> None:
    """Give the words that stand loose between the blocks of a box paragraphs of their own."""
    made: list[etree._Element] = []
    line: etree._Element | None = None

    def begun() -> etree._Element:
        nonlocal line
        if line is None:
            line = etree.Element("p")
            made.append(line)
        return line

    def say(words: str | None) -> None:
        if not words or (line is None and not words.strip()):
            return
        into = begun()
        if len(into):
            into[-1].tail = (into[-1].tail or "") + words
        else:
            into.text = (into.text or "") + words

    say(box.text)
    for child in list(box):
        words, child.tail = child.tail, None
        if child.tag in BLOCKS or _holds_blocks(child):
            line = None
            made.append(child)
        else:
            begun().append(child)
        say(words)
    box.text = None
    box[:] = made


def _without_leading_space(paragraph: etree._Element) -> None:
    """Take away the spaces that stood for the indent: the page indents by itself."""
    first = paragraph
    while not (first.text or "") and len(first) and first[0].tag in {"span", "strong", "em", "u"}:
        first = first[0]
    if first.text:
        first.text = first.text.lstrip(" \t\r\n\u00a0\u3000")
