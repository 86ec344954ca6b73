"""The filters of the workbench: they narrow list and counters alike, survive until cleared, and hide nothing that is late."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from interaction.office.filters import WorkbenchForm
from sites.calendar import CHINA
from tests.interaction.letters import a_letter, a_letter_in, a_mailbox
from tests.interaction.test_workbench import HERE, received


@pytest.fixture
def workday(time_machine):
    """A Wednesday morning."""
    time_machine.move_to(timezone.datetime(2026, 11, 18, 10, tzinfo=CHINA), tick=False)


@pytest.fixture
def letters(workday, province, mailbox, people):
    """Letters that differ in mailbox, organization, handler and day of receipt."""
    other = a_mailbox(province, "consult", kind="consult", name="在线咨询")
    return SimpleNamespace(
        other=other,
        late=a_letter_in("in-hand", mailbox, people, at=received(9), title="逾期的来信"),
        asked=a_letter_in("assigned", other, people, at=received(1), title="咨询社保转移"),
        fresh=a_letter(mailbox, at=timezone.now(), title="今天的来信"),
    )


def titles(client, **query) -> set[str]:
    return {letter.title for letter, _clock in client.get(HERE, {"queue": "all", **query}).context["rows"]}


def test_every_filter_narrows_the_list(client, intake, letters, people):
    client.force_login(intake)
    assert titles(client, mailbox=letters.other.pk) == {"咨询社保转移"}
    assert titles(client, kind="leader") == {"逾期的来信", "今天的来信"}
    assert titles(client, organization=people.bureau.pk) == {"逾期的来信", "咨询社保转移"}
    assert titles(client, organization=0) == {"今天的来信"}
    assert titles(client, handler=people.handler.pk) == {"逾期的来信"}
    assert titles(client, period="today") == {"今天的来信"}
    assert titles(client, since="2026-11-17") == {"咨询社保转移", "今天的来信"}
    assert titles(client, until="2026-11-16") == {"逾期的来信"}
    assert titles(client, q="社保", kind="consult") == {"咨询社保转移"}


def test_counters_follow_the_filters_and_late_letters_outside_are_told(client, intake, letters):
    client.force_login(intake)
    response = client.get(HERE, {"queue": "open", "kind": "consult"})
    assert response.context["counts"]["overdue"] == 0 and response.context["counts"]["open"] == 1
    assert response.context["late_outside"] == 1
    assert "筛选之外还有 1 件逾期" in response.content.decode()


def test_filters_and_order_survive_until_they_are_cleared(client, intake, letters):
    client.force_login(intake)
    client.get(HERE, {"queue": "all", "kind": "consult", "sort": "-due"})
    again = client.get(HERE, {"queue": "open"})
    assert [letter.title for letter, _clock in again.context["rows"]] == ["咨询社保转移"]
    assert again.context["chosen"].sort == "-due"
    assert client.get(HERE, {"queue": "all", "clear": "1"}).status_code == 302
    assert len(client.get(HERE, {"queue": "all"}).context["rows"]) == 3


def test_the_address_says_what_is_filtered(client, intake, letters):
    client.force_login(intake)
    page = client.get(HERE, {"queue": "all", "kind": "consult", "q": "社保"}).content.decode()
    assert "?queue=overdue&amp;kind=consult&amp;q=%E7%A4%BE%E4%BF%9D" in page


def test_each_filter_can_be_taken_away_by_itself(client, intake, letters):
    client.force_login(intake)
    chips = dict(client.get(HERE, {"queue": "all", "kind": "consult", "q": "社保"}).context["chips"])
    assert list(chips) == ["咨询", "搜索“社保”"]
    assert chips["咨询"] == "queue=all&q=%E7%A4%BE%E4%BF%9D"
    alone = dict(client.get(HERE, {"queue": "all", "kind": "consult"}).context["chips"])
    assert "clear=1" in alone["咨询"]


def test_a_filter_of_one_person_is_not_anothers(client, intake, handler, letters):
    client.force_login(intake)
    client.get(HERE, {"queue": "all", "kind": "leader"})
    client.force_login(handler)
    assert client.get(HERE, {"queue": "all"}).context["chips"] == []


@pytest.mark.parametrize(
    "query",
    ["mailbox=x", "mailbox=99999999999999999999", "kind=no", "organization=-1", "handler=%00", "period=ever", "q=%00",
     "since=2026-13-01", "since=0001-01-01", "until=9999-12-31", "sort=code_hash", "mailbox=", "page=-5"],
)  # fmt: skip
def test_what_is_not_understood_is_left_out(client, intake, letters, query):
    client.force_login(intake)
    response = client.get(f"{HERE}?queue=all&{query}")
    assert response.status_code == 200 and len(response.context["rows"]) == 3


def test_one_bad_value_leaves_the_others_standing(client, intake, letters):
    client.force_login(intake)
    assert titles(client, kind="consult", mailbox="x") == {"咨询社保转移"}


def test_sorting_turns_round(client, intake, letters):
    client.force_login(intake)
    order = [letter.title for letter, _c in client.get(HERE, {"queue": "all", "sort": "received"}).context["rows"]]
    assert order == ["逾期的来信", "咨询社保转移", "今天的来信"]
    turned = [letter.title for letter, _c in client.get(HERE, {"queue": "all", "sort": "-received"}).context["rows"]]
    assert turned == order[::-1]


def test_the_choices_are_what_stands_on_open_letters(client, handler, letters):
    client.force_login(handler)
    selects = {select.name: select.options for select in client.get(HERE).context["selects"]}
    assert [words for _key, words in selects["mailbox"]] == ["在线咨询", "省长信箱"]
    assert [words for _key, words in selects["handler"]][-1] == "尚未签收"


def test_a_filtered_list_costs_two_queries_more(client, intake, letters, django_assert_max_num_queries):
    client.force_login(intake)
    with django_assert_max_num_queries(17):
        client.get(HERE, {"queue": "all", "kind": "leader", "q": "来信", "organization": "0"})


def test_every_filter_of_the_bar_is_a_field():
    from interaction.office.filters import FILTERS

    assert set(FILTERS) <= set(WorkbenchForm().fields)
