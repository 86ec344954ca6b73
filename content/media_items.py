"""Files as the office shows them: in the library, in the picker, beside the form."""

from __future__ import annotations

from content.article_pages import readable_size
from content.models import Asset, AssetKind
from content.renditions import rendition_name

THUMB = "480"


def thumb_of(asset: Asset) -> str:
    """Return the address of a small picture of the file, '' for what has none."""
    if asset.kind == AssetKind.VIDEO and asset.poster:
        return asset.poster.url
    if asset.kind != AssetKind.IMAGE:
        return ""
    widths = asset.renditions.split()
    if not widths:
        return asset.file.url
    return rendition_name(asset.file.url, THUMB if THUMB in widths else widths[0], "webp")


def playing_time(seconds: int | None) -> str:
    """Return a duration as players show it, '' when it is not known."""
    if seconds is None:
        return ""
    return (
        f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        if seconds >= 3600
        else f"{seconds // 60}:{seconds % 60:02}"
    )


def as_item(asset: Asset) -> dict[str, object]:
    """Return what a script needs in order to show the file and to put it into a text."""
    return {
        "id": asset.pk,
        "kind": asset.kind,
        "name": asset.name,
        "url": asset.file.url,
        "thumb": thumb_of(asset),
        "type": asset.extension,
        "size": readable_size(asset.size),
        "alt": asset.alt,
        "caption": asset.caption,
        "credit": asset.credit,
        "width": asset.width,
        "height": asset.height,
        "duration": playing_time(asset.duration),
        "has_words": bool(asset.captions or asset.transcript),
    }
