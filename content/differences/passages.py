"""Rich text as passages of words: what a reader would call a paragraph, a heading, an item, a row of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

import rjieba
from lxml import etree
from lxml import html as parser

BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "blockquote", "pre", "div", "section", "figure",
          "figcaption", "caption", "tr", "ul", "ol", "dl", "table", "hr"}  # fmt: skip
KEPT = {"h2", "h3", "h4", "h5", "li", "tr", "figcaption", "caption", "blockquote"}
FORMS = {"strong": "加粗", "b": "加粗", "em": "斜体", "i": "斜体", "u": "下划线", "s": "删除线", "sub": "下标",
         "sup": "上标"}  # fmt: skip
SPACES = re.compile(r"[ \t\r\n\f\xa0]+")

TAGS = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Token(NamedTuple):
    """A word, a picture, the address of a link, or the border between two cells; `form` is what it looks like or
    where it leads."""

    kind: str
    text: str
    form: str = ""


class Passage(NamedTuple):
    """A paragraph, heading, item, caption or row with its words."""

    tag: str
    tokens: tuple[Token, ...]


def words_of(text: str, form: str = "") -> list[Token]:
    """Return the words of a text; put together they are the text again."""
    cut = rjieba.cut(text)
    if "".join(cut) != text:  # what the segmenter would change is compared character by character
        cut = list(text)
    return [Token("word", word, form) for word in cut]


def passages_of(html: str) -> list[Passage]:
    """Return the passages of rich text, empty ones left out. Never raises, whatever the HTML is."""
    reader = _Reader()
    for event, element in _walked(html):
        reader.see(event, element)
    reader.end_passage()
    return reader.passages


def _walked(html: str) -> Iterator[tuple[str, etree._Element]]:
    if not html.strip():
        return
    try:
        tree = parser.fragment_fromstring(html, create_parent="div", parser=parser.HTMLParser(huge_tree=True))
    except (etree.ParserError, ValueError):
        tree = None
    said = unescape(TAGS.sub("", html))
    if tree is None or _length(tree.text_content()) < _length(said):  # the parser drops what is nested too deep
        tree = parser.Element("div")
        tree.text = CONTROLS.sub("", said)
    yield from etree.iterwalk(tree, events=("start", "end", "comment", "pi"))


def _length(text: str) -> int:
    """The number of characters, white space and control characters left out."""
    return len("".join(CONTROLS.sub("", text).split()))


class _Reader:
    """Collects passages while it walks through the elements."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.tokens: list[Token] = []
        self.blocks: list[str] = []
        self.forms: list[str] = []

    def see(self, event: str, element: etree._Element) -> None:
        """Take in one element's beginning or end."""
        if event == "start":
            self._begin(element)
            self._say(element.text)
            return
        if event == "end":
            self._end(element)
        self._say(element.tail if element.getparent() is not None else "")

    def _begin(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in BLOCKS and not self._in_row():
            self.end_passage()
        if tag in BLOCKS:
            self.blocks.append(tag)
        elif tag in {"td", "th"} and self.tokens and self._in_row():
            self.tokens.append(Token("cell", ""))
        elif tag == "br":
            self._break()
        elif tag == "img":
            self.tokens.append(Token("image", (element.get("alt") or "").strip(), element.get("src") or ""))
        elif tag in FORMS:
            self.forms.append(FORMS[tag])

    def _end(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "a" and element.get("href"):
            self.tokens.append(Token("link", element.get("href").strip()))
        elif tag in FORMS:
            self.forms.pop()
        elif tag in BLOCKS:
            if not self._in_row() or self.blocks[-1] == "tr":
                self.end_passage()
            else:
                self._break()
            self.blocks.pop()

    def _say(self, text: str | None) -> None:
        text = SPACES.sub(" ", text or "")
        if not self.tokens:
            text = text.lstrip(" 　")
        if text:
            self.tokens += words_of(text, "、".join(sorted(set(self.forms))))

    def _break(self) -> None:
        if self._in_row():
            self._say(" ")
        else:
            self.end_passage()

    def _in_row(self) -> bool:
        return "tr" in self.blocks

    def end_passage(self) -> None:
        """Close the passage that is being collected."""
        while self.tokens and self.tokens[-1].kind == "word" and not self.tokens[-1].text.strip():
            self.tokens.pop()
        if self.tokens:
            kept = [block for block in self.blocks if block in KEPT]
            tag = "tr" if "tr" in kept else kept[-1] if kept else "p"
            self.passages.append(Passage(tag, tuple(self.tokens)))
        self.tokens = []
