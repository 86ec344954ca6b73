"""Files that a text carries inside it: pictures pasted as data become files, linked documents become attachments."""

from __future__ import annotations

import base64
import binascii
import io
import re
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.utils.translation import gettext as _

from content.actions.assets import keep_file
from content.models import Asset, Attachment, Revision
from content.models.asset import AssetKind
from content.sanitising import INLINE
from sites.files import FileRefused, recognised
from sites.models import Site, User
from sites.refusals import Refused

LINKED = re.compile(r'<a\b[^>]*?\shref="([^"]+)"')
SOURCE = re.compile(r"(<img\b[^>]*?\ssrc\s*=\s*)([\"'])(data:[^\"']*)\2", re.I)


def with_inline_pictures_kept(site: Site, fields: dict[str, Any], *, by: User, at: datetime) -> dict[str, Any]:
    """Return the fields with the body's data: pictures kept as files of the site. Raises Refused for one that is none."""
    body = fields.get("body") or ""
    if "data:" not in body:
        return fields
    count = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f'{match[1]}"{_kept_picture(site, match[3], count, by=by, at=at)}"'

    return {**fields, "body": SOURCE.sub(kept, body)}


def _kept_picture(site: Site, data: str, place: int, *, by: User, at: datetime) -> str:
    refusal = Refused(_("正文中粘贴的第 %d 幅图片无法识别，请改用“图片”按钮上传。") % place)
    if not INLINE.fullmatch(data):
        raise refusal
    try:
        file = io.BytesIO(base64.b64decode(data.partition(",")[2], validate=False))
    except (binascii.Error, ValueError):
        raise refusal from None
    file.name = f"{_('粘贴的图片')}.{data.partition('/')[2].partition(';')[0].lower()}"
    try:
        return keep_file(site, recognised(file), by=by, at=at).file.url
    except FileRefused:
        raise refusal from None


def attach_linked(revision: Revision, site: Site) -> None:
    """Make documents of the site that the text links to its attachments: a document is offered to the public only as one."""
    paths = [
        unquote(address.removeprefix(settings.MEDIA_URL))
        for address in LINKED.findall(revision.body)
        if address.startswith(settings.MEDIA_URL)
    ]
    if not paths:
        return
    held = revision.attachments.values_list("asset_id", flat=True)
    missing = Asset.objects.for_site(site).filter(file__in=paths).exclude(kind=AssetKind.IMAGE).exclude(pk__in=held)
    after = revision.attachments.count()
    Attachment.objects.bulk_create(
        Attachment(revision=revision, asset=asset, title=asset.name, position=after + place)
        for place, asset in enumerate(sorted(missing, key=lambda each: paths.index(each.file.name)))
    )
    revision.__dict__.pop("text_hash", None)
