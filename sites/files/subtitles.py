"""Subtitles (字幕): WebVTT as browsers want it, read from WebVTT or from SubRip (.srt)."""

from __future__ import annotations

import re
from html import unescape
from typing import BinaryIO

from django.utils.translation import gettext as _

from sites.files.kept import FileRefused

LARGEST = 2 * 1024 * 1024
TIME = re.compile(r"^(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{1,3})$")
MARKUP = re.compile(r"</?[^>]*>")
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\u2060\ufeff]")


def webvtt(file: BinaryIO) -> str:
    """Return the subtitles as WebVTT: times and words, nothing else. Raises FileRefused with the line that is wrong."""
    name = (getattr(file, "name", "") or "字幕")[-80:]
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise FileRefused(_("字幕文件“%s”超过 2 MB 的上限。") % name)
    lines = INVISIBLE.sub("", _decoded(name, content)).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues = list(_cues(name, lines))
    if not cues:
        raise FileRefused(_("“%s”里没有找到字幕，请上传 WebVTT（.vtt）或 SubRip（.srt）文件。") % name)
    return "WEBVTT\n\n" + "\n".join(cues)


def _decoded(name: str, content: bytes) -> str:
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("“%s”的文字编码无法识别，请另存为 UTF-8。") % name)


def _cues(name: str, lines: list[str]):  # noqa: ANN202 (yields the cues, each with its empty line)
    number, last = 0, -1
    while number < len(lines):
        if "-->" not in lines[number]:
            number += 1
            continue
        start, end = _times(name, lines[number], number + 1)
        if end <= start or start < last:
            raise FileRefused(_("“%(name)s”第 %(line)s 行的时间先后不对。") % {"name": name, "line": number + 1})
        last, words, number = start, [], number + 1
        while number < len(lines) and lines[number].strip():
            words.append(_words(lines[number]))
            number += 1
        if any(words):
            yield f"{_clock(start)} --> {_clock(end)}\n" + "\n".join(word for word in words if word) + "\n"


def _times(name: str, line: str, number: int) -> tuple[int, int]:
    first, _arrow, rest = line.partition("-->")
    found = [TIME.match(part.strip()) for part in (first, rest.strip().split(" ")[0])]
    if not all(found):
        raise FileRefused(_("“%(name)s”第 %(line)s 行的时间格式不对。") % {"name": name, "line": number})
    start, end = (
        ((int(match[1] or 0) * 60 + int(match[2])) * 60 + int(match[3])) * 1000 + int(match[4].ljust(3, "0"))
        for match in found
    )
    return start, end


def _words(line: str) -> str:
    text = unescape(MARKUP.sub("", line)).strip()
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("-->", "→")


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
