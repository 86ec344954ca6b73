"""What Word and Excel put on the clipboard beside the text: remarks, deleted and hidden words, notes, grids, wrapped lines."""

import pytest

from content.pasting import clean_paste

REMARKED = """<!--StartFragment--><p class=MsoNormal><a style='mso-comment-reference:张_1;mso-comment-date:20261126T0930'>到2027
年</a><span class=MsoCommentReference><span lang=EN-US><![if !supportAnnotations]><a class=msocomanchor id="_anchor_1"
href="#_msocom_1" name="_msoanchor_1">[张1]</a><![endif]></span></span>，<span class=msoIns><ins cite="mailto:zhang"
datetime="2026-11-26T09:30">全面</ins></span><span class=msoDel><del cite="mailto:zhang" datetime="2026-11-26T09:31">基本</del>
</span>建成。<span style='display:none;mso-hide:all'>内部掌握</span></p><div style='mso-element:comment-list'><hr
class=msocomoff align=left size=1><div style='mso-element:comment'><div id="_com_1" class=msocomtxt><p
class=MsoCommentText><a href="#_msoanchor_1" class=msocomoff>[张1]</a>领导让改</p></div></div></div><!--EndFragment-->"""

NOTED = """<p class=MsoNormal>增长5.8%<a style='mso-footnote-id:ftn7' href="#_ftn7" name="_ftnref7" title=""><span
class=MsoFootnoteReference><span style='mso-special-character:footnote'>[7]</span></span></a>。</p>
<div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%"><div style='mso-element:footnote'
id=ftn7><p class=MsoFootnoteText><a style='mso-footnote-id:ftn7' href="#_ftnref7" name="_ftn7"><span>[7]</span></a>
按可比价格计算。</p></div></div>"""

GRID = """<table class=MsoTableGrid><thead><tr><td rowspan=2><p class=MsoNormal><b>市州</b></p></td><td colspan=2>产量</td></tr>
<tr><td>2025</td><td>2026</td></tr></thead><tr><td>临岚市</td><td align=right>356.2</td><td></td></tr>
<![if !supportMisalignedColumns]><tr height=0><td width=92></td><td width=92></td><td width=92></td></tr><![endif]></table>"""

EXCEL = """<body link="#0563C1"><table border=0 width=216 style='border-collapse:collapse'>
<!--StartFragment--> <tr height=19><td colspan=2 class=xl66>全省粮食产量</td></tr>
<tr height=19><td class=xl65>临岚市</td><td class=xl65 align=right>356.20</td></tr><!--EndFragment--></table></body>"""


def items(*signs: tuple[str, str, int], font: str = "Calibri") -> str:
    """Paragraphs as Word writes list items: (sign, words, level)."""
    return "".join(
        f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><![if !supportLists]><span lang=EN-US "
        f"style='font-family:{font}'><span style='mso-list:Ignore'>{sign}<span>&nbsp; </span></span></span><![endif]>"
        f"{words}</p>"
        for sign, words, level in signs
    )


def test_remarks_deleted_and_hidden_words_of_colleagues_stay_out_and_are_counted():
    made = clean_paste(REMARKED)
    assert made.html == "<p>到2027年，全面建成。</p>"
    assert made.notes == [
        "修订：已接受 1 处插入的文字。",
        "修订：已去掉 1 处删除的文字。",
        "批注：1 条批注没有导入。",
        "隐藏文字：1 处隐藏文字没有导入。",
    ]


def test_what_a_web_page_struck_out_stays_struck_out():
    assert clean_paste("<p><del>旧</del>新</p>").html == "<p><s>旧</s>新</p>"


def test_notes_lead_there_and_back_and_two_pastes_keep_apart():
    first, second = clean_paste(NOTED).html, clean_paste(NOTED.replace("可比", "现行")).html
    stem = first.partition('<sup id="')[2].partition('-1-back"')[0]
    assert f'<sup id="{stem}-1-back"><a href="#{stem}-1"' in first
    assert f'<li id="{stem}-1">按可比价格计算。 <a href="#{stem}-1-back" title="返回正文"' in first
    assert "<hr>" not in first
    assert "[7]" not in first
    assert stem not in second


def test_a_table_keeps_its_head_and_loses_the_row_that_only_has_widths():
    assert clean_paste(GRID).html == (
        '<table><thead><tr><th rowspan="2" scope="col"><p>市州</p></th><th colspan="2" scope="col">产量</th></tr>'
        '<tr><th scope="col">2025</th><th scope="col">2026</th></tr></thead>'
        '<tbody><tr><td>临岚市</td><td style="text-align:right">356.2</td><td></td></tr></tbody></table>'
    )


def test_rows_of_excel_stay_a_table_though_the_mark_of_the_selection_lies_within_it():
    assert clean_paste(EXCEL).html == (
        '<table><tbody><tr><td colspan="2">全省粮食产量</td></tr>'
        '<tr><td>临岚市</td><td style="text-align:right">356.20</td></tr></tbody></table>'
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("held an\nexecutive meeting", "held an executive meeting"),
        ("on <b>26\nNovember</b>\nand", "on <strong>26 November</strong> and"),
        ("使用Microsoft\nOffice编辑，省政府\n办公厅印发，共3\n条", "使用Microsoft Office编辑，省政府办公厅印发，共3条"),
    ],
)
def test_a_line_that_word_wrapped_keeps_latin_words_apart_and_chinese_ones_together(written, read):
    assert clean_paste(f"<p>{written}</p>").html == f"<p>{read}</p>"


def test_letters_and_roman_numbers_count_on_within_one_list():
    made = clean_paste(items(("a.", "甲", 1), ("i.", "一", 2), ("ii.", "二", 2), ("b.", "乙", 1)))
    assert made.html == '<ol type="a"><li>甲<ol type="i"><li>一</li><li>二</li></ol></li><li>乙</li></ol>'
    letters = [(f"{letter}.", letter, 1) for letter in "abcdefghij"]
    assert clean_paste(items(*letters)).html.count("<ol") == 1
    romans = [(f"{sign}.", sign, 1) for sign in ("i", "ii", "iii", "iv", "v", "vi")]
    assert clean_paste(items(*romans)).html.count("<ol") == 1


def test_a_letter_in_a_font_of_signs_is_a_bullet_and_the_number_of_an_article_is_set_off():
    assert clean_paste(items(("v", "督导", 1), font="Wingdings")).html == "<ul><li>督导</li></ul>"
    assert (
        clean_paste(items(("第一条", "本办法自发布之日起施行。", 1))).html == "<p>第一条　本办法自发布之日起施行。</p>"
    )


def test_tables_of_contents_and_links_into_files_are_no_text():
    made = clean_paste(
        '<p class=MsoToc1><a href="#_Toc1">一、总体要求 1</a></p><p><a href="file:///C:/x.docx">附件</a>见'
        '<a href="https://www.gov.cn/">网站</a></p>'
    )
    assert made.html == '<p>附件见<a href="https://www.gov.cn/" rel="noopener noreferrer">网站</a></p>'
    assert made.notes == ["目录：自动生成的目录没有导入（1 处）。"]


@pytest.mark.parametrize(
    "piece",
    [
        "<del cite=x>", "<div style='mso-element:comment-list'>", "<a style='mso-footnote-id:ftn1'>", "<tr height=0>",
        "<p class=MsoToc1>", "<span style='display:none'>x</span>", "a\n", "<table>\n", "<a\n",
    ],
)  # fmt: skip
def test_no_mark_of_office_keeps_the_server_busy(piece):
    assert isinstance(clean_paste("<p>头</p>" + piece * 20_000).html, str)
