"""What the index keeps of a document: its words with their weights, its text and the columns of the facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from search.backends.whoosh.library import columns, fields, formats
from search.documents import SearchDocument
from search.words import literal, normalised, number_key, words_of

TITLE_WEIGHT = 5


class Words(fields.FieldType):
    """The field that holds every word of title and text with its weight; no positions, see `Leaf.holding`."""

    analyzer = None
    format = formats.Existence()
    scorable = True  # without a column of lengths Whoosh looks for its file at every single posting
    stored = multitoken_query = False
    vector = column_type = None
    spelling = False
    unique = False

    def __init__(self) -> None:
        """Everything is fixed: a schema on disk needs no parameters."""

    def index(self, value: tuple[str, str], **options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield what Whoosh stores for each word of a (title, text) pair."""
        title, text = value
        weights: Counter[str] = Counter(words_of(text))
        for word in words_of(title, dense=True):
            weights[word] += TITLE_WEIGHT
        for word, weight in weights.items():
            yield word.encode(), 1, float(weight), b""


def schema() -> fields.Schema:
    """Return the fields of the index."""
    number, word = fields.COLUMN(columns.NumericColumn("q")), fields.COLUMN(columns.RefBytesColumn())
    return fields.Schema(
        key=fields.ID(unique=True, stored=True),
        title=fields.STORED(),
        literal=fields.COLUMN(columns.VarBytesColumn()),
        words=Words(),
        number=fields.ID(),
        kind=word,
        status=word,
        site=number,
        published=number,
        year=number,
        length=number,
    )


def row_of(document: SearchDocument) -> dict[str, Any]:
    """Return what the index keeps of the document, by field."""
    return {
        "key": document.key,
        "title": normalised(document.title),
        "words": (document.title, document.text),
        "literal": literal(f"{document.title}\0{document.text}").encode(),
        "number": number_key(document.number) or None,
        "kind": document.kind.encode(),
        "status": document.status.encode(),
        "site": document.site,
        "published": int(document.published_at.timestamp()),
        "year": timezone.localtime(document.published_at).year,
        "length": len(document.title) + len(document.text),
    }
