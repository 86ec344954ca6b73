"""Words in and out as tables: every row is taken or reported, whatever the file is."""

import io

import pytest
from openpyxl import Workbook

from content.actions import import_words, save_word_list
from content.models import Word, WordList
from content.proofreading.word_tables import as_csv, as_sheet, read_table
from sites.refusals import Refused
from tests.cast import NOW


@pytest.fixture
def errors(root) -> WordList:
    return save_word_list(WordList(kind="error-prone", name="易错词"), by=root, at=NOW)


def take(content: bytes, errors, root):
    return import_words(errors, read_table(content), by=root, at=NOW)


TABLE = "词语,正确写法,处理,例外\n登陆网站,登录网站,必须修改,\n帐号,账号,,\n,无词,,\n错,对,,\n既使,即使,严禁,\n帐号,账号,,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_good_rows_are_kept_and_each_bad_one_is_reported_with_its_number(errors, root, encoding):
    report = take(TABLE.encode(encoding), errors, root)
    assert report.added == 2
    assert [number for number, _sentence in report.faults] == [4, 5, 6, 7]
    assert Word.objects.get(pattern="登陆网站").severity == "block"


def test_a_second_import_changes_what_differs_and_nothing_else(errors, root):
    take(TABLE.encode(), errors, root)
    report = take("词语,正确写法,处理\n登陆网站,登录网站,提醒\n帐号,账号,提醒\n".encode(), errors, root)
    assert (report.added, report.changed, report.unchanged) == (0, 1, 1)


@pytest.mark.parametrize("write", [as_csv, as_sheet])
def test_what_was_exported_imports_unchanged(errors, root, write):
    take('词语,正确写法,例外,提示,启用\n登陆网站,登录网站,台风登陆网站,"=1+1,提示",否\n'.encode(), errors, root)
    report = take(write(errors.words.all()), errors, root)
    assert (report.added, report.changed, report.unchanged, report.faults) == (0, 0, 1, [])


def test_a_cell_that_a_spreadsheet_would_run_is_defused(errors, root):
    take("词语,正确写法\n=cmd|1,即使\n".encode(), errors, root)
    assert "\r\n'=cmd|1," in as_csv(errors.words.all()).decode("utf-8-sig")


def a_sheet(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_spreadsheet_is_read_like_a_csv(errors, root):
    assert (
        take(
            a_sheet(["词语", "正确写法", "排序"], ["帐号", "账号", 3], [None, None, None], [12, 34, "x"]), errors, root
        ).added
        == 1
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空的"),
        ("名称,值\n甲,乙\n".encode(), "表头"),
        ("词语\n".encode(), "没有词条"),
        (b"PK\x03\x04 no archive", "XLSX"),
        (b"\xff\xfe\x00\x01\x80", "CSV"),
        ("词语\n甲\x00乙\n".encode(), "CSV"),
        (("词语\n\"" + "x" * 200_000).encode(), "CSV"),
        (b"x" * (16 * 2**20 + 1), "16 MB"),
    ],
    ids=["empty", "no heading", "no rows", "broken archive", "binary", "nul", "endless cell", "too large"],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_with_a_sentence(errors, root, content, sentence):
    with pytest.raises(Refused, match=sentence):
        take(content, errors, root)
