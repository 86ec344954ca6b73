"""The doors to articles, revisions and files in the office; hidden and absent are both 404."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F

from content.models import Article, Asset, Attachment, HomeSlot, Reprint, Revision
from content.models.asset import AssetKind
from sites.access import get_permitted
from sites.policy import Action
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


def get_asset_for(user: User, pk: int, action: Action = Action.ASSET_VIEW) -> Asset:
    """Return a file that the person may do the action to."""
    return get_permitted(Asset.objects.select_related("site"), user, action, pk=pk)


def may_fetch_file(user: User, path: str, *, at: datetime) -> bool:
    """Tell whether anybody may fetch the file at this address below the media folder.

    A document belongs to the articles that offer it: once none of them is public it is gone with them, for all but the
    office. Pictures stay, since texts show them by their address; nobody guesses the names.
    """
    with everything("a file is asked for by its address, whatever site it lies on"):
        asset = Asset.objects.filter(file=path).first()
        if asset is None or asset.kind == AssetKind.IMAGE or user.is_staff:
            return asset is not None
        offering = Attachment.objects.filter(asset=asset, revision__article__in=Article.objects.public(at=at))
        return offering.filter(revision__article__live=F("revision")).exists()


def get_slot_for(user: User, pk: int, action: Action = Action.SLOT_CHANGE) -> HomeSlot:
    """Return a home-page slot that the person may do the action to."""
    return get_permitted(HomeSlot.objects.select_related("site"), user, action, pk=pk)


def get_reprint_for(user: User, pk: int, action: Action = Action.REPRINT_VIEW) -> Reprint:
    """Return a reprint duty that the person may do the action to."""
    return get_permitted(Reprint.objects.select_related("item__source", "site", "article"), user, action, pk=pk)
