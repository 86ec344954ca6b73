"""Pictures in the text: found, cropped as the writer cropped them, described as the file describes them."""

from __future__ import annotations

import hashlib
import io
import re
import warnings

from django.utils.html import escape
from django.utils.translation import gettext as _
from PIL import Image

from content.word.manuscript import Manuscript, Picture
from content.word.names import A, Element, R, V, number
from sites.files import LARGEST_PICTURE, FileRefused

KEPT = {"png", "jpg", "jpeg", "gif", "webp", "bmp"}
KEY = "word-picture:"
NO_DESCRIPTION = re.compile(
    r"(?:图片|图像|图形|Picture|Image|Graphic|图)\s*\d*|.*\.(?:png|jpe?g|gif|bmp|webp|emf|wmf|tiff?)|(?:IMG|DSC|QQ图片|微信图片)[\w-]*",
    re.I,
)
BY_MACHINE = re.compile(
    r"(?:描述已自动生成|中度可信度描述已自动生成|低可信度描述已自动生成|Description automatically generated)", re.I
)


def description_of(*texts: str | None) -> str:
    """Return the first text that describes something: file names, 图片 1 and what a machine guessed do not."""
    for text in texts:
        line = " ".join((text or "").split())[:200]
        if line and not NO_DESCRIPTION.fullmatch(line) and not BY_MACHINE.search(line):
            return line
    return ""


def drawn_picture(drawing: Element, manuscript: Manuscript) -> str:
    """Return the <img> of a w:drawing's first picture, empty when it is not kept."""
    properties = next((each for each in drawing.iter() if str(each.tag).endswith("}docPr")), None)
    alt = "" if properties is None else description_of(properties.get("descr"), properties.get("title"))
    result = ""
    for blip in drawing.iter(A + "blip"):
        crop = blip.getparent().find(A + "srcRect")
        result += _image(blip.get(R + "embed"), blip.get(R + "link"), alt, _cut(crop), manuscript)
    return result


def old_picture(shape: Element, manuscript: Manuscript) -> str:
    """Return the <img> of VML's way of showing a picture."""
    result = ""
    for data in shape.iter(V + "imagedata"):
        owner = data.getparent()
        alt = description_of(owner.get("alt"), data.get("{urn:schemas-microsoft-com:office:office}title"))
        result += _image(data.get(R + "id"), data.get(R + "href"), alt, None, manuscript)
    return result


def _cut(crop: Element | None) -> tuple[float, float, float, float] | None:
    """Return how much is cut off left, top, right and bottom, as parts of one."""
    if crop is None:
        return None
    sides = tuple(min(max(number(crop.get(side)) / 100_000, 0), 0.99) for side in "ltrb")
    return sides if any(sides) else None  # type: ignore[return-value]


def _image(
    embedded: str | None, linked: str | None, alt: str,
    cut: tuple[float, float, float, float] | None, manuscript: Manuscript,
) -> str:  # fmt: skip
    relation = manuscript.relations.get(embedded or "")
    if relation is None or relation.is_outside:
        manuscript.report.count("linked picture" if linked or relation else "lost picture")
        return ""
    name = relation.target.rpartition("/")[2]
    ending = name.rpartition(".")[2].lower()
    if ending not in KEPT:
        manuscript.report.say(
            _("图片：“%(name)s”是 %(kind)s 格式，网页不能显示，没有导入；请另存为 PNG 或 JPEG 后插入。")
            % {"name": name, "kind": ending.upper()}
        )
        return ""
    try:
        content = manuscript.archive.bytes_of(relation.target)
        content, name = _cropped(content, name, cut, manuscript)
    except (FileRefused, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        manuscript.report.count("lost picture")
        return ""
    key = f"{KEY}{hashlib.sha256(content).hexdigest()[:24]}"
    manuscript.pictures.setdefault(key, Picture(key, name, content, alt))
    return f'<img src="{key}" alt="{escape(alt)}" />'


def _cropped(
    content: bytes, name: str, cut: tuple[float, float, float, float] | None, manuscript: Manuscript
) -> tuple[bytes, str]:
    """Return the part of the picture that the writer showed: what was cut away may not be meant for the public."""
    if cut is None:
        return content, name
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = Image.open(io.BytesIO(content))
        if picture.width * picture.height > LARGEST_PICTURE:
            raise ValueError(name)
        left, top = int(picture.width * cut[0]), int(picture.height * cut[1])
        right, bottom = picture.width - int(picture.width * cut[2]), picture.height - int(picture.height * cut[3])
        if right <= left or bottom <= top:
            raise ValueError(name)
        drawn = io.BytesIO()
        picture.crop((left, top, right, bottom)).save(drawn, "PNG")
    manuscript.report.count("cropped")
    return drawn.getvalue(), name.rpartition(".")[0] + ".png"
