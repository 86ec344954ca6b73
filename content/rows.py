"""Rows as public lists show them: what to select, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone

from content.models import Article, DocumentStatus
from content.structure import Section, Structure
from content.together import ANY, prepared, rows_of_prepared

FIELDS = (
    "pk",
    "column_id",
    "title",
    "summary",
    "published_at",
    "is_pinned",
    "picture__file",
    "policy_document__document_number",
    "policy_document__status",
)


@dataclass(slots=True)
class Row:
    """One line of a list."""

    pk: int
    title: str
    url: str
    at: datetime
    summary: str = ""
    picture: str = ""
    number: str = ""
    status: str = ""
    is_pinned: bool = False
    kind: str = ""

    @property
    def day(self) -> str:
        """The day it was published, as lists show it."""
        return f"{timezone.localtime(self.at):%Y-%m-%d}"

    @property
    def status_label(self) -> str:
        """The word for the document's validity, '' for what is no document."""
        return str(DocumentStatus(self.status).label) if self.status else ""


def row_fields(articles: QuerySet) -> QuerySet:
    """Select what a row needs, and nothing else."""
    return articles.values_list(*FIELDS)


def as_rows(values: Iterable[Sequence], structure: Structure) -> list[Row]:
    """Make rows of selected values; what lies in a column the site does not show is left out."""
    rows = []
    for pk, column_pk, title, summary, at, is_pinned, picture, number, status in values:
        section = structure.by_pk.get(column_pk)
        if section:
            url = section.article_url(at, pk)
            rows.append(Row(pk, title, url, at, summary, picture or "", number or "", status or "", is_pinned))
    return rows


@dataclass(frozen=True, slots=True)
class Wanted:
    """The newest articles of some columns, as one list."""

    sections: tuple[Section, ...]
    count: int


def newest(wanted: Sequence[Wanted], structure: Structure, *, at: datetime) -> list[list[Row]]:
    """Return one list of rows per wish, with one query for all of them.

    Each column is asked for its own newest few by index and the few are merged here: asking the database for the newest
    of several columns at once would make it sort all they hold.
    """
    most = max((wish.count for wish in wanted), default=0)
    columns = [section for wish in wanted for section in wish.sections]
    if not columns:
        return [[] for _ in wanted]
    one = prepared(row_fields(Article.objects.public(at=at).filter(column=ANY).newest_first())[:most])
    answers = iter(rows_of_prepared([one and one.about(section.pk) for section in columns]))
    lists = []
    for wish in wanted:
        found = [as_rows(next(answers), structure) for _ in wish.sections]
        lists.append(list(islice(merge(*found, key=lambda row: (row.at, row.pk), reverse=True), wish.count)))
    return lists
