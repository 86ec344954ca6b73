"""Blocks put together as HTML: list items into nested lists, captions to their tables and pictures."""

from __future__ import annotations

from dataclasses import dataclass

from content.word.numbering import Marker

FIGURE_WORDS = "图"


@dataclass
class Block:
    """A paragraph, heading, picture, caption or table of the text."""

    kind: str  # p, h2, h3, h4, title, caption, figure, table
    html: str = ""
    text: str = ""
    align: str = ""
    is_flush: bool = False
    marker: Marker | None = None
    is_bold: bool = False
    header_rows: int = 0


def arranged(blocks: list[Block]) -> str:
    """Return the blocks as HTML."""
    result, place = [], 0
    while place < len(blocks):
        block = blocks[place]
        if block.marker is not None:
            end = place
            while end < len(blocks) and blocks[end].marker is not None:
                end += 1
            result.append(lists(blocks[place:end]))
            place = end
            continue
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        html, used = _one(block, following)
        result.append(html)
        place += used
    return "".join(result)


def _one(block: Block, following: Block | None) -> tuple[str, int]:
    """Return a block's HTML and how many blocks it used up: a caption goes with its table or picture."""
    if block.kind == "caption" and following is not None and following.kind == "table" and not _is_of_picture(block):
        return f"<table><caption>{block.html}</caption>{following.html}</table>", 2
    if block.kind == "figure":
        if following is not None and following.kind == "caption" and not following.text.startswith("表"):
            return f"<figure>{block.html}<figcaption>{following.html}</figcaption></figure>", 2
        return f"<figure>{block.html}</figure>", 1
    if block.kind == "table":
        return f"<table>{block.html}</table>", 1
    return paragraph(block), 1


def _is_of_picture(block: Block) -> bool:
    return block.text.startswith(FIGURE_WORDS)


def paragraph(block: Block) -> str:
    """Return a paragraph or heading; one without words is left out."""
    if not block.html.replace("<br />", "").strip(" 　"):
        return ""
    tag = {"title": "h2", "caption": "p"}.get(block.kind, block.kind)
    align = block.align or ("center" if block.kind == "caption" else "")
    if align:
        style = f' style="text-align:{align}"'
    else:
        style = ' style="text-indent:0"' if tag == "p" and block.is_flush else ""
    return f"<{tag}{style}>{block.html}</{tag}>"


def lists(items: list[Block]) -> str:
    """Return list items that follow one another as nested lists; a list that goes on after a break begins where it left."""
    result: list[str] = []
    open_ones: list[tuple[int, str]] = []  # (depth, tag)
    previous: Block | None = None
    for item in items:
        marker = item.marker
        while open_ones and (open_ones[-1][0] > marker.depth or _is_another(open_ones[-1], item, previous)):
            result.append(f"</li></{open_ones.pop()[1]}>")
        if open_ones and open_ones[-1][0] == marker.depth:
            result.append("</li>")
        else:
            tag = "ul" if marker.is_bullet else "ol"
            kind = f' type="{marker.list_type}"' if marker.list_type else ""
            start = f' start="{marker.number}"' if tag == "ol" and marker.number != 1 else ""
            result.append(f"<{tag}{kind}{start}>")
            open_ones.append((marker.depth, tag))
        result.append(f"<li>{item.html}")
        previous = item
    result += [f"</li></{tag}>" for _depth, tag in reversed(open_ones)]
    return "".join(result)


def _is_another(open_one: tuple[int, str], item: Block, previous: Block | None) -> bool:
    """True when the item begins another list at the same depth: of another tag, or counting anew."""
    depth, tag = open_one
    if depth != item.marker.depth:
        return False
    if tag != ("ul" if item.marker.is_bullet else "ol"):
        return True
    is_restarted = tag == "ol" and item.marker.number == 1
    return is_restarted and previous is not None and previous.marker.depth <= depth
