"""Every role × every transition × own and other column × own and other site, by the actions and through the pages, generated.

What must happen is computed here by a small oracle from the tables alone (MOVES, STAGES, the grants of each person); it shares
no code with the rules that it checks. Refused means: no row, no step, no entry of the record changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from content.actions import (
    confirm_emergency,
    fault_emergency,
    issue_revision,
    move_article,
    pass_revision,
    publish_emergency,
    recall_revision,
    return_revision,
    submit_revision,
    withdraw_article,
)
from content.models import Article, ReviewStep, Revision
from content.workflow import MOVES, STAGES, Move, State
from sites.models import AuditEntry, Column, User
from sites.policy import COLUMN_ROLES, SITE_ROLES, Role
from sites.refusals import Refused
from tests.builders import a_draft, a_submitted, an_article, the_office_of
from tests.cast import NOW, a_column, a_person

REASON = "山洪预警须立即告知沿河群众"
PLACES = ("own column", "own site", "other column", "other site")
HOLDERS = [*sorted(SITE_ROLES), "author", "nobody"]
OPEN_STATES = [state for state in State if MOVES[state] or state == State.PUBLISHED]
AFTER = ("withdraw", "move", "confirm", "fault")
TRANSITIONS = [move.value for move in Move if move not in {Move.CONFIRM, Move.FAULT}] + [*AFTER]


@dataclass(frozen=True)
class Case:
    """A revision in a state, somebody with one role at one place, and what they try."""

    state: State
    role: str
    place: str
    transition: str


def reaches(place: str) -> bool:
    """Does a grant at the place hold for the article's column?"""
    return place in {"own column", "own site"}


def expected(case: Case) -> bool:
    """The oracle: may this person do this to a revision in this state?"""
    holds = reaches(case.place) and case.role not in {"nobody", "author"}
    stage = next((each for each in STAGES if each.state == case.state), None)
    judge = STAGES[-1] if case.state == State.SCHEDULED else stage
    exists = case.transition in {move.value for move in MOVES[case.state]}
    if case.transition in {"submit", "recall"}:
        return exists and case.role == "author"
    if case.transition in {"pass", "return", "publish", "schedule"}:
        return exists and judge is not None and holds and case.role == judge.role
    if case.transition == "emergency":
        return exists and holds and case.role == Role.EMERGENCY_ISSUER
    if case.transition == "withdraw":
        return case.state == State.PUBLISHED and holds and case.role == Role.ISSUER
    if case.transition == "move":
        # both columns are asked for, and only a grant for the whole site holds at both
        if case.state in {State.FIRST_REVIEW, State.SECOND_REVIEW, State.ISSUE, State.SCHEDULED}:
            return False
        if case.state == State.PUBLISHED:
            return case.place == "own site" and case.role == Role.ISSUER
        writes = holds and case.role in COLUMN_ROLES
        return (writes and case.place == "own site") or case.role == "author"
    return False  # confirm and fault: only after an emergency publication, which has its own cases


