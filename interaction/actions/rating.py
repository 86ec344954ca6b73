"""The citizen's rating, and the second handling that a bad one opens."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from interaction.actions.moving import locked_for, set_state, start_clock, tell
from interaction.models import Assignment, EarlierRound, EventKind, Letter, Rating, Satisfaction
from interaction.workflow import Move, State
from sites.audit import Event, record
from sites.calendar import local_day
from sites.models import User
from sites.outbox import announce
from sites.refusals import Conflict, refuse_if, refuse_unless

ROUNDS = 2
RATED_WITHIN = timedelta(days=30)
PARTS = ("attitude", "speed", "result")
LONGEST_COMMENT = 300


@transaction.atomic
def rate_reply(
    letter: Letter, *, attitude: int, speed: int, result: int, at: datetime, comment: str = "", by: None = None
) -> Rating:
    """Keep what the citizen thinks of the answer, once per round; a bad rating of the first answer opens a second handling.

    国办发〔2019〕51号：差评件件整改。 Raises Conflict when it is rated already or not answered, Refused for a bad rating
    without a word why.
    """
    _refuse_second(letter)
    letter = locked_for(letter, Move.RATE, by=None)
    _refuse_second(letter)
    refuse_if(at - letter.replied_at > RATED_WITHIN, _("评价须在答复后 30 日内提出；有新的情况，欢迎再次来信。"))
    parts = dict(zip(PARTS, (attitude, speed, result), strict=True))
    refuse_unless(all(part in Satisfaction.values for part in parts.values()), _("请对三个方面分别作出评价。"))
    comment, score = comment.strip()[:LONGEST_COMMENT], min(parts.values())
    refuse_if(score <= Satisfaction.BAD and not comment, _("评价为不满意的，请写明哪里不满意，便于改进。"))
    rating = Rating.objects.create(
        letter=letter,
        round=letter.round,
        organization=letter.organization,
        **parts,
        score=score,
        comment=comment,
        at=at,
    )
    tell(letter, EventKind.RATED, by=None, at=at, text=in_words(rating))
    reopens = not rating.is_satisfied and letter.round < ROUNDS
    if reopens:
        _open_second_round(letter, at=at)
    else:
        set_state(letter, Move.RATE)
    if letter.is_public:
        announce(letter, at=at)
    record(Event.LETTER_RATED, letter, by=None, at=at, after={**parts, "round": rating.round, "reopened": reopens})
    return rating


def _refuse_second(letter: Letter) -> None:
    if Rating.objects.filter(letter=letter, round=letter.round).exists():
        raise Conflict(_("这次答复已经评价过，每次答复只能评价一次。"))


def in_words(rating: Rating) -> str:
    """Return the three parts in words; what the citizen wrote beside them is not repeated."""
    said = {part: getattr(rating, f"get_{part}_display")() for part in PARTS}
    return _("办理态度：%(attitude)s；办理效率：%(speed)s；办理结果：%(result)s。") % said


def _open_second_round(letter: Letter, *, at: datetime) -> None:
    """Keep the first round for the figures and start the second with its own clock: day zero is the day of the rating."""
    robot = User.objects.robot()
    EarlierRound.objects.create(
        letter=letter,
        **{
            name: getattr(letter, name)
            for name in (
                "round", "organization", "counted_from", "working_days", "due_on", "is_extended", "extension_reason",
                "replied_at", "replied_on", "days_used",
            )
        },
    )  # fmt: skip
    letter.round += 1
    letter.replied_at = letter.replied_on = letter.days_used = letter.handler = None
    letter.is_extended, letter.extension_reason = False, ""
    start_clock(letter, on=local_day(at))
    set_state(
        letter, Move.RATE,
        "round", "replied_at", "replied_on", "days_used", "handler", "is_extended", "extension_reason",
        "counted_from", "due_on", "working_days", "is_provisional", "calendar_version", target=State.ASSIGNED,
    )  # fmt: skip
    Assignment.objects.filter(letter=letter, ended_at=None).update(ended_at=at)
    Assignment.objects.create(
        letter=letter, organization=letter.organization, round=letter.round, note=_("来信人不满意，请重新办理。"),
        by=robot, at=at,
    )  # fmt: skip
    said = _(
        "您对答复不满意，已交“%(organization)s”再次办理，自今日起重新计算 %(days)s 个工作日，最迟 %(due)s 答复。"
    ) % {
        "organization": letter.organization.name,
        "days": letter.working_days,
        "due": letter.due_in_words,
    }
    tell(letter, EventKind.REOPENED, by=None, at=at, text=said, organization=letter.organization)
    record(Event.LETTER_REOPENED, letter, by=robot, at=at, after={"round": letter.round, "due_on": letter.due_on})
