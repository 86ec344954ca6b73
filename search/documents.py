"""What the index knows of each public thing, made from articles, letters, hot topics and rebuttals in batches.

Only what `Article.objects.public`, `Letter.objects.public` and the like let through becomes a document, and of a letter only its
public copy: what the citizen really wrote, and who, never comes near the index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from content.models import Article, ArticleKind, Attachment
from content.sanitising import plain_text
from interaction.models import Letter
from responses.models import HotTopic, Rebuttal, Statement

ARTICLE, LETTER = "content.Article", "interaction.Letter"
TOPIC, REBUTTAL = "responses.HotTopic", "responses.Rebuttal"
KIND_LETTER, KIND_TOPIC, KIND_REBUTTAL = "letter", "topic", "rebuttal"
KINDS = {
    **dict(ArticleKind.choices),
    ArticleKind.ARTICLE.value: "资讯",
    KIND_LETTER: "互动回复",
    KIND_TOPIC: "热点回应",
    KIND_REBUTTAL: "辟谣",
}
BATCH = 500
LONGEST_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One public thing, as flat values: the engine knows neither models nor HTML."""

    key: str
    kind: str
    site: int
    column: int
    title: str
    text: str
    number: str
    status: str
    topic: str
    published_at: datetime


def key_of(subject: str, pk: int) -> str:
    """Return the name under which the index knows an object, such as content.Article:12."""
    return f"{subject}:{pk}"


def parted(key: str) -> tuple[str, int]:
    """Return the kind of object and the id that a key is made of."""
    subject, _, pk = key.rpartition(":")
    return subject, int(pk)


def public_articles(*, at: datetime) -> QuerySet[Article]:
    """Articles that anybody may read now, with everything a document or a result says about them: two queries a batch."""
    files = Prefetch("live__attachments", Attachment.objects.only("title", "revision_id"), to_attr="files")
    return (
        Article.objects.public(at=at)
        .select_related("site", "column", "live__shared_text", "policy_document", "policy_document__issuer")
        .prefetch_related(files)
    )


def public_letters() -> QuerySet[Letter]:
    """Letters whose public copy is on a site; the original and the writer are not even read from the database."""
    return (
        Letter.objects.public()
        .select_related("site", "mailbox", "public_organization")
        .only(
            *("public_title", "public_body", "public_reply", "published_at"),
            *("site", "mailbox__name", "public_organization__name", "public_organization__short_name"),
        )
    )


def of_article(article: Article) -> SearchDocument:
    """Describe a public article."""
    live, document = article.live, getattr(article, "policy_document", None)
    said = [live.subtitle, live.summary, plain_text(live.body), live.keywords, live.source, live.author_name]
    said += [attachment.title for attachment in live.files]
    if document is not None:
        said += [document.document_number, document.issuer_text or document.issuer.name, document.topic, document.genre]
    return SearchDocument(
        key=key_of(ARTICLE, article.pk),
        kind=article.kind,
        site=article.site_id,
        column=article.column_id,
        title=live.title,
        text="\n".join(filter(None, said))[:LONGEST_TEXT],
        number=document.document_number if document else "",
        status=document.status if document else "",
        topic=document.topic if document else "",
        published_at=article.published_at,
    )


def of_letter(letter: Letter) -> SearchDocument:
    """Describe a public letter by its public copy."""
    answered_by = letter.public_organization.name if letter.public_organization else ""
    return SearchDocument(
        key=key_of(LETTER, letter.pk),
        kind=KIND_LETTER,
        site=letter.site_id,
        column=0,
        title=letter.public_title,
        text="\n".join(filter(None, [letter.public_body, letter.public_reply, answered_by, letter.mailbox.name])),
        number="",
        status="",
        topic="",
        published_at=letter.published_at,
    )


def public_topics() -> QuerySet[HotTopic]:
    """Hot topics with what is public of their statements: two queries a batch."""
    said = Prefetch("statements", Statement.objects.public().newest_first(), to_attr="said")
    return HotTopic.objects.public().select_related("site", "organization").prefetch_related(said)


def public_rebuttals() -> QuerySet[Rebuttal]:
    """Rumours rebutted."""
    return Rebuttal.objects.public().select_related("site", "organization")


def of_topic(topic: HotTopic) -> SearchDocument:
    """Describe a hot topic by its summary and everything that was said."""
    said = [topic.summary, *(f"{each.title}\n{each.body}" for each in topic.said), topic.organization.name]
    return _plain(TOPIC, KIND_TOPIC, topic, said, topic.last_public_at)


def of_rebuttal(rebuttal: Rebuttal) -> SearchDocument:
    """Describe a rebuttal by claim, finding and evidence."""
    said = [
        rebuttal.claim, str(rebuttal.get_finding_display()), rebuttal.conclusion, rebuttal.evidence,
        rebuttal.organization.name, rebuttal.source,
    ]  # fmt: skip
    return _plain(REBUTTAL, KIND_REBUTTAL, rebuttal, said, rebuttal.published_at)


def _plain(subject: str, kind: str, row: HotTopic | Rebuttal, said: list[str], at: datetime) -> SearchDocument:
    return SearchDocument(
        key=key_of(subject, row.pk),
        kind=kind,
        site=row.site_id,
        column=0,
        title=row.title,
        text="\n".join(filter(None, said))[:LONGEST_TEXT],
        number="",
        status="",
        topic="",
        published_at=at,
    )


Described = tuple[QuerySet, Callable[[Any], SearchDocument]]


def sources(*, at: datetime) -> dict[str, Described]:
    """Return, for each kind of object, what is public of it and how a row becomes a document."""
    return {
        ARTICLE: (public_articles(at=at), of_article),
        LETTER: (public_letters(), of_letter),
        TOPIC: (public_topics(), of_topic),
        REBUTTAL: (public_rebuttals(), of_rebuttal),
    }


def documents_for(subject: str, pks: Iterable[int], *, at: datetime) -> dict[int, SearchDocument]:
    """Return the documents of those of the objects that are public now, by id."""
    try:
        rows, describe = sources(at=at)[subject]
    except KeyError:
        raise LookupError(f"{subject} is not searched.") from None
    return {row.pk: describe(row) for row in rows.filter(pk__in=list(pks))}


def all_documents(*, at: datetime) -> Iterator[SearchDocument]:
    """Yield a document for everything public, in batches, whatever the number."""
    for rows, describe in sources(at=at).values():
        last = 0
        while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
            yield from map(describe, batch)
            last = batch[-1].pk


def count_public(*, at: datetime) -> int:
    """Return how many documents a complete index holds now."""
    return sum(rows.count() for rows, _describe in sources(at=at).values())
