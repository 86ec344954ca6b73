"""The nouns of interaction."""

from interaction.models.assignment import Assignment, AssignmentRole
from interaction.models.attachment import LetterAttachment
from interaction.models.card import Card, Colour, Ground
from interaction.models.deadline_notice import DeadlineNotice
from interaction.models.desk import Note, ReplyDraft, ReplyTemplate
from interaction.models.earlier_round import EarlierRound
from interaction.models.knowledge import EntryState, KeyWord, KnowledgeEntry
from interaction.models.letter import DeclineKind, EventKind, Letter, LetterEvent
from interaction.models.letter_link import LetterLink, LinkKind
from interaction.models.lookup_trial import LookupTrial
from interaction.models.mail_account import IncomingMail, MailAccount, Security, Verdict
from interaction.models.mailbox import Mailbox, MailboxKind
from interaction.models.mailbox_reading import Channel, MailboxReading
from interaction.models.oversight import Circular, Urge
from interaction.models.pause import Pause
from interaction.models.public_count import PublicCount
from interaction.models.rating import Rating, Satisfaction
from interaction.models.reply import Extension, ExtensionState, Reply, ReplyState, ReturnReason
from interaction.models.supplement import Supplement

__all__ = [
    "Assignment",
    "AssignmentRole",
    "Card",
    "Channel",
    "Circular",
    "Colour",
    "DeadlineNotice",
    "DeclineKind",
    "EarlierRound",
    "EntryState",
    "EventKind",
    "Extension",
    "ExtensionState",
    "Ground",
    "IncomingMail",
    "KeyWord",
    "KnowledgeEntry",
    "Letter",
    "LetterAttachment",
    "LetterEvent",
    "LetterLink",
    "LinkKind",
    "LookupTrial",
    "MailAccount",
    "Mailbox",
    "MailboxKind",
    "MailboxReading",
    "Note",
    "Pause",
    "PublicCount",
    "Rating",
    "Reply",
    "ReplyDraft",
    "ReplyState",
    "ReplyTemplate",
    "ReturnReason",
    "Satisfaction",
    "Security",
    "Supplement",
    "Urge",
    "Verdict",
]
