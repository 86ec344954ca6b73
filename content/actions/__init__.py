"""What we do to content; one module per group of verbs."""

from content.actions.articles import create_article, discard_draft, pin_article, save_draft, unpin_article
from content.actions.assets import upload_asset
from content.actions.documents import relate_documents, set_document_status
from content.actions.publishing import expire_article, publish_standing, release_scheduled, withdraw_article
from content.actions.reviews import issue_revision, pass_revision, recall_revision, return_revision, submit_revision
from content.actions.slots import empty_slot, fill_slot

__all__ = [
    "create_article",
    "discard_draft",
    "empty_slot",
    "expire_article",
    "fill_slot",
    "issue_revision",
    "pass_revision",
    "pin_article",
    "publish_standing",
    "recall_revision",
    "relate_documents",
    "release_scheduled",
    "return_revision",
    "save_draft",
    "set_document_status",
    "submit_revision",
    "unpin_article",
    "upload_asset",
    "withdraw_article",
]
