"""The text that all copies of an item show: its pictures are fetched once and kept, its versions never change."""

from __future__ import annotations

import io
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _

from content.actions.assets import keep_file
from content.models import Attachment, UpstreamItem, UpstreamPicture, UpstreamText
from content.syndication.pictures import with_files
from content.upstream import FetchFailed, fetch, in_time
from sites.audit import Event, record
from sites.files import FileRefused, RecognisedFile, recognised
from sites.files.pictures import PICTURE_ENDINGS
from sites.models import Site, User
from sites.refusals import Refused

log = logging.getLogger(__name__)

MOST_TRIES = 3
WAITS_FOR_PICTURES = timedelta(minutes=12)  # of the hour that the clock allows; later the text goes out without them
AT_ONCE = 4
_WORDLESS = re.compile(r'(<img\b[^<>]*\salt=")(")')


def prepare_text(item: UpstreamItem, *, by: User, at: datetime, waits: bool = True) -> UpstreamText | None:
    """Return the text of what the item says now, making it where there is none; None while a picture that could not be
    fetched is worth another try, for callers who can wait. Fetches, so call it outside transactions."""
    if is_prepared(item):
        item.text.item = item
        return item.text
    missing = fetch_pictures(item, by=by, at=at)
    if waits and missing and at - (item.changed_at or item.received_at) < WAITS_FOR_PICTURES:
        return None
    return _keep_text(item, by=by, at=at)


def is_prepared(item: UpstreamItem) -> bool:
    """True when the item's text says what the source said last."""
    return item.text is not None and not (item.changed_at and item.changed_at > item.text.made_at)


def fetch_pictures(item: UpstreamItem, *, by: User, at: datetime) -> int:
    """Fetch and keep what pictures of the item we lack; return how many are worth another try. None is asked for more than
    three times, none from inside our network, none may be larger than a page."""
    lacking = list(item.pictures.filter(asset__isnull=True, tries__lt=MOST_TRIES).order_by("pk"))
    home = Site.objects.filter(parent=None).order_by("tree_id").first()
    if not lacking or home is None:
        return 0
    ends_at = in_time()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pictures") as pool:
        answers = list(pool.map(lambda picture: _asked(picture.address, ends_at), lacking))
    failed = 0
    for picture, answer in zip(lacking, answers, strict=True):
        failed += not _kept(picture, answer, home, by=by, at=at)
    return failed


def _asked(address: str, ends_at: float) -> RecognisedFile | str:
    """The picture at the address, drawn anew, or why there is none."""
    try:
        file = io.BytesIO(fetch(address, ends_at=ends_at, accept="image/*").body or b"")
        stem, _dot, ending = urlsplit(address).path.rpartition("/")[2].rpartition(".")
        file.name = f"{stem or 'picture'}.{ending if ending.lower() in PICTURE_ENDINGS else 'jpg'}"
        return recognised(file)
    except (FetchFailed, FileRefused) as failure:
        return str(failure)
    except Exception as error:  # whatever a picture provokes: the text goes out without it
        log.exception("The picture at %s could not be read", address)
        return type(error).__name__


def _kept(picture: UpstreamPicture, answer: RecognisedFile | str, home: Site, *, by: User, at: datetime) -> bool:
    picture.tries += 1
    picture.error = answer[:200] if isinstance(answer, str) else ""
    if not picture.error:
        try:
            picture.asset = keep_file(home, answer, by=by, at=at)
        except Refused as refusal:
            picture.error = refusal.reason[:200]
    picture.save(update_fields=["asset", "tries", "error"])
    return picture.asset is not None or picture.tries >= MOST_TRIES


@transaction.atomic
def _keep_text(item: UpstreamItem, *, by: User, at: datetime) -> UpstreamText:
    """Make what the item says now its text; one that says the same as before stays."""
    locked = UpstreamItem.objects.select_for_update(of=("self",)).select_related("text", "source").get(pk=item.pk)
    if not is_prepared(locked):
        pictures = locked.pictures.filter(asset__isnull=False).select_related("asset")
        body = with_files(locked.body, {picture.name: picture.asset.file.url for picture in pictures})
        said = {
            "title": locked.title,
            "summary": locked.summary,
            "body": _WORDLESS.sub(rf"\g<1>{escape(_('“%s”配图') % locked.title)}\2", body).strip()
            or f"<p>{escape(locked.title)}</p>",
            "files": _files(locked),
        }
        if locked.text is None or any(getattr(locked.text, name) != value for name, value in said.items()):
            number = locked.text.number + 1 if locked.text else 1
            locked.owes_corrections = locked.owes_corrections or number > 1
            locked.text = UpstreamText.objects.create(item=locked, number=number, made_at=at, **said)
            locked.save(update_fields=["text", "owes_corrections"])
            record(
                Event.ITEM_WORDED, locked, by=by, at=at,
                after={"number": number, "pictures": len(pictures), "left out": locked.pictures.count() - len(pictures)},
            )  # fmt: skip
        else:
            UpstreamText.objects.filter(pk=locked.text_id).update(made_at=at)
            locked.text.made_at = at
    item.text, locked.text.item = locked.text, item
    return locked.text


def _files(item: UpstreamItem) -> list[list]:
    """The files that an article of the platform offers below its text."""
    if item.article_id is None or item.article.live_id is None:
        return []
    files = Attachment.objects.filter(revision=item.article.live_id).order_by("position", "pk")
    return [list(pair) for pair in files.values_list("asset_id", "title")]
