"""Pictures in a PDF: scaled to the page, on white; what Pillow cannot read is left out."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image as Pillow
from reportlab.platypus import Image

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2000  # pixels: 300 dots an inch over the width of the text
POINTS_PER_PIXEL = 0.75


def picture_of(source: bytes | Path, frame: tuple[float, float]) -> Image | None:
    """Return the picture, no larger than the frame (points); None when it is none that can be read."""
    try:
        with Pillow.open(io.BytesIO(source) if isinstance(source, bytes) else source) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            width, height = opened.width * POINTS_PER_PIXEL, opened.height * POINTS_PER_PIXEL
            file = _as_jpeg(opened)
    except (OSError, ValueError, SyntaxError, EOFError, Pillow.DecompressionBombError):
        return None
    scale = min(1, frame[0] / width, frame[1] * 0.9 / height)
    picture = Image(file, width=width * scale, height=height * scale, hAlign="CENTER")
    picture.spaceBefore = picture.spaceAfter = 6
    return picture


def _as_jpeg(opened: Pillow.Image) -> io.BytesIO:
    picture = opened.convert("RGBA")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    paper = Pillow.new("RGB", picture.size, "white")
    paper.paste(picture, mask=picture.getchannel("A"))
    file = io.BytesIO()
    paper.save(file, "JPEG", quality=88)
    file.seek(0)
    return file
