"""A policy document for others to use: as data, as schema.org Legislation, as a citation, as PDF."""

from __future__ import annotations

import hashlib
import logging
from html import escape
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from content.media_folders import place_of
from content.models import Article, Asset, DocumentStatus, PolicyDocument
from content.sanitising import plain_text
from sites.models import Site
from sites.pdf import pdf_of
from sites.titles import in_marks

FORCE = {
    DocumentStatus.IN_FORCE: "InForce",
    DocumentStatus.AMENDED: "PartiallyInForce",
    DocumentStatus.REPEALED: "NotInForce",
    DocumentStatus.LAPSED: "NotInForce",
}
log = logging.getLogger(__name__)
KEPT = 24 * 3600  # seconds that a PDF stays in the cache; its name changes with what it says
FACTS = (
    "index_number", "document_number", "unified_number", "topic", "genre", "written_on", "printed_on", "effective_on",
    "expires_on",
)  # fmt: skip


def issuer_of(document: PolicyDocument) -> str:
    """Who issued it, jointly issued ones with all names."""
    return document.issuer_text or document.issuer.name


def data_of(document: PolicyDocument, article: Article, *, address: str, changed_by: str = "") -> dict[str, Any]:
    """Return a document's facts as the interface for programs gives them; days are ISO dates, '' says nothing is known."""
    facts = {name: getattr(document, name) or "" for name in FACTS}
    return {
        "id": article.pk,
        "title": article.title,
        **{name: value if isinstance(value, str) else value.isoformat() for name, value in facts.items()},
        "issuer": issuer_of(document),
        "is_normative": document.is_normative,
        "status": document.status,
        "status_label": str(document.get_status_display()),
        "status_since": document.status_on.isoformat() if document.status_on else "",
        "status_because_of": changed_by,
        "published_at": timezone.localtime(article.published_at).isoformat(timespec="seconds"),
        "url": address,
        "json_url": f"{address.removesuffix('.html')}.json",
        "pdf_url": f"{address.removesuffix('.html')}.pdf",
    }


def full_data_of(document: PolicyDocument, article: Article, *, address: str, changed_by: str = "") -> dict[str, Any]:
    """Return the facts and the text, as HTML and as plain words."""
    live = article.live
    return data_of(document, article, address=address, changed_by=changed_by) | {
        "keywords": [word for word in live.keywords.replace("，", ",").split(",") if word],
        "summary": live.summary,
        "body_html": live.body,
        "body_text": plain_text(live.body),
        "text_hash": live.text_hash,
        "citation": citation_of(document, article, address=address),
    }


def citation_of(document: PolicyDocument, article: Article, *, address: str) -> str:
    """Return how the document is cited in a text: issuer, title, number, day, where to read it."""
    number = f"（{document.document_number}）" if document.document_number else ""
    day = document.written_on
    return f"{issuer_of(document)}：{in_marks(article.title)}{number}，{day.year}年{day.month}月{day.day}日，{address}"


def legislation(site: Site, document: PolicyDocument, article: Article, *, address: str) -> dict[str, Any]:
    """Return the document in the terms of schema.org/Legislation, for the page's JSON-LD."""
    return {
        "@type": "Legislation",
        "@id": f"{address}#legislation",
        "name": article.title,
        "legislationIdentifier": document.document_number or document.index_number,
        "legislationType": document.genre,
        "legislationDate": document.written_on.isoformat(),
        "legislationDateOfApplicability": document.effective_on.isoformat() if document.effective_on else "",
        "legislationLegalForce": f"https://schema.org/{FORCE[DocumentStatus(document.status)]}",
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": issuer_of(document)},
        "about": document.topic,
        "inLanguage": site.language,
        "url": address,
    }


def status_sentence(document: PolicyDocument, *, changed_by: str = "") -> str:
    """Return what the page's status line says, for paper."""
    since = f"（自{document.status_on:%Y-%m-%d}起）" if document.status_on else ""
    if document.status == DocumentStatus.IN_FORCE:
        return _("本文件现行有效。")
    if document.status == DocumentStatus.LAPSED:
        return _("本文件已失效%s。") % since
    verb = _("修改") if document.status == DocumentStatus.AMENDED else _("废止")
    return (
        _("本文件已被%(by)s%(verb)s%(since)s。") % {"by": changed_by, "verb": verb, "since": since}
        if changed_by
        else _("本文件已%(verb)s%(since)s。") % {"verb": verb, "since": since}
    )


def pdf_of_document(
    site: Site, document: PolicyDocument, article: Article, *, address: str, changed_by: str = ""
) -> bytes:
    """Return the document as PDF with its facts, its text and its status printed on every page; kept in the cache by what
    it says."""
    status = status_sentence(document, changed_by=changed_by)
    facts = [
        (_("索引号"), document.index_number), (_("发文字号"), document.document_number),
        (_("发文机关"), issuer_of(document)), (_("成文日期"), document.written_on),
        (_("主题分类"), document.topic.replace("/", " / ")), (_("公文种类"), document.get_genre_display()),
        (_("有效性"), status),
    ]  # fmt: skip
    rows = "".join(f"<tr><th>{label}</th><td>{escape(str(value or '—'))}</td></tr>" for label, value in facts)
    html = f"<table>{rows}</table><h1>{escape(article.title)}</h1>"
    if document.document_number:
        html += f'<p class="center">{escape(document.document_number)}</p>'
    html += f'{article.live.body}<hr><p class="no-indent">{_("来源网址")}：{escape(address)}</p>'
    name = "document-pdf:" + hashlib.sha256(f"{site.name}|{html}|{article.live_id}".encode()).hexdigest()
    known = _kept(name)
    if known is None:
        known = pdf_of(
            html, title=article.title, author=issuer_of(document), header=site.name, footer=status,
            resolve_image=_picture,
        )  # fmt: skip
        _keep(name, known)
    return known


def _kept(name: str) -> bytes | None:
    """What the cache has; a cache that is down has nothing, and the reader gets the PDF all the same."""
    try:
        return cache.get(name)
    except Exception as fault:
        log.warning("The cache cannot be read: %s", fault)
        return None


def _keep(name: str, pdf: bytes) -> None:
    try:
        cache.set(name, pdf, KEPT)
    except Exception as fault:
        log.warning("The cache cannot be written: %s", fault)


def _picture(src: str) -> Path | None:
    """The file of a picture of our own media, of the site in scope."""
    asset = Asset.objects.filter(file=src.removeprefix("/media/"), kind="image").first()
    return place_of(asset.file.name) if asset else None
