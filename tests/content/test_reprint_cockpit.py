"""The cockpit: receipts of all sites for one item, the league with median and 95th percentile, urging, and spreadsheets."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from content.actions.reprint_urges import urge_reprint
from content.models import Reprint, ReprintUrge
from content.reprint_figures import Figures, figures_by, percentiles, rank
from sites.models import AuditEntry
from sites.policy import Role
from sites.refusals import Refused
from tests.builders import an_article
from tests.cast import a_column, a_person, a_site
from tests.content.reprint_cast import received


@pytest.fixture
def item(source, province):
    """An item that ten cities reprinted after 1 to 90 minutes, one never, one was freed from."""
    now = timezone.now()
    item = received(source, published_at=now - timedelta(days=4), received_at=now - timedelta(days=4))
    for number, minutes in enumerate([*range(1, 11), None, "waived"]):
        site = a_site(f"c{number}", host=f"c{number}.testserver", parent=province, name=f"第{number}市")
        due = timezone.localdate(now - timedelta(days=3))
        duty = Reprint(item=item, site=site, target_at=item.published_at + timedelta(hours=1), due_on=due)
        if minutes == "waived":
            duty.state, duty.waived_reason = "waived", "本站改版"
        elif minutes:
            duty.state, duty.article = "done", an_article(a_column(site))
            duty.done_at = item.published_at + timedelta(minutes=9 * minutes)
        duty.save()
    return item


def signed_in(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def rows_of(response) -> list[tuple]:
    return list(load_workbook(io.BytesIO(response.content)).active.values)


def test_counts_and_percentiles(item):
    duties = Reprint.objects.filter(item=item)
    figures = figures_by(duties, "item_id", on=timezone.localdate())[item.pk]
    assert (figures.total, figures.owed, figures.done, figures.overdue, figures.waived) == (12, 11, 10, 1, 1)
    assert (figures.within_hour, figures.within_limit) == (6, 4)
    assert figures.rate == 54.5
    assert (figures.median, figures.p95) == percentiles(duties) == (45, 90)


def test_nothing_done_has_no_percentiles(source, province, item):
    duties = Reprint.objects.filter(state="pending")
    figures = figures_by(duties, "site_id", on=timezone.localdate())
    assert [(each.median, each.p95, each.rate) for each in figures.values()] == [(None, None, 0.0)]


def test_a_rate_is_cut_and_ranks_count_from_the_best():
    nearly, all_of_them, same, nothing = Figures(3000, 2999), Figures(2, 2), Figures(9, 9), Figures(1, waived=1)
    assert nearly.rate == 99.9
    rank([nothing, nearly, all_of_them, same])
    assert [each.rank for each in (all_of_them, same, nearly, nothing)] == [1, 1, 3, None]


def test_the_league_numbers_the_best_first_however_it_is_sorted(client, item, supervisor):
    rows = rows_of(signed_in(client, supervisor).get(reverse("reprint-office:league-xlsx"), {"order": "rate"}))
    place = {row[1]: row[0] for row in rows[1:]}
    assert place["第0市"] == 1 and place["第11市"] is None and place["第10市"] > 1
    assert rows[1][1] != "第0市"


def test_receipts_of_all_sites(client, item, supervisor):
    page = signed_in(client, supervisor).get(reverse("reprint-office:receipts", args=[item.pk])).content.decode()
    assert "54.5%" in page and "45 分钟" in page and "90 分钟内" in page
    assert "已过 4 天" in page
    assert page.index("第10市") < page.index("第9市") < page.index("第0市")
    overdue = client.get(reverse("reprint-office:receipts", args=[item.pk]), {"tab": "overdue"}).content.decode()
    assert "第10市" in overdue and "第9市" not in overdue
    assert client.get(reverse("reprint-office:receipts", args=[item.pk]), {"tab": "x", "page": "-1"}).status_code == 200
    assert client.get(reverse("reprint-office:receipts", args=[99999])).status_code == 404


def test_people_of_one_site_see_their_own_receipt_only(client, item):
    site = item.reprints.get(site__slug="c3").site
    person = a_person("c3", (Role.SITE_ADMIN, site))
    page = signed_in(client, person).get(reverse("reprint-office:receipts", args=[item.pk])).content.decode()
    assert "第3市" in page and "第4市" not in page
    assert "督办意见" not in page


def test_the_receipts_as_a_spreadsheet(client, item, supervisor):
    rows = rows_of(signed_in(client, supervisor).get(reverse("reprint-office:receipts-xlsx", args=[item.pk])))
    assert len(rows) == 13
    assert rows[-1][:4] == ("第0市", "市级", "一小时内转载", 9)


def test_the_league_and_its_order(client, item, supervisor):
    client = signed_in(client, supervisor)
    page = client.get(reverse("reprint-office:league")).content.decode()
    assert "有 1 项转载逾期未办" in page
    assert page.index("第10市") < page.index("第0市")
    best = client.get(reverse("reprint-office:league"), {"order": "best"}).content.decode()
    assert best.index("第0市") < best.index("第10市")
    rows = rows_of(client.get(reverse("reprint-office:league-xlsx"), {"order": "best", "days": "7"}))
    assert rows[1][:5] == (1, "第0市", "市级", 1, 1)
    assert client.get(reverse("reprint-office:league"), {"order": "x", "days": "0", "place": "x"}).status_code == 200


def test_the_league_of_a_subtree(client, item, supervisor, source):
    site = item.reprints.get(site__slug="c3").site
    page = signed_in(client, supervisor).get(reverse("reprint-office:league"), {"place": site.pk}).content.decode()
    assert "第3市" in page and "第4市" not in page


def test_the_pages_cost_few_queries(client, item, supervisor, django_assert_max_num_queries):
    client = signed_in(client, supervisor)
    for address in (reverse("reprint-office:receipts", args=[item.pk]), reverse("reprint-office:league")):
        client.get(address)
        with django_assert_max_num_queries(18):
            assert client.get(address).status_code == 200


def test_urging(client, item, supervisor, site_admin):
    late = item.reprints.get(state="pending")
    client = signed_in(client, supervisor)
    address = reverse("reprint-office:urge", args=[item.pk])
    assert "请写明督办意见" in client.post(address, {"text": " "}, follow=True).content.decode()
    page = client.post(address, {"text": "请尽快转载"}, follow=True).content.decode()
    assert "今日已督办" in page and "办成 1 个" in page
    assert AuditEntry.objects.filter(event="content.reprint.urged", site=late.site).count() == 1
    assert "今天已经督办过" in client.post(address, {"text": "再催"}, follow=True).content.decode()
    person = a_person("late", (Role.SITE_ADMIN, late.site))
    told = signed_in(client, person).get(reverse("reprint-office:duty", args=[late.pk])).content.decode()
    assert "督办：请尽快转载" in told


@pytest.mark.parametrize("pick", [["x"], ["", "9" * 40], ["0"]])
def test_picking_nothing_that_is_owed_urges_nobody(client, item, supervisor, pick):
    address = reverse("reprint-office:urge", args=[item.pk])
    page = (
        signed_in(client, supervisor).post(address, {"text": "请尽快转载", "pick": pick}, follow=True).content.decode()
    )
    assert "没有选中待转载的网站" in page and "办成" not in page
    assert not ReprintUrge.objects.exists()


def test_a_duty_that_is_met_is_not_urged_with_the_others(client, item, supervisor):
    late, met = item.reprints.get(state="pending"), item.reprints.filter(state="done").first()
    address = reverse("reprint-office:urge", args=[item.pk])
    signed_in(client, supervisor).post(address, {"text": "请尽快转载", "pick": [late.pk, met.pk, "x"]})
    assert ReprintUrge.objects.get().reprint == late


def test_who_may_urge_what(item, supervisor):
    now, late = timezone.now(), item.reprints.get(state="pending")
    person = a_person("late", (Role.SITE_ADMIN, late.site))
    with pytest.raises(Refused, match="权限"):
        urge_reprint(late, "催", by=person, at=now)
    with pytest.raises(Refused, match="免于转载"):
        urge_reprint(item.reprints.get(state="waived"), "催", by=supervisor, at=now)
