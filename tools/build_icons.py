"""Writes static/css/icons.css from the drawings in static/img/icons.svg.

The sprite is the source a designer edits; the style sheet is what pages load (one request, coloured by
``currentColor`` through a mask). Run ``python tools/build_icons.py`` after changing a drawing.
"""

import re
from pathlib import Path
from urllib.parse import quote

STATIC = Path(__file__).resolve().parent.parent / "static"
SYMBOL = re.compile(r'<symbol id="([a-z0-9-]+)">(.*?)</symbol>', re.DOTALL)
FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000" stroke-width="1.6" '
    'stroke-linecap="round" stroke-linejoin="round">{}</svg>'
)
HEAD = """/* Made by tools/build_icons.py from static/img/icons.svg: edit the drawing, not this file. */
.icon {
  display: inline-block; flex: none; width: 1.25em; height: 1.25em; vertical-align: -.25em;
  background-color: currentColor; mask: var(--drawing) center / contain no-repeat;
  -webkit-mask: var(--drawing) center / contain no-repeat; print-color-adjust: exact;
}
@media (forced-colors: active) { .icon { background-color: CanvasText; forced-color-adjust: none; } }
"""


def style_sheet(sprite: str) -> str:
    """The whole style sheet for the drawings of one sprite."""
    rules = []
    for name, drawing in SYMBOL.findall(sprite):
        picture = FRAME.format(re.sub(r"\s+", " ", drawing.strip()))
        address = quote(picture, safe=" =:/;,")
        rules.append(f'.i-{name} {{ --drawing: url("data:image/svg+xml,{address}"); }}')
    return HEAD + "\n".join(rules) + "\n"


if __name__ == "__main__":
    sprite = (STATIC / "img" / "icons.svg").read_text(encoding="utf-8")
    (STATIC / "css" / "icons.css").write_text(style_sheet(sprite), encoding="utf-8")
