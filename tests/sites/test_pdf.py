"""PDFs of our own HTML: readable Chinese, whatever the HTML is like."""

import io
import logging
from pathlib import Path

import pypdf
import pytest
import reportlab
from PIL import Image

from sites.pdf import pdf_of
from sites.pdf.blocks import MOST_WORDS


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in read(pdf).pages)


def a_picture(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (width, height), (20, 80, 160, 128)).save(file, "PNG")
    return file.getvalue()


def test_the_words_are_there_in_order_with_header_footer_and_page_numbers():
    html = "<h1>关于稳定粮食生产的通知</h1><p>各市<b>人民政府</b>：</p><ul><li>一项<ol><li>细项</li></ol></li></ul>"
    said = words(pdf_of(html, title="通知", header="测试省人民政府", footer="现行有效"))
    for part in ("测试省人民政府", "关于稳定粮食生产的通知", "各市人民政府：", "细项", "现行有效", "第1页，共1页"):
        assert part in said
    assert said.index("通知") < said.index("各市") < said.index("细项")


def test_the_file_names_its_title_and_its_language_and_has_bookmarks():
    reader = read(pdf_of("<h2>一、总则</h2><p>一</p><h4>跳过一级</h4><p>二</p><h2>二、附则</h2>", title="办法"))
    assert reader.metadata.title == "办法"
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert [entry["/Title"] for entry in reader.outline if not isinstance(entry, list)] == ["一、总则", "二、附则"]


def test_the_same_words_give_the_same_bytes():
    assert pdf_of("<p>一</p>", title="一") == pdf_of("<p>一</p>", title="一")


