"""Pictures are drawn anew: whatever else is in the file, where it was taken, who took it, what was appended, stays behind."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from sites.files.kept import FileRefused, RecognisedFile

PICTURE_ENDINGS = frozenset({"jpg", "jpeg", "png", "gif", "webp", "bmp"})
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
LARGEST_PICTURE = 40_000_000  # pixels; more is a decompression bomb or a poster meant for print
WIDEST, TALLEST = 2400, 16_000  # an explanation drawn as one long picture (图解) is narrow and very tall
MOST_FRAMES, LARGEST_ANIMATION = 300, 60_000_000  # frames; pixels of all frames together
DRAWN_COLOURS = 1 << 16  # a picture with fewer is a drawing or a screenshot, which PNG keeps sharper and smaller
BROKEN = (  # what the decoders stumble over in a damaged file, as found by damaging files
    UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, LookupError, ArithmeticError, TypeError,
    struct.error, zlib.error, Warning,
)  # fmt: skip


def recognised_picture(name: str, content: bytes) -> RecognisedFile:
    """Return the picture drawn anew, upright and in the colours of screens. Raises FileRefused for what is no picture or is
    too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
            if picture.width * picture.height > LARGEST_PICTURE:
                raise Image.DecompressionBombError
            if getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO":
                return _animation(name, picture)
            return _still(name, picture)
    except FileRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused(_("“%s”不是可用的图片：尺寸过大，超过四千万像素。") % name) from None
    except BROKEN:
        raise FileRefused(_("“%s”不是可以打开的图片。") % name) from None


def _still(name: str, picture: Image.Image) -> RecognisedFile:
    made_as = picture.format
    picture = plain(ImageOps.exif_transpose(picture))
    picture.thumbnail(_bounds(picture))
    extension, content = _encoded(picture, may_be_drawing=made_as not in {"JPEG", "MPO"})
    content_type = "image/png" if extension == "png" else "image/jpeg"
    return RecognisedFile("image", name, extension, content_type, content, picture.width, picture.height)


def _bounds(picture: Image.Image) -> tuple[int, int]:
    return min(WIDEST, picture.width), min(TALLEST, picture.height)


def plain(picture: Image.Image) -> Image.Image:
    """Return the picture as RGB, or RGBA where something shines through, in sRGB and without anything said beside it."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I") or picture.mode == "F":
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    if profile and picture.mode in {"RGB", "RGBA", "CMYK"}:
        picture = _in_srgb(picture, profile, mode)
    picture = picture.convert(mode)
    if mode == "RGBA" and picture.getchannel("A").getextrema()[0] == 255:
        picture = picture.convert("RGB")
    picture = picture.copy()
    picture.info = {}
    return picture


def _in_srgb(picture: Image.Image, profile: bytes, mode: str) -> Image.Image:
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a broken profile says nothing about the colours


def _encoded(picture: Image.Image, *, may_be_drawing: bool) -> tuple[str, bytes]:
    if picture.mode == "RGBA":
        return "png", _saved(picture, "PNG", optimize=True)
    photograph = _saved(picture, "JPEG", quality=86, optimize=True, progressive=True)
    if may_be_drawing and picture.getcolors(DRAWN_COLOURS):
        drawing = _saved(picture, "PNG", optimize=True)
        if len(drawing) <= len(photograph):
            return "png", drawing
    return "jpg", photograph


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    drawn = io.BytesIO()
    picture.save(drawn, kind, **options)
    return drawn.getvalue()


def _animation(name: str, picture: Image.Image) -> RecognisedFile:
    """Keep an animation moving, drawn anew as WebP."""
    if picture.n_frames > MOST_FRAMES or picture.width * picture.height * picture.n_frames > LARGEST_ANIMATION:
        raise FileRefused(_("“%s”的动画过长或过大，请压缩，或改用视频。") % name)
    frames, durations = [], []
    for frame in ImageSequence.Iterator(picture):
        durations.append(int(frame.info.get("duration") or 100))
        drawn = frame.convert("RGBA")
        drawn.thumbnail(_bounds(drawn))
        drawn.info = {}
        frames.append(drawn)
    content = _saved(
        frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=durations, loop=0, quality=80, method=3
    )
    return RecognisedFile("image", name, "webp", "image/webp", content, *frames[0].size)