class World:
    """One revision in the wanted state, and everything it takes to try something on it."""

    def __init__(self, state: State, news: Column, docs: Column, city_news: Column) -> None:
        self.news, self.docs, self.city_news = news, docs, city_news
        self.people = the_office_of(news)
        self.revision = getattr(self, f"_{state.name.lower()}")()
        self.article = self.revision.article

    def _draft(self) -> Revision:
        return a_draft(self.news)

    def _first_review(self) -> Revision:
        return a_submitted(self.news)

    def _second_review(self) -> Revision:
        return pass_revision(self._first_review(), by=self.people["reviewer1"], at=NOW)

    def _issue(self) -> Revision:
        return pass_revision(self._second_review(), by=self.people["reviewer2"], at=NOW)

    def _returned(self) -> Revision:
        return return_revision(self._first_review(), by=self.people["reviewer1"], at=NOW, opinion="请核对")

    def _scheduled(self) -> Revision:
        later = NOW.replace(year=NOW.year + 20)
        return issue_revision(self._issue(), by=self.people["signer"], at=NOW, publish_at=later)

    def _published(self) -> Revision:
        return an_article(self.news).live

    def read_again(self) -> None:
        """Forget what an attempt that was taken back left in the objects at hand."""
        self.revision = Revision.objects.select_related("article").get(pk=self.revision.pk)
        self.article = self.revision.article

    def person(self, role: str, place: str) -> User:
        """Somebody with the role at the place; the author has it at the whole site, as the builders make them."""
        if role == "author":
            return self.people["writer"]
        spot = {"own column": self.news, "own site": self.news.site, "other column": self.docs,
                "other site": self.city_news.site}[place]  # fmt: skip
        if role == "nobody":
            return a_person("nobody")
        if role not in COLUMN_ROLES and isinstance(spot, Column):
            spot = spot.site
        return a_person(f"{role}-{uuid4().hex[:8]}", (Role(role), spot))

    def request(self, transition: str, *, seen: str | None = None) -> tuple[str, dict]:
        """The address and the form that the page of the transition sends."""
        pk, at = self.article.pk, "content-office:"
        revision = {"seen": self.revision.state if seen is None else seen, "opinion": "已阅"}
        judge = reverse(f"{at}judge", args=[self.revision.pk])
        after = reverse(f"{at}retrospect", args=[self.revision.pk])
        return {
            "submit": (reverse(f"{at}submit", args=[pk]), {}),
            "recall": (reverse(f"{at}recall", args=[pk]), {}),
            "pass": (judge, {"decision": "pass", **revision}),
            "return": (judge, {"decision": "return", **revision}),
            "publish": (judge, {"decision": "issue", **revision}),
            "schedule": (judge, {"decision": "issue", "publish_at": "2090-01-01T08:00", **revision}),
            "emergency": (reverse(f"{at}emergency", args=[pk]), {"reason": REASON, "seen": revision["seen"]}),
            "withdraw": (reverse(f"{at}withdraw", args=[pk]), {"reason": "wrong"}),
            "move": (reverse(f"{at}move", args=[pk]), {"column": self.docs.pk}),
            "confirm": (after, {"decision": "confirm", "opinion": "属实"}),
            "fault": (after, {"decision": "fault", "opinion": "有误"}),
        }[transition]

    def act(self, transition: str, person: User) -> None:
        """Call the action of the transition past all pages and doors."""
        who, later = {"by": person, "at": NOW}, NOW.replace(year=NOW.year + 20)
        {
            "submit": lambda: submit_revision(self.revision, **who),
            "recall": lambda: recall_revision(self.revision, **who),
            "pass": lambda: pass_revision(self.revision, **who),
            "return": lambda: return_revision(self.revision, opinion="请核对", **who),
            "publish": lambda: issue_revision(self.revision, **who),
            "schedule": lambda: issue_revision(self.revision, publish_at=later, **who),
            "emergency": lambda: publish_emergency(self.revision, reason=REASON, **who),
            "withdraw": lambda: withdraw_article(self.article, reason="wrong", **who),
            "move": lambda: move_article(self.article, self.docs, **who),
            "confirm": lambda: confirm_emergency(self.revision, **who),
            "fault": lambda: fault_emergency(self.revision, opinion="有误", **who),
        }[transition]()

    def try_to(self, transition: str, person: User) -> bool:
        """True when the action was done, and it is taken back; what a refused one left behind stays, to be seen."""
        here = transaction.savepoint()
        try:
            self.act(transition, person)
        except Refused:
            return False
        transaction.savepoint_rollback(here)
        self.read_again()
        return True

    def facts(self) -> tuple:
        """Everything that a refused attempt must leave as it was."""
        fields = ("pk", "state", "author_id", "first_reviewer_id", "second_reviewer_id", "issuer_id", "retrospect",
                  "publish_at", "published_at", "is_emergency", "title", "body")  # fmt: skip
        return (
            list(Revision.objects.order_by("pk").values_list(*fields)),
            list(
                Article.objects.order_by("pk").values_list("pk", "state", "column_id", "live_id", "withdrawal_reason")
            ),
            ReviewStep.objects.count(),
            AuditEntry.objects.exclude(event__startswith="sites.").count(),
        )


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens in here is taken back: one world serves every attempt."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def desk_of(person: User, **options) -> Client:
    client = Client(**options)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def docs(province) -> Column:
    return a_column(province, "docs", name="公告")


def cast_of(world: World, places: tuple[str, ...] = PLACES) -> list[tuple[str, str, User]]:
    """Everybody who tries: each role at each place, the author, and somebody without any role."""
    cast = [(role, place) for role in HOLDERS for place in places if role not in {"author", "nobody"}]
    cast += [("author", PLACES[0]), ("nobody", PLACES[0])]
    return [(role, place, world.person(role, place)) for role, place in cast]


@pytest.mark.parametrize("state", OPEN_STATES, ids=lambda state: state.value)
def test_every_role_at_every_place_gets_from_the_actions_what_the_tables_say(news, docs, city_news, state):
    world, wrong = World(state, news, docs, city_news), []
    cast = cast_of(world)
    before = world.facts()
    for transition in TRANSITIONS:
        for role, place, person in cast:
            allowed = expected(Case(state, role, place, transition))
            if world.try_to(transition, person) != allowed:
                wrong.append((transition, role, place, "refused" if allowed else "done"))
        assert world.facts() == before, f"a refused {transition} left something behind"
    assert wrong == []


