"""Files of a site: kept after a look at their content, described, deleted when nothing uses them."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from content.actions.standing import files_of
from content.models import Asset, AssetKind
from content.sanitising import clean_line
from sites.audit import Event, record
from sites.files import FileRefused, RecognisedFile, recognised
from sites.files.subtitles import webvtt
from sites.models import Site, User
from sites.outbox import announce
from sites.policy import Action, can, may
from sites.refusals import Refused, refuse_if, refuse_unless
from sites.scope import everything

LINES = ("name", "alt", "caption", "credit")
WORDS = (*LINES, "transcript", "focal_x", "focal_y")


class PartFile(File):
    """The kept part of a recording as the storage saves it."""

    def __init__(self, seen: RecognisedFile) -> None:
        super().__init__(None, seen.name)
        self.seen = seen

    @property
    def size(self) -> int:
        """The number of bytes to keep."""
        return self.seen.size

    def chunks(self, chunk_size: int | None = None) -> Iterable[bytes]:
        """The bytes to keep."""
        return self.seen.chunks()


def upload_asset(site: Site, file: UploadedFile, *, by: User, at: datetime, alt: str = "") -> Asset:
    """Keep a file for the site after looking at its content; pictures are drawn anew, which drops hidden data.
    Raises Refused for anything that is not what it says it is."""
    refuse_unless(may(by, Action.ASSET_UPLOAD, site), _("您没有向本网站上传文件的权限。"))
    return keep_file(site, looked_at(file), by=by, at=at, alt=alt)


def looked_at(file: UploadedFile) -> RecognisedFile:
    """Return what the file is. Raises Refused for what we do not keep; takes its time, so call it outside transactions."""
    try:
        return recognised(file)
    except FileRefused as refusal:
        raise Refused(str(refusal)) from None


@transaction.atomic
def keep_file(site: Site, seen: RecognisedFile, *, by: User, at: datetime, alt: str = "") -> Asset:
    """Keep a file whose content has been looked at; the same content is kept once for each site. Raises Refused when the
    site has no room left."""
    digest = hashlib.sha256()
    for chunk in seen.chunks():
        digest.update(chunk)
    alt = clean_line(alt)[:200]
    known = Asset.objects.filter(site=site, sha256=digest.hexdigest()).order_by("pk").first()
    if known:
        if alt and not known.alt:
            known.alt = alt
            known.save(update_fields=["alt"])
        return known
    refuse_if(
        room_left(site) < seen.size,
        _("本网站的媒体空间（%s MB）已用完，请先清理不再使用的文件。") % settings.MEDIA_QUOTA_MB,
    )
    asset = Asset(
        site=site,
        kind=seen.kind,
        name=seen.name,
        content_type=seen.content_type,
        size=seen.size,
        sha256=digest.hexdigest(),
        width=seen.width,
        height=seen.height,
        duration=seen.duration,
        is_rendered=seen.kind != AssetKind.IMAGE or seen.extension == "webp",  # an animation is shown as it is
        is_placed=True,
        alt=alt,
        uploaded_by=by,
        uploaded_at=at,
    )
    folder = f"{site.slug}/{timezone.localdate(at):%Y%m}"
    asset.file.save(f"{folder}/{uuid.uuid4().hex}.{seen.extension}", PartFile(seen), save=False)
    default_storage.move(asset.file.name, is_open=asset.is_open)
    asset.save()
    if not asset.is_rendered:
        _wake_the_drawing()
    record(Event.ASSET_UPLOADED, asset, by=by, at=at, after={"name": asset.name, "sha256": asset.sha256})
    return asset


def _wake_the_drawing() -> None:
    """Have renditions drawn after the commit; should that fail, the sweep draws them within a minute."""
    from content.tasks import wake_renditions

    waiting = {function for _savepoints, function, _robust in transaction.get_connection().run_on_commit}
    if wake_renditions not in waiting:
        transaction.on_commit(wake_renditions, robust=True)


def space_used(site: Site) -> int:
    """Return the bytes of the site's files, without what we make of them."""
    return Asset.objects.filter(site=site).aggregate(bytes=Sum("size"))["bytes"] or 0


def room_left(site: Site) -> int:
    """Return the bytes that the site may still keep."""
    return settings.MEDIA_QUOTA_MB * 1024 * 1024 - space_used(site)


