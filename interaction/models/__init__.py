"""The nouns of interaction."""

from interaction.models.assignment import Assignment, AssignmentRole
from interaction.models.deadline_notice import DeadlineNotice
from interaction.models.earlier_round import EarlierRound
from interaction.models.letter import DeclineKind, EventKind, Letter, LetterEvent
from interaction.models.letter_link import LetterLink, LinkKind
from interaction.models.mailbox import Mailbox, MailboxKind
from interaction.models.rating import Rating, Satisfaction
from interaction.models.reply import Extension, ExtensionState, Reply, ReplyState, ReturnReason
from interaction.models.supplement import Supplement

__all__ = [
    "Assignment",
    "AssignmentRole",
    "DeadlineNotice",
    "DeclineKind",
    "EarlierRound",
    "EventKind",
    "Extension",
    "ExtensionState",
    "Letter",
    "LetterEvent",
    "LetterLink",
    "LinkKind",
    "Mailbox",
    "MailboxKind",
    "Rating",
    "Reply",
    "ReplyState",
    "ReturnReason",
    "Satisfaction",
    "Supplement",
]
