"""Word files become drafts. Each file stands for itself: what one cannot do hurts no other."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from content.actions.articles import create_article, save_draft
from content.actions.assets import keep_file
from content.models import Article, ArticleKind, Asset, ImportBatch, ImportedFile, Revision
from content.models.document import Genre, Openness
from content.word import Picture, WordText, read_word
from sites.audit import Event, record
from sites.files import FileRefused, RecognisedFile, recognised
from sites.models import Column, Organization, User
from sites.policy import Action, can
from sites.refusals import Refused, refuse_if, refuse_unless

LONGEST_BODY = 2_000_000
Issuers = Mapping[str, int]


def known_issuers() -> dict[str, int]:
    """Return the organizations by their names and short names, for finding the one that a document is signed by."""
    found: dict[str, int] = {}
    for pk, name, short_name in Organization.objects.active().values_list("pk", "name", "short_name"):
        found.setdefault(_bare(short_name), pk)
        found[_bare(name)] = pk
    found.pop("", None)
    return found


def _bare(name: str) -> str:
    return re.sub(r"\s+", "", name or "")


def issuer_named(words: list[str], issuers: Issuers) -> int | None:
    """Return the organization that the words name: a whole line first, then the longest name that a title begins with."""
    for line in words:
        if _bare(line) in issuers:
            return issuers[_bare(line)]
    beginnings = [name for line in words for name in issuers if len(name) > 3 and _bare(line).startswith(name)]
    return issuers[max(beginnings, key=len)] if beginnings else None


@transaction.atomic
def begin_import(
    column: Column, *, by: User, at: datetime, kind: ArticleKind = ArticleKind.ARTICLE, names: Sequence[str] = ()
) -> ImportBatch:
    """Begin an import of files of these names into the column. Each is on the list from now on, so that the report names what
    was never reached when the import breaks off. Raises Refused when the person may not write there, or nobody may."""
    refuse_unless(can(by, Action.ARTICLE_WRITE, column), _("您没有在“%s”栏目撰稿的权限。") % column)
    refuse_unless(column.state == "active", _("栏目“%s”已停用，不能再发稿。") % column)
    batch = ImportBatch.objects.create(column=column, kind=kind, by=by, at=at)
    unreached = _("还没有处理到这个文件：导入正在进行，或者中途中断。稍后仍是这样的，请重新导入这个文件。")
    ImportedFile.objects.bulk_create(
        ImportedFile(batch=batch, position=position, name=_plain_name(name), refusal=unreached, at=at)
        for position, name in enumerate(names)
    )
    return batch


def import_word_file(
    batch: ImportBatch, name: str, content: bytes, *, by: User, at: datetime, position: int = 0,
    keeps_source: bool = False, issuers: Issuers | None = None, row: ImportedFile | None = None,
) -> ImportedFile:  # fmt: skip
    """Make a draft of a Word file, or keep the sentence why it is none, in the row that `begin_import` made for it; only faults
    of our own raise."""
    name = _plain_name(name)
    row = row or ImportedFile(batch=batch, position=position, name=name)
    row.at = at
    try:
        text = read_word(name, content)
        refuse_if(len(text.body) > LONGEST_BODY, _("“%s”的正文过长，请分成几个文件导入。") % name)
        with transaction.atomic():
            _draft_from(row, batch, content, text, by=by, keeps_source=keeps_source, issuers=issuers)
    except (FileRefused, Refused) as refusal:
        row.article, row.refusal = None, str(refusal)[:300]
        row.save()
    return row


def _plain_name(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].replace("\x00", "")[-120:] or "file.docx"


def _draft_from(
    row: ImportedFile, batch: ImportBatch, content: bytes, text: WordText, *, by: User, keeps_source: bool,
    issuers: Issuers | None,
) -> None:  # fmt: skip
    name, at = row.name, row.at
    site, facts, report = batch.column.site, text.recognised, list(text.report)
    is_document = batch.kind == ArticleKind.DOCUMENT
    title = facts.title
    if len(title) > 200:
        title = title[:200]
        report.append(_("标题超过 200 个字，已截断，请核对。"))
    if Article.objects.in_column(batch.column).titled(title).exists():
        report.append(_("重复：“%s”栏目已有同名稿件，请核对是否重复导入。") % batch.column)
    body = text.body if is_document else text.letterhead + text.body
    if is_document and facts.letterhead:
        report.append(_("版头（%s）已移出正文。") % "；".join(block.text for block in facts.letterhead)[:80])
    body = _with_pictures(body, text.pictures, batch, by=by, at=at, report=report)
    issuer = issuer_named(facts.issuer_words, known_issuers() if issuers is None else issuers)
    document = _document(facts, issuer) if is_document else None
    files: list[tuple[Asset, str]] = []
    if keeps_source:
        files = [(keep_file(site, _source(name, content), by=by, at=at), name)]
    article = create_article(
        batch.column, by=by, at=at, kind=ArticleKind(batch.kind), attachments=files, title=title, body=body,
        document=document, change_note=(_("由 Word 文件导入：%s") % name)[:200],
    )  # fmt: skip
    row.article, row.report, row.refusal = article, report, ""
    row.recognised = {
        "title": title, "document_number": facts.document_number, "issuer": issuer, "genre": facts.genre, **facts.dates(),
    }  # fmt: skip
    row.save()
    record(Event.ARTICLE_IMPORTED, article, by=by, at=at, after={"file": name, "left behind": len(report)})


def _source(name: str, content: bytes) -> RecognisedFile:
    file = io.BytesIO(content)
    file.name = name if name.lower().endswith(".docx") else f"{name}.docx"
    return recognised(file)


def _document(facts: Any, issuer: int | None) -> dict[str, Any]:
    """Return the document data as far as it was recognised; the rest is asked for before it can be submitted."""
    data = {
        "document_number": facts.document_number[:60],
        "issuer": issuer,
        "genre": facts.genre if facts.genre in Genre.values else "",
        "openness": Openness.ACTIVE.value,
        "needs_interpretation": True,
        **facts.dates(),
    }
    return {name: value for name, value in data.items() if value not in ("", None)}


def _with_pictures(
    body: str, pictures: Mapping[str, Picture], batch: ImportBatch, *, by: User, at: datetime, report: list[str]
) -> str:
    """Keep the pictures among the site's files and let the text show them; one that cannot be kept is taken out."""
    for key, picture in pictures.items():
        file = io.BytesIO(picture.content)
        file.name = picture.name
        try:
            asset = keep_file(batch.column.site, recognised(file), by=by, at=at, alt=picture.alt)
        except FileRefused as refusal:
            report.append(_("图片没有导入：%s") % refusal)
            body = re.sub(
                rf'(?:<figure>)?<img src="{key}"[^>]*>(?:<figcaption>.*?</figcaption>)?(?:</figure>)?', "", body
            )
            continue
        body = body.replace(f'src="{key}"', f'src="{asset.file.url}" width="{asset.width}" height="{asset.height}"')
    return body


@transaction.atomic
def confirm_import(file: ImportedFile, *, by: User, at: datetime, **fields: Any) -> Revision:
    """Save what the editor confirmed or put right. Raises Refused for a file that became no draft, or was saved since."""
    refuse_if(file.article is None, _("这个文件没有导入，无须核对。"))
    article = file.article
    refuse_unless(article.edited_at == file.at, _("稿件在导入后已有人修改，请到稿件页面继续。"))
    latest = article.revisions.order_by("-number").first()
    if batch_is_document(file.batch):
        fields["document"] = {**(latest.document or {}), **fields.pop("document", {})}
    return save_draft(article, by=by, at=at, **fields)


def batch_is_document(batch: ImportBatch) -> bool:
    """True for an import of policy documents."""
    return batch.kind == ArticleKind.DOCUMENT
