"""Another file in the place of one: what was judged stays what was judged, so whatever uses the old file gets a new draft."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from content.actions.articles import save_draft
from content.actions.assets import keep_file, looked_at
from content.actions.slots import fill_slot
from content.asset_uses import address_of
from content.models import Article, Asset, HomeSlot, Revision
from content.models.revision import PUBLIC_FIELDS
from content.workflow import OPEN
from sites.audit import Event, record
from sites.models import User
from sites.policy import Action, can
from sites.refusals import Refused, refuse_if, refuse_unless

OF_ANOTHER_SIZE = re.compile(r'\s(?:width|height)="[^"]*"')


@dataclass
class Replacement:
    """What came of replacing a file: the new one, the drafts that use it, the places that show it, and what did not follow."""

    asset: Asset
    drafts: list[Revision] = field(default_factory=list)
    places: list[HomeSlot] = field(default_factory=list)
    refused: list[tuple[object, str]] = field(default_factory=list)


def replace_asset(asset: Asset, file: UploadedFile, *, by: User, at: datetime) -> Replacement:
    """Keep the new file as an asset of its own and write a draft with it for every article that shows the old one; the live
    pages stay until those drafts have passed their reviews. Places of the home page follow at once. Each article and place
    is a transaction of its own, and one that refuses harms no other. Raises Refused when nothing can be replaced."""
    refuse_unless(can(by, Action.ASSET_UPLOAD, asset.site), _("您没有向本网站上传文件的权限。"))
    done = Replacement(_successor(asset, file, by=by, at=at))
    for article in using(asset):
        try:
            done.drafts.append(_draft_with(article, asset, done.asset, by=by, at=at))
        except Refused as refusal:
            done.refused.append((article, refusal.reason))
    for slot in HomeSlot.objects.filter(picture=asset).select_related("site", "article", "column"):
        try:
            done.places.append(_place_with(slot, done.asset, by=by, at=at))
        except Refused as refusal:
            done.refused.append((slot, refusal.reason))
    return done


def using(asset: Asset) -> list[Article]:
    """Return the articles whose public or newest version uses the file."""
    current = Q(revision__article__live=F("revision")) | Q(revision__state__in=OPEN)
    pks = asset.uses.filter(current).values("revision__article")
    return list(Article.objects.filter(pk__in=pks).select_related("column", "site").order_by("pk"))


def _successor(asset: Asset, file: UploadedFile, *, by: User, at: datetime) -> Asset:
    seen = looked_at(file)
    refuse_unless(seen.kind == asset.kind, _("新文件须与原文件同为%s。") % asset.get_kind_display())
    with transaction.atomic():
        asset = Asset.objects.select_for_update(of=("self",)).select_related("site").get(pk=asset.pk)
        refuse_if(asset.replaced_by_id, _("这个文件已被替换过，请在新文件上操作。"))
        new = keep_file(asset.site, seen, by=by, at=at)
        refuse_if(new.pk == asset.pk, _("新文件与原文件内容相同，无需替换。"))
        refuse_if(new.replaced_by_id, _("新文件正是此前被替换下来的文件，请另选文件。"))
        for name in ("alt", "caption", "credit", "transcript"):
            setattr(new, name, getattr(new, name) or getattr(asset, name))
        new.save(update_fields=["alt", "caption", "credit", "transcript"])
        asset.replaced_by = new
        asset.save(update_fields=["replaced_by"])
        record(
            Event.ASSET_REPLACED, asset, by=by, at=at, site=asset.site, after={"replaced_by": new, "sha256": new.sha256}
        )
    return new


def _draft_with(article: Article, old: Asset, new: Asset, *, by: User, at: datetime) -> Revision:
    """Save a draft that says what the newest version says, with the new file."""
    newest = article.revisions.exclude(state="discarded").order_by("-number").first()
    fields: dict[str, Any] = {name: getattr(newest, name) for name in (*PUBLIC_FIELDS, "expires_at")}
    fields["body"] = with_other_file(newest.body, old, new)
    fields["picture_id"] = new.pk if newest.picture_id == old.pk else newest.picture_id
    fields["change_note"] = _("替换文件：%s") % new.name[:150]
    files = [
        (new, new.name if file.title == old.name else file.title)
        if file.asset_id == old.pk
        else (file.asset, file.title)
        for file in newest.attachments.select_related("asset")
    ]
    return save_draft(article, by=by, at=at, attachments=files, **fields)


def with_other_file(body: str, old: Asset, new: Asset) -> str:
    """Return the text with the address of the new file; sizes that were those of the old picture are left out."""
    address = re.escape(address_of(old.file.name))
    tag = re.compile(rf'<(?:img|video|audio|a)\b[^>]*\s(?:src|href)="{address}"[^>]*>')

    def renewed(match: re.Match[str]) -> str:
        text = match[0].replace(f'"{address_of(old.file.name)}"', f'"{address_of(new.file.name)}"')
        return OF_ANOTHER_SIZE.sub("", text) if match[0].startswith("<img") else text

    return tag.sub(renewed, body)


def _place_with(slot: HomeSlot, new: Asset, *, by: User, at: datetime) -> HomeSlot:
    kept = {name: getattr(slot, name) for name in ("title", "position", "starts_at", "ends_at")}
    return fill_slot(
        slot.site, slot.place, by=by, at=at, article=slot.article, column=slot.column, slot=slot, picture=new, **kept
    )
