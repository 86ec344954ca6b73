"""Builders for letters: in any state, with sensible words, through the real actions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from interaction.actions import (
    accept_letter,
    approve_reply,
    assign_letter,
    bounce_letter,
    close_letter,
    decline_letter,
    draft_reply,
    merge_letter,
    publish_letter,
    rate_reply,
    return_reply,
    save_mailbox,
    save_template,
    submit_letter,
    take_letter,
    withdraw_letter,
)
from interaction.models import Letter, Mailbox, ReplyTemplate
from interaction.workflow import State
from tests.cast import NOW

ANSWER = "您反映的路灯已于今日修复，如再有故障请联系街道办事处。"
LATER = NOW + timedelta(hours=3)


def china(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """The moment when clocks in China show this."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def a_mailbox(site, slug: str = "mayor", **fields) -> Mailbox:
    """A mailbox of the site that takes letters."""
    defaults = {"kind": "leader", "name": "省长信箱", "purpose": "受理对政府工作的意见、建议和求助。"}
    return save_mailbox(Mailbox(site=site, slug=slug, **{**defaults, **fields}), by=None, at=NOW)


def a_template(
    *, by, text: str = "{称呼}：您的来信（编号 {编号}）收悉，现答复如下。", name: str = "通用", **of
) -> ReplyTemplate:
    """A template of answers, of an organization or of a site."""
    return save_template(ReplyTemplate(name=name, text=text, **of), by=by, at=NOW)


def words(**fields) -> dict[str, object]:
    """What a citizen fills in."""
    defaults = {
        "title": "小区门口的路灯坏了",
        "body": "东风路 12 号门口的路灯坏了一个星期，晚上很黑，请派人修理。",
        "writer_name": "张晓明",
        "writer_phone": "13812345678",
        "writer_email": "",
        "wants_public": True,
    }
    return {**defaults, **fields}


def a_letter(mailbox, *, at: datetime = NOW, **fields) -> Letter:
    """A letter that has just arrived."""
    return submit_letter(mailbox, at=at, **words(**fields)).letter


def a_letter_in(state: str, mailbox, people, *, at: datetime = NOW, **fields) -> Letter:
    """A letter that has been brought to the state by the people (intake, handler, approver, bureau)."""
    letter = a_letter(mailbox, at=at, **fields)
    for step in _way_to(State(state)):
        step(letter, people, at)
        letter = Letter.objects.get(pk=letter.pk)
    assert letter.state == state
    return letter


def _accept(letter, people, at):
    accept_letter(letter, by=people.intake, at=at)


def _decline(letter, people, at):
    decline_letter(letter, reason="属于企业内部事务", advice="请向该企业工会反映", by=people.intake, at=at)


def _assign(letter, people, at):
    assign_letter(letter, organization=people.bureau, by=people.intake, at=at)


def _take(letter, people, at):
    take_letter(letter, by=people.handler, at=at)


def _draft(letter, people, at):
    draft_reply(letter, text=ANSWER, by=people.handler, at=at)


def _return(letter, people, at):
    return_reply(letter, reason="off-point", opinion="没有回应来信人的问题", by=people.approver, at=at)


def _approve(letter, people, at):
    approve_reply(letter, by=people.approver, at=at)


def _rate(letter, people, at):
    rate_reply(letter, attitude=5, speed=5, result=5, at=at)


def _close(letter, people, at):
    close_letter(letter, by=people.intake, at=at)


def _bounce(letter, people, at):
    bounce_letter(letter, reason="路灯由城市管理部门负责，不属于本单位职责", by=people.handler, at=at)


def _merge(letter, people, at):
    main = a_letter_in("in-hand", letter.mailbox, people, at=at, title="同一事项的先前来信")
    merge_letter(letter, number=main.number, by=people.intake, at=at)


def _withdraw(letter, people, at):
    withdraw_letter(letter, at=at)


def _way_to(state: State) -> list:
    answered = [_accept, _assign, _take, _draft, _approve]
    return {
        State.SUBMITTED: [],
        State.ACCEPTED: [_accept],
        State.DECLINED: [_decline],
        State.ASSIGNED: [_accept, _assign],
        State.IN_HAND: [_accept, _assign, _take],
        State.DISPUTED: [_accept, _assign, _bounce, _assign, _bounce],
        State.MERGED: [_accept, _merge],
        State.WITHDRAWN: [_accept, _withdraw],
        State.DRAFTED: [_accept, _assign, _take, _draft],
        State.RETURNED: [_accept, _assign, _take, _draft, _return],
        State.REPLIED: answered,
        State.RATED: [*answered, _rate],
        State.CLOSED: [*answered, _close],
    }[state]


def published(letter, people, *, at: datetime = NOW) -> Letter:
    """The answered letter with its public copy on the site."""
    return publish_letter(letter, title=letter.title, body=letter.body, reply=ANSWER, by=people.intake, at=at)
