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


def for_page(html: str) -> str:
    """Return sanitised rich text with style attributes turned into classes."""
    return STYLE.sub(_as_class, html)


def _as_class(match: re.Match[str]) -> str:
    if match[0].lstrip().startswith("class"):
        return ""
    pairs = (part.partition(":")[::2] for part in match[1].split(";"))
    names = {CLASSES.get((name.strip().lower(), value.strip().lower())) for name, value in pairs} - {None}
    return f' class="{" ".join(sorted(names))}"' if names else ""
