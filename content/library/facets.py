"""The library's list: which documents a question finds, and how many each further choice would leave.

Three queries whatever the size: one counts the documents by all facets at once, one reads a page of rows, one the names of the
issuing bodies. The counts of a facet are those under all other choices, so a count is what a click on it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _

from content.document_numbers import in_one_form
from content.library.forms import SORTS
from content.library.texts import articles_saying
from content.models import DocumentStatus, Genre, PolicyDocument
from content.structure import Structure
from content.topics import TOPICS
from sites.models import Organization
from sites.paging import Numbered, numbered

PER_PAGE = 20
ORDERS = {"date": ("-written_on", "-pk"), "number": ("number_key", "-written_on", "-pk")}
DEFAULTS = {"q": "", "topic": "", "issuer": None, "year": None, "genre": "", "status": "", "sort": "date", "page": 1}
MOST_WORDS = 5
FACETS = ("topic", "issuer", "year", "genre", "status")
Combination = tuple[Any, ...]  # a value of each facet, and how many documents have them all


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow the list, or to take a narrowing back."""

    name: str
    url: str
    is_current: bool = False
    count: int | None = None
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """Choices of one kind."""

    name: str
    choices: list[Choice]


@dataclass(slots=True)
class Entry:
    """One document of the list."""

    title: str
    url: str
    number: str
    issuer: str
    written_on: date
    status: str
    status_label: str
    genre: str


@dataclass(slots=True)
class LibraryPage:
    """What the page shows."""

    total: int = 0
    entries: list[Entry] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    chosen: list[Choice] = field(default_factory=list)
    sorts: list[Choice] = field(default_factory=list)
    pagination: Numbered | None = None


def found(asked: Mapping[str, Any], *, at: datetime) -> QuerySet[PolicyDocument]:
    """Public documents of the site in scope that hold every word, in title and numbers or anywhere in the text; not yet
    narrowed by facets."""
    rows = PolicyDocument.objects.public(at=at)
    words = asked["q"].split()[:MOST_WORDS]
    if not words:
        return rows
    named = Q()
    for word in words:
        number = in_one_form(word)
        named &= (
            Q(article__title__icontains=word)
            | Q(document_number__icontains=word)
            | Q(document_number__icontains=number)
            | Q(index_number__icontains=word)
            | Q(unified_number__icontains=word)
        )
    return rows.filter(named | Q(article__in=articles_saying(words)))


def narrowed(rows: QuerySet[PolicyDocument], asked: Mapping[str, Any]) -> QuerySet[PolicyDocument]:
    """The documents that all chosen facets leave, in the order asked for."""
    topic = asked["topic"]
    if topic:
        below = Q(topic=topic) if "/" in topic else Q(topic=topic) | Q(topic__startswith=f"{topic}/")
        rows = rows.filter(below)
    if asked["issuer"]:
        rows = rows.filter(issuer=asked["issuer"])
    if asked["year"]:
        rows = rows.filter(written_on__year=asked["year"])
    if asked["genre"]:
        rows = rows.filter(genre=asked["genre"])
    if asked["status"]:
        rows = rows.filter(status=asked["status"])
    return rows.order_by(*ORDERS[asked["sort"]])


