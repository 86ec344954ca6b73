"""What a Word file may hold, piece by piece: what is kept, what is dropped, and that the report says so."""

import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.shared import Pt

from content.word import read_word
from tests.content.files import a_picture
from tests.content.word_builders import NAMES, a_word, centered, indented, line, raw, saved

TITLE = line("标题一行")


def read(*xml: str):
    return read_word("a.docx", a_word(TITLE, *xml))


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def flush(text: str) -> str:
    return f'<p style="text-indent:0">{text}</p>'


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ('<w:jc w:val="center"/>', '<p style="text-align:center">甲</p>'),
        ('<w:jc w:val="right"/>', '<p style="text-align:right">甲</p>'),
        ('<w:jc w:val="both"/>', flush("甲")),
        ('<w:ind w:firstLine="640"/>', "<p>甲</p>"),
        ('<w:ind w:firstLineChars="200" w:firstLine="0"/>', "<p>甲</p>"),
        ('<w:outlineLvl w:val="0"/>', "<h2>甲</h2>"),
        ('<w:pStyle w:val="Heading2"/>', "<h3>甲</h3>"),
    ],
)
def test_a_paragraph_keeps_its_place(properties, shown):
    assert read(paragraph(run("甲"), properties=properties)).body == shown


@pytest.mark.parametrize("indent", ["　　", "    ", "\t", "\u00a0\u00a0\u00a0\u00a0"])
def test_spaces_that_stand_for_an_indent_become_one(indent):
    assert read(line(f"{indent}正文　内有全角空格。")).body == "<p>正文　内有全角空格。</p>"


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ("<w:b/>", "<strong>甲</strong>"),
        ('<w:b w:val="0"/>', "甲"),
        ("<w:i/>", "<em>甲</em>"),
        ('<w:u w:val="single"/>', "<u>甲</u>"),
        ('<w:u w:val="none"/>', "甲"),
        ("<w:strike/>", "<s>甲</s>"),
        ('<w:vertAlign w:val="superscript"/>', "<sup>甲</sup>"),
        ("<w:b/><w:i/>", "<strong><em>甲</em></strong>"),
    ],
)
def test_a_run_keeps_its_look(properties, shown):
    assert read(paragraph(run("甲", properties))).body == flush(shown)


def test_neighbours_of_one_look_share_a_tag():
    assert read(paragraph(run("甲", "<w:b/>"), run("乙", "<w:b/>"))).body == flush("<strong>甲乙</strong>")


def test_a_line_break_stays_and_a_page_break_goes():
    body = '<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:br w:type="page"/><w:t>丙</w:t></w:r></w:p>'
    assert read(body).body == flush("甲<br />乙丙")


def test_markup_in_the_text_stays_text():
    assert read(line("&lt;script&gt;x&lt;/script&gt;")).body == flush("&lt;script&gt;x&lt;/script&gt;")


NUMBERED = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'


def a_numbered_file(levels: str, *items: tuple[str, int, str], extra: str = "") -> bytes:
    document = Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {NAMES} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {NAMES} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    if extra:
        numbering.append(parse_xml(f'<w:num {NAMES} w:numId="91"><w:abstractNumId w:val="90"/>{extra}</w:num>'))
    raw(document, TITLE)
    for text, depth, list_id in items:
        properties = NUMBERED.format(depth, list_id) if list_id else ""
        raw(document, paragraph(run(text), properties=properties))
    return saved(document)


def level(depth: int, form: str, text: str) -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def test_lists_nest_and_go_on_after_a_break_where_they_left():
    levels = level(0, "decimal", "%1.") + level(1, "bullet", "·")
    made = a_numbered_file(levels, ("一", 0, "90"), ("二", 1, "90"), ("三", 0, "90"), ("段落", 0, ""), ("四", 0, "90"))
    assert read_word("a.docx", made).body == (
        "<ol><li>一<ul><li>二</li></ul></li><li>三</li></ol>" + flush("段落") + '<ol start="3"><li>四</li></ol>'
    )


def test_a_list_that_is_told_to_begin_anew_begins_anew():
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    made = a_numbered_file(level(0, "decimal", "%1."), ("一", 0, "90"), ("二", 0, "91"), extra=restart)
    assert read_word("a.docx", made).body == "<ol><li>一</li></ol><ol><li>二</li></ol>"


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("chineseCounting", "第%1条　", "第一条　甲"),
        ("chineseCountingThousand", "%1、", "一、甲"),
        ("decimal", "（%1）", "（1）甲"),
        ("decimalEnclosedCircle", "%1", "①甲"),
        ("ideographTraditional", "%1、", "甲、甲"),
    ],
)
def test_the_numbers_of_official_texts_become_words_that_can_be_quoted(form, text, shown):
    assert read_word("a.docx", a_numbered_file(level(0, form, text), ("甲", 0, "90"))).body == flush(shown)


