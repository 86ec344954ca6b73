"""Which files a revision shows or offers: found once when it is written, kept as rows, asked by everybody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings

from content.models import Asset, AssetPlace, AssetUse
from content.renditions import BESIDE
from sites.scope import everything

if TYPE_CHECKING:
    from content.models import Revision

ADDRESS = re.compile(r'\s(?:src|href|poster)="/media/([\w./-]{1,200})"')
ORIGINALS = ("jpg", "png", "webp", "mp4", "m4a", "webm", "mp3", "ogg")


def names_in(html: str) -> set[str]:
    """Return the names of our own files that a text leads to or shows."""
    return set(ADDRESS.findall(html))


def original_names(name: str) -> list[str]:
    """Return the names that the file, or the original that it was made from, can have in the database."""
    beside = BESIDE.match(name)
    return [name] + ([f"{beside['stem']}.{ending}" for ending in ORIGINALS] if beside else [])


def assets_named(names: set[str]) -> list[Asset]:
    """Return the files of these names, whatever site they lie on: a text may show the picture of another site."""
    if not names:
        return []
    candidates = {candidate for name in names for candidate in original_names(name)}
    with everything("a text names files by their address"):
        return list(Asset.objects.filter(file__in=candidates).order_by("pk"))


def note_uses(revision: Revision, *, is_new: bool = False) -> None:
    """Write down which files the revision uses; call it whenever its text, picture or attachments were written."""
    wanted = {(asset.pk, AssetPlace.BODY) for asset in assets_named(names_in(revision.body))}
    if revision.picture_id:
        wanted.add((revision.picture_id, AssetPlace.TITLE))
    wanted |= {(pk, AssetPlace.ATTACHMENT) for pk in revision.attachments.values_list("asset_id", flat=True)}
    with everything("a revision may show the picture of another site"):
        known = set() if is_new else set(AssetUse.objects.filter(revision=revision).values_list("asset_id", "place"))
        for pk, place in known - wanted:
            AssetUse.objects.filter(revision=revision, asset=pk, place=place).delete()
        AssetUse.objects.bulk_create(
            (AssetUse(revision=revision, asset_id=pk, place=place) for pk, place in sorted(wanted - known)),
            ignore_conflicts=True,
        )


def address_of(name: str) -> str:
    """Return the address of a file of ours."""
    return f"{settings.MEDIA_URL}{name}"
