"""The style sheet of icons is made from the sprite, and templates use no icon that is not drawn."""

import re
from pathlib import Path

from tools.build_icons import STATIC, SYMBOL, style_sheet

ROOT = Path(__file__).resolve().parents[2]
SPRITE = (STATIC / "img" / "icons.svg").read_text(encoding="utf-8")


def test_the_style_sheet_is_in_step_with_the_drawings():
    assert (STATIC / "css" / "icons.css").read_text(encoding="utf-8") == style_sheet(SPRITE)


def test_templates_name_only_drawn_icons():
    drawn = {name for name, _ in SYMBOL.findall(SPRITE)}
    used = set()
    for template in (ROOT / "templates").rglob("*.html"):
        used |= set(re.findall(r"\bicon i-([a-z][a-z0-9-]*)", template.read_text(encoding="utf-8")))
    assert used - drawn == set()
