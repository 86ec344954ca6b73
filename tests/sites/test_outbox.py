"""The outbox: rows stand and fall with the change, consumers are woken after the commit and may fail to wake."""

import pytest
from django.db import transaction

from sites import outbox
from sites.models import OutboxRow
from sites.outbox import announce, register_consumer
from tests.cast import NOW


@pytest.fixture
def woken(monkeypatch) -> list[str]:
    """Two consumers, alone; returns who was woken, in order."""
    calls: list[str] = []
    monkeypatch.setattr(outbox, "_consumers", {})
    register_consumer("search", subjects={"sites.Site"}, wake=lambda: calls.append("search"))
    register_consumer("pages", subjects={"sites.Site", "sites.Column"}, wake=lambda: calls.append("pages"))
    return calls


def rows() -> list[tuple[str, str]]:
    return list(OutboxRow.objects.order_by("pk").values_list("consumer", "subject"))


def test_each_follower_gets_a_row_of_its_own(province, news, woken):
    announce(province, at=NOW)
    announce(news, at=NOW)
    assert rows() == [("search", "sites.Site"), ("pages", "sites.Site"), ("pages", "sites.Column")]
    assert OutboxRow.objects.first().subject_id == province.pk


def test_what_nobody_follows_leaves_no_row(province, woken):
    announce(province.sponsor, at=NOW)
    assert rows() == []


def test_a_change_that_is_rolled_back_leaves_no_row_and_wakes_nobody(
    province, woken, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):  # noqa: SIM117
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            announce(province, at=NOW)
            raise ZeroDivisionError
    assert rows() == []
    assert woken == []


def test_followers_are_woken_after_the_commit_only(province, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        announce(province, at=NOW)
        assert woken == []
    assert sorted(woken) == ["pages", "search"]


def test_many_changes_in_one_transaction_wake_a_follower_once(province, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for _ in range(50):
            announce(province, at=NOW)
    assert len(rows()) == 100
    assert sorted(woken) == ["pages", "search"]


def test_a_rolled_back_part_does_not_keep_the_rest_from_waking(province, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            announce(province, at=NOW)
            raise ZeroDivisionError
        announce(province, at=NOW)
    assert len(rows()) == 2
    assert sorted(woken) == ["pages", "search"]


def test_a_follower_that_cannot_be_woken_keeps_its_rows_and_stops_nobody(
    province, woken, django_capture_on_commit_callbacks
):
    def no_broker():
        raise ConnectionError("no broker")

    register_consumer("search", subjects={"sites.Site"}, wake=no_broker)
    with django_capture_on_commit_callbacks(execute=True):
        announce(province, at=NOW)
    assert woken == ["pages"]
    assert len(rows()) == 2


@pytest.mark.django_db(transaction=True)
def test_a_real_commit_wakes_although_the_broker_is_gone(woken):
    from tests.cast import a_site

    register_consumer("search", subjects={"sites.Site"}, wake=lambda: 1 / 0)
    site = a_site("lonely", host="lonely.testserver")
    with transaction.atomic():
        announce(site, at=NOW)
    assert ("search", "sites.Site") in rows()
    assert "pages" in woken
