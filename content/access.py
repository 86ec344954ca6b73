"""The doors to articles, revisions and files in the office; hidden and absent are both 404."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404

from content.actions.standing import files_of
from content.asset_uses import original_names
from content.models import (
    Article,
    Asset,
    Correction,
    HomeSlot,
    ImportBatch,
    ImportedFile,
    PassageComment,
    PreviewLink,
    Reprint,
    Revision,
    Submission,
    WordList,
)
from content.models.preview_link import hash_of
from sites.access import get_permitted
from sites.policy import Action, can
from sites.scope import everything

if TYPE_CHECKING:
    from sites.models import User


def get_article_for(user: User, pk: int, action: Action = Action.ARTICLE_VIEW) -> Article:
    """Return an article that the person may do the action to."""
    return get_permitted(Article.objects.select_related("column", "site", "live"), user, action, pk=pk)


def get_revision_for(user: User, pk: int, action: Action = Action.ARTICLE_VIEW) -> Revision:
    """Return a revision that the person may do the action to, with its article, column and people."""
    rows = Revision.objects.select_related(
        "article__column", "article__site", "article__live", "author", "first_reviewer", "second_reviewer", "issuer",
        "picture",
    )  # fmt: skip
    return get_permitted(rows, user, action, pk=pk)


def get_comment_for(user: User, pk: int, action: Action = Action.COMMENT_RESOLVE) -> PassageComment:
    """Return a comment that the person may do the action to."""
    rows = PassageComment.objects.select_related("revision__article__column", "revision__article__site")
    return get_permitted(rows, user, action, pk=pk)


def get_preview_link_for(user: User, pk: int, action: Action = Action.PREVIEW_SHARE) -> PreviewLink:
    """Return a preview link that the person may do the action to."""
    return get_permitted(PreviewLink.objects.select_related("revision__article__column"), user, action, pk=pk)


def get_shared_preview(token: str, *, at: datetime) -> PreviewLink:
    """Return the link that the secret opens on the site that was asked; unknown, expired and revoked are all 404."""
    rows = PreviewLink.objects.open(at=at).select_related("revision__article__column", "revision__article__site")
    link = rows.filter(token_hash=hash_of(token)).first()
    if link is None:
        raise Http404
    return link


def get_asset_for(user: User, pk: int, action: Action = Action.ASSET_VIEW) -> Asset:
    """Return a file that the person may do the action to."""
    return get_permitted(Asset.objects.select_related("site"), user, action, pk=pk)


def get_file_for(user: User, name: str) -> Asset:
    """Return the asset that the file of this name below the media folders belongs to. Raises Http404 when there is none,
    or when it is not open and the person is not of its site's office. The asset's `replaced_by` is joined."""
    with everything("a file is asked for by its address, whatever site it lies on"):
        rows = Asset.objects.filter(file__in=original_names(name)).select_related("replaced_by", "site")
        asset = next((row for row in rows.order_by("pk") if name in files_of(row)), None)
        if asset is None:
            raise Http404
        successor = asset.replaced_by
        if asset.is_open or (successor and successor.is_open) or can(user, Action.ASSET_VIEW, asset):
            return asset
    raise Http404


def get_slot_for(user: User, pk: int, action: Action = Action.SLOT_CHANGE) -> HomeSlot:
    """Return a home-page slot that the person may do the action to."""
    return get_permitted(HomeSlot.objects.select_related("site"), user, action, pk=pk)


def get_word_list_for(user: User, pk: int, action: Action = Action.WORDS_VIEW) -> WordList:
    """Return a list of words that the person may do the action to."""
    return get_permitted(WordList.objects.select_related("site"), user, action, pk=pk)


def get_reprint_for(user: User, pk: int, action: Action = Action.REPRINT_VIEW) -> Reprint:
    """Return a reprint duty that the person may do the action to."""
    return get_permitted(
        Reprint.objects.select_related("item__source", "item__text", "site", "article", "rule"), user, action, pk=pk
    )


def get_submission_for(user: User, pk: int, action: Action = Action.SUBMISSION_VIEW) -> Submission:
    """Return an item that a lower site offered to a higher one, for people of either end."""
    rows = Submission.objects.select_related(
        "article__site", "article__column", "article__live", "site", "origin", "column__site", "organization",
        "submitted_by", "handled_by", "taken_article__column", "seen_revision",
    )  # fmt: skip
    return get_permitted(rows, user, action, pk=pk)


def get_correction_for(user: User, pk: int, action: Action = Action.REPRINT_VIEW) -> Correction:
    """Return the correction of a copy, where the person may do the action to its duty. Raises Http404."""
    rows = Correction.objects.select_related("text", "reprint__article__live", "reprint__item", "reprint__site")
    found = rows.filter(pk=pk).first()
    if found is None or not can(user, action, found.reprint):
        raise Http404
    return found


def get_import_for(user: User, pk: int, action: Action = Action.ARTICLE_WRITE) -> ImportBatch:
    """Return an import into a column in which the person may write."""
    return get_permitted(ImportBatch.objects.select_related("column__site", "by"), user, action, pk=pk)


def get_imported_file_for(user: User, pk: int, action: Action = Action.ARTICLE_WRITE) -> ImportedFile:
    """Return one imported file, with the draft that it became."""
    rows = ImportedFile.objects.select_related("batch__column__site", "article__column", "article__site")
    return get_permitted(rows, user, action, pk=pk)
