"""Renditions are drawn by a job after the upload; until they exist a page shows the original."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from content import renditions
from content.actions.standing import place_files
from content.models import Asset, Standing
from sites.outbox import announce

log = logging.getLogger(__name__)
AT_ONCE = 200  # pictures of one run; what is left waits for the next


@dataclass
class Drawn:
    """What came of one run."""

    drawn: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"生成图片版本 {self.drawn} 张，失败 {self.failed} 张"


def make_renditions(*, at: datetime, dry_run: bool = False, most: int = AT_ONCE) -> Drawn:
    """Draw the renditions of the pictures that lack them, the newest first; a bad one is logged and stops no other."""
    done = Drawn()
    waiting = Asset.objects.to_render().order_by("-pk")[:most]
    if dry_run:
        done.drawn = len(waiting)
        return done
    for asset in list(waiting):
        try:
            done.drawn += draw_renditions(asset, at=at)
        except Exception:
            log.exception("The renditions of asset %s could not be drawn.", asset.pk)
            done.failed += 1
    return done


def draw_renditions(asset: Asset, *, at: datetime) -> bool:
    """Draw all renditions of one picture; False when somebody else has it in hand. Pages that show it follow."""
    mine = Asset.objects.filter(pk=asset.pk, is_rendered=False, render_attempts=asset.render_attempts)
    if not mine.update(render_attempts=F("render_attempts") + 1):
        return False
    own = asset.file.name.rpartition(".")[2]
    with default_storage.open(asset.file.name) as file:
        content = file.read()
    widths: list[int] = []
    for width, extension, picture in renditions.drawn(content, own):
        default_storage.write(
            renditions.rendition_name(asset.file.name, width, extension), picture, is_open=asset.is_open
        )
        if width not in widths:
            widths.append(width)
    _note(asset, " ".join(map(str, widths)), at=at)
    return True


@transaction.atomic
def _note(asset: Asset, widths: str, *, at: datetime) -> None:
    Asset.objects.filter(pk=asset.pk).update(renditions=widths, is_rendered=True, is_placed=False)
    asset.refresh_from_db(fields=["standing", "renditions"])
    if asset.standing == Standing.PUBLIC:
        announce(asset, at=at)
    transaction.on_commit(lambda: place_files([asset.pk]), robust=True)
