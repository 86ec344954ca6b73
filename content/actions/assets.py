"""Uploads: what a file is, is decided by its content, never by its name."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.files import FileRefused, RecognisedFile, recognised
from content.models import Asset
from sites.audit import Event, record
from sites.models import Site, User
from sites.policy import Action, may
from sites.refusals import Refused, refuse_unless


@transaction.atomic
def upload_asset(site: Site, file: UploadedFile, *, by: User, at: datetime, alt: str = "") -> Asset:
    """Keep a file for the site after looking at its content; pictures are drawn anew, which drops hidden data.
    Raises Refused for anything that is not what it says it is."""
    refuse_unless(may(by, Action.ASSET_UPLOAD, site), _("您没有向本网站上传文件的权限。"))
    try:
        return keep_file(site, recognised(file), by=by, at=at, alt=alt)
    except FileRefused as refusal:
        raise Refused(str(refusal)) from None


@transaction.atomic
def keep_file(site: Site, seen: RecognisedFile, *, by: User, at: datetime, alt: str = "") -> Asset:
    """Keep a file whose content has been looked at; the same content is kept once for each site."""
    digest = hashlib.sha256(seen.content).hexdigest()
    known = Asset.objects.filter(site=site, sha256=digest).first()
    if known:
        if alt and not known.alt:
            known.alt = alt
            known.save(update_fields=["alt"])
        return known
    asset = Asset(
        site=site,
        kind=seen.kind,
        name=seen.name,
        content_type=seen.content_type,
        size=len(seen.content),
        sha256=digest,
        width=seen.width,
        height=seen.height,
        alt=alt,
        uploaded_by=by,
        uploaded_at=at,
    )
    folder = f"{site.slug}/{timezone.localdate(at):%Y%m}"
    asset.file.save(f"{folder}/{uuid.uuid4().hex}.{seen.extension}", ContentFile(seen.content), save=False)
    asset.save()
    record(Event.ASSET_UPLOADED, asset, by=by, at=at, after={"name": asset.name, "sha256": digest})
    return asset
