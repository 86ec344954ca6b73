"""Our own clean HTML as an A4 PDF with Chinese line breaking, page numbers, headings as bookmarks and a language.

For documents of the library, registration forms and whatever else people file on paper. Bad HTML, giant tables, wide
pictures and long texts give a plainer PDF, never an error. The same words give the same bytes.
"""

from __future__ import annotations

import io
import logging

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate
from reportlab.platypus.doctemplate import LayoutError

from sites.pdf.blocks import ResolveImage, blocks_of, plain_blocks_of
from sites.pdf.fonts import body_fonts, printable, without_unprintable
from sites.pdf.paper import Paper

log = logging.getLogger(__name__)
MARGINS = {"leftMargin": 26 * mm, "rightMargin": 26 * mm, "topMargin": 30 * mm, "bottomMargin": 26 * mm}
FRAME = (A4[0] - 52 * mm, A4[1] - 56 * mm)


def pdf_of(
    html: str,
    *,
    title: str,
    header: str = "",
    footer: str = "",
    author: str = "",
    resolve_image: ResolveImage | None = None,
) -> bytes:
    """Return the HTML as PDF. `title` names the file's contents to readers and is not printed; header and footer stand
    on every page, beside the page's number. `resolve_image` gives the bytes (or the path) of a picture's src, or None.

    Paragraphs are indented by two characters unless their style says otherwise, as on our pages.
    """
    marks = {"title": title, "header": header, "footer": footer, "author": author}
    marks = {name: without_unprintable(text) for name, text in marks.items()}
    marks |= {name: printable(marks[name]) for name in ("header", "footer")}
    try:
        return _laid_out(blocks_of(html, frame=FRAME, resolve_image=resolve_image), **marks)
    except (LayoutError, ValueError, RecursionError, AttributeError, IndexError, TypeError):
        log.warning("the layout of %r could not be kept in a PDF", title, exc_info=True)
        return _laid_out(plain_blocks_of(html), **marks)


def _laid_out(story: list[Flowable], *, title: str, header: str, footer: str, author: str) -> bytes:
    file = io.BytesIO()
    sheet = _Sheet(
        file, pagesize=A4, title=title, author=author, subject=header, creator="", lang="zh-CN", invariant=1, **MARGINS
    )
    sheet.build(story, canvasmaker=lambda *args, **kwargs: Paper(*args, header=header, footer=footer, **kwargs))
    return file.getvalue()


class _Sheet(BaseDocTemplate):
    """One column of text per page; headings become bookmarks."""

    def __init__(self, file: io.BytesIO, **options: object) -> None:
        body_fonts()
        super().__init__(file, **options)
        frame = Frame(self.leftMargin, self.bottomMargin, *FRAME, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate(frames=[frame]))
        self.above: list[int] = []

    def afterFlowable(self, flowable: Flowable) -> None:
        """Bookmark a heading below the last higher one; ranks that the text leaves out are left out here too."""
        rank = getattr(flowable, "heading", None)
        if rank is None:
            return
        self.above = [each for each in self.above if each < rank]
        key = f"h{self.seq.nextf('heading')}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(flowable.getPlainText(identify=True)[:120], key, len(self.above), False)
        self.above.append(rank)
