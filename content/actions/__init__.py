"""What we do to content; one module per group of verbs."""

from content.actions.articles import create_article, discard_draft, pin_article, save_draft, unpin_article
from content.actions.assets import delete_asset, describe_asset, set_poster, subtitle_recording, upload_asset
from content.actions.columns import close_column, merge_column
from content.actions.comments import add_comment, resolve_comment
from content.actions.document_relations import relate_documents, set_document_status, unrelate_documents
from content.actions.emergency import confirm_emergency, fault_emergency, publish_emergency
from content.actions.imports import begin_import, confirm_import, import_word_file
from content.actions.moving import move_article
from content.actions.presences import end_presence, note_presence
from content.actions.preview_links import create_preview_link, note_opened, revoke_preview_link
from content.actions.proofreading import correct_draft
from content.actions.publishing import publish_standing, release_scheduled
from content.actions.replacing import Replacement, replace_asset
from content.actions.reprint_copies import reprint_automatically
from content.actions.reprint_duties import open_duties
from content.actions.reprint_receipts import complete_reprint, confirm_reprint, draft_reprint, waive_reprint
from content.actions.reprint_rules import save_rule
from content.actions.restoring import restore_revision
from content.actions.reviews import issue_revision, pass_revision, recall_revision, return_revision, submit_revision
from content.actions.seen import note_seen
from content.actions.slots import empty_slot, fill_slot
from content.actions.submissions import (
    check_original,
    decline_submission,
    offer_article,
    recall_submission,
    take_submission,
)
from content.actions.upstream import receive_all, receive_from, save_source
from content.actions.upstream_items import enter_item, receive_item
from content.actions.withdrawing import expire_article, withdraw_article
from content.actions.word_lists import import_words, load_shipped_lists, remove_word, save_word, save_word_list

__all__ = [
    "Replacement",
    "add_comment",
    "begin_import",
    "check_original",
    "close_column",
    "complete_reprint",
    "confirm_emergency",
    "confirm_import",
    "confirm_reprint",
    "correct_draft",
    "create_article",
    "create_preview_link",
    "decline_submission",
    "delete_asset",
    "describe_asset",
    "discard_draft",
    "draft_reprint",
    "empty_slot",
    "end_presence",
    "enter_item",
    "expire_article",
    "fault_emergency",
    "fill_slot",
    "import_word_file",
    "import_words",
    "issue_revision",
    "load_shipped_lists",
    "merge_column",
    "move_article",
    "note_opened",
    "note_presence",
    "note_seen",
    "offer_article",
    "open_duties",
    "pass_revision",
    "pin_article",
    "publish_emergency",
    "publish_standing",
    "recall_revision",
    "recall_submission",
    "receive_all",
    "receive_from",
    "receive_item",
    "relate_documents",
    "release_scheduled",
    "remove_word",
    "replace_asset",
    "reprint_automatically",
    "resolve_comment",
    "restore_revision",
    "return_revision",
    "revoke_preview_link",
    "save_draft",
    "save_rule",
    "save_source",
    "save_word",
    "save_word_list",
    "set_document_status",
    "set_poster",
    "submit_revision",
    "subtitle_recording",
    "take_submission",
    "unpin_article",
    "unrelate_documents",
    "upload_asset",
    "waive_reprint",
    "withdraw_article",
]
