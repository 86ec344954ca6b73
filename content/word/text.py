"""A Word file as title, body, pictures and report."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.translation import gettext as _

from content.archives import open_archive, relations_of
from content.word.arranging import Block, arranged
from content.word.blocks import read_blocks
from content.word.manuscript import FOLDER, MAIN, Manuscript, Picture, manuscript_of
from content.word.names import W, value
from content.word.recognition import Recognised, recognise
from sites.files import FileRefused

PAGE_NUMBER = re.compile(r"[-—－–·\s\d第页共/]*")
NOTE_PARTS = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}


@dataclass
class WordText:
    """What was read: the body still names its pictures by their keys."""

    recognised: Recognised
    body: str
    pictures: dict[str, Picture] = field(default_factory=dict)
    report: list[str] = field(default_factory=list)
    letterhead: str = ""  # stands before the body again when the page does not show the document's number


def read_word(name: str, content: bytes) -> WordText:
    """Read a .docx. Raises FileRefused with a sentence for everything that is not one, or not safe to open."""
    archive = open_archive(name, content, main_part=MAIN, wanted=_("Word 文档（.docx）"))
    root = archive.xml(MAIN)
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise FileRefused(_("“%s”的内容不完整，无法读取。请用 Word 或 WPS 打开后重新保存。") % name)
    manuscript = manuscript_of(archive)
    try:
        blocks = [block for block in read_blocks(body, manuscript) if _says_something(block)]
        recognised, blocks = recognise(blocks, name)
        html = arranged(blocks) + _notes(manuscript)
    except RecursionError:
        raise FileRefused(_("“%s”的内容嵌套过深，无法读取。") % name) from None
    _report_on(manuscript, blocks, recognised)
    letterhead = arranged(recognised.letterhead)
    return WordText(recognised, html, manuscript.pictures, manuscript.report.sentences(), letterhead)


def _says_something(block: Block) -> bool:
    return block.kind in {"table", "figure"} or bool(block.html.replace("<br />", "").strip(" 　\u00a0"))


def _notes(manuscript: Manuscript) -> str:
    """Return the notes, numbered through, each with a way back; a note in a note is read when its turn comes."""
    items, parts = [], {kind: manuscript.archive.xml(part) for kind, part in NOTE_PARTS.items()}
    place = 0
    while place < len(manuscript.notes):
        kind, note_id = manuscript.notes[place]
        place += 1
        root = parts[kind]
        note = None if root is None else next((n for n in root if value(n, "id") == note_id), None)
        manuscript.relations = relations_of(manuscript.archive, NOTE_PARTS[kind])
        blocks = [] if note is None else [b for b in read_blocks(note, manuscript) if _says_something(b)]
        inside = "<br />".join(block.html for block in blocks if block.kind != "table")
        back = f' <a href="#note-{place}-back" title="{escape(_("返回正文"))}">↩</a>'
        items.append(f'<li id="note-{place}">{inside}{back}</li>')
    return f"<section><h4>{escape(_('注释'))}</h4><ol>{''.join(items)}</ol></section>" if items else ""


def _report_on(manuscript: Manuscript, blocks: list[Block], recognised: Recognised) -> None:
    report = manuscript.report
    if not recognised.has_title_of_its_own:
        report.say(_("标题：文中没有找到标题，暂用文件名，请核对。"))
    for place, picture in enumerate(manuscript.pictures.values(), 1):
        if not picture.alt:
            report.say(_("图片：第 %(place)d 幅（%(name)s）请补写替代文字。") % {"place": place, "name": picture.name})
    headless = [str(n) for n, table in enumerate((b for b in blocks if b.kind == "table"), 1) if not table.header_rows]
    if headless:
        report.say(_("表格：第 %s 个表格没有标明表头，请在编辑器中设置表头行。") % "、".join(headless))
    margins = _words_in_margins(manuscript)
    if margins:
        report.say(_("页眉页脚没有导入：%s") % "；".join(margins))
    if not any(block.text for block in blocks) and not manuscript.pictures:
        report.say(_("正文：文件中没有可以导入的文字。"))


def _words_in_margins(manuscript: Manuscript) -> list[str]:
    """Return the words of headers and footers, page numbers left out."""
    found: list[str] = []
    for name in sorted(manuscript.archive.names):
        part = name.removeprefix(FOLDER)
        if not (part.startswith(("header", "footer")) and part.endswith(".xml")):
            continue
        root = manuscript.archive.xml(name)
        words = "" if root is None else "".join(each.text or "" for each in root.iter(W + "t")).strip()
        if not PAGE_NUMBER.fullmatch(words) and words[:60] not in found:
            found.append(words[:60])
    return found[:4]
