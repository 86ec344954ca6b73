"""Imports of Word files: who brought which files, what became of each, and what was left behind."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from content.models.article import ArticleKind
from sites.scope import TenantManager


class ImportBatch(models.Model):
    """Files that were imported together (导入) into one column as one kind of article."""

    site_path = "column__site"

    column = models.ForeignKey("sites.Column", models.PROTECT, related_name="+", verbose_name=_("栏目"))
    kind = models.CharField(_("类别"), max_length=16, choices=ArticleKind.choices, default=ArticleKind.ARTICLE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("导入人"))
    at = models.DateTimeField(_("导入时间"))

    objects = TenantManager()

    class Meta:
        verbose_name = _("Word 导入")
        verbose_name_plural = _("Word 导入")
        default_permissions = ()
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["by", "-at"], name="imports_of_a_person")]

    def __str__(self) -> str:
        return f"{self.column}，{self.at:%Y-%m-%d %H:%M}"

    @property
    def site(self):  # noqa: ANN201
        """The site of its column."""
        return self.column.site


class ImportedFile(models.Model):
    """One file of an import: the draft it became, or the sentence why not; what was recognised, and the report."""

    site_path = "batch__column__site"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files")
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(_("文件名"), max_length=200)
    article = models.ForeignKey(
        "content.Article", models.CASCADE, null=True, blank=True, related_name="imported_files", verbose_name=_("稿件")
    )
    refusal = models.CharField(_("未导入的原因"), max_length=300, blank=True)
    recognised = models.JSONField(_("识别结果"), default=dict)
    report = models.JSONField(_("导入报告"), default=list)
    at = models.DateTimeField(_("导入时间"))

    objects = TenantManager()

    class Meta:
        verbose_name = _("导入的文件")
        verbose_name_plural = _("导入的文件")
        default_permissions = ()
        ordering = ["batch", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article__isnull=False) | ~models.Q(refusal=""),
                name="import_made_a_draft_or_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_unconfirmed(self) -> bool:
        """True until somebody has looked over what was recognised and saved the draft."""
        return self.article is not None and self.article.edited_at == self.at


def awaits_confirmation(article: models.Model) -> bool:
    """True for a draft out of a Word file that nobody has looked over and saved since."""
    return ImportedFile.objects.filter(article=article, article__edited_at=F("at")).exists()