def library_page(asked: dict[str, Any], structure: Structure, *, at: datetime) -> LibraryPage:
    """Answer a question; a page beyond the last one becomes the last one."""
    matching = found(asked, at=at)
    combinations = list(
        matching.order_by().annotate(year=ExtractYear("written_on")).values_list(*FACETS).annotate(count=Count("pk"))
    )
    counts, total = _counted(combinations, asked)
    pages = max(1, -(-total // PER_PAGE))
    asked["page"] = min(asked["page"], pages)
    start = (asked["page"] - 1) * PER_PAGE
    rows = narrowed(matching, asked).select_related("article", "issuer")[start : start + PER_PAGE]
    bodies = Organization.objects.filter(pk__in={each[1] for each in combinations})
    names = dict(bodies.values_list("pk", "name"))
    return LibraryPage(
        total=total,
        entries=[_entry(row, structure) for row in rows] if total else [],
        facets=_facets(counts, asked, names),
        chosen=list(_chosen(asked, names)),
        sorts=[Choice(str(label), address(asked, sort=name), asked["sort"] == name) for name, label in SORTS.items()],
        pagination=numbered(asked["page"], pages, total=total, address=lambda number: address(asked, page=number)),
    )


def address(asked: Mapping[str, Any], **changes: Any) -> str:
    """The library's address with some choices changed; whatever changes, the list starts at its first page."""
    values = {**asked, "page": 1, **changes}
    said = {name: value for name, value in values.items() if value != DEFAULTS[name]}
    return reverse("content:library") + (f"?{urlencode(said)}" if said else "")


def _counted(combinations: list[Combination], asked: Mapping[str, Any]) -> tuple[dict[str, Counter], int]:
    """Count each facet's values under all other choices, and what all choices leave, in one pass: a combination that one
    facet alone keeps out counts for that facet only."""
    counts: dict[str, Counter] = {name: Counter() for name in FACETS}
    total, wanted = 0, [asked[name] or None for name in FACETS]
    part_of = f"{asked['topic']}/"
    for *values, count in combinations:
        misses = [
            at
            for at, want in enumerate(wanted)
            if want is not None and values[at] != want and not (at == 0 and values[0].startswith(part_of))
        ]
        if not misses:
            total += count
            for name, value in zip(FACETS, values, strict=True):
                counts[name][value] += count
        elif len(misses) == 1:
            counts[FACETS[misses[0]]][values[misses[0]]] += count
    return counts, total


def _facets(counted: dict[str, Counter], asked: Mapping[str, Any], names: dict[int, str]) -> list[Facet]:
    def facet(label: str, name: str, ordered: list[tuple[Any, str]]) -> Facet:
        counts = counted[name]
        shown = [(value, text) for value, text in ordered if counts[value] or asked[name] == value]
        choices = [Choice(_("不限"), address(asked, **{name: DEFAULTS[name]}), not asked[name], sum(counts.values()))]
        choices += [
            Choice(text, address(asked, **{name: value}), asked[name] == value, counts[value]) for value, text in shown
        ]
        return Facet(label, choices)

    years = sorted({*counted["year"]} | ({asked["year"]} - {None}), reverse=True)
    bodies = sorted(names.items(), key=lambda item: item[1])
    return [
        _topic_facet(counted["topic"], asked),
        facet(_("发文机关"), "issuer", bodies),
        facet(_("成文年份"), "year", [(year, f"{year}年") for year in years]),
        facet(_("公文种类"), "genre", list(Genre.choices)),
        facet(_("有效性"), "status", [(value, str(label)) for value, label in DocumentStatus.choices]),
    ]


def _topic_facet(counts: Counter, asked: Mapping[str, Any]) -> Facet:
    """The tree of subjects: the groups, and below the chosen one its parts; subjects of our own after the official ones."""
    choices = [Choice(_("不限"), address(asked, topic=""), not asked["topic"], sum(counts.values()))]
    tree: dict[str, list[str]] = {group: [f"{group}/{part}" for part in parts] for group, parts in TOPICS.items()}
    for topic in sorted(filter(None, {*counts, asked["topic"]})):
        parts = tree.setdefault(topic.partition("/")[0], [])
        if "/" in topic and topic not in parts:
            parts.append(topic)
    chosen_group = asked["topic"].partition("/")[0]
    for group, parts in tree.items():
        total = counts[group] + sum(counts[topic] for topic in parts)
        if not total and group != chosen_group:
            continue
        choices.append(Choice(group, address(asked, topic=group), asked["topic"] == group, total))
        for topic in parts if group == chosen_group else ():
            if counts[topic] or topic == asked["topic"]:
                name = topic.partition("/")[2]
                choices.append(Choice(name, address(asked, topic=topic), topic == asked["topic"], counts[topic], True))
    return Facet(_("主题分类"), choices)


def _chosen(asked: Mapping[str, Any], names: dict[int, str]) -> Iterator[Choice]:
    """What narrows the list now, each with the address without it."""
    said = {
        "q": asked["q"] and f"“{asked['q']}”",
        "topic": asked["topic"].replace("/", " / "),
        "issuer": asked["issuer"] and names.get(asked["issuer"], _("所选机关")),
        "year": asked["year"] and f"{asked['year']}年",
        "genre": asked["genre"] and Genre(asked["genre"]).label,
        "status": asked["status"] and str(DocumentStatus(asked["status"]).label),
    }
    for name, text in said.items():
        if text:
            yield Choice(text, address(asked, **{name: DEFAULTS[name]}))


def _entry(document: PolicyDocument, structure: Structure) -> Entry:
    article = document.article
    section = structure.by_pk[article.column_id]
    return Entry(
        title=article.title,
        url=section.article_url(article.published_at, article.pk),
        number=document.document_number,
        issuer=document.issuer_text or document.issuer.name,
        written_on=document.written_on,
        status=document.status,
        status_label=str(document.get_status_display()),
        genre=str(document.get_genre_display()),
    )
