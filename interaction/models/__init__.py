"""The nouns of interaction."""

from interaction.models.deadline_notice import DeadlineNotice
from interaction.models.letter import EventKind, Letter, LetterEvent
from interaction.models.mailbox import Mailbox, MailboxKind
from interaction.models.reply import Assignment, Extension, ExtensionState, Rating, Reply, ReplyState

__all__ = [
    "Assignment",
    "DeadlineNotice",
    "EventKind",
    "Extension",
    "ExtensionState",
    "Letter",
    "LetterEvent",
    "Mailbox",
    "MailboxKind",
    "Rating",
    "Reply",
    "ReplyState",
]