def test_a_table_with_merged_cells_goes_on_with_its_header_on_every_page():
    rows = "".join(f"<tr><td>第{number}市</td><td>{number}</td><td>万亩</td></tr>" for number in range(90))
    html = (
        "<table><caption>任务表</caption><thead><tr><th rowspan=2>名称</th><th colspan=2>任务量</th></tr>"
        f"<tr><th>数</th><th>单位</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    reader = read(pdf_of(html, title="表"))
    assert len(reader.pages) > 2
    assert all("任务量" in page.extract_text() for page in reader.pages[:-1])
    assert "第89市" in words(pdf_of(html, title="表"))


def test_links_lead_to_the_web_and_scripts_are_left_out():
    pdf = pdf_of('<p><a href="https://example.org/a">一</a><a href="javascript:alert(1)">二</a></p>', title="x")
    assert b"https://example.org/a" in pdf
    assert b"javascript" not in pdf
    assert "二" in words(pdf)


def test_a_picture_is_scaled_to_the_page_and_a_missing_one_leaves_its_words():
    html = '<figure><img src="/media/wide.png" alt="宽图"></figure><p><img src="/media/none.png" alt="缺图"></p>'
    wide = a_picture(6000, 500)
    pdf = pdf_of(html, title="图", resolve_image=lambda src: wide if "wide" in src else None)
    assert "［图片：缺图］" in words(pdf)
    assert "宽图" not in words(pdf)
    assert len(read(pdf).pages[0].images) == 1


NASTY = {
    "nothing": "",
    "a comment": "<!-- x -->",
    "unclosed": "<p><b>一<table><tr><td><p>二",
    "very deep": "<div>" * 20_000 + "一",
    "nested bold": "<b>" * 2000 + "一",
    "nested lists": "<ul><li>" * 200 + "一",
    "control characters": "一\x00\x0b\x1f二\ud800\ufffe😀𠀀",
    "paragraph tags of the layout engine": "<p>&lt;para&gt;<para>一</para><font size=x>二</font></p>",
    "an entity bomb": '<!DOCTYPE x [<!ENTITY a "b">]><p>&a;&#0;&nbsp;一</p>',
    "a cell higher than a page": f"<table><tr><td>{'长文字' * 1500}</td><td>二</td></tr></table>",
    "a row span over several pages": f"<table><tr><td rowspan=99>一</td><td>二</td></tr>{'<tr><td>三</td></tr>' * 98}</table>",
    "too many columns": f"<table><tr>{'<td>一</td>' * 200}</tr></table>",
    "a lying span": '<table><tr><td colspan="9999" rowspan="99">一</td></tr><tr><td>二</td></tr></table>',
    "a table in a table": "<table><tr><td>一<table><tr><td>二</td></tr></table></td></tr></table>",
    "an empty table": "<table></table><table><tr></tr></table>",
    "an endless word": f"<p>{'a' * 4000}</p>",
    "an endless paragraph": f"<p>{'一<b>二</b>' * 4000}</p>",
    "an endless bold paragraph": f"<p><b>{'一<i>二</i>' * 6000}</b></p>",
    "an absurd style": '<p style="text-indent:9999em;text-align:middle;:;">一</p>',
}


@pytest.mark.parametrize("html", NASTY.values(), ids=NASTY.keys())
def test_bad_html_never_raises_and_keeps_the_words(html):
    said = words(pdf_of(html, title="x", resolve_image=lambda src: b"no picture"))
    if "一" in html and "<div>" * 300 not in html and "<b>" * 300 not in html:
        assert "一" in said


def test_a_hundred_pages_are_no_fault():
    html = f"<p>{'测试省的一段文字，包括<b>重点</b>。' * 20}</p>" * 250
    assert len(read(pdf_of(html, title="x", header="页眉" * 200, footer="页脚" * 200)).pages) > 60


@pytest.mark.parametrize("sign", "，。、；：？！）》”")
def test_no_line_begins_with_a_sign_that_ends_a_clause(sign):
    for length in range(30, 42):
        lines = (
            read(pdf_of(f'<p style="text-indent:0">{("字" * length + sign) * 6}</p>', title="x"))
            .pages[0]
            .extract_text()
        )
        assert not any(line.strip().startswith(sign) for line in lines.splitlines())
        marked = f'<p style="text-indent:0">{("字" * (length - 1) + "<b>字</b>" + sign) * 6}</p>'
        lines = read(pdf_of(marked, title="x")).pages[0].extract_text()
        assert not any(line.strip().startswith(sign) for line in lines.splitlines())


def test_a_very_long_paragraph_loses_no_word():
    count = 3 * MOST_WORDS
    assert words(pdf_of(f"<p>{'字' * count}</p>", title="x")).count("字") == count


def test_a_named_font_is_embedded(settings):
    settings.PDF_FONT = str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")
    assert b"/FontFile2" in pdf_of("<p>plain <b>bold</b></p>", title="x")


@pytest.mark.parametrize("name", ["/nowhere/font.ttf", __file__])
def test_a_font_that_cannot_be_used_is_named_in_the_log_and_replaced(settings, caplog, name):
    settings.PDF_FONT = name
    with caplog.at_level(logging.WARNING):
        assert "一" in words(pdf_of("<p>一</p>", title="x"))
    assert "PDF_FONT" in caplog.text


def test_signs_that_the_readers_own_song_lacks_are_written_with_those_it_has(settings):
    settings.PDF_FONT = ""
    said = words(
        pdf_of(
            "<p>阿卜杜拉·买买提，12 m²，第⑫项</p><table><tr><td>面积（㎥）</td></tr></table>",
            title="一",
            header="甲·乙",
        )
    )
    for part in ("阿卜杜拉・买买提", "12m2", "第⑿项", "（m3）", "甲・乙"):
        assert part in said


def test_what_must_not_be_overlooked_is_red():
    red = b".701961 .14902 .117647 rg"
    drawn = [
        read(pdf_of(f"<p><strong{about}>不一致</strong></p>", title="一")).pages[0].get_contents().get_data()
        for about in (' class="is-alert"', "")
    ]
    assert red in drawn[0]
    assert red not in drawn[1]


def test_the_items_of_a_list_have_the_signs_of_the_page():
    lists = [("a", 3, "c."), ("A", 2, "B."), ("i", 14, "xiv."), ("I", 9, "IX."), ("", 12, "12."), ("a", 30, "30.")]
    for kind, start, sign in lists:
        said = words(pdf_of(f'<ol type="{kind}" start="{start}"><li>一项</li></ol>', title="一"))
        assert f"{sign}一项" in said, (kind, start)
