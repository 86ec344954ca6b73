"""What a file is, judged by its bytes: the kinds that a government site offers, and nothing else."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_PICTURE = 40_000_000  # pixels; more is a decompression bomb or a poster meant for print
LONGEST_SIDE = 2400
OFFICE_FOLDERS = {
    "word/": ("docx", "wordprocessingml.document"),
    "xl/": ("xlsx", "spreadsheetml.sheet"),
    "ppt/": ("pptx", "presentationml.presentation"),
}
OLE = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "wps": "application/vnd.ms-works",
}


class FileRefused(ValueError):
    """The file is not one that we keep; the message is a sentence for the person."""


@dataclass(frozen=True)
class RecognisedFile:
    """A file that we keep: what it is, and the bytes to keep."""

    kind: str
    name: str
    extension: str
    content_type: str
    content: bytes
    width: int | None = None
    height: int | None = None


def recognised(file: BinaryIO) -> RecognisedFile:
    """Return what the file is by its content. Raises FileRefused for unknown, lying, oversized or broken files."""
    name = (getattr(file, "name", "") or "file").replace("\\", "/").rpartition("/")[2][-120:].replace("\x00", "")
    limit = settings.UPLOAD_LIMIT_MB * 1024 * 1024
    content = file.read(limit + 1)
    if not content:
        raise FileRefused(_("“%s”是空文件。") % name)
    if len(content) > limit:
        raise FileRefused(_("“%(name)s”超过 %(limit)s MB 的上限。") % {"name": name, "limit": settings.UPLOAD_LIMIT_MB})
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in {"jpg", "jpeg", "png", "gif", "webp", "bmp"}:
        return _picture(name, content)
    if ending == "pdf" and content.startswith(b"%PDF-"):
        return RecognisedFile("document", name, "pdf", "application/pdf", content)
    if content.startswith(b"PK\x03\x04") and ending in {"docx", "xlsx", "pptx", "zip", "ofd"}:
        return _archive(name, ending, content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and ending in OLE:
        return RecognisedFile("document", name, ending, OLE[ending], content)
    if ending in {"txt", "csv"} and _is_text(content):
        return RecognisedFile("document", name, ending, "text/plain" if ending == "txt" else "text/csv", content)
    raise FileRefused(
        _("“%s”的内容与文件类型不符，或不是允许上传的类型（图片、PDF、OFD、Word、Excel、PPT、ZIP、TXT、CSV）。") % name
    )


def _picture(name: str, content: bytes) -> RecognisedFile:
    """Draw the picture anew: hidden data and anything appended to it stay behind."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content))
            if (
                picture.format not in {"JPEG", "PNG", "GIF", "WEBP", "BMP"}
                or picture.width * picture.height > LARGEST_PICTURE
            ):
                raise FileRefused(_("“%s”不是可用的图片，或尺寸过大。") % name)
            picture = ImageOps.exif_transpose(picture)
            picture.load()
    except FileRefused:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        raise FileRefused(_("“%s”不是可以打开的图片。") % name) from None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    has_alpha = (
        picture.mode in {"RGBA", "LA", "P"} and "A" in picture.convert("RGBA").getbands() and picture.mode != "P"
    )
    drawn = io.BytesIO()
    if has_alpha:
        picture.convert("RGBA").save(drawn, "PNG", optimize=True)
        extension, content_type = "png", "image/png"
    else:
        picture.convert("RGB").save(drawn, "JPEG", quality=86, optimize=True, progressive=True)
        extension, content_type = "jpg", "image/jpeg"
    return RecognisedFile("image", name, extension, content_type, drawn.getvalue(), picture.width, picture.height)


def _archive(name: str, ending: str, content: bytes) -> RecognisedFile:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        raise FileRefused(_("“%s”已损坏，无法打开。") % name) from None
    if ending == "zip":
        return RecognisedFile("document", name, "zip", "application/zip", content)
    if ending == "ofd" and "OFD.xml" in names:
        return RecognisedFile("document", name, "ofd", "application/ofd", content)
    for folder, (extension, office) in OFFICE_FOLDERS.items():
        if ending == extension and any(entry.startswith(folder) for entry in names):
            if any(entry.endswith("vbaProject.bin") for entry in names):
                raise FileRefused(_("“%s”含有宏，请另存为不含宏的文件。") % name)
            return RecognisedFile(
                "document", name, ending, f"application/vnd.openxmlformats-officedocument.{office}", content
            )
    raise FileRefused(_("“%s”的内容与文件类型不符。") % name)


def _is_text(content: bytes) -> bool:
    if (
        b"\x00" in content
        or b"<script" in content.lower()
        or content.lstrip()[:14].lower().startswith(b"<!doctype html")
    ):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
