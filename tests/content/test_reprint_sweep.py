"""One bad item or duty never ends the sweep, and the sweep counts what it really made."""

import pytest

from content.actions import open_duties
from content.actions import reprint_duties as opening
from content.actions import reprints as acting
from content.actions.reprints import sweep
from content.models import Reprint
from tests.cast import NOW
from tests.content.reprint_cast import received

LATE = NOW.replace(day=25)


@pytest.fixture
def items(source, province, city):
    return [received(source, number) for number in (1, 2)]


def failing_for(bad, monkeypatch, name: str) -> None:
    """Let the action fail for one item or duty."""
    real = getattr(acting, name)

    def fails(obj, **kwargs):
        if obj.pk == bad.pk:
            raise RuntimeError("boom")
        return real(obj, **kwargs)

    monkeypatch.setattr(acting, name, fails)


def test_an_item_whose_duties_cannot_be_opened_stops_no_other(items, robot, monkeypatch):
    failing_for(items[0], monkeypatch, "open_duties")
    swept = sweep(by=robot, at=NOW)
    assert (swept.opened, swept.failed) == (2, 1)


def test_an_item_that_cannot_be_recounted_stops_no_other(items, robot, monkeypatch):
    open_duties(items[0], at=NOW)
    failing_for(items[0], monkeypatch, "recount_duties")
    swept = sweep(by=robot, at=NOW)
    assert (swept.opened, swept.failed) == (2, 1)


def test_an_item_that_cannot_be_copied_stops_no_other(items, automatic, robot, monkeypatch):
    failing_for(items[0], monkeypatch, "reprint_automatically")
    swept = sweep(by=robot, at=NOW)
    assert (swept.copied, swept.failed) == (1, 1)


def test_a_duty_that_cannot_be_noted_stops_no_other(items, robot, monkeypatch):
    open_duties(items[0], at=NOW)
    failing_for(Reprint.objects.first(), monkeypatch, "note_late")
    swept = sweep(by=robot, at=LATE)
    assert (swept.noted_late, swept.failed) == (3, 1)


def test_duties_that_another_worker_made_meanwhile_are_not_counted(items, province, monkeypatch):
    real = opening._groups

    def overtaken(sites):
        for group in real(sites):
            Reprint.objects.create(item=items[0], site=province, target_at=NOW, due_on=NOW.date())
            yield group

    monkeypatch.setattr(opening, "_groups", overtaken)
    assert open_duties(items[0], at=NOW) == 1
    assert Reprint.objects.count() == 2
