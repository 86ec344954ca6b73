"""Tables out of Excel and CSV files."""

import io
from datetime import date, datetime, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from openpyxl.worksheet.cell_range import MultiCellRange

from content.cell_formats import shown
from content.sanitising import clean_html
from content.sheets import MOST_ROWS, sheet_names, table_from
from sites.files import FileRefused
from tests.content.word_builders import repacked


def a_book(*rows, merge=(), change=None) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "储备"
    for row in rows:
        sheet.append(row)
    for each in merge:
        sheet.merge_cells(each)
    if change:
        change(book, sheet)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def table(*rows, **about) -> str:
    more = {name: about.pop(name) for name in ("merge", "change") if name in about}
    return table_from("a.xlsx", a_book(*rows, **more), **about).html


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1234.5, "General", "1234.5"),
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (0.4567, "0.0%", "45.7%"),
        (-5, "0_);(0)", "(5)"),
        (12, '0"个"', "12个"),
        (7, "000", "007"),
        (2.5, "0", "3"),
        (123456, "0.0,", "123.5"),
        (12.5, '"¥"#,##0.00', "¥12.50"),
        (12.5, "[$¥-804]#,##0.00;[Red]-0", "¥12.50"),
        (1234567, "0.00E+00", "1.23E+06"),
        (0, '0;-0;"—"', "—"),
        (True, "General", "是"),
        (date(2026, 11, 1), 'yyyy"年"m"月"d"日"', "2026年11月1日"),
        (datetime(2026, 11, 1), "yyyy/mm/dd", "2026/11/01"),
        (datetime(2026, 11, 1, 9, 5), "yyyy-m-d h:mm", "2026-11-1 9:05"),
        (datetime(2026, 11, 1), "mm-dd-yy", "2026-11-01"),
        (datetime(2026, 11, 1), 'm"月"d"日"aaaa', "11月1日星期日"),
        (datetime(2026, 11, 1, 14, 30), '上午/下午h"时"mm"分"', "下午2时30分"),
        (time(8, 5), "h:mm", "8:05"),
        (None, "General", ""),
        ("  文字 ", "@", "文字"),
    ],
)
def test_a_value_is_written_as_the_sheet_shows_it(value, form, text):
    assert shown(value, form) == text


def test_a_sheet_becomes_a_table_with_a_head():
    html = table(["地区", "数量"], ["甲市", 10])
    assert html == (
        '<table><thead><tr><th scope="col">地区</th><th scope="col">数量</th></tr></thead>'
        '<tbody><tr><td>甲市</td><td style="text-align:right">10</td></tr></tbody></table>'
    )
    assert clean_html(html) == html


def test_merged_cells_stay_merged_and_make_a_deeper_head():
    html = table(["地区", "物资", None], [None, "种子", "化肥"], ["甲市", 1, 2], merge=("A1:A2", "B1:C1"))
    assert '<th scope="col" rowspan="2">地区</th><th scope="col" colspan="2">物资</th>' in html
    assert html.count("<tr>") == 3
    assert html.index("</thead>") > html.index("化肥")


def test_a_first_row_over_the_whole_width_is_the_caption():
    made = table_from("a.xlsx", a_book(["储备表", None], ["地区", "数量"], ["甲市", 1], merge=("A1:B1",)))
    assert "<caption>储备表</caption><thead>" in made.html
    assert "已作为表题" in made.report[0]


def test_a_range_is_cut_out_and_a_caption_given():
    html = table(["甲", "乙", "丙"], [1, 2, 3], [4, 5, 6], cells="B1:C2", caption="节选<表>")
    assert "<caption>节选&lt;表&gt;</caption>" in html
    assert "丙" in html
    assert "甲" not in html
    assert ">5<" not in html


@pytest.mark.parametrize("cells", ["B2:A1", "1:2", "A1:B2:C3", "A0:B0", "甲1", "A1;DROP"])
def test_a_range_written_wrongly_gets_a_sentence(cells):
    with pytest.raises(FileRefused, match=r"A1:F20|空的"):
        table(["甲"], [1], cells=cells)


