"""The board: organizations of a subtree with what is open and late, one sentence on top, and the way down to the letters."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction.models import Letter
from sites.calendar import CHINA
from tests.interaction.letters import a_letter, a_letter_in, a_mailbox
from tests.interaction.test_workbench import received

BOARD = "/admin/workbench/board/"


@pytest.fixture
def letters(time_machine, mailbox, people):
    """Two late ones, one of today, one fresh that nobody has."""
    time_machine.move_to(timezone.datetime(2026, 11, 18, 10, tzinfo=CHINA), tick=False)
    a_letter_in("in-hand", mailbox, people, at=received(10))
    a_letter_in("returned", mailbox, people, at=received(9))
    a_letter_in("in-hand", mailbox, people, at=received(7))
    a_letter_in("replied", mailbox, people, at=received(2))
    a_letter(mailbox, at=received(1))


def test_the_rows_and_the_sentence(client, supervisor, letters, bureau):
    client.force_login(supervisor)
    response = client.get(BOARD)
    rows = {row.pk: row for row in response.context["rows"]}
    row = rows[bureau.pk]
    assert (row.open, row.overdue, row.today, row.returned, row.month.answered, row.month.on_time_percent) == (
        3,
        2,
        1,
        1,
        1,
        100,
    )
    assert rows[None].organization == "尚未转办" and rows[None].open == 1
    assert "2 件来信逾期，涉及 1 个单位；最久的在测试省教育厅，已逾期 3 个工作日。" in response.content.decode()


def test_every_number_leads_to_exactly_its_letters(client, supervisor, letters):
    client.force_login(supervisor)
    page = client.get(BOARD).content.decode()
    links = re.findall(r'<a class="(?:office-link|board-late)" href="([^"]*workbench/\?[^"]*)">(\d+)</a>', page)
    assert len(links) >= 3
    for address, count in links:
        assert len(client.get(unescape(address)).context["rows"]) == int(count), address


def test_a_subtree_is_only_what_lies_below(client, supervisor, letters, city, people):
    a_letter(a_mailbox(city, "citybox"), at=received(1))
    client.force_login(supervisor)
    assert client.get(BOARD).context["total"].open == 5
    assert client.get(BOARD, {"site": city.pk}).context["total"].open == 1


def test_the_board_of_others_sites_is_not_offered(client, city_intake, letters, province):
    client.force_login(city_intake)
    response = client.get(BOARD, {"site": province.pk})
    assert response.context["site"] != province and response.context["total"].open == 0


def test_handlers_have_no_board(client, handler, letters):
    client.force_login(handler)
    assert client.get(BOARD).status_code == 404


@pytest.mark.parametrize("query", ["sort=x", "site=x", "site=0", "sort=%00", "site=99999999999999999999"])
def test_nonsense_falls_back(client, supervisor, letters, query):
    client.force_login(supervisor)
    assert client.get(f"{BOARD}?{query}").status_code == 200


def test_sorting(client, supervisor, letters):
    client.force_login(supervisor)
    for sort in ("open", "overdue", "oldest", "returned", "rate"):
        assert client.get(BOARD, {"sort": sort}).context["sort"] == sort


def test_the_total_agrees_with_the_workbench_and_the_month(client, supervisor, letters, province):
    from interaction import figures

    client.force_login(supervisor)
    counts = client.get(reverse("interaction-office:workbench")).context["counts"]
    total = client.get(BOARD).context["total"]
    assert (total.open, total.overdue, total.today, total.returned) == tuple(
        counts[name] for name in ("open", "overdue", "today", "returned")
    )
    assert total.month.counts == figures.month_figures(province, on=timezone.localdate()).counts


def test_it_costs_the_same_however_many_letters(
    client, supervisor, letters, mailbox, people, django_assert_max_num_queries
):
    for _ in range(5):
        a_letter_in("in-hand", mailbox, people, at=received(8))
    client.force_login(supervisor)
    with django_assert_max_num_queries(12):
        client.get(BOARD)
    assert Letter.objects.count() == 10
