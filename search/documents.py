"""What the index knows of each public thing, made from articles and letters in batches.

Only what `Article.objects.public` and `Letter.objects.public` let through becomes a document, and of a letter only its
public copy: what the citizen really wrote, and who, never comes near the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from content.models import Article, ArticleKind, Attachment
from content.sanitising import plain_text
from interaction.models import Letter

ARTICLE, LETTER = "content.Article", "interaction.Letter"
KIND_LETTER = "letter"
KINDS = {**dict(ArticleKind.choices), ArticleKind.ARTICLE.value: "资讯", KIND_LETTER: "互动回复"}
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


def documents_for(subject: str, pks: Iterable[int], *, at: datetime) -> dict[int, SearchDocument]:
    """Return the documents of those of the objects that are public now, by id."""
    if subject == ARTICLE:
        return {article.pk: of_article(article) for article in public_articles(at=at).filter(pk__in=list(pks))}
    if subject == LETTER:
        return {letter.pk: of_letter(letter) for letter in public_letters().filter(pk__in=list(pks))}
    raise LookupError(f"{subject} is not searched.")


def all_documents(*, at: datetime) -> Iterator[SearchDocument]:
    """Yield a document for everything public, in batches, whatever the number."""
    for rows, describe in ((public_articles(at=at), of_article), (public_letters(), of_letter)):
        last = 0
        while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
            yield from map(describe, batch)
            last = batch[-1].pk


def count_public(*, at: datetime) -> int:
    """Return how many documents a complete index holds now."""
    return public_articles(at=at).count() + public_letters().count()