@transaction.atomic
def describe_asset(asset: Asset, *, by: User, at: datetime, **words: Any) -> Asset:
    """Change what is said about a file: name, alt, caption, credit, transcript, focal point. Raises Refused."""
    asset = _changeable(asset, by)
    cleaned = {name: clean_line(value) if name in LINES else value for name, value in words.items() if name in WORDS}
    refuse_unless(cleaned.get("name", asset.name), _("请填写文件名。"))
    before = {name: getattr(asset, name) for name, value in cleaned.items() if getattr(asset, name) != value}
    if not before:
        return asset
    for name in before:
        setattr(asset, name, cleaned[name])
    asset.full_clean(validate_constraints=False, exclude=["site", "file", "uploaded_by", "replaced_by"])
    asset.save(update_fields=list(before))
    announce(asset, at=at)
    after = {name: cleaned[name] for name in before}
    record(Event.ASSET_CHANGED, asset, by=by, at=at, site=asset.site, before=before, after=after)
    return asset


@transaction.atomic
def subtitle_recording(asset: Asset, file: UploadedFile | None, *, by: User, at: datetime) -> Asset:
    """Give a video or audio its subtitles, from WebVTT or SubRip, or take them away with None. Raises Refused."""
    asset = _changeable(asset, by)
    refuse_unless(asset.kind in {AssetKind.VIDEO, AssetKind.AUDIO}, _("只有视频和音频可以配字幕。"))
    try:
        text = webvtt(file) if file else ""
    except FileRefused as refusal:
        raise Refused(str(refusal)) from None
    _put_beside(asset, "captions", text.encode(), "vtt")
    announce(asset, at=at)
    record(Event.ASSET_CHANGED, asset, by=by, at=at, site=asset.site, after={"captions": asset.captions.name})
    return asset


@transaction.atomic
def set_poster(asset: Asset, file: UploadedFile | None, *, by: User, at: datetime) -> Asset:
    """Give a video the picture that stands for it before it plays, or take it away with None. Raises Refused."""
    asset = _changeable(asset, by)
    refuse_unless(asset.kind == AssetKind.VIDEO, _("只有视频可以设封面。"))
    seen = looked_at(file) if file else None
    refuse_if(seen and seen.kind != AssetKind.IMAGE, _("封面须为图片。"))
    _put_beside(asset, "poster", seen.content if seen else b"", seen.extension if seen else "")
    announce(asset, at=at)
    record(Event.ASSET_CHANGED, asset, by=by, at=at, site=asset.site, after={"poster": asset.poster.name})
    return asset


def _put_beside(asset: Asset, field: str, content: bytes, extension: str) -> None:
    """Keep a file beside the original under a new name, so that no cache shows the old one; drop the old one."""
    before = getattr(asset, field).name
    if content:
        name = f"{asset.file.name.rpartition('.')[0]}-{uuid.uuid4().hex[:8]}.{extension}"
        getattr(asset, field).save(name, ContentFile(content), save=False)
        default_storage.move(getattr(asset, field).name, is_open=asset.is_open)
    else:
        setattr(asset, field, "")
    asset.save(update_fields=[field])
    if before:
        transaction.on_commit(lambda: default_storage.delete(before), robust=True)


@transaction.atomic
def delete_asset(asset: Asset, *, by: User, at: datetime) -> None:
    """Remove a file that nothing uses, with all that was made of it. Raises Refused; nothing happens when it is gone."""
    asset = Asset.objects.select_for_update(of=("self",)).select_related("site").filter(pk=asset.pk).first()
    if asset is None:
        return
    refuse_unless(can(by, Action.ASSET_DELETE, asset), _("您没有删除“%s”的权限。") % asset)
    with everything("another site's text may show the file"):
        refuse_unless(
            Asset.objects.filter(pk=asset.pk).unused().exists() and not asset.attachments.exists(),
            _("“%s”仍被稿件（含历史版本）或首页栏位使用，不能删除。") % asset,
        )
    names = list(files_of(asset))
    transaction.on_commit(lambda: [default_storage.delete(name) for name in names], robust=True)
    record(
        Event.ASSET_DELETED, asset, by=by, at=at, site=asset.site,
        before={"name": asset.name, "sha256": asset.sha256, "size": asset.size},
    )  # fmt: skip
    asset.delete()


def _changeable(asset: Asset, by: User) -> Asset:
    """Return the file, locked. Raises Refused with the reason that fits."""
    asset = Asset.objects.select_for_update(of=("self",)).select_related("site").get(pk=asset.pk)
    refuse_unless(may(by, Action.ASSET_UPLOAD, asset.site), _("您没有修改本网站媒体文件的权限。"))
    refuse_unless(
        may(by, Action.ASSET_CHANGE, asset), _("文件正在公开页面使用，其说明、字幕和焦点须由审发员或站点管理员修改。")
    )
    return asset