def test_numbers_of_several_levels_say_all_of_them():
    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2")
    body = read_word("a.docx", a_numbered_file(levels, ("甲", 0, "90"), ("乙", 1, "90"), ("丙", 1, "90"))).body
    assert body == flush("一、甲") + flush("一.1乙") + flush("一.2丙")


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("https://www.example.gov.cn/a?b=1&c=2", '<a href="https://www.example.gov.cn/a?b=1&amp;c=2">甲</a>'),
        ("mailto:a@example.gov.cn", '<a href="mailto:a@example.gov.cn">甲</a>'),
        ("file:///C:/秘密.doc", "甲"),
        ("javascript:alert(1)", "甲"),
    ],
)
def test_only_addresses_of_the_web_stay_links(target, shown):
    document = Document()
    raw(document, TITLE)
    rid = document.part.relate_to(target, "http://x/hyperlink", is_external=True)
    raw(document, f'<w:p><w:hyperlink r:id="{rid}">{run("甲")}</w:hyperlink></w:p>')
    found = read_word("a.docx", saved(document))
    assert found.body == flush(shown)
    assert ("链接" in "".join(found.report)) == (shown == "甲")


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_a_field_shows_its_result_and_a_link_field_is_a_link():
    code = '<w:r><w:instrText>HYPERLINK "https://www.example.gov.cn/"</w:instrText></w:r>'
    body = read(f"<w:p>{field('begin')}{code}{field('separate')}{run('网站')}{field('end')}{run('后')}</w:p>").body
    assert body == flush('<a href="https://www.example.gov.cn/">网站</a>后')


def test_a_table_of_contents_is_left_out_and_reported():
    code = r'<w:r><w:instrText>TOC \o "1-3"</w:instrText></w:r>'
    found = read(
        f"<w:p>{field('begin')}{code}{field('separate')}{run('目录一')}</w:p>",
        f"<w:p>{run('目录二')}{field('end')}</w:p>",
        line("正文"),
    )
    assert found.body == flush("正文")
    assert "目录" in found.report[0]


def test_tracked_changes_are_taken_as_accepted_and_reported():
    found = read(
        f'<w:p>{run("甲")}<w:ins w:id="1" w:author="x">{run("乙")}</w:ins>'
        '<w:del w:id="2" w:author="x"><w:r><w:delText>丙</w:delText></w:r></w:del></w:p>'
    )
    assert found.body == flush("甲乙")
    assert len([each for each in found.report if "修订" in each]) == 2


def test_a_paragraph_mark_that_was_deleted_joins_two_paragraphs():
    gone = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
    assert read(paragraph(run("前"), properties=gone), line("后")).body == flush("前后")


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ('<w:r><w:commentReference w:id="1"/></w:r>', "批注"),
        (run("看不见", "<w:vanish/>"), "隐藏"),
        ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "公式"),
        ('<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>', "嵌入对象"),
        ('<w:r><w:drawing><a:graphicData uri="http://x/chart"/></w:drawing></w:r>', "图表"),
        ('<w:r><w:drawing><a:graphicData uri="http://x/diagram"/></w:drawing></w:r>', "SmartArt"),
        ('<w:r><w:sym w:font="Webdings" w:char="F061"/></w:r>', "符号"),
        ("<w:r><w:ruby><w:rt/><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby></w:r>", "拼音"),
    ],
)
def test_what_a_page_cannot_show_is_named_in_the_report(xml, words):
    found = read(f"<w:p>{run('文字')}{xml}</w:p>")
    assert any(each.startswith(words) for each in found.report)
    assert "文字" in found.body
    assert "看不见" not in found.body


def test_the_words_of_a_text_box_are_kept_once():
    box = "<w:txbxContent>" + line("盒中") + "</w:txbxContent>"
    xml = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><a:graphicData uri='http://x/"
        f"wordprocessingShape'><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    found = read(xml)
    assert found.body == flush("盒中")
    assert any("文本框" in each for each in found.report)


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{line(text) if text else '<w:p/>'}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def test_cells_merged_both_ways_stay_merged():
    wide, top, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = read(
        f"<w:tbl>{row(cell('甲', wide + top), cell('乙'))}{row(cell('', wide + below), cell('丙'))}"
        f"{row(cell('丁'), cell('戊'), cell('己'))}</w:tbl>"
    ).body
    assert body == (
        '<table><tbody><tr><td colspan="2" rowspan="2">甲</td><td>乙</td></tr><tr><td>丙</td></tr>'
        "<tr><td>丁</td><td>戊</td><td>己</td></tr></tbody></table>"
    )


def test_a_table_without_a_head_is_named_in_the_report():
    found = read(f"<w:tbl>{row(cell('甲'), cell('乙'))}{row(cell('丙'), cell('丁'))}</w:tbl>")
    assert any("表头" in each for each in found.report)


def test_a_first_row_in_bold_is_a_head():
    bold = "".join(f"<w:tc><w:tcPr/>{paragraph(run(text, '<w:b/>'))}</w:tc>" for text in "甲乙")
    body = read(f"<w:tbl><w:tr>{bold}</w:tr>{row(cell('丙'), cell('丁'))}</w:tbl>").body
    assert body.startswith('<table><thead><tr><th scope="col">甲</th><th scope="col">乙</th></tr></thead>')


