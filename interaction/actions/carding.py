"""Yellow and red cards given by rule (`sites.rules`): for letters that are late, and for answers that keep coming back.

The sweep gives them, each once a round (a unique row); they stand against the organization that had the letter in hand that day,
also when it is handed on or answered afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from interaction.models import Card, Colour, EventKind, Ground, Letter, LetterEvent
from sites.audit import Event, record, recording_together
from sites.calendar import WorkCalendar
from sites.chunks import in_chunks
from sites.rules import Rule, RuleBook

if TYPE_CHECKING:
    from sites.models import User

CHUNK = 500


def give_cards(*, on: date, calendar: WorkCalendar, by: User, at: datetime, dry_run: bool = False) -> int:
    """Give the cards that the rules call for on the day; return how many. Safe to repeat and to cut short."""
    rules, given = RuleBook(), 0
    for colour in Colour:
        for chunk in in_chunks(_candidates(colour, rules, on, calendar), CHUNK):
            due = [card for letter in chunk if (card := _due(letter, colour, rules, on, calendar, at))]
            given += len(due) if dry_run else _give(due, by=by, at=at)
    return given


def _candidates(colour: Colour, rules: RuleBook, on: date, calendar: WorkCalendar):  # noqa: ANN202 (a queryset)
    """Open letters without the card that the strictest rule anywhere would give it to."""
    rule = Rule.YELLOW_WHEN_LATE if colour == Colour.YELLOW else Rule.RED_WHEN_LATE
    late = calendar.subtract_working_days(on + timedelta(days=1), rules.lowest(rule)).day
    called_for = Q(due_on__lt=late)
    if colour == Colour.RED:
        called_for |= Q(returns__gte=rules.lowest(Rule.RED_WHEN_RETURNED))
    has_it = Card.objects.filter(letter=OuterRef("pk"), colour=colour, counted_from=OuterRef("counted_from"))
    rows = Letter.objects.open().filter(called_for, ~Exists(has_it)).select_related("site")
    return rows.only("number", "title", "due_on", "counted_from", "returns", "organization", "site")


def _due(
    letter: Letter, colour: Colour, rules: RuleBook, on: date, calendar: WorkCalendar, at: datetime
) -> Card | None:
    """Return the card that the rules of the letter's site call for, None when they do not."""
    rule = Rule.YELLOW_WHEN_LATE if colour == Colour.YELLOW else Rule.RED_WHEN_LATE
    late, threshold = calendar.working_days_between(letter.due_on, on), rules.value(rule, letter.site)
    ground, reached = Ground.LATE, late
    if late < threshold:
        threshold = rules.value(Rule.RED_WHEN_RETURNED, letter.site)
        ground, reached = Ground.RETURNED, letter.returns
        if colour == Colour.YELLOW or reached < threshold:
            return None
    return Card(
        letter=letter, colour=colour, ground=ground, reached=min(reached, 32_000), threshold=threshold, given_on=on, at=at,
        organization_id=letter.organization_id, counted_from=letter.counted_from,
    )  # fmt: skip


@transaction.atomic
def _give(cards: Iterable[Card], *, by: User, at: datetime) -> int:
    """Keep the cards of letters that are still open and of the same round under their lock; of two runs at once one gives each."""
    cards = {card.letter_id: card for card in cards}
    locked = list(Letter.objects.select_for_update(of=("self",)).open().filter(pk__in=cards).order_by("pk"))
    has_one = Card.objects.filter(letter__in=cards, colour__in={card.colour for card in cards.values()})
    known = set(has_one.values_list("letter_id", "counted_from"))
    fresh = [cards[letter.pk] for letter in locked if (letter.pk, letter.counted_from) not in known]
    Card.objects.bulk_create(fresh, batch_size=CHUNK, ignore_conflicts=True)
    LetterEvent.objects.bulk_create(
        [
            LetterEvent(
                letter_id=card.letter_id, kind=EventKind.CARDED, by=by, at=at, organization_id=card.organization_id,
                text=f"{card.get_colour_display()}：{card.why}", is_public=False,
            )
            for card in fresh
        ],
        batch_size=CHUNK,
    )  # fmt: skip
    with recording_together():
        for card in fresh:
            after = {"colour": card.colour, "ground": card.ground, "reached": card.reached, "rule": card.threshold}
            record(Event.LETTER_CARDED, card.letter, by=by, at=at, after=after)
    return len(fresh)


def withdraw_cards(
    letters: Iterable[Letter], calendar: WorkCalendar, *, on: date, at: datetime, by: User | None
) -> None:
    """Take back the cards for lateness that an amended calendar shows were not due; the caller holds the letters' locks."""
    rows = Card.objects.standing().filter(letter__in=[each.pk for each in letters], ground=Ground.LATE)
    rows = rows.filter(counted_from=F("letter__counted_from")).select_related("letter__site")
    for card in rows:
        if calendar.working_days_between(card.letter.due_on, card.given_on) >= card.threshold:
            continue
        card.withdrawn_on = on
        card.save(update_fields=["withdrawn_on"])
        said = _("放假安排有变，撤销%s。") % card.get_colour_display()
        LetterEvent.objects.create(
            letter=card.letter, kind=EventKind.CARDED, by=by, at=at, text=said, is_public=False,
            organization_id=card.organization_id,
        )  # fmt: skip
        record(Event.LETTER_CARD_WITHDRAWN, card.letter, by=by, at=at, after={"colour": card.colour})
