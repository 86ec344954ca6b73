"""Renditions (图片版本): the widths and formats in which a picture is offered, and the names of their files.

They lie beside the original under its name: `ab12….jpg` has `ab12…-800.avif`. An asset keeps only which widths there are.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

WIDTHS = (480, 800, 1200, 1600)
MODERN = ("avif", "webp")
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
QUALITY = {"avif": {"quality": 60, "speed": 7}, "webp": {"quality": 80, "method": 4}}
TALLEST_WEBP = 16_383
BESIDE = re.compile(r"^(?P<stem>.+/[0-9a-f]{32})-[0-9a-z]{2,16}\.[0-9a-z]{2,5}$")


def widths_for(width: int) -> list[int]:
    """Return the widths that a picture of this width is offered in: smaller ones, and its own as the largest."""
    return [each for each in WIDTHS if each < width * 0.9] + [min(width, WIDTHS[-1])]


def rendition_name(file_name: str, width: int | str, extension: str) -> str:
    """Return the name of the file beside the original."""
    return f"{file_name.rpartition('.')[0]}-{width}.{extension}"


def rendition_names(file_name: str, widths: str) -> Iterator[str]:
    """Yield the names of all renditions of a picture; `widths` is what the asset keeps."""
    own = file_name.rpartition(".")[2]
    for width in widths.split():
        for extension in (*MODERN, own):
            yield rendition_name(file_name, width, extension)


def drawn(content: bytes, extension: str) -> Iterator[tuple[int, str, bytes]]:
    """Yield (width, extension, bytes) for every rendition of a picture that we keep. Raises OSError for a broken one."""
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        for width in widths_for(picture.width):
            height = max(1, round(picture.height * width / picture.width))
            small = picture if width == picture.width else picture.resize((width, height), Image.Resampling.LANCZOS)
            for kind in (*MODERN, extension):
                yield width, kind, _saved(small, kind)


def _saved(picture: Image.Image, kind: str) -> bytes:
    made = io.BytesIO()
    if kind == "jpg":
        picture.convert("RGB").save(made, "JPEG", quality=82, optimize=True, progressive=True)
    elif kind == "png":
        picture.save(made, "PNG", optimize=True)
    else:
        picture.save(made, kind.upper(), **QUALITY[kind])
    return made.getvalue()


@dataclass(frozen=True, slots=True)
class Source:
    """One format of a picture: its type and the addresses by width."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as pages show it: the original, its formats, and the point that a crop must keep."""

    url: str
    alt: str
    width: int
    height: int
    sources: tuple[Source, ...] = ()
    srcset: str = ""
    sizes: str = ""
    focus: str = ""


def offered(url: str, widths: str) -> tuple[tuple[Source, ...], str]:
    """Return the modern formats and the srcset of the original's own format for a picture at this address."""
    if not widths:
        return (), ""
    each = widths.split()
    stem, _dot, own = url.rpartition(".")

    def srcset(extension: str) -> str:
        return ", ".join(f"{stem}-{width}.{extension} {width}w" for width in each)

    return tuple(Source(TYPES[kind], srcset(kind)) for kind in MODERN), srcset(own)


def focus_class(x: int, y: int) -> str:
    """Return the classes of our sheet that keep the point in view when the picture is cropped; '' for the middle."""
    across, down = round(x / 10), round(y / 10)
    return "" if across == down == 5 else f"focus-x-{across} focus-y-{down}"
