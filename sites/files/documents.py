"""Documents by their content: the formats of offices, archives that are looked into, plain text that is text."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.files.kept import FileRefused, RecognisedFile

OFFICE_FOLDERS = {
    "docx": ("word/", "wordprocessingml.document"),
    "xlsx": ("xl/", "spreadsheetml.sheet"),
    "pptx": ("ppt/", "presentationml.presentation"),
}
OLE = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "wps": "application/vnd.ms-works",
    "et": "application/vnd.ms-excel",
    "dps": "application/vnd.ms-powerpoint",
}
OLE_STREAMS = {
    "doc": "WordDocument", "wps": "WordDocument", "xls": "Workbook", "et": "Workbook",
    "ppt": "PowerPoint Document", "dps": "PowerPoint Document",
}  # fmt: skip
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # office files of before 2007, and newer ones with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # what the latter contain
TEXT = {"txt": "text/plain", "csv": "text/csv"}
DOCUMENT_ENDINGS = frozenset({"pdf", "ofd", "zip", *OFFICE_FOLDERS, *OLE, *TEXT})
IN_ARCHIVES = (DOCUMENT_ENDINGS - {"zip"}) | {
    "jpg", "jpeg", "png", "gif", "webp", "bmp", "mp4", "webm", "mp3", "m4a", "ogg", "xml",
}  # fmt: skip
DAMAGED = gettext_lazy("“%s”已损坏，无法打开；请用原来的软件打开后重新保存，或另行取得完好的文件。")
MOST_ENTRIES, MOST_UNPACKED, MOST_SHRUNK = 2000, 1 << 30, 300
BROKEN = (
    zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, LookupError, struct.error, zlib.error,
    lzma.LZMAError,
)  # fmt: skip
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")


def recognised_document(name: str, ending: str, content: bytes) -> RecognisedFile:
    """Return the document. Raises FileRefused when its content is not what its name says, or is dangerous or locked."""
    if ending == "pdf" and content[:1024].lstrip().startswith(b"%PDF-"):
        return RecognisedFile("document", name, "pdf", "application/pdf", content)
    if content.startswith(b"PK\x03\x04") and ending in {"zip", "ofd", *OFFICE_FOLDERS}:
        return _archive(name, ending, content)
    if content.startswith(OLE_START):
        return _old_office(name, ending, content)
    if ending in TEXT and _is_text(content):
        return RecognisedFile("document", name, ending, TEXT[ending], content)
    raise FileRefused(_("“%s”的内容与文件类型不符，请用原来的软件重新保存后再上传。") % name)


def _old_office(name: str, ending: str, content: bytes) -> RecognisedFile:
    """A file of the older offices: its folder names the streams in UTF-16."""
    holds = {
        word: word.encode("utf-16-le") in content
        for word in {*OLE_STREAMS.values(), "EncryptedPackage", "_VBA_PROJECT"}
    }
    if holds["EncryptedPackage"]:
        raise FileRefused(_("“%s”设有打开密码，公众无法打开；请去掉密码后再上传。") % name)
    if ending not in OLE:
        raise FileRefused(_("“%s”的内容与文件类型不符，请用原来的软件重新保存后再上传。") % name)
    if holds["_VBA_PROJECT"]:
        raise FileRefused(_("“%s”含有宏，请另存为不含宏的文件。") % name)
    others = [word for word in OLE_STREAMS.values() if word != OLE_STREAMS[ending] and holds[word]]
    if others and not holds[OLE_STREAMS[ending]]:
        raise FileRefused(_("“%s”的内容与文件类型不符，请用原来的软件重新保存后再上传。") % name)
    return RecognisedFile("document", name, ending, OLE[ending], content)


def _archive(name: str, ending: str, content: bytes) -> RecognisedFile:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_bomb(name, entries)
            if ending == "zip":
                _look_inside(name, archive, entries)
    except FileRefused:
        raise
    except BROKEN:
        raise FileRefused(DAMAGED % name) from None
    names = [entry.filename for entry in entries]
    if ending == "zip":
        return RecognisedFile("document", name, "zip", "application/zip", content)
    if ending == "ofd" and "OFD.xml" in names:
        return RecognisedFile("document", name, "ofd", "application/ofd", content)
    folder, office = OFFICE_FOLDERS.get(ending, ("", ""))
    if folder and any(entry.startswith(folder) for entry in names):
        if any(entry.lower().endswith("vbaproject.bin") for entry in names):
            raise FileRefused(_("“%s”含有宏，请另存为不含宏的文件。") % name)
        content_type = f"application/vnd.openxmlformats-officedocument.{office}"
        return RecognisedFile("document", name, ending, content_type, content)
    raise FileRefused(_("“%s”的内容与文件类型不符，请用原来的软件重新保存后再上传。") % name)


def _refuse_bomb(name: str, entries: list[zipfile.ZipInfo]) -> None:
    """An archive that unpacks to far more than it holds is a trap for whoever opens it."""
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    too_shrunk = unpacked > 50_000_000 and unpacked / packed > MOST_SHRUNK
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or too_shrunk:
        raise FileRefused(_("“%s”解压后过大或文件过多，不能上传。") % name)


def _look_inside(name: str, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """What an archive holds must be what could be offered by itself: readable, by name and start no program."""
    for entry in entries:
        if entry.is_dir():
            continue
        inner = entry.filename.replace("\\", "/")
        if entry.flag_bits & 1:
            raise FileRefused(_("“%s”设有打开密码，公众无法打开；请去掉密码后再上传。") % name)
        if inner.startswith("/") or ".." in inner.split("/"):
            raise FileRefused(_("“%s”内的文件路径不正常，请重新打包。") % name)
        ending = inner.rpartition(".")[2].lower()
        with archive.open(entry) as opened:
            is_program = opened.read(4).startswith(PROGRAMS)
        if is_program or ending not in IN_ARCHIVES:
            raise FileRefused(
                _("“%(name)s”内的“%(inner)s”不是允许公开的文件类型，请去掉后重新打包。")
                % {"name": name, "inner": inner.rpartition("/")[2][:60]}
            )


def _is_text(content: bytes) -> bool:
    start = content.lstrip()[:14].lower()
    if b"\x00" in content or b"<script" in content.lower() or start.startswith(b"<!doctype html"):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