def test_hidden_rows_columns_and_sheets_stay_hidden():
    def hide(book, sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        book.create_sheet("底稿").sheet_state = "hidden"

    content = a_book(["甲", "密", "丙"], ["秘", 1, 2], ["三", 3, 4], change=hide)
    made = table_from("a.xlsx", content)
    assert not {"密", "秘"} & set(made.html)
    assert "隐藏" in made.report[0]
    assert sheet_names("a.xlsx", content) == ["储备"]


def test_a_formula_counts_by_its_stored_result_and_one_without_is_reported():
    content = a_book(["甲", "乙"], [1, "=A2*2"])
    assert any("公式" in line for line in table_from("a.xlsx", content).report)

    def calculated(parts: dict[str, bytes]) -> None:
        name = "xl/worksheets/sheet1.xml"
        parts[name] = (
            parts[name].replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>")
        )

    made = table_from("a.xlsx", repacked(content, calculated))
    assert ">2</td>" in made.html
    assert made.report == []


def test_what_lies_outside_the_chosen_range_is_not_reported():
    def hide(_book, sheet):
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["D"].hidden = True

    content = a_book(["甲", "乙", "丙", "丁"], [1, 2, 3, 4], [5, 6, "=A3", 7], ["=A2", 8, 9, 10], change=hide)
    assert table_from("a.xlsx", content, cells="A1:B3").report == []
    assert [line[:2] for line in table_from("a.xlsx", content).report] == ["隐藏", "有 "]
    assert "有 1 个公式" in table_from("a.xlsx", content, cells="A1:C3").report[0]


def test_too_much_is_refused_with_the_limits():
    with pytest.raises(FileRefused, match="上限"):
        table(*[[n] for n in range(MOST_ROWS + 2)])
    with pytest.raises(FileRefused, match="上限"):
        table(list(range(60)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_is_read_whatever_its_encoding_and_separator(encoding, separator):
    text = f"姓名{separator}得分\n张三{separator}98.5\n"
    html = table_from("名单.csv", text.encode(encoding)).html
    assert '<th scope="col">姓名</th><th scope="col">得分</th>' in html
    assert '<td style="text-align:right">98.5</td>' in html


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"", "空文件"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "另存为"),
        ("a.xlsx", b"hello", "不是 Excel"),
        ("a.csv", b"", "空文件"),
        ("a.csv", b"\x00\x01\x02\xff\xfe\xfd", "不是文本"),
        ("a.xlsx", a_book(), "空的"),
        ("a.xlsx", repacked(a_book([1]), lambda p: p.update({"xl/worksheets/sheet1.xml": b"<worksheet"})), "。"),
        ("a.xlsx", repacked(a_book([1]), lambda p: p.update({"xl/styles.xml": b"<!DOCTYPE a><a/>"})), "不安全"),
        ("a.xlsx", repacked(a_book([1]), lambda p: p.update({"xl/styles.xml": b"<styleSheet"})), "。"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(name, content, words):
    with pytest.raises(FileRefused, match=words):
        table_from(name, content)


def test_an_unknown_sheet_is_refused():
    with pytest.raises(FileRefused, match="没有工作表"):
        table(["甲"], sheet="不存在")


# the editor's address ----------------------------------------------------------------------------------------------


@pytest.fixture
def at_desk(client, editor):
    """The editor, signed in."""
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client, column, content: bytes, name: str = "a.xlsx", **more):
    address = reverse("content-office:table") + f"?column={column.pk}"
    return client.post(address, {"file": SimpleUploadedFile(name, content), **more})


def test_the_editor_asks_for_the_sheets_and_then_for_the_table(at_desk, news):
    content = a_book(["甲", "乙"], [1, 2])
    assert send(at_desk, news, content).json() == {"sheets": ["储备"]}
    answer = send(at_desk, news, content, sheet="储备", caption="表一", header_rows=1).json()
    assert answer["html"].startswith("<table><caption>表一</caption>")
    assert (answer["rows"], answer["columns"]) == (2, 2)


@pytest.mark.parametrize(
    ("more", "words"),
    [({"header_rows": "x"}, "表头行数"), ({"sheet": "无"}, "没有工作表"), ({"sheet": "储备", "cells": "?"}, "A1")],
)
def test_bad_wishes_get_a_sentence(at_desk, news, more, words):
    response = send(at_desk, news, a_book(["甲"]), **more)
    assert response.status_code == 400
    assert words in response.json()["error"]


def test_only_who_may_write_in_the_column_gets_an_answer(client, news, other_site_editor):
    client.force_login(other_site_editor, backend="django.contrib.auth.backends.ModelBackend")
    assert send(client, news, a_book(["甲"])).status_code == 404


def test_a_sheet_of_overlapping_merged_cells_is_refused_at_once():
    places = [f"A{top}:B{top + 5}" for top in range(1, 2000)]
    rows = [["甲", "乙"]] * 400
    with pytest.raises(FileRefused, match="相互重叠"):
        table_from("a.xlsx", a_book(*rows, change=lambda _book, sheet: forged_merges(sheet, places)))


def test_merged_cells_outside_the_chosen_range_are_no_matter():
    html = table(["甲", 1], ["乙", 2], ["丙", None], merge=("A3:B3",), cells="A1:B2")
    assert "colspan" not in html


def forged_merges(sheet, places) -> None:
    """Merge cells as no office program would; openpyxl itself would empty them."""
    sheet.merged_cells = MultiCellRange(places)
