"""From keys to what a reader sees. Every key is looked up among what is public now, so nothing withdrawn is ever shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

from content.models import Article
from content.sanitising import plain_text
from content.structure import article_url
from interaction.models import Letter
from search.documents import ARTICLE, KIND_LETTER, KINDS, LETTER, key_of, parted, public_articles, public_letters
from search.highlighting import best_lines, marked, pattern_of
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


def readable(keys: Iterable[str], *, at: datetime) -> dict[str, Article | Letter]:
    """Return those of the objects that anybody may read now, by key: one query for articles, one for letters."""
    pks: dict[str, list[int]] = {ARTICLE: [], LETTER: []}
    for subject, pk in map(parted, keys):
        pks[subject].append(pk)
    rows: list[Article | Letter] = []
    with everything("results may lie on any site of the cluster; only public rows are read"):
        if pks[ARTICLE]:
            rows += (
                public_articles(at=at)
                .prefetch_related(None)
                .filter(pk__in=pks[ARTICLE], site__in=Site.objects.online())
            )
        if pks[LETTER]:
            rows += public_letters().filter(pk__in=pks[LETTER], site__in=Site.objects.online())
    return {key_of(row._meta.label, row.pk): row for row in rows}


def hits_of(rows: Sequence[Article | Letter], words: Sequence[str], *, request: HttpRequest) -> list[Hit]:
    """Make the lines of the results, marked with what was searched."""
    pattern = pattern_of(words)
    return [(_letter_hit if isinstance(row, Letter) else _article_hit)(row, pattern, request) for row in rows]


def _article_hit(article: Article, pattern, request: HttpRequest) -> Hit:  # noqa: ANN001
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


def _letter_hit(letter: Letter, pattern, request: HttpRequest) -> Hit:  # noqa: ANN001
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


def _address(reversed_path: str, site: Site, request: HttpRequest) -> str:
    """The path on our own site as it was reversed; on another site its absolute address, under that site's prefix."""
    if site.pk == request.site.pk:
        return reversed_path
    path = "/" + reversed_path[len(get_script_prefix()) :]
    return site.address(path)
