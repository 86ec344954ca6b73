"""From keys to what a reader sees. Every key is looked up among what is public now, so nothing withdrawn is ever shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

from content.models import Article
from content.sanitising import plain_text
from content.structure import article_url
from interaction.models import Letter
from responses.models import HotTopic, Rebuttal
from search.documents import (
    ARTICLE,
    KIND_LETTER,
    KIND_REBUTTAL,
    KIND_TOPIC,
    KINDS,
    LETTER,
    REBUTTAL,
    TOPIC,
    key_of,
    parted,
    public_articles,
    public_letters,
    public_rebuttals,
    public_topics,
)
from search.highlighting import Pattern, best_lines, marked, pattern_of
from sites.models import Site
from sites.scope import everything


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the results."""

    url: str
    title: SafeString
    lines: SafeString
    kind: str
    kind_label: str
    at: datetime
    site: Site
    place: str
    is_elsewhere: bool
    number: SafeString | str = ""
    status: str = ""
    status_label: str = ""


Found = Article | Letter | HotTopic | Rebuttal


def readable(keys: Iterable[str], *, at: datetime) -> dict[str, Found]:
    """Return those of the objects that anybody may read now, by key: one query for each kind that is among them."""
    pks: dict[str, list[int]] = {ARTICLE: [], LETTER: [], TOPIC: [], REBUTTAL: []}
    for subject, pk in map(parted, keys):
        pks[subject].append(pk)
    rows: list[Found] = []
    sources: dict[str, Callable[[], QuerySet]] = {
        ARTICLE: lambda: public_articles(at=at).prefetch_related(None),
        LETTER: public_letters,
        TOPIC: public_topics,
        REBUTTAL: public_rebuttals,
    }
    with everything("results may lie on any site of the cluster; only public rows are read"):
        for subject in filter(pks.get, sources):
            rows += sources[subject]().filter(pk__in=pks[subject], site__in=Site.objects.online())
    return {key_of(row._meta.label, row.pk): row for row in rows}


def hits_of(rows: Sequence[Found], words: Sequence[str], *, request: HttpRequest) -> list[Hit]:
    """Make the lines of the results, marked with what was searched."""
    pattern = pattern_of(words)
    return [_HITS[row._meta.label](row, pattern, request) for row in rows]


def _article_hit(article: Article, pattern: Pattern, request: HttpRequest) -> Hit:
    live, document = article.live, getattr(article, "policy_document", None)
    return Hit(
        url=_address(article_url(article.column.path, article.published_at, article.pk), article.site, request),
        title=marked(live.title, pattern),
        lines=best_lines(plain_text(live.body) or live.summary, pattern),
        kind=article.kind,
        kind_label=str(KINDS[article.kind]),
        at=article.published_at,
        site=article.site,
        place=article.column.name,
        is_elsewhere=article.site_id != request.site.pk,
        number=marked(document.document_number, pattern) if document else "",
        status=document.status if document else "",
        status_label=document.get_status_display() if document else "",
    )


def _letter_hit(letter: Letter, pattern: Pattern, request: HttpRequest) -> Hit:
    answered_by = letter.public_organization.short_name if letter.public_organization else ""
    return Hit(
        url=_address(letter.get_absolute_url(), letter.site, request),
        title=marked(letter.public_title, pattern),
        lines=best_lines(f"问：{letter.public_body} 答：{letter.public_reply}", pattern),
        kind=KIND_LETTER,
        kind_label=KINDS[KIND_LETTER],
        at=letter.published_at,
        site=letter.site,
        place=" · ".join(filter(None, [letter.mailbox.name, answered_by])),
        is_elsewhere=letter.site_id != request.site.pk,
    )


def _topic_hit(topic: HotTopic, pattern: Pattern, request: HttpRequest) -> Hit:
    said = " ".join([topic.summary, *(f"{each.title}。{each.body}" for each in topic.said)])
    return _plain_hit(topic, KIND_TOPIC, said, topic.last_public_at, pattern, request)


def _rebuttal_hit(rebuttal: Rebuttal, pattern: Pattern, request: HttpRequest) -> Hit:
    said = f"谣言：{rebuttal.claim} 结论：{rebuttal.get_finding_display()}。{rebuttal.conclusion} {rebuttal.evidence}"
    return _plain_hit(rebuttal, KIND_REBUTTAL, said, rebuttal.published_at, pattern, request)


def _plain_hit(
    row: HotTopic | Rebuttal, kind: str, said: str, at: datetime, pattern: Pattern, request: HttpRequest
) -> Hit:
    return Hit(
        url=_address(row.get_absolute_url(), row.site, request),
        title=marked(row.title, pattern),
        lines=best_lines(said, pattern),
        kind=kind,
        kind_label=KINDS[kind],
        at=at,
        site=row.site,
        place=row.organization.name,
        is_elsewhere=row.site_id != request.site.pk,
    )


_HITS = {ARTICLE: _article_hit, LETTER: _letter_hit, TOPIC: _topic_hit, REBUTTAL: _rebuttal_hit}


def _address(reversed_path: str, site: Site, request: HttpRequest) -> str:
    """The path on our own site as it was reversed; on another site its absolute address, under that site's prefix."""
    if site.pk == request.site.pk:
        return reversed_path
    path = "/" + reversed_path[len(get_script_prefix()) :]
    return site.address(path)
