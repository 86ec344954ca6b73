"""图解 composed of blocks: steps, numbers, a comparison, a timeline, questions and answers. No designer, no picture of words.

The blocks are nothing but the article's text: each is a section whose id says what it is, made of headings, lists and tables, so
that it is reviewed, compared, searched, read aloud and printed like any other text. It is read back from the text as well:
there is no second copy that could disagree. What stands in the text besides is kept as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree, html

from sites.refusals import refuse_if, refuse_unless

MOST_ROWS, MOST_COLUMNS, MOST_WORDS, MOST_BLOCKS = 40, 6, 300, 20
_ID = re.compile(r"tujie-(\w+)-\d+")
_PARTED = re.compile(r"[：:]")


class Kind(models.TextChoices):
    """What a block shows."""

    STEPS = "steps", gettext_lazy("步骤")
    NUMBERS = "numbers", gettext_lazy("数字")
    COMPARISON = "comparison", gettext_lazy("对比表")
    TIMELINE = "timeline", gettext_lazy("时间线")
    FAQ = "faq", gettext_lazy("问答")
    TEXT = "text", gettext_lazy("正文")


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its kind, its heading, and its rows of cells; the rows of TEXT are one cell of HTML, kept as it is."""

    kind: Kind
    title: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def lines(self) -> str:
        """The rows as people write them (see `rows_in`)."""
        if self.kind == Kind.TEXT:
            return self.rows[0][0]
        if self.kind == Kind.FAQ:
            return "\n".join(f"问：{question}\n答：{answer}" for question, answer in self.rows)
        parting = " | " if self.kind == Kind.COMPARISON else "："
        return "\n".join(parting.join(row).removesuffix("：") for row in self.rows)


def rows_in(kind: Kind, lines: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows that somebody wrote, one a line: “名称：说明”; cells of a table parted by |, its heads first; 问： and 答：
    in turn. Raises Refused with the sentence that says what is missing."""
    written = [" ".join(line.split()) for line in lines.splitlines() if line.strip()]
    refuse_unless(written, _("“%s”还没有内容。") % kind.label)
    refuse_if(len(written) > MOST_ROWS * 2, _("“%(kind)s”最多 %(most)s 行。") % {"kind": kind.label, "most": MOST_ROWS})
    if kind == Kind.COMPARISON:
        rows = [tuple(cell.strip() for cell in line.replace("｜", "|").split("|")) for line in written]
        widths = {len(row) for row in rows}
        refuse_if(len(rows) < 2 or min(widths) < 2, _("对比表的第一行写表头，以下每行一项，各列用“|”分开，至少两列。"))
        refuse_if(len(widths) > 1, _("对比表各行的列数不一致：表头有 %s 列。") % len(rows[0]))
        refuse_if(max(widths) > MOST_COLUMNS, _("对比表最多 %s 列。") % MOST_COLUMNS)
    elif kind == Kind.FAQ:
        rows = _questions(written)
    else:
        rows = [
            (parts[0].strip(), parts[1].strip() if len(parts) > 1 else "")
            for parts in (_PARTED.split(line, maxsplit=1) for line in written)
        ]
        refuse_unless(all(row[0] for row in rows), _("“%s”每行须先写名称，再写说明，中间用冒号分开。") % kind.label)
    refuse_if(any(len(cell) > MOST_WORDS for row in rows for cell in row), _("每一格不超过 %s 个字。") % MOST_WORDS)
    return tuple(rows)


def _questions(written: list[str]) -> list[tuple[str, str]]:
    found: list[list[str]] = []
    for line in written:
        mark, rest = line[:1], line[1:].lstrip("：: ")
        if mark == "问" and rest:
            found.append([rest, ""])
        elif found:
            found[-1][1] = f"{found[-1][1]} {rest if mark == '答' and not found[-1][1] else line}".strip()
    refuse_unless(found and all(answer for _question, answer in found), _("问答请逐条写：“问：……”另起一行“答：……”。"))
    return [(question, answer) for question, answer in found]


def to_html(blocks: Sequence[Block]) -> str:
    """Return the text that the blocks are."""
    return "".join(_section(block, number) for number, block in enumerate(blocks, start=1))


def _section(block: Block, number: int) -> str:
    if block.kind == Kind.TEXT:
        return block.rows[0][0]
    heading = f"<h2>{escape(block.title)}</h2>" if block.title else ""
    return f'<section id="tujie-{block.kind}-{number}">{heading}{_BODIES[block.kind](block)}</section>'


def _list(block: Block) -> str:
    items = (
        f"<li><strong>{escape(name)}</strong>{f'<p>{escape(words)}</p>' if words else ''}</li>"
        for name, words in block.rows
    )
    return f"<ol>{''.join(items)}</ol>"


def _pairs(block: Block) -> str:
    return f"<dl>{''.join(f'<dt>{escape(name)}</dt><dd>{escape(words)}</dd>' for name, words in block.rows)}</dl>"


def _table(block: Block) -> str:
    head, *rows = block.rows
    heads = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


_BODIES = {Kind.STEPS: _list, Kind.TIMELINE: _list, Kind.NUMBERS: _pairs, Kind.FAQ: _pairs, Kind.COMPARISON: _table}


def blocks_in(text: str) -> list[Block]:
    """Read the blocks of a text back; whatever is none of ours, or was changed by hand beyond its form, is kept as TEXT."""
    if not text.strip():
        return []
    root = html.fragment_fromstring(text, create_parent="div")
    found: list[Block] = []
    if root.text and root.text.strip():
        _keep(found, escape(root.text))
    for element in root:
        tail, element.tail = element.tail, None
        block = _block(element) if isinstance(element.tag, str) else None
        if block:
            found.append(block)
        else:
            _keep(found, etree.tostring(element, encoding="unicode", method="html"))
        if tail and tail.strip():
            _keep(found, escape(tail))
    return found


def _keep(found: list[Block], piece: str) -> None:
    """Add to the text before it, so that running text is one block."""
    if found and found[-1].kind == Kind.TEXT:
        piece = found.pop().rows[0][0] + piece
    found.append(Block(Kind.TEXT, "", ((piece,),)))


def _block(element: html.HtmlElement) -> Block | None:
    match = _ID.fullmatch(element.get("id") or "")
    if element.tag != "section" or match is None or match[1] not in Kind.values or match[1] == Kind.TEXT:
        return None
    kind, title = Kind(match[1]), " ".join((element.findtext("h2") or "").split())
    rows = _rows(kind, element)
    block = Block(kind, title, tuple(rows))
    same = rows and _plain(html.fromstring(_section(block, 1))) == _plain(element)
    return block if same else None


def _rows(kind: Kind, element: html.HtmlElement) -> list[tuple[str, ...]]:
    if kind == Kind.COMPARISON:
        return [tuple(_plain(cell) for cell in row) for row in element.iter("tr")]
    if kind in {Kind.NUMBERS, Kind.FAQ}:
        names, words = ([_plain(each) for each in element.iter(tag)] for tag in ("dt", "dd"))
        return list(zip(names, words, strict=False))
    return [(_plain(item.find("strong")), _plain(item.find("p"))) for item in element.iter("li")]


def _plain(element: html.HtmlElement | None) -> str:
    return "" if element is None else " ".join(" ".join(element.itertext()).split())
