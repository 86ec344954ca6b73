"""Tables as people exchange them: what goes out comes back, and no file makes the reader work without end."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from sites.files.documents import ENCRYPTED, OLE_START
from sites.refusals import Refused
from sites.tables import as_csv, as_xlsx, read_rows

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
ROWS = [["原地址", "跳转到"], ["/old.asp?id=1", "/news/"], ["=cmd|'/c calc'!A1", "+1"]]


def a_book(sheet: str) -> bytes:
    """An Excel file whose only sheet is this XML."""
    made, out = io.BytesIO(), io.BytesIO()
    Workbook().save(made)
    with zipfile.ZipFile(made) as plain, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as forged:
        for name in plain.namelist():
            forged.writestr(name, HEAD + sheet + "</worksheet>" if name == SHEET else plain.read(name))
    return out.getvalue()


def cell(place: str, row: str) -> str:
    return f'<row r="{row}"><c r="{place}"><v>7</v></c></row>'


@pytest.mark.parametrize("write", [as_csv, lambda rows: as_xlsx(rows, title="地址")], ids=["csv", "xlsx"])
def test_what_was_written_is_read_back(write):
    assert [cells for _number, cells in read_rows(write(ROWS), most=10)] == ROWS


@pytest.mark.parametrize("risky", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_that_is_written_is_a_formula(risky):
    assert f"'{risky[0]}" in as_csv([[risky]]).decode()
    sheet = load_workbook(io.BytesIO(as_xlsx([[risky]], title="一"))).active
    assert sheet["A1"].data_type == "s"
    assert sheet["A1"].value.startswith("'")


def test_a_character_that_no_spreadsheet_can_hold_is_left_out():
    assert read_rows(as_xlsx([["甲\x01乙"]], title="一"), most=10) == [(1, ["甲乙"])]


def test_a_sheet_that_claims_to_fill_the_whole_grid_is_read_as_what_it_holds():
    book = a_book(f'<dimension ref="A1:XFD1048576"/><sheetData>{cell("A1", "1")}{cell("B9", "9")}</sheetData>')
    assert read_rows(book, most=10) == [(1, ["7"]), (9, ["", "7"])]


@pytest.mark.parametrize("row", ["1048576", "99999999999"], ids=["last row of Excel", "beyond every sheet"])
def test_a_row_behind_endless_blank_ones_is_not_waited_for(row):
    with pytest.raises(Refused, match="空行"):
        read_rows(a_book(f"<sheetData>{cell('A1', '1')}{cell(f'A{row}', row)}</sheetData>"), most=10)


def test_a_heading_and_so_many_rows_are_taken_and_not_one_more():
    assert len(read_rows(as_csv([["头"], *[["行"]] * 10]), most=10)) == 11
    with pytest.raises(Refused, match="最多导入 10 行"):
        read_rows(as_csv([["头"], *[["行"]] * 11]), most=10)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (OLE_START + b"Workbook", "请另存为 .xlsx"),
        (OLE_START + ENCRYPTED, "设有打开密码"),
        (b"PK\x03\x04 broken", "不是可读的 XLSX"),
        (b"\xff\xfe\x00\x00", "不是可读的 CSV"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content, said):
    with pytest.raises(Refused, match=said):
        read_rows(content, most=10)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("旧址.xlsx", b"/old/,/news/\n", "扩展名改为 .csv"),
        ("旧址.XLSX", "/旧/,/news/\n".encode("gb18030"), "扩展名是 .xlsx，内容却是文本"),
        ("export.xls", b"<html><table><tr><td>/old/</td></tr></table></html>", "扩展名是 .xls，内容却是文本"),
        ("旧址.xlsx", b"\x00\x01/old/,/news/\n", "已经损坏"),
        ("旧址.xlsx", b"\xff\xd8\xff\xe0\x00\x10JFIF", "已经损坏"),
        ("旧址.xlsx", b"PK\x03\x04 half", "不是可读的 XLSX"),
        ("旧址.pdf", b"%PDF-1.4 /old/,/news/", "这个文件是 .pdf"),
        ("旧址.csv", b"a,b\x07\x01", "不是可读的 CSV"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_with_what_to_do(name, content, said):
    with pytest.raises(Refused, match=said):
        read_rows(content, most=10, name=name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("旧址.csv", as_csv(ROWS)),
        ("旧址.TXT", as_csv(ROWS)),
        ("旧址", as_csv(ROWS)),
        ("旧址.csv", as_xlsx(ROWS, title="一")),
    ],
    ids=["csv", "txt", "no ending", "workbook named csv"],
)
def test_a_file_that_can_be_read_without_doubt_is_read(name, content):
    assert [cells for _number, cells in read_rows(content, most=10, name=name)] == ROWS


def test_figures_are_numbers_and_codes_stay_text():
    cells = [
        "12",
        "4.5",
        "98.7%",
        "0",
        "—",
        "007",
        "20261109785045",
        "4700000001",
        "2026-11",
        "12 件",
        "=1+1",
        "-3",
        "%",
    ]
    sheet = load_workbook(io.BytesIO(as_xlsx([cells], title="一", with_figures=True))).active
    row = [cell.value for cell in sheet[1]]
    assert row == [
        12,
        4.5,
        0.987,
        0,
        "—",
        "007",
        "20261109785045",
        "4700000001",
        "2026-11",
        "12 件",
        "'=1+1",
        "'-3",
        "%",
    ]
    assert sheet["C1"].number_format == "0.0%"
    plain = load_workbook(io.BytesIO(as_xlsx([cells], title="一"))).active
    assert [cell.value for cell in plain[1]][:3] == ["12", "4.5", "98.7%"]


def test_columns_are_as_wide_as_what_stands_in_them():
    rows = [["一个很长的标题句子，只有一格，不撑开列宽"], ["承办单位", "收到"], ["岚江省人力资源和社会保障厅", "12"]]
    sheet = load_workbook(io.BytesIO(as_xlsx(rows, title="一"))).active
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width) == (28, 8)
