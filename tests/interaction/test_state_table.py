"""Every move from every state by every role: the table says which may happen, all others are refused with a sentence."""

import re
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from interaction import actions
from interaction.models import Extension, Letter
from interaction.office.doing import DOING
from interaction.office_forms import FORMS
from interaction.workflow import OPEN, TABLE, WITH_HANDLER, Move, State, printed
from sites.policy import Action, Role
from sites.refusals import Conflict, Refused
from tests.cast import NOW, a_person, an_organization
from tests.interaction.letters import ANSWER, a_letter_in, published

REASON = "情况复杂，需要多部门会商后才能答复"
INTAKE = {
    Action.LETTER_ACCEPT, Action.LETTER_DECLINE, Action.LETTER_ASSIGN, Action.LETTER_DECIDE, Action.LETTER_INVITE,
    Action.LETTER_ASK_SUPPLEMENT, Action.LETTER_MERGE, Action.LETTER_SPLIT, Action.LETTER_LINK, Action.LETTER_PUBLISH,
    Action.LETTER_CLOSE,
}  # fmt: skip
PASSING_ON = {Action.LETTER_TRANSFER, Action.LETTER_BOUNCE}
HANDLER = PASSING_ON | {
    Action.LETTER_REPLY, Action.LETTER_EXTEND, Action.LETTER_INVITE, Action.LETTER_ASK_SUPPLEMENT, Action.LETTER_LINK,
}  # fmt: skip
APPROVER = PASSING_ON | {Action.LETTER_APPROVE, Action.LETTER_RETURN, Action.LETTER_APPROVE_EXTENSION}
MAY = {
    "intake": INTAKE,
    "handler": HANDLER,
    "approver": APPROVER,
    "helper": {Action.LETTER_CONTRIBUTE},
    "supervisor": {Action.LETTER_DECIDE},
    "city_supervisor": set(),
    "city_intake": set(),
    "other_handler": set(),
    "other_approver": set(),
    "site_admin": set(),
    "root": set(),
}
PUBLIC = {"title": "路灯", "name": "张**", "body": "路灯坏了", "reply": ANSWER}


@pytest.fixture
def world(mailbox, people, supervisor, other_handler, other_bureau, city, city_intake, site_admin, root):
    """Everybody who has to do with letters, by role, and the bodies and letters that a move may name."""
    helping = an_organization("测试省住房和城乡建设厅")
    persons = {
        "intake": people.intake,
        "handler": people.handler,
        "approver": people.approver,
        "helper": a_person("helper", (Role.HANDLER, helping), organization=helping),
        "supervisor": supervisor,
        "city_supervisor": a_person("citysupervisor", (Role.SUPERVISOR, city)),
        "city_intake": city_intake,
        "other_handler": other_handler,
        "other_approver": a_person("otherapprover", (Role.REPLY_APPROVER, other_bureau)),
        "site_admin": site_admin,
        "root": root,
    }
    return {
        "people": persons,
        "helping": helping,
        "below": an_organization("测试省教育厅基础教育处", parent=people.bureau),
        "elsewhere": other_bureau,
        "main": a_letter_in("in-hand", mailbox, people, title="较早的来信"),
    }


def data_of(move: Move, world: dict) -> dict[str, object]:
    """What a person types for the move."""
    return {
        Move.DECLINE: {"kind": "outside", "reason": REASON, "advice": REASON},
        Move.ASSIGN: {"organization": world["elsewhere"]},
        Move.TRANSFER: {"organization": world["below"], "reason": REASON},
        Move.BOUNCE: {"reason": REASON},
        Move.DECIDE: {"organization": world["elsewhere"], "reason": REASON},
        Move.INVITE: {"organization": world["elsewhere"]},
        Move.CONTRIBUTE: {"text": REASON},
        Move.LEAVE: {"reason": REASON},
        Move.ASK_SUPPLEMENT: {"question": REASON},
        Move.MERGE: {"number": world["main"].number},
        Move.SPLIT: {"title": "第二件事", "body": REASON},
        Move.LINK: {"number": world["main"].number},
        Move.DRAFT: {"text": ANSWER},
        Move.RETURN: {"reason": "off-point", "opinion": REASON},
        Move.ASK_EXTENSION: {"reason": REASON},
        Move.REFUSE_EXTENSION: {"opinion": REASON},
        Move.PUBLISH: PUBLIC,
        Move.UNPUBLISH: {"reason": REASON},
    }.get(move, {})


