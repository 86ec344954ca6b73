"""What an article's page leads to: its neighbours, the documents it relates to, and whatever other apps add.

Apps above this one add sources: a source names its links and selects for each the columns of SHAPE. All links of a page
are read with one query, so adding a kind of link never adds a query.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import cache

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Concat

from content.models import Article, ArticleKind, DocumentRelation, RelationKind
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
Source = Callable[[Article, datetime], list[tuple[str, QuerySet]]]
EMPTY = Value("", output_field=CharField())
RELATED = 5
NEAR = RELATED + 1  # on either side: the neighbour itself, and as many as can be related
_sources: list[Source] = []


def add_source(source: Source) -> Source:
    """Let an app above add links to article pages: `source(article, at)` gives (name, values_list in SHAPE) pairs."""
    if source not in _sources:
        _sources.append(source)
    return source


def links_of(article: Article, structure: Structure, *, at: datetime) -> dict[str, list[Row]]:
    """Return all links of the page by name, with one query; those to other sites are absolute."""
    asked = [(name, prepared(each)) for name, each in _from_sources(article, at=at)]
    return _rows_by_name([*_near(article, at=at), *asked], structure)


def _rows_by_name(asked: list[tuple[str, Prepared | None]], structure: Structure) -> dict[str, list[Row]]:
    links: dict[str, list[Row]] = defaultdict(list)
    for (name, _), values in zip(asked, rows_of([each for _, each in asked]), strict=True):
        for pk, column_pk, title, published_at, number, status, kind, elsewhere in values:
            section = structure.by_pk.get(column_pk)
            if section or elsewhere:
                url = section.article_url(published_at, pk) if section else _abroad(elsewhere, published_at, pk)
                links[name].append(Row(pk, title, url, published_at, number=number, status=status, kind=kind))
    return links


def linked_articles(article: Article, structure: Structure, *, at: datetime) -> list[Row]:
    """Return all that the page links to, without the limits of the page. Every kind of link goes both ways, so these are
    also the pages that link to the article: content/affected.py rests on it."""
    unlimited = _from_sources(article, at=at)
    for _, queryset in unlimited:
        queryset.query.clear_limits()
    asked = [*_near(article, at=at), *((name, prepared(each)) for name, each in unlimited)]
    return [row for rows in _rows_by_name(asked, structure).values() for row in rows]


def _from_sources(article: Article, *, at: datetime) -> list[tuple[str, QuerySet]]:
    return [pair for source in (_relations, *_sources) for pair in source(article, at)]


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


def _near(article: Article, *, at: datetime) -> list[tuple[str, Prepared]]:
    """The few articles before and after it in its column."""
    here = {"column": article.column_id, "article": article.pk}
    return [(name, each.about(**here, moment=article.published_at, now=at)) for name, each in _neighbours().items()]


@cache
def _neighbours() -> dict[str, Prepared]:
    moment, pk = BLANKS["moment"], BLANKS["article"]
    with everything("lists to be filled in with the article's column"):
        column = Article.objects.filter(column=BLANKS["column"])
    newer = column.filter(Q(published_at__gt=moment) | Q(published_at=moment, pk__gt=pk), published_at__gte=moment)
    # the nearer bound first: SQLite takes the first it finds to begin at
    older = column.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk), published_at__lte=moment)
    newer, older = newer.public(at=BLANKS["now"]), older.public(at=BLANKS["now"])
    lists = {"newer": newer.order_by("published_at", "pk"), "older": older.newest_first()}
    return {name: prepared(each.values_list(*link_fields())[:NEAR]) for name, each in lists.items()}


def _relations(article: Article, at: datetime) -> list[tuple[str, QuerySet]]:
    if article.kind != ArticleKind.DOCUMENT:
        return []
    with everything("documents relate to each other across sites"):
        public = Article.objects.public(at=at).filter(site__state="online").values("pk")
        acting = DocumentRelation.objects.filter(article=article.pk, target__article__in=public)
        acted = DocumentRelation.objects.filter(target__article=article.pk, article__in=public)
    return [
        ("acts on", acting.order_by("pk").values_list(*_relation_fields("target__article__", "target__"))[:20]),
        (
            "acted on by",
            acted.order_by("pk").values_list(*_relation_fields("article__", "article__policy_document__"))[:20],
        ),
    ]


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
