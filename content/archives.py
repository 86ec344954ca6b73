"""Office files as what they are: zip archives of XML. Opened here with limits, so that no bomb, macro or lie goes further."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree

from sites.files import FileRefused
from sites.files.documents import DAMAGED, ENCRYPTED, OLE_START

PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
ENTRIES = 5_000
RATIO = 200  # times that a part may be larger than packed; real office parts stay below 60
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip


@dataclass(frozen=True)
class Relation:
    """What an id in a part points to: a part of the file, or an outside address."""

    target: str
    is_outside: bool


@dataclass
class OfficeArchive:
    """An opened .docx or .xlsx: its parts by name, read with limits."""

    name: str
    archive: zipfile.ZipFile
    names: frozenset[str]

    def has(self, part: str) -> bool:
        """True when the archive holds the part."""
        return part in self.names

    def bytes_of(self, part: str) -> bytes:
        """Return a part's bytes. Raises FileRefused when it cannot be unpacked."""
        try:
            return self.archive.read(part)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, KeyError):
            raise FileRefused(DAMAGED % self.name) from None
        except Exception as error:  # zlib.error and lzma's have no common ancestor
            if type(error).__name__ in {"error", "LZMAError"}:
                raise FileRefused(DAMAGED % self.name) from None
            raise

    def xml(self, part: str) -> etree._Element | None:
        """Return a part as a tree, None when there is no such part. Entities are refused, not resolved."""
        if part not in self.names:
            return None
        content = self.bytes_of(part)
        if (
            b"<!DOCTYPE" in content
            or b"<!ENTITY" in content
            or b"<\x00!\x00D" in content
            or b"\x00<\x00!\x00D" in content
        ):
            raise FileRefused(_("“%s”含有不安全的内容，没有读取。") % self.name)
        for strict, usual in STRICT:
            content = content.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            return etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise FileRefused(
                _("“%s”的内容不完整，无法读取。请用 Office 或 WPS 打开后重新保存。") % self.name
            ) from None


def open_archive(name: str, content: bytes, *, main_part: str, wanted: str) -> OfficeArchive:
    """Open an office file whose main part is `main_part`; `wanted` names what is expected, as people call it.

    Raises FileRefused with a sentence for empty, oversized, old, encrypted, broken, macro-bearing and exploding files.
    """
    _refuse_by_bytes(name, content, wanted)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileRefused(DAMAGED % name) from None
    names = frozenset(entry.filename for entry in entries)
    if main_part not in names:
        raise FileRefused(_("“%(name)s”不是 %(wanted)s。") % {"name": name, "wanted": wanted})
    if any(entry.endswith(("vbaProject.bin", "vbaData.xml")) for entry in names):
        raise FileRefused(_("“%s”含有宏，请另存为不含宏的文件后再导入。") % name)
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(entry.file_size > 1_000_000 and entry.file_size > RATIO * entry.compress_size for entry in entries)
    if len(entries) > ENTRIES or swollen or unpacked > settings.IMPORT_UNPACKED_MB * 1024 * 1024:
        raise FileRefused(_("“%s”解压后过大，没有读取。") % name)
    return OfficeArchive(name, archive, names)


def _refuse_by_bytes(name: str, content: bytes, wanted: str) -> None:
    if not content:
        raise FileRefused(_("“%s”是空文件。") % name)
    if len(content) > settings.IMPORT_LIMIT_MB * 1024 * 1024:
        limit = settings.IMPORT_LIMIT_MB
        raise FileRefused(_("“%(name)s”超过 %(limit)s MB 的上限。") % {"name": name, "limit": limit})
    if content.startswith(OLE_START):
        if ENCRYPTED in content:
            raise FileRefused(_("“%s”设有打开密码，请取消密码后再导入。") % name)
        raise FileRefused(
            _("“%(name)s”是旧格式文件，请用 Office 或 WPS 打开，另存为 %(wanted)s后再导入。")
            % {"name": name, "wanted": wanted}
        )
    if not content.startswith(b"PK\x03\x04"):
        raise FileRefused(_("“%(name)s”不是 %(wanted)s。") % {"name": name, "wanted": wanted})


def relations_of(archive: OfficeArchive, part: str) -> dict[str, Relation]:
    """Return where the ids in a part point to."""
    folder, _slash, name = part.rpartition("/")
    root = archive.xml(f"{folder}/_rels/{name}.rels")
    if root is None:
        return {}
    found = {}
    for each in root.iter(PACKAGE + "Relationship"):
        target, outside = each.get("Target", ""), each.get("TargetMode") == "External"
        found[each.get("Id", "")] = Relation(target if outside else _inside(folder, target), outside)
    return found


def _inside(folder: str, target: str) -> str:
    """Return the name of a part from an address relative to a folder of the archive."""
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/")
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in {"", "."}:
            parts.append(step)
    return "/".join(parts)
