"""Charts beside figures: drawn on the server, every bar as long as its number, the same numbers as in the table."""

import re

import pytest
from django.urls import reverse

from interaction.charts import column_chart, shares
from tests.interaction.letters import a_letter, a_letter_in, china


def test_bars_are_as_high_as_their_numbers_and_say_them():
    chart = column_chart(["1 月", "2 月"], [("收到", [40, 10]), ("答复", [20, 0])], unit=" 件")
    heights = {bar.words: bar.height for bar in chart.bars}
    assert heights["1 月 收到 40 件"] == 2 * heights["1 月 答复 20 件"] == 4 * heights["2 月 收到 10 件"]
    assert heights["2 月 答复 0 件"] == 0
    assert [line.words for line in chart.lines] == ["0", "10", "20", "30", "40"]
    assert all(
        abs(bar.y + bar.height - chart.baseline) <= 0.2 and bar.x + bar.width <= chart.width for bar in chart.bars
    )


@pytest.mark.parametrize("numbers", [[], [0, 0], [1], [7, 1_000_003]])
def test_any_numbers_can_be_drawn(numbers):
    chart = column_chart([str(place) for place in range(len(numbers))], [("收到", numbers)])
    assert len(chart.bars) == len(numbers) and all(0 <= bar.height <= chart.baseline for bar in chart.bars)
    assert shares([0, 0]) == [0.0, 0.0] and shares([5, 10]) == [50.0, 100.0]


def test_the_statistics_page_draws_what_its_table_says(client, mailbox, people, time_machine):
    a_letter(mailbox, at=china(2026, 9, 2))
    a_letter_in("replied", mailbox, people, at=china(2026, 10, 9))
    time_machine.move_to(china(2026, 11, 18))
    response = client.get(reverse("interaction:figures"))
    drawn = set(re.findall(r"<title>(\d+ 月 \S+ \d+ 件)</title>", response.content.decode()))
    for month, cells in response.context["months"]:
        assert f"{month.month.month} 月 收到 {month.received} 件" in drawn and cells[0] == str(month.received)
        assert f"{month.month.month} 月 答复 {month.answered} 件" in drawn
    assert {"9 月 收到 1 件", "10 月 答复 1 件", "10 月 其中按时答复 1 件"} <= drawn


def test_the_bars_of_the_board_compare_what_is_open_and_what_is_late(client, supervisor, mailbox, people, time_machine):
    for day in (2, 17):
        a_letter_in("in-hand", mailbox, people, at=china(2026, 11, day))
    time_machine.move_to(china(2026, 11, 18))
    client.force_login(supervisor)
    response = client.get(reverse("interaction-office:board"))
    (row,) = (row for row in response.context["rows"] if row.pk == people.bureau.pk)
    assert (row.open, row.overdue, row.share, row.share_late) == (2, 1, 100, 50)
    assert '<rect width="100.0" height="10"/><rect class="late" width="50.0" height="10"/>' in response.content.decode()
