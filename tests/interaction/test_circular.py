"""The monthly circular: numbered sections, the same on page, PDF and XLSX; what was issued stays as it was."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from interaction import figures
from interaction.actions import approve_reply, issue_circular
from interaction.circulars import as_rows, compiled
from interaction.models import Circular
from sites.models import AuditEntry, Organization
from sites.refusals import Conflict, Refused
from tests.interaction.letters import a_letter, a_letter_in, china

OCTOBER = china(2026, 10, 1).date()
NOW = china(2026, 11, 18)


@pytest.fixture
def letters(mailbox, people, time_machine):
    """October: one in time, one late, one still open and late, one sent back."""
    time_machine.move_to(NOW, tick=False)
    a_letter_in("replied", mailbox, people, at=china(2026, 10, 9))
    late = a_letter_in("drafted", mailbox, people, at=china(2026, 10, 9))
    approve_reply(late, by=people.approver, at=china(2026, 10, 28))
    a_letter_in("returned", mailbox, people, at=china(2026, 10, 10))
    a_letter(mailbox, at=china(2026, 11, 10))


def address(name, site, year=2026, month=10):
    return reverse(f"interaction-office:{name}", args=[site.pk, year, month])


def section(content, title):
    return next(each for each in content["sections"] if each["title"] == title)


def test_the_sections_are_numbered_and_say_what_happened(letters, province):
    content = compiled(province, OCTOBER, at=NOW)
    assert [f"{each['number']}{each['title']}" for each in content["sections"]] == [
        "一总体情况", "二各单位办理情况", "三逾期情况", "四退回情况", "五满意度", "六与上月比较"]  # fmt: skip
    assert "共收到来信 3 件，答复 2 件，按时答复率 50%" in section(content, "总体情况")["words"][0]
    late = section(content, "逾期情况")["rows"]
    assert sorted((row[4], row[5]) for row in late) == [("2026-10-28", "7"), ("未答复", "8")]
    assert section(content, "退回情况")["rows"][0][0] == "测试省教育厅"
    assert "增加 3" in str(section(content, "与上月比较")["rows"])


def test_the_totals_are_those_of_the_statistics(letters, province):
    from interaction.figures.columns import cells

    month = figures.month_figures(province, on=OCTOBER)
    row = section(compiled(province, OCTOBER, at=NOW), "各单位办理情况")["rows"]
    assert row == [["测试省教育厅", *cells(month)]]


def test_what_was_issued_stays_as_it_was(client, supervisor, letters, province, mailbox, people):
    issue_circular(province, OCTOBER, by=supervisor, at=NOW)
    before = Circular.objects.get().content
    a_letter_in("replied", mailbox, people, at=china(2026, 10, 12))
    client.force_login(supervisor)
    page = client.get(address("circular", province))
    assert page.context["content"] == before and "印发" in page.content.decode()
    assert compiled(province, OCTOBER, at=NOW) != before
    assert AuditEntry.objects.filter(event="interaction.circular.issued").count() == 1


def test_it_is_issued_once_and_only_when_the_month_is_over(supervisor, letters, province):
    with pytest.raises(Refused, match="还没有结束"):
        issue_circular(province, china(2026, 11, 1).date(), by=supervisor, at=NOW)
    issue_circular(province, OCTOBER, by=supervisor, at=NOW)
    with pytest.raises(Conflict):
        issue_circular(province, OCTOBER, by=supervisor, at=NOW)


def test_page_pdf_and_sheet_say_the_same(client, supervisor, letters, province):
    client.force_login(supervisor)
    page = client.get(address("circular", province))
    content = page.context["content"]
    shown = page.content.decode()
    book = load_workbook(io.BytesIO(client.get(address("circular-xlsx", province)).content))
    cells = [[as_shown(cell) for cell in row if cell.value is not None] for row in book.active.iter_rows()]
    assert cells == as_rows(content)
    assert sum(cell.data_type == "n" for row in book.active.iter_rows() for cell in row if cell.value is not None) > 10
    assert all(str(cell) in shown for row in as_rows(content) for cell in row if cell not in {"统计口径"})
    pdf = client.get(address("circular-pdf", province))
    assert pdf.content.startswith(b"%PDF") and pdf.headers["Content-Type"] == "application/pdf"


def as_shown(cell) -> str:
    """What a spreadsheet shows for the cell."""
    if "%" in cell.number_format:
        return f"{round(cell.value * 100, 1):g}%"
    return f"{cell.value:g}" if cell.data_type == "n" else cell.value


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_the_sheet_is_a_formula(client, supervisor, letters, province, bureau, name):
    Organization.objects.filter(pk=bureau.pk).update(name=name)
    client.force_login(supervisor)
    book = load_workbook(io.BytesIO(client.get(address("circular-xlsx", province)).content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert any(str(cell.value).startswith("'") for cell in cells)


def test_it_names_no_citizen(letters, province):
    said = str(as_rows(compiled(province, OCTOBER, at=NOW)))
    assert "张晓明" not in said and "13812345678" not in said and "路灯" not in said


def test_those_of_other_sites_see_nothing(client, city_intake, handler, letters, province):
    for person in (city_intake, handler):
        client.force_login(person)
        for name in ("circular", "circular-pdf", "circular-xlsx"):
            assert client.get(address(name, province)).status_code == 404
        assert client.post(address("circular-issue", province)).status_code == 404


def test_the_intake_reads_and_does_not_issue(client, intake, letters, province):
    client.force_login(intake)
    assert client.get(address("circular", province)).status_code == 200
    assert client.post(address("circular-issue", province)).status_code == 404


@pytest.mark.parametrize(("year", "month"), [(2026, 13), (2026, 0), (1, 1), (2026, 12), (99999, 1)])
def test_months_that_are_not_there(client, supervisor, letters, province, year, month):
    client.force_login(supervisor)
    assert client.get(address("circular", province, year, month)).status_code == 404


def test_an_empty_month_has_a_circular_too(client, supervisor, letters, province):
    client.force_login(supervisor)
    assert "没有来信和答复" in client.get(address("circular", province, 2026, 3)).content.decode()
