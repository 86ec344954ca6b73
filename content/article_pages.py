"""What the page of an article or a policy document shows, assembled with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content import page_meta
from content.clauses import with_anchors
from content.library.exports import citation_of, legislation
from content.links import RELATED, RELATION_WORDS, links_of
from content.models import Article, ArticleKind, Asset, Attachment, DocumentStatus, PolicyDocument, Revision
from content.page_files import files_of, picture_of
from content.page_head import head_of_article
from content.page_parts import parts_of
from content.pages import trail_of
from content.rendering import for_page
from content.renditions import Picture
from content.rows import Row
from content.structure import Section, Structure
from sites.models import Site
from sites.prepared import BLANKS, PreparedObjects
from sites.scope import everything

FORMS = {
    "text": (gettext_lazy("文字解读"), "text"),
    "chart": (gettext_lazy("图解"), "chart"),
    "video": (gettext_lazy("视频解读"), "video"),
    "audio": (gettext_lazy("音频解读"), "audio"),
    "animation": (gettext_lazy("动漫解读"), "video"),
    "interview": (gettext_lazy("访谈实录"), "interview"),
    "qa": (gettext_lazy("问答"), "qa"),
    "expert": (gettext_lazy("专家解读"), "expert"),
    "media": (gettext_lazy("媒体评论"), "news"),
}
ROLES = {
    "drafting-organ": gettext_lazy("起草部门"),
    "leader": gettext_lazy("部门负责人"),
    "expert": gettext_lazy("专家学者"),
    "professional-body": gettext_lazy("专业机构"),
    "media": gettext_lazy("新闻媒体"),
}
FILE_ICONS = {"PDF": "file-text", "DOC": "file-text", "DOCX": "file-text", "WPS": "file-text", "OFD": "file-text"} | {
    "XLS": "file-sheet", "XLSX": "file-sheet", "ET": "file-sheet", "CSV": "file-sheet", "ZIP": "file-pack"
}  # fmt: skip


def article_page(site: Site, structure: Structure, article: Article, section: Section, *, at: datetime):  # noqa: ANN201
    """The context of a content page, read with two queries."""
    live = article.live
    attachments, shown = files_of(live)
    links = links_of(article, structure, at=at)
    url = f"{site.origin}{section.article_url(article.published_at, article.pk)}"
    newer, older = links["newer"], links["older"]
    context = {
        "article": _text(article, shown),
        "column": section,
        "trail": trail_of(section, _("正文")),
        "files": [_file(each) for each in attachments],
        "around": {
            "previous": next(iter(newer), None),
            "next": next(iter(older), None),
            "related": [*older[1:], *newer[1:]][:RELATED],
        },
        "share": _share(site, article, url),
        "explains": _explains(links["explains"]),
        "interpretations": _by_form(links["interpretations"]),
        **parts_of(article, structure, links, at=at),
        "head": head_of_article(site, article, section),
        "page_meta": page_meta.site_tags(site) + page_meta.column_tags(section) + _article_tags(site, article, url),
    }
    if not is_document(article):
        return context
    context["head"].nodes.append(legislation(site, document_of(article), article, address=url))
    citation = citation_of(document_of(article), article, address=url)
    return context | document_part(article, links) | {"citation": citation, "downloads": _downloads(url)}


def _downloads(url: str) -> list[dict[str, str]]:
    """In which forms the document is downloaded."""
    path = urlsplit(url).path.removesuffix(".html")
    forms = ((_("下载 PDF"), "pdf"), (_("下载数据（JSON）"), "json"))
    return [{"label": label, "url": f"{path}.{ending}"} for label, ending in forms]


def attachments_of(revision: Revision) -> QuerySet[Attachment]:
    """The files below a revision's text, in their order."""
    return Attachment.objects.filter(revision=revision.pk).select_related("asset")


def is_document(article: Article) -> bool:
    """True when the article has document data, and so the page of a policy document."""
    return article.kind == ArticleKind.DOCUMENT and document_of(article) is not None


def document_of(article: Article) -> PolicyDocument | None:
    """The document data of the article, already joined."""
    try:
        return article.policy_document
    except ObjectDoesNotExist:
        return None


def document_part(article: Article, links: dict[str, list[Row]]) -> dict[str, object]:
    """What a policy document's page shows besides: validity, the grid of facts, relations."""
    document = document_of(article)
    return {
        "document": {
            "status": document.status,
            "status_label": document.get_status_display(),
            "changed_by": _changed_by(document, links),
            "changed_on": document.status_on,
            "changed_why": document.declared_why if document.declared_status and not document.status_by_id else "",
            "number": document.document_number,
        },
        "facts": _facts(article, document),
        "relations": _relations(links),
    }


def _changed_by(document: PolicyDocument, links: dict[str, list[Row]]) -> Row | None:
    """The document that the status follows from, of this site or another."""
    return next((row for row in links["acted on by"] if row.pk == document.status_by_id), None)


def _text(article: Article, shown: dict[str, Asset]) -> dict[str, object]:
    live, published = article.live, timezone.localtime(article.published_at)
    return {
        "title": live.title,
        "clauses": live.title.split(),
        "subtitle": live.subtitle,
        "published": f"{published:%Y-%m-%d %H:%M}",
        "moment": published.isoformat(timespec="seconds"),
        "source": live.source,
        "source_url": live.source_url,
        "author_name": live.author_name,
        "editor_name": live.editor_name,
        "body": _body(article, shown),
        "picture": _picture(article),
        "views_url": reverse("content:views", args=[article.pk]),
    }


