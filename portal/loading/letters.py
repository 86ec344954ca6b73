"""Citizens' letters, each taken through its story by intake, handlers and approvers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from interaction import actions
from interaction.actions.publishing import unconfirmed
from interaction.models import Letter
from portal.demo.shapes import DemoProvince, LetterSpec, LetterStep
from portal.loading.cluster import Cluster
from portal.loading.letter_stories import load_letter_stories
from portal.loading.moments import moment
from portal.loading.oversight import load_oversight
from portal.loading.readings import load_readings
from sites.models import User

DECLINE_ADVICE = "请按所附途径提出；如有新的情况，欢迎再次来信。"
MERGED = "同一事项已有来信正在办理，本信并入先前来信一并答复。"


def load_letters(province: DemoProvince, cluster: Cluster, *, at: datetime) -> None:
    """Load the letters, oldest first."""
    for spec in sorted(province.letters, key=lambda letter: (-letter.days_ago, letter.minute)):
        _load(spec, cluster, now=at)
    load_letter_stories(cluster, at=at)
    load_oversight(cluster, at=at)
    load_readings(cluster, at=at)


def _load(spec: LetterSpec, cluster: Cluster, *, now: datetime) -> None:
    received = moment(spec.days_ago, spec.minute, now=now)
    letter = actions.submit_letter(
        cluster.mailboxes[spec.site, spec.mailbox],
        title=spec.title,
        body=spec.content,
        writer_name=spec.writer,
        writer_phone=spec.phone,
        writer_email="",
        wants_public=spec.public_wanted or spec.published,
        at=received,
    ).letter
    last = received
    for step in spec.steps:
        last = max(moment(step.days_ago, step.minute, now=now), last)
        VERBS[step.verb](letter, spec, step, _who(spec, step, cluster), last)
        letter = Letter.objects.get(pk=letter.pk)


def _who(spec: LetterSpec, step: LetterStep, cluster: Cluster) -> dict[str, object]:
    """Return the people and the organization that the step may need."""
    return {
        "intake": cluster.person(spec.site, "intake"),
        "handler": cluster.answers_for[spec.organization, "handler"],
        "approver": cluster.answers_for[spec.organization, "reply_approver"],
        "organization": cluster.organizations[spec.organization],
    }


def _publish(letter: Letter, spec: LetterSpec, step: LetterStep, who: dict, at: datetime) -> None:
    """Publish where the demo does; the offices' own telephone numbers are confirmed one by one, as staff would."""
    if not spec.published or not letter.mailbox.is_public:
        return
    reply = letter.replies.get(state="approved").text
    confirmed = [
        finding.key for finding in unconfirmed([spec.title, spec.content, reply], (), known=letter.known_of_writer)
    ]
    actions.publish_letter(
        letter, title=spec.title, body=spec.content, reply=reply, confirmed=confirmed, by=who["intake"], at=at
    )


def _rate(letter: Letter, spec: LetterSpec, step: LetterStep, who: dict, at: datetime) -> None:
    actions.rate_reply(
        letter, attitude=max(spec.rating, 3), speed=spec.rating, result=spec.rating, comment=spec.rating_text, at=at
    )


def _extend(letter: Letter, spec: LetterSpec, step: LetterStep, who: dict, at: datetime) -> None:
    actions.ask_extension(letter, reason=spec.extension_reason, by=who["handler"], at=at)


Verb = Callable[[Letter, LetterSpec, LetterStep, dict[str, User], datetime], object]
VERBS: dict[str, Verb] = {
    "accept": lambda letter, spec, step, who, at: actions.accept_letter(letter, by=who["intake"], at=at),
    "decline": lambda letter, spec, step, who, at: actions.decline_letter(
        letter, reason=step.text, advice=DECLINE_ADVICE, by=who["intake"], at=at
    ),
    "withdraw": lambda letter, spec, step, who, at: actions.withdraw_letter(letter, reason=step.text, at=at),
    "merge": lambda letter, spec, step, who, at: actions.decline_letter(
        letter, kind="repeated", reason=MERGED, advice="请用先前来信的编号查询。", by=who["intake"], at=at
    ),
    "assign": lambda letter, spec, step, who, at: actions.assign_letter(
        letter, organization=who["organization"], note=step.text, by=who["intake"], at=at
    ),
    "take": lambda letter, spec, step, who, at: actions.take_letter(letter, by=who["handler"], at=at),
    "extend": _extend,
    "approve_extension": lambda letter, spec, step, who, at: actions.decide_extension(
        letter, grant=True, by=who["approver"], at=at
    ),
    "draft": lambda letter, spec, step, who, at: actions.draft_reply(letter, text=step.text, by=who["handler"], at=at),
    "return": lambda letter, spec, step, who, at: actions.return_reply(
        letter, reason="incomplete", opinion=step.text, by=who["approver"], at=at
    ),
    "approve": lambda letter, spec, step, who, at: actions.approve_reply(letter, by=who["approver"], at=at),
    "publish": _publish,
    "rate": _rate,
    "close": lambda letter, spec, step, who, at: actions.close_letter(letter, by=who["intake"], at=at),
}
