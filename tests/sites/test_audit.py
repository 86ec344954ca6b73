"""The audit trail: entries follow each other, are never changed, and whatever is tampered with is named exactly."""

from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import ProtectedError

from sites.actions import change_site, set_site_state
from sites.audit import Event, broken_entries, record, recording_together, seal
from sites.models import AuditChain, AuditEntry, SiteState, User
from sites.refusals import Refused
from tests.cast import NOW, a_column, a_person


@pytest.fixture
def chain(province, root) -> AuditChain:
    """The province's chain with some entries."""
    for number in range(5):
        change_site(province, by=root, at=NOW, motto=f"座右铭{number}")
    return AuditChain.objects.get(name=f"site:{province.pk}")


def tamper(statement: str, *values: object) -> None:
    """What somebody with access to the database can do behind the model's back."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def found(chain: AuditChain) -> list[tuple[int, str]]:
    return list(broken_entries(AuditChain.objects.get(pk=chain.pk)))


def test_an_untouched_chain_holds(chain):
    assert chain.length == chain.entries.count() >= 6
    assert found(chain) == []


def test_an_entry_says_who_did_what_when_with_before_and_after(chain, root):
    last = chain.entries.order_by("number").last()
    assert (last.event, last.actor, last.actor_name, last.at) == (Event.SITE_CHANGED, root, "平台管理员", NOW)
    assert (last.before, last.after) == ({"motto": "座右铭3"}, {"motto": "座右铭4"})


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "别人"),
        ("event", "sites.site.created"),
        ("object_text", "别的网站"),
        ("object_id", "999"),
        ("object_type", "sites.User"),
        ("after", '{"motto": "伪造"}'),
        ("before", "{}"),
        ("at", "2020-01-01 00:00:00"),
        ("actor_id", None),
        ("site_id", None),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_row_is_named(chain, column, value):
    tamper(f"UPDATE sites_auditentry SET {column} = %s WHERE chain_id = %s AND number = 3", value, chain.pk)
    faults = found(chain)
    assert faults[0][0] == 3
    assert "被改动" in faults[0][1]


def test_a_row_sealed_anew_after_the_change_breaks_the_link_to_the_next(chain):
    entry = chain.entries.get(number=3)
    entry.actor_name = "别人"
    tamper(
        "UPDATE sites_auditentry SET actor_name = %s, hash = %s WHERE chain_id = %s AND number = 3",
        "别人",
        seal(entry),
        chain.pk,
    )
    assert found(chain) == [(4, "与前一条不衔接")]


def test_a_deleted_row_is_named(chain):
    tamper("DELETE FROM sites_auditentry WHERE chain_id = %s AND number = 3", chain.pk)
    assert (3, "第 3 至 3 条缺失") in found(chain)
    assert all(number in {3, 4} for number, _ in found(chain))


def test_a_truncated_chain_is_named(chain):
    tamper("DELETE FROM sites_auditentry WHERE chain_id = %s AND number > %s", chain.pk, chain.length - 2)
    assert [number for number, _ in found(chain)] == [chain.length - 1]


def test_an_emptied_chain_is_named(chain):
    tamper("DELETE FROM sites_auditentry WHERE chain_id = %s", chain.pk)
    assert [number for number, _ in found(chain)] == [1]


def test_a_truncated_chain_with_its_length_set_back_still_shows_at_the_hash(chain):
    tamper("DELETE FROM sites_auditentry WHERE chain_id = %s AND number = %s", chain.pk, chain.length)
    tamper("UPDATE sites_auditchain SET length = length - 1 WHERE id = %s", chain.pk)
    assert [number for number, _ in found(chain)] == [chain.length]


def test_entries_that_changed_places_are_named(chain):
    tamper("UPDATE sites_auditentry SET number = 1000 WHERE chain_id = %s AND number = 3", chain.pk)
    tamper("UPDATE sites_auditentry SET number = 3 WHERE chain_id = %s AND number = 4", chain.pk)
    tamper("UPDATE sites_auditentry SET number = 4 WHERE chain_id = %s AND number = 1000", chain.pk)
    assert {number for number, _ in found(chain)} >= {3, 4}


def test_entries_cannot_be_changed_or_removed_through_the_model(chain):
    entry = chain.entries.first()
    for forbidden in (
        entry.save,
        entry.delete,
        lambda: AuditEntry.objects.update(actor_name="别人"),
        lambda: AuditEntry.objects.all().delete(),
        lambda: chain.entries.filter(number=3).delete(),
        lambda: AuditEntry.objects.bulk_update([entry], ["actor_name"]),
    ):
        with pytest.raises(TypeError, match="append-only"):
            forbidden()


def test_what_the_entries_speak_of_cannot_be_deleted_under_them(chain, province, root):
    for thing in (root, chain):
        with pytest.raises(ProtectedError):
            thing.delete()


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_an_error():
    person = User.objects.create_user("somebody", name="某人")
    with pytest.raises(RuntimeError, match="inside the transaction"):
        record(Event.PERSON_SAVED, person, by=None, at=NOW)


def test_an_action_that_fails_leaves_no_entry(chain, province, root):
    before = chain.entries.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        change_site(province, by=root, at=NOW, motto="不会留下")
        raise ZeroDivisionError
    assert chain.entries.count() == before
    assert found(chain) == []


def test_sites_have_chains_of_their_own(province, city, root):
    change_site(city, by=root, at=NOW, motto="市")
    assert AuditChain.objects.filter(name=f"site:{city.pk}").exists()
    assert not any(list(broken_entries(chain)) for chain in AuditChain.objects.all())


def test_values_of_every_sort_read_the_same_before_and_after_the_database(province, root):
    with transaction.atomic():
        record(
            Event.SITE_CHANGED,
            province,
            by=root,
            at=datetime(2026, 11, 18, 2, 0, 0, 123456, tzinfo=NOW.tzinfo),
            site=province,
            before={"none": None, "float": 0.1, "day": NOW.date(), "moment": NOW, "set": {1}, "person": root},
            after={"text": "“引号”\\ 🌾\n", "list": [1, [2, {"三": True}]], "delta": timedelta(days=1), 3: "int key"},
        )
    assert not list(broken_entries(AuditChain.objects.get(name=f"site:{province.pk}")))


def test_the_command_says_that_every_chain_holds(chain, city, capsys):
    a_person("somebody")
    call_command("verify_audit")
    out = capsys.readouterr().out
    assert f"site:{chain.name.removeprefix('site:')}" in out
    assert "platform" in out
    assert "完好" in out


def test_the_command_names_the_broken_place_and_fails(chain, city, capsys):
    tamper("UPDATE sites_auditentry SET actor_name = 'x' WHERE chain_id = %s AND number = 4", chain.pk)
    with pytest.raises(CommandError, match="1"):
        call_command("verify_audit")
    shown = capsys.readouterr()
    assert "第 4 条" in shown.out + shown.err


def test_the_command_finds_entries_whose_chain_was_forgotten(province, root, capsys):
    """A chain row set to nothing while its entries stand is a break, too."""
    set_site_state(province, SiteState.SUSPENDED, by=root, at=NOW, note="改版")
    tamper("UPDATE sites_auditchain SET length = 0, last_hash = ''")
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_entries_written_together_make_the_same_unbroken_chain(province, news):
    with transaction.atomic(), recording_together():
        for name in ("one", "two", "three"):
            a_column(province, name)
    a_column(province, "four")
    chain = AuditChain.objects.get(name=f"site:{province.pk}")
    assert list(broken_entries(chain)) == []
    assert [entry.after["path"] for entry in chain.entries.order_by("-number")[:4]] == ["four", "three", "two", "one"]


def test_a_block_within_a_block_belongs_to_the_outer_one(province, news):
    with transaction.atomic(), recording_together():
        a_column(province, "one")
        with recording_together():
            a_column(province, "two")
        a_column(province, "three")
    chain = AuditChain.objects.get(name=f"site:{province.pk}")
    assert list(broken_entries(chain)) == []
    assert [entry.after["path"] for entry in chain.entries.order_by("-number")[:3]] == ["three", "two", "one"]


def test_what_fails_together_leaves_nothing(province):
    before = AuditEntry.objects.count()
    with pytest.raises(Refused), transaction.atomic(), recording_together():
        a_column(province, "one")
        a_column(province, "one")
    assert AuditEntry.objects.count() == before
    assert list(broken_entries(AuditChain.objects.get(name=f"site:{province.pk}"))) == []
