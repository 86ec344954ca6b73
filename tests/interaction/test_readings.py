"""Every mailbox is looked at every working day, and the looks are on record."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from interaction.actions import note_readings
from interaction.models import Channel, Mailbox, MailboxReading
from interaction.readings import mailboxes_to_read, standings, tally
from sites.models import AuditEntry, CalendarNotice
from sites.policy import Role
from sites.refusals import Refused
from tests.interaction.letters import a_mailbox, china
from tests.interaction.mails.conftest import an_account

THURSDAY = china(2026, 11, 19)


@pytest.fixture
def calendar(db):
    return CalendarNotice.objects.calendar()


def standing(box, on: date, calendar):
    return standings([Mailbox.objects.select_related("site", "mail_account").get(pk=box.pk)], on=on, calendar=calendar)[
        0
    ]


def test_a_look_counts_once_a_day_and_the_first_is_kept(mailbox, people):
    assert note_readings([mailbox], Channel.WEB, by=people.intake, at=THURSDAY) == 1
    assert note_readings([mailbox], Channel.WEB, by=people.intake, at=china(2026, 11, 19, 16)) == 0
    assert MailboxReading.objects.get().at == THURSDAY
    assert AuditEntry.objects.filter(event="interaction.mailbox.read").count() == 1


def test_the_day_is_the_local_one(mailbox, people):
    note_readings([mailbox], Channel.WEB, by=people.intake, at=china(2026, 11, 20, 0, 30))
    assert MailboxReading.objects.get().day == date(2026, 11, 20)


def test_only_the_intake_of_the_site_looks(mailbox, people, city_intake):
    for person in (people.handler, city_intake):
        with pytest.raises(Refused):
            note_readings([mailbox], Channel.WEB, by=person, at=THURSDAY)


def test_working_days_since_the_mailbox_was_set_up_are_owed(mailbox, people, calendar):
    assert mailbox.read_from == date(2026, 11, 18)  # a Wednesday
    note_readings([mailbox], Channel.WEB, by=people.intake, at=THURSDAY)
    row = standing(mailbox, date(2026, 11, 24), calendar)  # the Tuesday after a weekend
    assert (row.read, row.owed, row.is_unread) == (1, 5, True)
    assert row.missed == [date(2026, 11, 18), date(2026, 11, 20), date(2026, 11, 23)]


@pytest.mark.parametrize(
    ("day", "is_owed"),
    [
        (date(2026, 10, 1), False),  # 国庆节
        (date(2026, 10, 10), True),  # a Saturday that is worked
        (date(2026, 10, 11), False),
        (date(2026, 10, 12), True),
    ],
)
def test_holidays_owe_nothing_and_working_weekends_do(mailbox, calendar, day, is_owed):
    Mailbox.objects.update(read_from=date(2026, 9, 1))
    assert standing(mailbox, day, calendar).is_owed_today is is_owed


def test_a_mailbox_with_an_address_owes_two_looks(mailbox, people, calendar):
    an_account(mailbox)
    rows = standings(Mailbox.objects.select_related("site", "mail_account"), on=THURSDAY.date(), calendar=calendar)
    assert [row.channel for row in rows] == [Channel.WEB, Channel.MAIL]


def test_opening_the_letters_to_accept_is_the_look(client, mailbox, people):
    client.force_login(people.intake)
    with time_machine.travel(THURSDAY, tick=False):
        client.get(reverse("interaction-office:workbench") + "?queue=open")
        assert not MailboxReading.objects.exists()
        client.get(reverse("interaction-office:workbench") + "?queue=accept")
    assert MailboxReading.objects.get().channel == "web"


def test_opening_it_as_a_supervisor_is_none(client, mailbox, supervisor):
    client.force_login(supervisor)
    client.get(reverse("interaction-office:workbench") + "?queue=accept")
    assert not MailboxReading.objects.exists()


def test_opening_the_mails_is_the_look_at_those(client, mailbox, people):
    an_account(mailbox)
    client.force_login(people.intake)
    client.get(reverse("interaction-office:mails"))
    assert MailboxReading.objects.get().channel == "mail"


def test_the_to_do_page_and_the_ledger_say_what_is_owed(client, province, mailbox, people, supervisor):
    a_mailbox(province, "second", name="第二信箱")
    client.force_login(people.intake)
    with time_machine.travel(THURSDAY, tick=False):
        cards = {card.label: card.number for group in client.get("/admin/").context["groups"] for card in group.cards}
        assert (cards["今天未阅看的信箱"], cards["本月漏看的信箱"]) == (2, 2)
        client.post(reverse("interaction-office:read", args=[mailbox.pk]))
        html = client.get(reverse("interaction-office:readings")).content.decode()
        assert "今天还有 1 个信箱没有阅看" in html and "11-18" in html
        client.force_login(supervisor)
        html = client.get(reverse("interaction-office:readings") + "?list=unread").content.decode()
        assert "第二信箱" in html and "省长信箱" not in html and "已阅看</button>" not in html


@pytest.mark.parametrize("query", ["?month=2026-13", "?month=%00", "?list=x", "?month=2020-01", "?month=2026-10"])
def test_bad_months_fall_back(client, mailbox, people, query):
    client.force_login(people.intake)
    assert client.get(reverse("interaction-office:readings") + query).status_code == 200


def test_the_ledger_costs_the_same_for_few_and_many(client, province, people, django_assert_max_num_queries):
    for number in range(5):
        a_mailbox(province, f"box{number}", name=f"信箱{number}")
    client.force_login(people.intake)
    client.get(reverse("interaction-office:readings"))
    with django_assert_max_num_queries(12):
        client.get(reverse("interaction-office:readings"))


def test_the_tally_is_the_sum_of_the_ledger(province, mailbox, people, calendar):
    an_account(a_mailbox(province, "second", name="第二信箱"))
    a_mailbox(province, "third", name="第三信箱", is_open=False)
    note_readings([mailbox], Channel.WEB, by=people.intake, at=THURSDAY)
    for day in (date(2026, 11, 19), date(2026, 11, 24), date(2026, 11, 22)):
        rows = standings(mailboxes_to_read(people.intake, Role.INTAKE), on=day, calendar=calendar)
        told = tally(people.intake, Role.INTAKE, on=day, calendar=calendar)
        assert told.unread == sum(row.is_unread for row in rows)
        assert told.missed == sum(bool(row.missed) for row in rows) and told.days == sum(
            len(row.missed) for row in rows
        )
