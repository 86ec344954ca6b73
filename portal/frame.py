"""The frame around every public page, kept ready-made.

Header, navigation and foot are the same on all pages of a site until its structure version rises, and drawing them was
a third of the time of a short page. What differs from page to page is only which entries of the navigation are current,
so the navigation is kept once for each set of current entries.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix

from portal.chrome import Chrome, build_chrome

KEPT_FRAMES = 500
NAVIGATION = "components/_navigation.html"


@dataclass(slots=True)
class Frame:
    """What the parts of one site's frame say, and the parts as drawn."""

    chrome: Chrome
    marks: frozenset[str]
    parts: dict[tuple[str, frozenset[str]], str] = field(default_factory=dict)

    def current(self, path: str) -> frozenset[str]:
        """The marks that hold on the page: its own address and those above it; the home page is above none."""
        home = self.chrome.home_url
        return frozenset(mark for mark in self.marks if (path == mark if mark == home else path.startswith(mark)))


_frames: OrderedDict[tuple[int, int, str], Frame] = OrderedDict()


def frame_of(request: HttpRequest) -> Frame:
    """Return the frame of the request's site, put together once per structure version and prefix."""
    site = request.site
    key = (site.pk, site.structure_version, get_script_prefix())
    frame = _frames.get(key)
    if frame is None:
        chrome = build_chrome(site)
        marks = frozenset().union(*(item.all_marks() for item in chrome.navigation))
        frame = _frames[key] = Frame(chrome, marks)
        if len(_frames) > KEPT_FRAMES:
            _frames.popitem(last=False)
    return frame


def frame_part(request: HttpRequest, template: str) -> str:
    """Return one part of the frame, drawn when it is first needed."""
    frame = frame_of(request)
    current = frame.current(request.path) if template == NAVIGATION else frozenset()
    part = frame.parts.get((template, current))
    if part is None or settings.DEBUG:
        items = [item.seen_from(current) for item in frame.chrome.navigation]
        chrome = replace(frame.chrome, navigation=items)
        part = frame.parts[template, current] = render_to_string(template, {"site": request.site, "chrome": chrome})
    return part


def forget_frames() -> None:
    """Drop what the process keeps, for tests, where versions start anew with each database."""
    _frames.clear()
