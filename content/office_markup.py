"""What Word and Excel put on the clipboard beside the text: remarks of colleagues, deleted and hidden words, tables of
contents, notes at the foot, rows that only hold a grid together. None of it may slip into a text unseen."""

from __future__ import annotations

import re
from hashlib import sha256

from django.utils.translation import gettext as _
from lxml import etree

from content.word.report import Report

OWN_NOTE_ID = re.compile(r"note-[0-9a-f]{8}-\d+(?:-back)?")
NOTE = re.compile(r"mso-(?:foot|end)note-id:\s*([\w-]+)", re.I)
CONTENTS = re.compile(r"MsoToc\d", re.I)
MOST_NOTES = 500


def take_out_asides(tree: etree._Element) -> list[str]:
    """Drop what is not text to be published, and say so in sentences."""
    report = Report()
    for element in list(tree.iter(etree.Element)):
        what = _aside(element)
        if what and element is not tree and tree in element.iterancestors():
            for _one in range(_count(element, what)):
                report.count(what)
            element.drop_tree()
    if tree.xpath("//ins[@cite or @datetime]"):
        report.counts["inserted"] = len(tree.xpath("//ins[@cite or @datetime]"))
    _drop_contents(tree, report)
    return report.sentences()


def _aside(element: etree._Element) -> str:
    """What kind of thing an element is that does not belong to the text; empty for the text itself. "-" goes uncounted."""
    style, kind = style_of(element), element.get("class", "")
    if "mso-element:comment-list" in style:
        return "comment"
    if kind in {"msocomanchor", "MsoCommentReference", "msocomoff"}:
        return "-"
    if kind == "msoDel" or (element.tag == "del" and (element.get("cite") or element.get("datetime"))):
        return "deleted"
    if "mso-hide:all" in style or "display:none" in style:
        return "hidden" if element.text_content().strip() else "-"
    if element.tag == "tr" and element.get("height") == "0" and not element.text_content().strip():
        return "-"  # Word and Excel end a table of merged cells with a row that has only widths
    return ""


def _count(element: etree._Element, what: str) -> int:
    if what == "comment":
        return max(1, sum(1 for each in element.iter("div") if style_of(each) == "mso-element:comment"))
    return 0 if what == "-" else 1


def _drop_contents(tree: etree._Element, report: Report) -> None:
    found = [each for each in tree.iter("p") if CONTENTS.fullmatch(each.get("class", ""))]
    for each in found:
        each.drop_tree()
    if found:
        report.count("contents")


def gather_notes(tree: etree._Element) -> None:
    """Make Word's foot- and endnotes notes of ours: a raised mark that leads to the note, and a way back from it. Their
    addresses depend on what they say, so that two pastes do not get in each other's way."""
    lists = [each for each in tree.iter("div") if re.search(r"mso-element:(foot|end)note-list", style_of(each))]
    if not lists:
        return
    notes = {note.get("id"): note for each in lists for note in each.iter("div") if note.get("id")}
    for each in lists:
        each.drop_tree()
    words = "".join(note.text_content() for note in notes.values())
    stem = f"note-{sha256(words.encode()).hexdigest()[:8]}"
    called: list[str] = []
    for mark in list(tree.iter("a")):
        found = NOTE.search(mark.get("style", ""))
        if found is None or found[1] not in notes or len(called) >= MOST_NOTES:
            continue
        called.append(found[1])
        _raise_mark(mark, f"{stem}-{len(called)}", len(called))
    if called:
        tree.append(_section(stem, [notes[name] for name in called]))


def _raise_mark(mark: etree._Element, address: str, place: int) -> None:
    raised = etree.Element("sup", id=f"{address}-back")
    etree.SubElement(raised, "a", href=f"#{address}").text = f"[{place}]"
    raised.tail, mark.tail = mark.tail, None
    mark.getparent().replace(mark, raised)


def _section(stem: str, notes: list[etree._Element]) -> etree._Element:
    section = etree.Element("section", id=f"{stem}-0")
    etree.SubElement(section, "h4").text = _("注释")
    items = etree.SubElement(section, "ol")
    for place, note in enumerate(notes, 1):
        for own in [each for each in note.iter("a") if NOTE.search(each.get("style", ""))]:
            own.drop_tree()
        item = etree.SubElement(items, "li", id=f"{stem}-{place}")
        item.text = " ".join(note.text_content().split()) + " "
        back = etree.SubElement(item, "a", href=f"#{stem}-{place}-back", title=_("返回正文"))
        back.text = "↩"
    return section


def name_heads(tree: etree._Element) -> None:
    """Cells of rows that Word repeats on every page are the heads of their columns."""
    for cell in tree.xpath("//thead//td"):
        cell.tag = "th"
        cell.set("scope", "col")
        for bold in list(cell.iter("b", "strong")):
            bold.drop_tag()  # a head is bold by itself


def style_of(element: etree._Element) -> str:
    """The style attribute in small letters, without spaces around its colons."""
    return re.sub(r"\s*:\s*", ":", element.get("style", "").lower()).strip(" ;")
