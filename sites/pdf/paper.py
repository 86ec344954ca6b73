"""The paper that a PDF is drawn on: running header and footer, the page's number out of how many, and bold strokes."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from sites.pdf.fonts import body_fonts, is_bold

SIZE = 9
INK = HexColor("#4A5564")
LINE = HexColor("#C3CBD5")


class _Strokes(PDFTextObject):
    """Text in which a bold face is the regular one with its outline drawn too."""

    def _setFont(self, psfontname: str, size: float) -> None:
        super()._setFont(psfontname, size)
        self._code.append(f"2 Tr {size / 40:.2f} w" if is_bold(psfontname) else "0 Tr")

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:
        super().setFont(psfontname, size, leading)
        self._code.append(f"2 Tr {size / 40:.2f} w" if is_bold(psfontname) else "0 Tr")


class Paper(Canvas):
    """A canvas that finishes its pages at the end, when it knows how many there are."""

    def __init__(self, *args: Any, header: str, footer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._header, self._footer = header, footer
        self._pages: list[dict[str, Any]] = []

    def beginText(self, x: float = 0, y: float = 0, direction: str | None = None) -> PDFTextObject:
        """Return a text object that knows bold."""
        return _Strokes(self, x, y, direction=direction)

    def showPage(self) -> None:
        """Put the page aside."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Number the pages and write the file."""
        for state in self._pages:
            self.__dict__.update(state)
            self._margins(len(self._pages))
            super().showPage()
        super().save()

    def _margins(self, count: int) -> None:
        width, height = self._pagesize
        left, right = 26 * mm, width - 26 * mm
        self.saveState()
        self.setFillColor(INK)
        self.setStrokeColor(LINE)
        self.setLineWidth(0.5)
        if self._header:
            self._line(self._header, left, height - 20 * mm, right - left)
            self.line(left, height - 22.5 * mm, right, height - 22.5 * mm)
        number = f"第 {self._pageNumber} 页，共 {count} 页"
        self._line(self._footer, left, 15 * mm, right - left - 90)
        self._line(number, right - stringWidth(number, body_fonts()[0], SIZE), 15 * mm, 90)
        self.restoreState()

    def _line(self, words: str, x: float, y: float, room: float) -> None:
        font = body_fonts()[0]
        shown = words
        while shown and stringWidth(shown, font, SIZE) > room:
            shown = shown[:-2] + "…" if len(shown) > 2 else ""
        text = PDFTextObject(self, x, y)
        text.setFont(font, SIZE)
        text.textOut(shown)
        self.drawText(text)
