"""Everything that changes a mailbox or a letter, grouped by verb."""

from interaction.actions.extending import ask_extension, decide_extension, recount_open_letters
from interaction.actions.mailboxes import save_mailbox
from interaction.actions.publishing import publish_letter, unpublish_letter
from interaction.actions.rating import rate_reply
from interaction.actions.receiving import (
    accept_and_assign,
    accept_letter,
    assign_letter,
    close_letter,
    decline_letter,
)
from interaction.actions.replying import approve_reply, draft_reply, return_reply, take_letter
from interaction.actions.writing import Submitted, note_right_code, note_wrong_code, submit_letter

__all__ = [
    "Submitted",
    "accept_and_assign",
    "accept_letter",
    "approve_reply",
    "ask_extension",
    "assign_letter",
    "close_letter",
    "decide_extension",
    "decline_letter",
    "draft_reply",
    "note_right_code",
    "note_wrong_code",
    "publish_letter",
    "rate_reply",
    "recount_open_letters",
    "return_reply",
    "save_mailbox",
    "submit_letter",
    "take_letter",
    "unpublish_letter",
]
