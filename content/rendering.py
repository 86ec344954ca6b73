"""Stored text on its way to a page.

The page's content policy forbids style attributes, so what editors aligned becomes classes of our own sheet.
"""

import re

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


def for_page(html: str) -> str:
    """Return sanitised rich text with style attributes turned into classes."""
    return STYLE.sub(_as_class, html)


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
