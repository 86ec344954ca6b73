"""The passages of documents that an interpretation is about, read from the documents as they are now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.clauses import Clause, clauses_in
from content.models import Article
from content.rows import Row
from content.structure import Structure
from interpretation.links import CLAUSES
from interpretation.models import InterpretationLink
from sites.scope import everything


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause of a document, with the address at which the document's page highlights it."""

    document: str
    label: str
    words: str
    url: str


def passages_of(article: Article, structure: Structure, links: dict[str, list[Row]], at: datetime) -> list[Passage]:
    """Return the clauses that the interpretation's links name and the documents still have, in the order of the texts. One
    query where there are any, else none; the address of each document is that of its link on the page, so a passage never leads where the link does not."""
    shown = {row.pk: row for row in links["explains"] if row.kind.endswith(CLAUSES)}
    if not shown:
        return []
    with everything("documents of several sites"):
        rows = InterpretationLink.objects.filter(interpretation__article=article.pk, document__article__in=shown)
        rows = rows.select_related("document__article__live__shared_text").order_by("document")
    return [
        Passage(
            shown[link.document.article_id].title,
            clause.label,
            clause.words.removeprefix(clause.label).strip() or clause.words,
            f"{shown[link.document.article_id].url}#{clause.anchor}",
        )
        for link in rows
        for clause in named_clauses(link)
    ]


def named_clauses(link: InterpretationLink) -> list[Clause]:
    """Return the clauses that the link names, as far as the document's public text has them."""
    live = link.document.article.live
    return [clause for clause in clauses_in(live.body if live else "") if clause.key in link.clauses]
