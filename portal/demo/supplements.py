"""Two documents on their way: one that waits for its second review without a plan to explain it, one ready to be issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from .composing import summary_of, to_html
from .shapes import ArticleSpec, DocumentSpec

_STATES = ("second_review", "issue")
_LINES = (
    "各市人民政府，省政府各部门、各直属机构：",
    "《{title}》（{number}）印发以来，各地反映了一些执行中的具体问题。经研究，现就有关事项补充通知如下。",
    "## 一、统一办理口径",
    "各地对适用范围、办理条件的解释以本通知为准。此前已经受理、尚未办结的事项，按有利于申请人的规定办理，不得要求申请人重新提交材料。",
    "## 二、简化办理材料",
    "能够通过数据共享核验的材料，一律不再要求申请人提供。确需提供的，应当一次告知，并在政府网站公开材料清单和示范文本。",
    "## 三、明确办理时限",
    "材料齐全、符合条件的，应当自受理之日起五个工作日内办结。需要现场核查的，可以延长五个工作日，并说明理由。",
    "## 四、加强跟踪反馈",
    "各市人民政府应当在每季度末汇总办理情况，研究解决群众集中反映的问题。重要情况及时报告省政府办公厅。",
    "本通知自印发之日起施行。",
)


def supplements(documents: Sequence[DocumentSpec], today: date) -> tuple[DocumentSpec, ...]:
    """Compose a supplement to each of the two newest documents of the province that are in force and explained."""
    known = [
        one
        for one in documents
        if one.article.site == "lanjiang" and one.validity == "有效" and one.needs_interpretation
    ]
    newest = sorted(known, key=lambda one: one.written_on, reverse=True)[2 : 2 + len(_STATES)]
    return tuple(
        _supplement(document, state, days_ago, today)
        for days_ago, (document, state) in enumerate(zip(newest, _STATES, strict=True))
    )


def _supplement(document: DocumentSpec, state: str, days_ago: int, today: date) -> DocumentSpec:
    words = {"title": document.article.title, "number": document.document_number}
    lines = [line.format(**words) for line in _LINES]
    before: ArticleSpec = document.article
    article = replace(
        before, title=f"{document.issuer}关于《{_bare(document)}》的补充通知", summary=summary_of(lines[1:]),
        body=to_html(lines), days_ago=days_ago, minute=600, state=state, pinned=False, headline=False, picture=None,
    )  # fmt: skip
    return replace(
        document, key=f"{document.key}:supplement", article=article, index_number="", document_number="",
        co_issuers=(), written_on=today, printed_on=today, effective_on=today, expires_on=None, genre="通知",
    )  # fmt: skip


def _bare(document: DocumentSpec) -> str:
    return document.article.title.removeprefix(document.issuer)
