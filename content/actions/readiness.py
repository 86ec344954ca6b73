"""What a draft must have before it may be sent into review."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.body_pictures import wordless_pictures
from content.models import ArticleKind, Asset, Revision
from content.models.word_import import awaits_confirmation
from sites.refusals import refuse_if, refuse_unless

DOCUMENT_NEEDS = {
    "issuer": gettext_lazy("发文机关"),
    "genre": gettext_lazy("公文种类"),
    "written_on": gettext_lazy("成文日期"),
}


def refuse_unless_complete(revision: Revision) -> None:
    """Refuse what lacks title, source, text, or the facts of a document, with the sentence that says which."""
    refuse_unless(revision.title and revision.source, _("请先填写标题和来源。"))
    refuse_unless(revision.body.strip() or revision.attachments.exists(), _("请先填写正文或添加附件。"))
    if revision.article.kind == ArticleKind.DOCUMENT:
        missing = missing_document_facts(revision.document)
        refuse_if(missing, _("请先填写政策文件的%s。") % "、".join(missing))


def refuse_unless_ready(revision: Revision) -> None:
    """Raise Refused with a sentence that says what is still to be done before somebody reviews the text."""
    refuse_unless_complete(revision)
    refuse_if(
        awaits_confirmation(revision.article),
        _("稿件由 Word 文件导入，标题等内容是自动识别的，请先核对并保存，再送审。"),
    )
    silent = [name_of_picture(each.src, each.place) for each in wordless_pictures(revision.body)]
    refuse_if(silent, _("%s没有替代文字，请在编辑器中选中图片补写，供读屏软件使用。") % "、".join(silent[:3]))


def missing_document_facts(data: dict[str, Any] | None) -> list[str]:
    """Return the names of what a document's data still lacks."""
    return [str(label) for name, label in DOCUMENT_NEEDS.items() if not (data or {}).get(name)]


def name_of_picture(src: str, place: int) -> str:
    """Return how a picture is named to its editor: its place in the text and the name of its file."""
    asset = Asset.objects.filter(file=src.removeprefix(settings.MEDIA_URL)).only("name").first()
    shown = f"（{asset.name}）" if asset else ""
    return _("第 %(place)d 幅图片%(name)s") % {"place": place, "name": shown}
