"""Whether the public may fetch a file follows from the articles and places that show it: decided in the transaction of the
change, carried out on the disk after it, and made up by a sweep where that failed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from functools import cache

from django.core.files.storage import default_storage
from django.db import models, transaction

from content.asset_uses import note_uses
from content.models import Article, Asset, HomeSlot, Revision, Standing
from content.renditions import rendition_names
from sites.models import User
from sites.prepared import BLANKS, Prepared, prepared
from sites.scope import everything

log = logging.getLogger(__name__)


def settle_article(article: Article, by: User, at: datetime) -> None:
    """Decide anew about the files that any version of the article uses; called when it was published or taken down."""
    _settle(dict(_used_by().about(article=article.pk).rows()), at=at)


@cache
def _used_by() -> Prepared:
    with everything("an article may show the picture of another site"):
        rows = Asset.objects.filter(uses__revision__article=BLANKS["article"])
        return prepared(rows.order_by().values_list("pk", "standing"))


def settle_slot(slot: HomeSlot, *, at: datetime, before: int | None = None) -> None:
    """Decide anew about the picture of a place on the home page, and about the one that was there before."""
    pks = {slot.picture_id, before} - {None}
    if pks:
        settle(Asset.objects.filter(pk__in=pks), at=at)


def settle(assets: models.QuerySet[Asset], *, at: datetime) -> int:
    """Bring the standing of the files in line with what the public can see, return how many changed. What was never public
    stays unseen; what was and is no longer is gone."""
    with everything("whether a file is public is asked across sites"):
        return _settle(dict(assets.values_list("pk", "standing")), at=at)


def _settle(before: dict[int, str], *, at: datetime) -> int:
    if not before:
        return 0
    with everything("whether a file is public is asked across sites"):
        shown = set(Asset.objects.filter(pk__in=before).shown(at=at).values_list("pk", flat=True))
        appeared = [pk for pk, standing in before.items() if pk in shown and standing != Standing.PUBLIC]
        vanished = [pk for pk, standing in before.items() if pk not in shown and standing == Standing.PUBLIC]
        Asset.objects.filter(pk__in=appeared).update(standing=Standing.PUBLIC, is_placed=False)
        Asset.objects.filter(pk__in=vanished).update(standing=Standing.GONE, is_placed=False)
    changed = [*appeared, *vanished]
    if changed:
        transaction.on_commit(lambda: place_files(changed), robust=True)
    return len(changed)


def place_files(pks: list[int] | None = None) -> int:
    """Move the files of these assets, or of all that wait for it, into the folder that fits; return how many."""
    with everything("files are moved for every site"):
        waiting = Asset.objects.to_place() if pks is None else Asset.objects.to_place().filter(pk__in=pks)
        return sum(_place(asset) for asset in waiting.order_by("pk").iterator(chunk_size=500))


def _place(asset: Asset) -> bool:
    """Move one asset's files; a fault is logged and leaves it to the next sweep."""
    try:
        for name in files_of(asset):
            default_storage.move(name, is_open=asset.is_open)
    except OSError:
        log.exception("The files of asset %s could not be moved.", asset.pk)
        return False
    return bool(Asset.objects.filter(pk=asset.pk, standing=asset.standing).update(is_placed=True))


def files_of(asset: Asset) -> Iterator[str]:
    """Yield the names of the original and of everything that lies beside it."""
    yield asset.file.name
    yield from (field.name for field in (asset.captions, asset.poster) if field)
    yield from rendition_names(asset.file.name, asset.renditions)


def recount_media(*, at: datetime) -> int:
    """Find the uses of all files anew from the texts, decide about all of them, and have all of them placed; for restored
    backups and upgrades. Returns how many revisions were looked through."""
    counted = 0
    for revision in Revision.objects.order_by("pk").iterator(chunk_size=500):
        note_uses(revision)
        counted += 1
    pks = list(Asset.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), 500):
        settle(Asset.objects.filter(pk__in=pks[start : start + 500]), at=at)
    Asset.objects.update(is_placed=False)
    return counted
