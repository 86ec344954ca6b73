"""Word files for tests, made with python-docx, and with raw XML for what it cannot write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from tests.content.files import a_picture

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
CENTER, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def saved(document: Docx) -> bytes:
    """The document as the bytes of a .docx."""
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def raw(document: Docx, xml: str) -> None:
    """Add raw XML (of w:p, w:tbl …) at the end of the body."""
    for each in parse_xml(f"<w:body {NAMES}>{xml}</w:body>"):
        document.element.body.insert_element_before(each, "w:sectPr")


def a_word(*xml: str) -> bytes:
    """A Word file whose body is this raw XML."""
    document = Document()
    for each in xml:
        raw(document, each)
    return saved(document)


def line(text: str) -> str:
    """A paragraph of raw XML."""
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def indented(document: Docx, text: str):
    """A paragraph with the first-line indent of two characters."""
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.first_line_indent = Pt(32)
    return paragraph


def centered(document: Docx, text: str):
    """A centred paragraph."""
    paragraph = document.add_paragraph(text)
    paragraph.alignment = CENTER
    return paragraph


def a_report() -> bytes:
    """A work report: title, headings, looks, lists, a table with merged cells, a picture with caption, a link."""
    document = Document()
    document.add_heading("全省春耕备耕工作情况", 0)
    document.add_heading("一、总体进展", 1)
    paragraph = indented(document, "截至11月底，全省")
    paragraph.add_run("备足种子").bold = True
    paragraph.add_run("，其中水稻 H")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run("O 灌溉面积 10")
    paragraph.add_run("3").font.superscript = True
    paragraph.add_run(" 亩。").italic = True
    document.add_paragraph("种子", style="List Bullet")
    document.add_paragraph("水稻", style="List Bullet 2")
    document.add_paragraph("化肥", style="List Bullet")
    document.add_paragraph("摸清底数", style="List Number")
    document.add_paragraph("分解任务", style="List Number")
    document.add_heading("（一）物资情况", 2)
    document.add_paragraph("表1  各市物资储备（吨）", style="Caption")
    table = document.add_table(4, 3)
    for place, words in enumerate(["地区", "物资", "", "", "种子", "化肥", "甲市", "10", "20", "", "11", "21"]):
        table.cell(place // 3, place % 3).text = words
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(2, 0).merge(table.cell(3, 0))
    for row in table.rows[:2]:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    document.add_picture(a_picture().file)
    document.inline_shapes[0]._inline.docPr.set("descr", "农机具整齐停放在库房内")
    document.add_paragraph("图1  农机具检修现场", style="Caption")
    last = document.add_paragraph("2026年11月18日")
    last.alignment = RIGHT
    return saved(document)


def a_policy_document() -> bytes:
    """An official document: letterhead, number, a title of two lines, addressees, text, signature, date, print line."""
    document = Document()
    centered(document, "测试省人民政府办公厅文件")
    centered(document, "测府办发〔2026〕 12号")
    document.add_paragraph("")
    centered(document, "测试省人民政府办公厅关于印发")
    centered(document, "全省春耕备耕工作方案的通知")
    document.add_paragraph("")
    document.add_paragraph("各市、州人民政府，省政府各部门：")
    indented(document, "《全省春耕备耕工作方案》已经省人民政府同意，现印发给你们，请认真贯彻执行。")
    document.add_paragraph("　　附件另发。")
    for words in ("测试省人民政府办公厅", "二〇二六年十一月二日"):
        document.add_paragraph(words).alignment = RIGHT
    indented(document, "（此件公开发布）")
    document.add_paragraph("测试省人民政府办公厅　　　　2026年11月3日印发")
    return saved(document)


def repacked(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The archive with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()
