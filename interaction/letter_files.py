"""Files of citizens: which ones we take, where they lie, and how they are handed out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import FileResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sites.files import FileRefused, RecognisedFile, recognised
from sites.files.documents import DOCUMENT_ENDINGS
from sites.files.pictures import PICTURE_ENDINGS

if TYPE_CHECKING:
    from interaction.models import LetterAttachment

MEGABYTE = 1024 * 1024
TAKEN = PICTURE_ENDINGS | (DOCUMENT_ENDINGS - {"zip"})  # an archive from a stranger is opened by nobody


class LetterStorage(FileSystemStorage):
    """The folder of citizens' files. It has no address: files leave through views that ask who is there."""

    base_url = None

    @property
    def base_location(self) -> str:
        """The folder, read when it is needed."""
        return str(settings.LETTER_FOLDER)

    @property
    def location(self) -> str:
        """The folder as an absolute path."""
        return str(Path(self.base_location).absolute())


def recognised_from_citizen(file: BinaryIO) -> RecognisedFile:
    """Return what the file is by its content; pictures are drawn anew, without place and camera. Raises FileRefused."""
    name = (getattr(file, "name", "") or "file").replace("\\", "/").rpartition("/")[2][-120:].replace("\x00", "")
    ending = name.rpartition(".")[2].lower()
    if ending in {"zip", "mp4", "webm", "mp3", "m4a", "ogg"}:
        raise FileRefused(_("“%s”不是可以随信提交的类型；请提交图片、PDF、Word、WPS、Excel、PPT 或 TXT 文件。") % name)
    if file.seek(0, os.SEEK_END) > settings.LETTER_FILE_LIMIT_MB * MEGABYTE:
        limit = settings.LETTER_FILE_LIMIT_MB
        raise FileRefused(_("“%(name)s”超过 %(limit)s MB 的上限。") % {"name": name, "limit": limit})
    return recognised(file)


def handed_out(attachment: LetterAttachment) -> FileResponse:
    """Answer with the file. A picture that we drew ourselves is shown, everything else is saved and never opened in the
    browser; no cache keeps it and nothing in it may run."""
    response = FileResponse(attachment.file.open("rb"), content_type=_type_of(attachment))
    response.headers["Content-Disposition"] = content_disposition_header(not attachment.is_picture, attachment.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _type_of(attachment: LetterAttachment) -> str:
    return attachment.content_type if attachment.is_picture else "application/octet-stream"