WIDE = '<w:gridSpan w:val="2"/>'
HEAD, TOP, BELOW = "<w:tblHeader/>", '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_a_head_reaches_as_far_as_its_merged_cells():
    body = read(
        f"<w:tbl>{row(cell('地区', TOP), cell('面积', WIDE), properties=HEAD)}"
        f"{row(cell('', BELOW), cell('去年'), cell('今年'))}{row(cell('甲'), cell('1'), cell('2'))}</w:tbl>"
    ).body
    head, _mark, rest = body.partition("</thead>")
    assert 'rowspan="2">地区</th>' in head and '<th scope="col">今年</th>' in head
    assert rest == "<tbody><tr><td>甲</td><td>1</td><td>2</td></tr></tbody></table>"


def test_a_head_merged_down_the_whole_table_stays_within_the_body():
    body = read(
        f"<w:tbl>{row(cell('地区', TOP), cell('面积'), properties=HEAD)}{row(cell('', BELOW), cell('1'))}</w:tbl>"
    ).body
    assert "<thead>" not in body and '<th scope="col" rowspan="2">地区</th>' in body and "<td>1</td>" in body


def test_a_box_of_one_cell_is_no_table():
    assert read(f"<w:tbl>{row(cell('专栏'))}</w:tbl>").body == flush("专栏")


def test_footnotes_lead_there_and_back():
    document = Document()
    raw(document, TITLE)
    raw(document, f'<w:p>{run("正文")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>')
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    xml = f'<w:footnotes {NAMES}><w:footnote w:id="2">{line("注文")}</w:footnote></w:footnotes>'.encode()
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", xml, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert read_word("a.docx", saved(document)).body == (
        flush('正文<sup id="note-1-back"><a href="#note-1">[1]</a></sup>')
        + '<section><h4>注释</h4><ol><li id="note-1">注文 <a href="#note-1-back" title="返回正文">↩</a></li></ol></section>'
    )


def with_picture(**about: str):
    document = Document()
    raw(document, TITLE)
    document.add_picture(a_picture(size=(40, 20)).file)
    shape = document.inline_shapes[0]._inline
    for name, text in about.items():
        shape.docPr.set(name, text)
    return document, shape


@pytest.mark.parametrize(
    "descr", ["", "图片 1", "Picture 3", "IMG_2026.jpg", "图形用户界面, 文本\n\n描述已自动生成", "C:\\会场.png"]
)
def test_a_picture_that_nobody_described_is_flagged(descr):
    document, _shape = with_picture(descr=descr)
    found = read_word("a.docx", saved(document))
    assert [picture.alt for picture in found.pictures.values()] == [""]
    assert any("请补写替代文字" in each for each in found.report)


def test_only_the_part_of_a_picture_that_was_shown_is_taken():
    from PIL import Image

    document, shape = with_picture(descr="会场")
    blip = next(each for each in shape.iter() if each.tag.endswith("}blipFill"))
    blip.insert(1, parse_xml(f'<a:srcRect {NAMES} l="50000" t="0" r="0" b="50000"/>'))
    found = read_word("a.docx", saved(document))
    (picture,) = found.pictures.values()
    assert Image.open(io.BytesIO(picture.content)).size == (20, 10)
    assert any("裁剪" in each for each in found.report)


def test_a_metafile_is_dropped_with_a_line():
    document, _shape = with_picture(descr="徽标")
    for part in document.part.related_parts.values():
        if "image" in str(part.partname):
            part.partname = type(part.partname)("/word/media/image1.emf")
    found = read_word("a.docx", saved(document))
    assert found.pictures == {}
    assert any("EMF" in each for each in found.report)


def test_words_of_headers_and_footers_are_reported_but_page_numbers_are_not():
    document = Document()
    raw(document, TITLE)
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    report = read_word("a.docx", saved(document)).report
    assert [each for each in report if "页眉" in each] == ["页眉页脚没有导入：内部资料"]


def test_a_strict_file_is_read_like_any_other():
    from tests.content.word_builders import repacked

    def stricter(parts: dict[str, bytes]) -> None:
        name = "word/document.xml"
        parts[name] = parts[name].replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )

    assert read_word("a.docx", repacked(a_word(TITLE, line("正文")), stricter)).body == flush("正文")


def test_an_empty_file_with_a_body_says_that_there_is_nothing():
    found = read_word("空.docx", a_word())
    assert (found.body, found.recognised.title) == ("", "空")
    assert any("没有可以导入的文字" in each for each in found.report)


def test_a_title_is_taken_from_the_first_line_when_no_style_says_so():
    document = Document()
    centered(document, "全省水利建设推进会召开")
    indented(document, "会议部署冬春水利建设。")
    found = read_word("a.docx", saved(document))
    assert (found.recognised.title, found.body) == ("全省水利建设推进会召开", "<p>会议部署冬春水利建设。</p>")


def test_a_first_line_that_is_a_sentence_is_no_title():
    document = Document()
    indented(document, "会议部署冬春水利建设，要求各地抓紧落实。").paragraph_format.first_line_indent = Pt(32)
    found = read_word("会议消息.docx", saved(document))
    assert found.recognised.title == "会议消息"
    assert any("标题" in each for each in found.report)
