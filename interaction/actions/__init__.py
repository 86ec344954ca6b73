"""Everything that changes a mailbox or a letter, grouped by verb."""

from interaction.actions.carding import give_cards
from interaction.actions.desk import add_note, delete_template, discard_reply_draft, keep_reply_draft, save_template
from interaction.actions.extending import ask_extension, decide_extension, lapse_extensions
from interaction.actions.files import carry_files, drop_files, keep_file, sweep_abandoned_files
from interaction.actions.handing import accept_and_assign, assign_letter, bounce_letter, decide_letter, transfer_letter
from interaction.actions.helping import contribute, invite_helper, leave, sign_for_part
from interaction.actions.knowledge import entry_from_letter, expire_entries, publish_entry, save_entry, withdraw_entry
from interaction.actions.looking_up import note_right_code, note_wrong_code, sweep_lookup_trials
from interaction.actions.mailboxes import save_mailbox
from interaction.actions.mails import (
    Fetched,
    dismiss_mail,
    fetch_account,
    save_mail_account,
    take_mail_as_letter,
    try_account,
)
from interaction.actions.merging import merge_letter, unmerge_letter
from interaction.actions.oversight import answer_urge, issue_circular, urge_letter
from interaction.actions.pausing import carry_paused, pause_clock, resume_clock
from interaction.actions.publishing import publish_letter, unpublish_letter
from interaction.actions.rating import rate_reply
from interaction.actions.readings import note_readings
from interaction.actions.receipts import mail_receipt, text_receipt
from interaction.actions.receiving import accept_letter, close_letter, decline_letter
from interaction.actions.recounting import recount_open_letters
from interaction.actions.replying import approve_reply, draft_reply, return_reply, take_letter
from interaction.actions.splitting import issue_code, link_letter, split_letter
from interaction.actions.supplementing import answer_supplement, ask_supplement, withdraw_letter
from interaction.actions.suspicion import clear_letter
from interaction.actions.writing import Submitted, submit_letter

__all__ = [
    "Fetched",
    "Submitted",
    "accept_and_assign",
    "accept_letter",
    "add_note",
    "answer_supplement",
    "answer_urge",
    "approve_reply",
    "ask_extension",
    "ask_supplement",
    "assign_letter",
    "bounce_letter",
    "carry_files",
    "carry_paused",
    "clear_letter",
    "close_letter",
    "contribute",
    "decide_extension",
    "decide_letter",
    "decline_letter",
    "delete_template",
    "discard_reply_draft",
    "dismiss_mail",
    "draft_reply",
    "drop_files",
    "entry_from_letter",
    "expire_entries",
    "fetch_account",
    "give_cards",
    "invite_helper",
    "issue_circular",
    "issue_code",
    "keep_file",
    "keep_reply_draft",
    "lapse_extensions",
    "leave",
    "link_letter",
    "mail_receipt",
    "merge_letter",
    "note_readings",
    "note_right_code",
    "note_wrong_code",
    "pause_clock",
    "publish_entry",
    "publish_letter",
    "rate_reply",
    "recount_open_letters",
    "resume_clock",
    "return_reply",
    "save_entry",
    "save_mail_account",
    "save_mailbox",
    "save_template",
    "sign_for_part",
    "split_letter",
    "submit_letter",
    "sweep_abandoned_files",
    "sweep_lookup_trials",
    "take_letter",
    "take_mail_as_letter",
    "text_receipt",
    "transfer_letter",
    "try_account",
    "unmerge_letter",
    "unpublish_letter",
    "urge_letter",
    "withdraw_entry",
    "withdraw_letter",
]
