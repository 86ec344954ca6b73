"""What proof-reading finds: one passage or element of a text, what is wrong with it, and the right form where there is one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Severity(TextChoices):
    """What a finding means for the text: it may pass with a warning, or it must be mended first."""

    WARN = "warn", _("提醒")
    BLOCK = "block", _("必须修改")


class Kind(TextChoices):
    """What kind of thing was found."""

    SENSITIVE = "sensitive", _("敏感词")
    BANNED = "banned", _("禁用表述")
    ERROR = "error-prone", _("易错词")
    LEADER = "leader", _("领导人信息")
    DATE = "date", _("日期")
    PAIR = "pair", _("括号引号")
    PUNCTUATION = "punctuation", _("标点与全半角")
    REPETITION = "repetition", _("重复文字")
    DOCUMENT_NUMBER = "document-number", _("发文字号")
    PRIVACY = "privacy", _("个人信息")
    LINK = "link", _("链接")
    PICTURE = "picture", _("图片")
    TABLE = "table", _("表格")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `start` and `end` are characters of the field's visible text, `quote` is what stands there and
    `occurrence` counts the same quote before it; for a picture, link or table `element` names the tag and `occurrence`
    counts the tags. `replacement` is None where only a person can say what is right."""

    kind: Kind
    severity: Severity
    field: str
    message: str
    quote: str = ""
    start: int = 0
    end: int = 0
    occurrence: int = 0
    replacement: str | None = None
    element: str = ""
    context: str = ""

    @property
    def is_blocking(self) -> bool:
        """True when the text may not be sent for review or published with it."""
        return self.severity == Severity.BLOCK

    def as_json(self) -> dict[str, Any]:
        """The finding as the editor's script reads it."""
        return {**asdict(self), "kind_label": str(self.kind.label), "severity_label": str(self.severity.label)}