def _body(article: Article, shown: dict[str, Asset]) -> str:
    """The text as the page shows it; the clauses of a document have addresses."""
    body = for_page(article.live.body, shown)
    return with_anchors(body) if article.kind == ArticleKind.DOCUMENT else body


def _picture(article: Article) -> Picture | None:
    """The title picture, when the text itself has none."""
    asset = article.picture
    if asset is None or "<img" in article.live.body:
        return None
    return picture_of(asset)


def _file(attachment: Attachment) -> dict[str, str]:
    asset: Asset = attachment.asset
    kind = asset.extension
    return {
        "name": attachment.title or asset.name,
        "url": asset.file.url,
        "save_as": saved_name(attachment),
        "kind": kind,
        "icon": FILE_ICONS.get(kind, "image" if asset.kind == "image" else "file"),
        "size": readable_size(asset.size),
    }


def saved_name(attachment: Attachment) -> str:
    """The name under which a reader saves an attachment: its title, with the ending of the file."""
    ending = f".{attachment.asset.extension.lower()}"
    title = (attachment.title or attachment.asset.name).strip()
    return title if title.lower().endswith(ending) else f"{title}{ending}"


def readable_size(size: int) -> str:
    """A size in bytes as people read it."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def _share(site: Site, article: Article, url: str) -> dict[str, str]:
    query = urlencode({"url": url, "title": f"{article.title} - {site.name}"})
    return {
        "weibo_url": f"https://service.weibo.com/share/share.php?{query}",
        "qr_url": reverse("content:qr", args=[article.pk]),
    }


def _explains(rows: list[Row]) -> dict[str, object] | None:
    if not rows:
        return None
    form, role = _manner(rows[0])
    label, icon = FORMS.get(form, FORMS["text"])
    outdated = [row for row in rows if row.status and row.status != DocumentStatus.IN_FORCE]
    return {"form_label": label, "icon": icon, "role": ROLES.get(role, ""), "documents": rows, "outdated": outdated}


def _manner(row: Row) -> tuple[str, str]:
    """The form of an interpretation and who explains."""
    form, _slash, rest = row.kind.partition("/")
    return form, rest.partition("/")[0]


def _by_form(rows: Iterable[Row]) -> list[dict[str, object]]:
    groups: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        form, role = _manner(row)
        entry = {"title": row.title, "url": row.url, "at": row.at, "role": ROLES.get(role, "")}
        groups.setdefault(form, []).append(entry)
    return [
        {"form_label": FORMS[form][0], "icon": FORMS[form][1], "entries": groups[form]}
        for form in FORMS
        if form in groups
    ]


def _relations(links: dict[str, list[Row]]) -> list[dict[str, object]]:
    groups: dict[str, list[Row]] = {}
    for name in ("acts on", "acted on by"):
        for row in links[name]:
            groups.setdefault(RELATION_WORDS.get((name, row.kind), _("相关")), []).append(row)
    return [{"label": label, "entries": entries} for label, entries in groups.items()]


def _facts(article: Article, document: PolicyDocument) -> list[dict[str, object]]:
    def day(value: object) -> str:
        return f"{value:%Y-%m-%d}" if value else "—"

    facts = [
        (_("索引号"), document.index_number),
        (_("主题分类"), document.topic.replace("/", " / ")),
        (_("发文机关"), document.issuer_text or document.issuer.name),
        (_("成文日期"), day(document.written_on)),
        (_("发文字号"), document.document_number),
        (_("发布日期"), day(timezone.localdate(article.published_at))),
        (_("公文种类"), document.get_genre_display()),
        (_("主题词"), article.live.keywords.replace(",", " ").replace("，", " ")),
        (_("施行日期"), day(document.effective_on)),
        (_("有效性"), document.get_status_display()),
    ]
    if document.unified_number or document.expires_on:
        facts += [(_("统一编号"), document.unified_number), (_("失效日期"), day(document.expires_on))]
    return [{"label": label, "value": value or "—", "is_wide": False} for label, value in facts]


def _article_tags(site: Site, article: Article, url: str) -> page_meta.Pairs:
    live = article.live
    optional = [
        ("Keywords", live.keywords),
        ("Author", live.author_name or live.editor_name),
        ("Description", live.summary),
        ("Image", f"{site.origin}{article.picture.file.url}" if article.picture_id else ""),
        ("Url", url),
    ]
    return page_meta.article_tags(
        title=live.title, published_at=article.published_at, source=live.source, optional=optional
    )


def public_article(site: Site, pk: int, *, at: datetime) -> Article | None:
    """The article with all that its page needs, None when the public may not read it on this site."""
    return next(_public_articles().about(site=site.pk, article=pk, now=at), None)


@cache
def _public_articles() -> PreparedObjects[Article]:
    with everything("a query to be filled in with site and article"):
        rows = Article.objects.for_site(BLANKS["site"]).public(at=BLANKS["now"]).filter(pk=BLANKS["article"])
    rows = rows.select_related("live__shared_text__item", "picture", "policy_document__issuer")
    return PreparedObjects(rows.order_by().defer("live__shared_text__item__body"))


def public_identity(pk: int, *, at: datetime) -> Article:
    """The article without what its page needs. Raises Http404 when the public may not read it."""
    found = Article.objects.public(at=at).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
