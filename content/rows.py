"""Rows as public lists show them: what to select, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from heapq import merge
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone

from content.models import Article, DocumentStatus
from content.structure import Section, Structure
from content.together import counts_of, rows_of
from sites.prepared import BLANKS, Prepared, prepared
from sites.scope import everything

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
    "picture__renditions",
    "picture__focal_x",
    "picture__focal_y",
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
    renditions: str = ""
    focus: tuple[int, int] = (50, 50)
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
    for pk, column_pk, title, summary, at, is_pinned, picture, number, status, renditions, x, y in values:
        section = structure.by_pk.get(column_pk)
        if section:
            url = section.article_url(at, pk)
            row = Row(pk, title, url, at, summary, picture or "", number=number or "", status=status or "")
            row.is_pinned = is_pinned
            if picture:
                row.renditions, row.focus = renditions, (x, y)
            rows.append(row)
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
    sections = [section for wish in wanted for section in wish.sections]
    if not sections:
        return [[] for _ in wanted]
    one = _newest_of_a_column(max(wish.count for wish in wanted)).about(now=at)
    answers = iter(rows_of([one.about(column=section.pk) for section in sections]))
    lists = []
    for wish in wanted:
        found = [as_rows(next(answers), structure) for _ in wish.sections]
        lists.append(list(islice(merge(*found, key=lambda row: (row.at, row.pk), reverse=True), wish.count)))
    return lists


@dataclass(frozen=True, slots=True)
class Counted:
    """How many articles a column shows: those pinned to its top, and the others below them."""

    pinned: int
    others: int

    @property
    def all(self) -> int:
        """All together."""
        return self.pinned + self.others


def count_in(section: Section, *, most: int, at: datetime) -> Counted:
    """Count what the column shows, at most `most` of each sort, so that counting never depends on size. One query."""
    wanted = [_keys_of_a_column(is_pinned, most).about(column=section.pk, now=at) for is_pinned in (True, False)]
    return Counted(*counts_of(wanted))


def page_of(
    section: Section, structure: Structure, counted: Counted, *, start: int, count: int, at: datetime
) -> list[Row]:
    """Return the rows of one page of the column, pinned ones first. One query; pinned and other articles are two parts of
    it, since only then an index has each in order."""
    on_top = max(0, min(count, counted.pinned - start))
    wanted = []
    if on_top:
        wanted.append(_part_of_a_column(True, start, on_top))
    if on_top < count:
        wanted.append(_part_of_a_column(False, max(0, start - counted.pinned), count - on_top))
    parts = rows_of([each.about(column=section.pk, now=at) for each in wanted])
    return [row for part in parts for row in as_rows(part, structure)]


def _of_a_column(is_pinned: bool | None = None) -> QuerySet:
    with everything("a list to be filled in with one column of the site being served"):
        articles = Article.objects.public(at=BLANKS["now"]).filter(column=BLANKS["column"])
    # written as a list of one, since SQLite looks up a bare truth value in no index
    return articles if is_pinned is None else articles.filter(is_pinned__in=[is_pinned])


@cache
def _newest_of_a_column(count: int) -> Prepared:
    return prepared(row_fields(_of_a_column().newest_first())[:count])


@lru_cache(maxsize=1000)
def _part_of_a_column(is_pinned: bool, start: int, count: int) -> Prepared:
    return prepared(row_fields(_of_a_column(is_pinned).newest_first())[start : start + count])


@cache
def _keys_of_a_column(is_pinned: bool, most: int) -> Prepared:
    return prepared(_of_a_column(is_pinned).values_list("pk")[:most])