ACTIONS = {
    Move.ACCEPT: actions.accept_letter,
    Move.DECLINE: actions.decline_letter,
    Move.ASSIGN: actions.assign_letter,
    Move.TRANSFER: actions.transfer_letter,
    Move.BOUNCE: actions.bounce_letter,
    Move.DECIDE: actions.decide_letter,
    Move.INVITE: actions.invite_helper,
    Move.TAKE: actions.take_letter,
    Move.SIGN: actions.sign_for_part,
    Move.CONTRIBUTE: actions.contribute,
    Move.LEAVE: actions.leave,
    Move.ASK_SUPPLEMENT: actions.ask_supplement,
    Move.MERGE: actions.merge_letter,
    Move.UNMERGE: actions.unmerge_letter,
    Move.SPLIT: actions.split_letter,
    Move.LINK: actions.link_letter,
    Move.DRAFT: actions.draft_reply,
    Move.APPROVE: actions.approve_reply,
    Move.RETURN: actions.return_reply,
    Move.CLOSE: actions.close_letter,
    Move.ASK_EXTENSION: actions.ask_extension,
    Move.GRANT_EXTENSION: lambda letter, **rest: actions.decide_extension(letter, grant=True, **rest),
    Move.REFUSE_EXTENSION: lambda letter, **rest: actions.decide_extension(letter, grant=False, **rest),
    Move.PUBLISH: actions.publish_letter,
    Move.UNPUBLISH: actions.unpublish_letter,
}
CITIZEN = {
    Move.SUPPLEMENT: lambda letter: actions.answer_supplement(letter, text="东风路 12 号", at=NOW),
    Move.WITHDRAW: lambda letter: actions.withdraw_letter(letter, at=NOW),
    Move.RATE: lambda letter: actions.rate_reply(letter, attitude=5, speed=5, result=5, at=NOW),
}


def set_the_scene(letter: Letter, world: dict, people) -> Letter:
    """Bring about whatever a move needs besides the state: helpers, an extension asked for, a public copy."""
    if letter.state in WITH_HANDLER:
        actions.invite_helper(letter, organization=world["helping"], by=people.intake, at=NOW)
        actions.ask_extension(letter, reason=REASON, by=people.handler, at=NOW)
    if letter.state in {State.REPLIED, State.RATED, State.CLOSED}:
        published(letter, people)
    elif letter.state in TABLE[Move.UNPUBLISH].sources:
        copy = {f"public_{name}": value for name, value in PUBLIC.items()}
        Letter.objects.filter(pk=letter.pk).update(**copy, published_at=NOW)
    if letter.state in OPEN:
        letter.supplements.create(question=REASON, asked_by=people.intake, asked_at=NOW)
    return Letter.objects.get(pk=letter.pk)


def may(name: str, action: Action, letter: Letter) -> bool:
    """What the role may do to the letter: people of an organization only while it leads or helps."""
    holds = {"handler": letter.organization_id, "approver": letter.organization_id, "helper": letter.helpers}
    return action in MAY[name] and bool(holds.get(name, True))


def do(move: Move, letter: Letter, person, world: dict) -> None:
    if move in CITIZEN:
        CITIZEN[move](letter)
        return
    if move == Move.ASK_SUPPLEMENT:
        letter.supplements.all().delete()
    if move == Move.ASK_EXTENSION:
        Extension.objects.filter(letter=letter).delete()
    ACTIONS[move](letter, **data_of(move, world), by=person, at=NOW)


def test_every_move_by_hand_has_a_test_a_form_and_a_deed():
    by_hand = {move for move, rule in TABLE.items() if rule.by_hand}
    office = {move for move in by_hand if TABLE[move].action is not None}
    assert set(TABLE) == set(Move) and set(ACTIONS) | set(CITIZEN) == by_hand
    assert set(FORMS) == set(DOING) == set(ACTIONS) == office


