"""Stored text on its way to a page.

The page's content policy forbids style attributes, so what editors aligned becomes classes of our own sheet. Pictures are
offered in the formats that exist by now, recordings get their subtitles and transcript.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from content.renditions import offered

if TYPE_CHECKING:
    from content.models import Asset

TAG = re.compile(r"<[a-z][^<>]*>")
STYLE = re.compile(r'\s(?:class|style)="([^"]*)"')
CLASSES = {
    ("text-align", "center"): "center",
    ("text-align", "right"): "right",
    ("text-indent", "0"): "no-indent",
    ("text-indent", "0px"): "no-indent",
    ("text-indent", "0em"): "no-indent",
}
INDENTS = ("padding-left", "margin-left")
VERTICAL = {"top", "middle", "bottom"}
IMAGE = re.compile(r'<img\b[^>]*\ssrc="([^"]+)"[^>]*>')
RECORDING = re.compile(r'<(video|audio)\b[^>]*\ssrc="([^"]+)"[^>]*>.*?</\1>', re.S)
QUESTIONS = re.compile(
    r'(<section id="tujie-faq-\d+">(?:<h2>[^<]*</h2>)?)<dl>((?:<dt>[^<]*</dt><dd>[^<]*</dd>)+)</dl>(?=</section>)'
)
QUESTION = re.compile(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>")
WIDTH = re.compile(r'\swidth="(\d{1,4})"')
TEXT_WIDTH = 800  # of the column of text, in CSS pixels


def for_page(html: str, files: Mapping[str, Asset] | None = None) -> str:
    """Return sanitised rich text as a page shows it; `files` are those that it shows, by their address."""
    if 'style="' in html or 'class="' in html:
        html = TAG.sub(lambda tag: STYLE.sub(_as_class, tag[0]), html)
    if "<img" in html:
        html = IMAGE.sub(lambda match: _picture(match[0], (files or {}).get(match[1])), html)
    if "<video" in html or "<audio" in html:
        html = RECORDING.sub(lambda match: _recording(match[1], match[2], (files or {}).get(match[2])), html)
    if 'id="tujie-faq-' in html:
        html = QUESTIONS.sub(lambda match: f"{match[1]}{QUESTION.sub(_fold, match[2])}", html)
    return html


def _fold(match: re.Match[str]) -> str:
    """A question that unfolds its answer. It comes open, for who has no script and for paper; a script shuts it."""
    return f"<details open data-fold-question><summary>{match[1]}</summary><p>{match[2]}</p></details>"


def _as_class(match: re.Match[str]) -> str:
    if match[0].lstrip().startswith("class"):
        return ""
    pairs = (part.partition(":")[::2] for part in match[1].split(";"))
    names = {_class_of(name.strip().lower(), value.strip().lower()) for name, value in pairs} - {""}
    return f' class="{" ".join(sorted(names))}"' if names else ""


def _class_of(name: str, value: str) -> str:
    """Return the class of our sheet that does what the property did, empty for what we do not show."""
    if name in INDENTS:
        steps = re.match(r"(\d+(?:\.\d+)?)(px|em|pt|cm)", value)
        width = float(steps[1]) / {"px": 40, "em": 2, "pt": 30, "cm": 1}[steps[2]] if steps else 0
        return f"indent-{min(round(width), 4)}" if width >= 0.5 else ""
    if name == "vertical-align" and value in VERTICAL:
        return f"at-{value}"
    return CLASSES.get((name, value), "")


def _picture(tag: str, asset: Asset | None) -> str:
    """The picture with the room it takes, fetched when it comes near, in the formats that there are."""
    start = tag.rstrip("/> ")
    more = ' loading="lazy" decoding="async"'
    if asset is None:
        return f"{start}{more}>"
    given = WIDTH.search(tag)
    if asset.width and not given:
        more += f' width="{asset.width}" height="{asset.height}"'
    sources, srcset = offered(asset.file.url, asset.renditions)
    if not sources:
        return f"{start}{more}>"
    wide = min(int(given[1]) if given else TEXT_WIDTH, asset.width or TEXT_WIDTH, TEXT_WIDTH)
    sizes = f'sizes="(max-width: {wide + 60}px) calc(100vw - 32px), {wide}px"'
    formats = "".join(f'<source type="{each.type}" srcset="{each.srcset}" {sizes}>' for each in sources)
    return f'<picture>{formats}{start} srcset="{srcset}" {sizes}{more}></picture>'


def _recording(kind: str, url: str, asset: Asset | None) -> str:
    """A player with subtitles, and below it the words for those who cannot hear or do not want to listen."""
    if asset is None:
        return f'<{kind} src="{url}" controls preload="metadata"></{kind}>'
    kind = "video" if asset.kind == "video" else "audio"
    attributes = f' src="{url}" controls preload="metadata"'
    if asset.poster:
        attributes += f' poster="{asset.poster.url}"'
    if asset.width:
        attributes += f' width="{asset.width}" height="{asset.height}"'
    attributes += f' aria-label="{escape(asset.alt or asset.caption or asset.name)}"'
    track = (
        f'<track kind="captions" srclang="zh" label="字幕" src="{asset.captions.url}" default>'
        if asset.captions
        else ""
    )
    player = f"<{kind}{attributes}>{track}</{kind}>"
    return player + _transcript(asset.transcript)


def _transcript(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return ""
    words = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<details class="transcript"><summary>文字稿</summary>{words}</details>'
