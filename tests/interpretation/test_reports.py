"""The figures: one definition everywhere, grouped, limited to what the person sees, and exported."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from content.actions import set_document_status
from content.models import PolicyDocument
from interpretation.actions import exempt_duty, link_interpretation
from interpretation.models import InterpretationDuty
from interpretation.reports import Figures, as_rows, documents_without, figures_of, grouped, report_of
from sites.actions import change_site
from tests.builders import a_document, the_office_of
from tests.cast import NOW, a_column
from tests.interpretation.conftest import an_interpretation

TODAY = date(2026, 11, 18)


def a_duty(column, number: int, **document):
    document = {"document_number": f"测政发〔2026〕{number}号", **document}
    return a_document(column, title=f"第{number}号文件", document=document).policy_document.duty


@pytest.fixture
def duties(policies, explanations, writer, site_admin, city, bureau):
    """One in time, one late, one overdue, one running, one exempt, one no longer owed; the city's own is overdue."""
    in_time, late, overdue, running, exempt, gone = (a_duty(policies, number) for number in range(1, 7))
    link_interpretation(
        an_interpretation(explanations, at=NOW - timedelta(days=6)), [in_time.document], by=writer, at=NOW
    )
    link_interpretation(an_interpretation(explanations), [late.document], by=writer, at=NOW)
    InterpretationDuty.objects.filter(pk=running.pk).update(due_on=date(2026, 11, 30), organization=bureau)
    exempt_duty(exempt, "人事任免", by=site_admin, at=NOW)
    set_document_status(gone.document, "repealed", by=the_office_of(policies)["signer"], at=NOW, why="已废止")
    return [in_time, late, overdue, running, exempt, gone, a_duty(a_column(city, "zcwj", type="policy"), 9)]


def test_the_figures_count_each_once(duties):
    whole = figures_of(InterpretationDuty.objects.all(), on=TODAY)
    assert (whole.owed, whole.met, whole.met_late, whole.overdue, whole.exempt) == (5, 2, 1, 2, 1)
    assert (whole.rate, whole.in_time_rate) == ("40.0%", "50.0%")


@pytest.mark.parametrize(
    ("met", "owed", "rate"), [(0, 0, "—"), (2999, 3000, "99.9%"), (3, 3, "100.0%"), (1, 3, "33.3%")]
)
def test_a_rate_is_cut_not_rounded_up(met, owed, rate):
    assert Figures("", owed, met, 0, 0, 0).rate == rate


@pytest.mark.parametrize("by", ["organization", "site", "level", "year"])
def test_groups_add_up_to_the_whole(duties, by, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        rows = grouped(InterpretationDuty.objects.all(), by, on=TODAY)
    assert sum(row.owed for row in rows) == 5
    assert sum(row.exempt for row in rows) == 1
    assert all(row.name for row in rows)


def test_what_has_no_interpretation_is_listed_with_the_reason(duties, policies):
    a_document(
        policies, title="不要求解读的", document={"needs_interpretation": False, "document_number": "测政发〔2026〕7号"}
    )
    titles = [each.article.title for each in documents_without(PolicyDocument.objects.all())]
    assert sorted(titles) == sorted(["第3号文件", "第4号文件", "第5号文件", "第9号文件", "不要求解读的"])
    rows = as_rows(report_of(InterpretationDuty.objects.all(), PolicyDocument.objects.all(), {}, on=TODAY))
    said = {row[0]: row[-1] for row in rows if row}
    assert said["第5号文件"] == "免于解读：人事任免"
    assert said["不要求解读的"] == "未要求解读"


@pytest.fixture
def desk(client):
    def sign_in(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.mark.parametrize(
    "query", ["by=x&year=abc&site=zz", "year=9999", "site=999999&by=level", "by=%00&year=%00&site=%00", "site=-1"]
)
def test_the_page_bears_bad_addresses(duties, desk, supervisor, query):
    for name in ("report", "report-xlsx", "report-pdf"):
        assert desk(supervisor).get(f"{reverse(f'interpretation-office:{name}')}?{query}").status_code == 200


def test_everybody_sees_the_figures_of_their_own_sites_only(
    duties, desk, supervisor, writer, other_site_editor, handler
):
    seen = {
        person.username: desk(person).get(reverse("interpretation-office:report")).context["report"].whole.owed
        for person in (supervisor, writer, other_site_editor, handler)
    }
    assert seen == {"supervisor": 5, "writer-province": 4, "cityeditor": 1, "handler": 1}


def test_the_ledger_and_the_report_agree(duties, desk, supervisor):
    ledger = desk(supervisor).get(reverse("interpretation-office:ledger")).context["figures"]
    whole = desk(supervisor).get(reverse("interpretation-office:report")).context["report"].whole
    assert (ledger["owed"], ledger["met"], ledger["overdue"]) == (whole.owed, whole.met, whole.overdue)


def test_the_exports_hold_the_same_rows(duties, desk, supervisor, province):
    query = f"?by=site&year=2026&site={province.pk}"
    answer = desk(supervisor).get(reverse("interpretation-office:report-xlsx") + query)
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == ["政策解读情况 · 测试省人民政府 · 2026 年"]
    assert rows[2][:4] == ["测试省人民政府", 4, 2, 0.5]
    assert any(row[:1] == ["第3号文件"] for row in rows)
    pdf = desk(supervisor).get(reverse("interpretation-office:report-pdf") + query)
    assert pdf.content.startswith(b"%PDF")
    assert pdf.headers["Content-Type"] == "application/pdf"


def test_the_public_page_is_there_only_where_the_site_shows_it(duties, client, province, root):
    address = reverse("interpretation:rate")
    assert client.get(address).status_code == 404
    change_site(province, by=root, at=NOW, shows_interpretation_rate=True)
    page = client.get(address).content.decode()
    assert "应解读文件 4 件，已解读 2 件，解读率 50.0%" in page
    assert "2026 年" in page
    assert client.get(address, headers={"host": "city.testserver"}).status_code == 404
    assert client.post(address).status_code == 405


def test_the_public_page_lists_nobody_who_owed_nothing(duties, client, province, bureau, root, site_admin):
    InterpretationDuty.objects.filter(organization=bureau).delete()
    InterpretationDuty.objects.filter(state="exempt").update(organization=bureau)
    change_site(province, by=root, at=NOW, shows_interpretation_rate=True)
    assert bureau.name not in client.get(reverse("interpretation:rate")).content.decode()


def test_the_column_of_interpretations_leads_to_it(duties, client, explanations, province, root):
    column = f"/{explanations.path}/"
    assert reverse("interpretation:rate") not in client.get(column).content.decode()
    change_site(province, by=root, at=NOW, shows_interpretation_rate=True)
    assert reverse("interpretation:rate") in client.get(column).content.decode()
