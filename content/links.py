"""What an article's page leads to: its neighbours, the documents it relates to, and whatever other apps add.

Apps above this one add sources: a source names its links and selects for each the columns of SHAPE. All links of a page
are read with one query, so adding a kind of link never adds a query.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Concat

from content.models import Article, ArticleKind, DocumentRelation, RelationKind
from content.querysets import public_where
from content.rows import Row
from content.structure import Structure, article_path
from content.together import rows_of
from sites.models import Site
from sites.prepared import BLANKS, Prepared, prepared
from sites.scope import everything

SHAPE = (
    *("article pk", "column pk", "title", "published at", "document number", "document status", "kind"),
    "elsewhere",  # host, path prefix and column path of another site's article, parted by spaces
)
EMPTY = Value("", output_field=CharField())
RELATED = 5
NEAR = RELATED + 1  # on either side: the neighbour itself, and as many as can be related
MOST_RELATIONS = 20


@dataclass(frozen=True)
class LinkList:
    """One kind of link, compiled once: as many as a page shows, and all that there are."""

    name: str
    few: Prepared
    all: Prepared


Source = Callable[[Article], Sequence[LinkList]]
_sources: list[Source] = []


def link_list(name: str, rows: QuerySet, most: int) -> LinkList:
    """Compile a `values_list` in SHAPE, in the order of the page, in which the article, the moment and whatever else is
    known of the article are BLANKS."""
    return LinkList(name, prepared(rows[:most]), prepared(rows))


def add_source(source: Source) -> Source:
    """Let an app above add links to article pages: `source(article)` says which kinds of link the article can have."""
    if source not in _sources:
        _sources.append(source)
    return source


def links_of(article: Article, structure: Structure, *, at: datetime) -> dict[str, list[Row]]:
    """Return all links of the page by name, with one query; those to other sites are absolute."""
    lists = _lists_of(article)
    return _rows_by_name([(each.name, each.few) for each in lists], article, structure, at=at)


def linked_articles(article: Article, structure: Structure, *, at: datetime) -> list[Row]:
    """Return all that the page links to, without the limits of the page. Every kind of link goes both ways, so these are
    also the pages that link to the article: content/affected.py rests on it."""
    asked = [(each.name, each.all) for each in _lists_of(article)]
    return [row for rows in _rows_by_name(asked, article, structure, at=at).values() for row in rows]


def _lists_of(article: Article) -> list[LinkList]:
    return [*_neighbours(), *(each for source in (_relations, *_sources) for each in source(article))]


def _rows_by_name(
    asked: list[tuple[str, Prepared]], article: Article, structure: Structure, *, at: datetime
) -> dict[str, list[Row]]:
    known = {"article": article.pk, "column": article.column_id, "moment": article.published_at, "now": at}
    found = rows_of([each.about(**known) for _, each in asked])
    links: dict[str, list[Row]] = defaultdict(list)
    for (name, _), values in zip(asked, found, strict=True):
        for pk, column_pk, title, published_at, number, status, kind, elsewhere in values:
            section = structure.by_pk.get(column_pk)
            if section or elsewhere:
                url = section.article_url(published_at, pk) if section else _abroad(elsewhere, published_at, pk)
                links[name].append(Row(pk, title, url, published_at, number=number, status=status, kind=kind))
    return links


def _abroad(elsewhere: str, published_at: datetime, pk: int) -> str:
    host, prefix, path = elsewhere.split(" ")
    return Site(host=host, path_prefix=prefix).address(article_path(path, published_at, pk))


def link_fields(
    prefix: str = "", *, number: object = EMPTY, status: object = EMPTY, kind: object = EMPTY, elsewhere: object = EMPTY
) -> list:
    """The expressions of SHAPE for a model from which the article is reached by `prefix`, such as 'article__'."""
    return [
        F(f"{prefix}pk"),
        F(f"{prefix}column_id"),
        F(f"{prefix}title"),
        F(f"{prefix}published_at"),
        number,
        status,
        kind,
        elsewhere,
    ]


@cache
def _neighbours() -> tuple[LinkList, ...]:
    """The few articles before and after it in its column."""
    moment, pk = BLANKS["moment"], BLANKS["article"]
    with everything("lists to be filled in with the article's column"):
        column = Article.objects.filter(column=BLANKS["column"])
    newer = column.filter(Q(published_at__gt=moment) | Q(published_at=moment, pk__gt=pk), published_at__gte=moment)
    # the nearer bound first: SQLite takes the first it finds to begin at
    older = column.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk), published_at__lte=moment)
    newer, older = newer.public(at=BLANKS["now"]), older.public(at=BLANKS["now"])
    lists = {"newer": newer.order_by("published_at", "pk"), "older": older.newest_first()}
    near = [(name, prepared(each.values_list(*link_fields())[:NEAR])) for name, each in lists.items()]
    return tuple(LinkList(name, each, each) for name, each in near)  # those further away are no links


def _relations(article: Article) -> tuple[LinkList, ...]:
    return _relations_of_documents() if article.kind == ArticleKind.DOCUMENT else ()


@cache
def _relations_of_documents() -> tuple[LinkList, ...]:
    with everything("documents relate to each other across sites"):
        acting = DocumentRelation.objects.filter(public_abroad("target__article__"), article=BLANKS["article"])
        acted = DocumentRelation.objects.filter(public_abroad("article__"), target__article=BLANKS["article"])
    there, here = (
        _relation_fields("target__article__", "target__"),
        _relation_fields("article__", "article__policy_document__"),
    )
    return (
        link_list("acts on", acting.order_by("pk").values_list(*there), MOST_RELATIONS),
        link_list("acted on by", acted.order_by("pk").values_list(*here), MOST_RELATIONS),
    )


def public_abroad(article: str) -> Q:
    """Where anybody can read the article, which is reached by `article` and may be of another site; the moment is a blank."""
    return public_where(at=BLANKS["now"], article=article) & Q(**{f"{article}site__state": "online"})


def elsewhere(article: str) -> Concat:
    """The column of SHAPE that says where in the cluster the article is, reached by the prefix; for links across sites."""
    place = [
        F(f"{article}site__host"),
        Value(" "),
        F(f"{article}site__path_prefix"),
        Value(" "),
        F(f"{article}column__path"),
    ]
    return Concat(*place, output_field=CharField())


def _relation_fields(article: str, document: str) -> list:
    """SHAPE for a relation's other end, wherever in the cluster it is."""
    return link_fields(
        article,
        number=F(f"{document}document_number"),
        status=F(f"{document}status"),
        kind=F("kind"),
        elsewhere=elsewhere(article),
    )


RELATION_WORDS = {
    ("acts on", RelationKind.AMENDS): "修改",
    ("acts on", RelationKind.REPEALS): "废止",
    ("acts on", RelationKind.REPLACES): "代替",
    ("acts on", RelationKind.IMPLEMENTS): "依据",
    ("acted on by", RelationKind.AMENDS): "被修改于",
    ("acted on by", RelationKind.REPEALS): "被废止于",
    ("acted on by", RelationKind.REPLACES): "被代替于",
    ("acted on by", RelationKind.IMPLEMENTS): "配套文件",
}
