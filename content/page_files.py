"""The files of a content page: what its text shows, and what is offered below it, read with one query, and a
second where there are files of both kinds."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from content.models import Asset, AssetPlace, AssetUse, Attachment, Revision
from content.renditions import Picture, focus_class, offered
from sites.prepared import BLANKS, PreparedObjects
from sites.scope import everything

IN_TEXT = "(max-width: 860px) calc(100vw - 32px), 800px"
ON_HOME = "(max-width: 960px) 100vw, 690px"
ON_TILE = "(max-width: 640px) calc(100vw - 32px), (max-width: 960px) 50vw, 384px"


def files_of(revision: Revision) -> tuple[list[Attachment], dict[str, Asset]]:
    """Return the attachments of a revision, and the files that its text shows by their address."""
    attachments = _attachments().about(revision=revision.pk)
    if f'"{settings.MEDIA_URL}' not in revision.body:
        return list(attachments), {}
    uses = list(AssetUse.objects.filter(revision=revision.pk).select_related("asset"))
    has_attachments = any(use.place == AssetPlace.ATTACHMENT for use in uses)
    shown = {use.asset.file.url: use.asset for use in uses if use.place == AssetPlace.BODY}
    return list(attachments) if has_attachments else [], shown


def picture_of(asset: Asset, *, alt: str = "", sizes: str = IN_TEXT) -> Picture:
    """Return the picture with all its formats, for the component that shows pictures."""
    sources, srcset = offered(asset.file.url, asset.renditions)
    return Picture(
        url=asset.file.url,
        alt=alt or asset.alt,
        width=asset.width or 1280,
        height=asset.height or 720,
        sources=sources,
        srcset=srcset,
        sizes=sizes,
        focus=focus_class(asset.focal_x, asset.focal_y),
    )


@cache
def _attachments() -> PreparedObjects[Attachment]:
    with everything("a query to be filled in with the revision of a page"):
        rows = Attachment.objects.filter(revision=BLANKS["revision"])
    return PreparedObjects(rows.select_related("asset"))