@pytest.mark.parametrize("state", OPEN_STATES, ids=lambda state: state.value)
def test_every_role_of_the_column_gets_from_the_pages_what_the_tables_say(news, docs, city_news, state):
    world, wrong = World(state, news, docs, city_news), []
    cast = [(role, place, desk_of(person)) for role, place, person in cast_of(world, PLACES[:1])]
    before = world.facts()
    for transition in TRANSITIONS:
        address, form = world.request(transition)
        for role, place, desk in cast:
            allowed = expected(Case(state, role, place, transition))
            with undone():
                status = desk.post(address, form).status_code
                happened = world.facts() != before
            if happened != allowed or status >= 500:
                wrong.append((transition, role, place, status, "done" if happened else "refused"))
    assert (wrong, world.facts()) == ([], before)


@pytest.mark.parametrize("passed", [0, 1, 2, 3])
@pytest.mark.parametrize("transition", ["confirm", "fault"])
def test_reviews_in_retrospect_belong_to_the_next_stage_and_nobody_else(news, docs, city_news, passed, transition):
    alarm = a_person("alarm", (Role.EMERGENCY_ISSUER, news))

    world, wrong = World(State.DRAFT, news, docs, city_news), []
    world.revision = publish_emergency(world.revision, by=alarm, at=NOW, reason=REASON)
    for name in ("reviewer1", "reviewer2", "signer")[:passed]:
        world.revision = confirm_emergency(world.revision, by=world.people[name], at=NOW)
    before = world.facts()
    address, form = world.request(transition)
    for role, place, person in cast_of(world):
        allowed = passed < 3 and reaches(place) and role == STAGES[passed].role
        desk = desk_of(person)
        with undone():
            status = desk.post(address, form).status_code
            happened = world.facts() != before
        if happened != allowed or status >= 500:
            wrong.append((role, place, status, happened))
    desk_of(alarm).post(address, form)
    assert (wrong, world.facts()) == ([], before)


@pytest.mark.parametrize("claimed", [state.value for state in State])
def test_a_stage_that_the_form_claims_opens_nothing(news, docs, city_news, claimed):
    """The true stage is the first review; whatever the form says, only the first reviewer's pass counts."""
    world = World(State.FIRST_REVIEW, news, docs, city_news)
    for name, decision in (("reviewer2", "pass"), ("signer", "publish"), ("writer", "pass"), ("reviewer1", "publish")):
        before = world.facts()
        address, form = world.request(decision, seen=claimed)
        desk_of(world.people[name]).post(address, form)
        assert world.facts() == before, (name, decision)


@pytest.mark.parametrize("state", [State.DRAFT, State.ISSUE, State.PUBLISHED], ids=lambda state: state.value)
def test_opening_an_address_changes_nothing_nor_does_a_post_without_a_token(news, docs, city_news, state):
    world = World(state, news, docs, city_news)
    people = [*world.people.values(), a_person("alarm", (Role.EMERGENCY_ISSUER, news))]
    desks = [(desk_of(person), desk_of(person, enforce_csrf_checks=True)) for person in people]
    before = world.facts()
    for transition in TRANSITIONS:
        address, form = world.request(transition)
        for desk, strict in desks:
            assert desk.get(address, form).status_code < 500
            assert strict.post(address, form).status_code == 403
    assert world.facts() == before


def test_numbers_of_other_sites_and_of_nothing_are_not_there(news, docs, city_news):
    world = World(State.DRAFT, city_news, docs, news)
    desks = [desk_of(person) for person in the_office_of(news).values()]
    before = world.facts()
    for transition in TRANSITIONS:
        address, form = world.request(transition)
        nothing = address.replace(f"/{world.article.pk}/", "/999999/")
        for desk in desks:
            assert [desk.post(target, form).status_code for target in (address, nothing)] == [404, 404]
    assert world.facts() == before


def test_a_column_of_another_site_in_the_form_moves_nothing(news, docs, city_news):
    world = World(State.PUBLISHED, news, docs, city_news)
    before = world.facts()
    desk, (address, _form) = desk_of(world.people["signer"]), world.request("move")
    for column in (city_news.pk, 999999, "x", "", f"{docs.pk}\x00"):
        assert desk.post(address, {"column": column}).status_code == 422
    assert world.facts() == before


def test_every_move_of_the_table_is_tried_here():
    in_table = {move for moves in MOVES.values() for move in moves}
    assert in_table <= set(TRANSITIONS)