@pytest.mark.parametrize("state", State)
def test_a_letter_moves_only_as_the_table_says(state, mailbox, people, world):
    letter = set_the_scene(a_letter_in(state, mailbox, people), world, people)
    kept = (letter.received_on, letter.counted_from, letter.due_on, letter.number)
    for move, rule in TABLE.items():
        if not rule.by_hand:
            continue
        for name, person in world["people"].items():
            is_allowed = state in rule.sources and (rule.action is None or may(name, rule.action, letter))
            with transaction.atomic():
                if is_allowed and move != Move.GRANT_EXTENSION:
                    do(move, letter, person, world)
                    after = Letter.objects.get(pk=letter.pk)
                    assert after.state == (rule.target or state), f"{name} {move} from {state}"
                    assert kept == (after.received_on, after.counted_from, after.due_on, after.number), move
                elif is_allowed:
                    do(move, letter, person, world)
                    assert Letter.objects.get(pk=letter.pk).is_extended
                else:
                    with pytest.raises(Refused):
                        do(move, letter, person, world)
                    assert Letter.objects.get(pk=letter.pk).state == state, f"{name} {move} from {state}"
                transaction.set_rollback(True)


def posted(data: dict[str, object]) -> dict[str, object]:
    """The data as a browser sends it, with what a tampered form would add."""
    plain = {name: getattr(value, "pk", value) for name, value in data.items()}
    return {**plain, "state": "closed", "due_on": "2099-01-01", "received_on": "2099-01-01", "round": "2", "by": "1"}


@pytest.mark.parametrize("move", list(ACTIONS))
def test_the_office_lets_only_those_move_a_letter_whom_the_table_names(move, client, mailbox, people, world):
    rule = TABLE[move]
    here = sorted(rule.sources - {State.CLOSED}, key=list(State).index)[0]
    for state in [here, *sorted(set(State) - rule.sources, key=list(State).index)[-1:]]:
        letter = set_the_scene(a_letter_in(state, mailbox, people), world, people)
        if move in {Move.ASK_SUPPLEMENT, Move.ASK_EXTENSION}:
            letter.supplements.all().delete(), letter.extensions.all().delete()
        if move in {Move.GRANT_EXTENSION, Move.ASK_EXTENSION}:
            continue  # judged by the clock of the page: see test_extension.py
        for name, person in world["people"].items():
            is_named = may(name, rule.action, letter)
            client.force_login(person)
            with transaction.atomic():
                response = client.post(
                    reverse("interaction-office:act", args=[letter.number, move]), posted(data_of(move, world))
                )
                after = Letter.objects.get(pk=letter.pk)
                expected = (404,) if not is_named else (302,) if state in rule.sources else (409,)
                assert response.status_code in expected, f"{name} {move} from {state}: {response.status_code}"
                assert after.state in ({state} if response.status_code != 302 else {rule.target or state})
                assert (after.due_on, after.received_on, after.round) == (letter.due_on, letter.received_on, 1)
                transaction.set_rollback(True)


@pytest.mark.parametrize("move", ["supplement", "withdraw", "rate", "answer-along", "no-such", "ACCEPT"])
def test_the_office_has_no_door_to_what_only_the_writer_or_another_letter_does(move, client, mailbox, people):
    letter = a_letter_in("merged", mailbox, people)
    for person in (people.intake, people.handler, people.approver):
        client.force_login(person)
        assert client.post(reverse("interaction-office:act", args=[letter.number, move])).status_code == 404


@pytest.mark.parametrize("move", [move for move in ACTIONS if move != Move.LINK])
def test_a_move_that_came_too_late_is_a_conflict(move, mailbox, people, world):
    letter = a_letter_in("declined", mailbox, people)
    with pytest.raises(Conflict) as refusal:
        do(move, letter, people.intake, world)
    assert "不予受理" in refusal.value.reason


def test_the_table_in_the_documentation_is_the_table():
    text = (Path(__file__).parents[2] / "docs" / "letters.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- the state table -->\n(.*?)\n<!-- end -->", text, re.DOTALL)
    assert found and found.group(1) == printed()
