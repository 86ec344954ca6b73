"""Files that citizens send with their letters: kept apart from everything public, read only through a door."""

from __future__ import annotations

import secrets

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interaction.querysets import AttachmentManager


def letter_storage() -> Storage:
    """The folder of citizens' files. No web server reaches it."""
    return storages["letters"]


def kept_at(attachment: LetterAttachment, name: str) -> str:
    """A place that says nothing about the file, below its month."""
    return f"{attachment.at:%Y%m}/{secrets.token_urlsafe(24)}.bin"


class LetterAttachment(models.Model):
    """A file of a letter (来信附件). While the letter is still being written, `draft` names its form instead."""

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="+")
    letter = models.ForeignKey("interaction.Letter", models.CASCADE, null=True, related_name="files")
    draft = models.CharField(max_length=64, blank=True, editable=False)
    name = models.CharField(_("文件名"), max_length=130)
    extension = models.CharField(max_length=8)
    content_type = models.CharField(max_length=100)
    is_picture = models.BooleanField(default=False)
    size = models.PositiveIntegerField(_("大小"))
    file = models.FileField(storage=letter_storage, upload_to=kept_at, max_length=120)
    at = models.DateTimeField(_("上传时间"))

    objects = AttachmentManager()

    class Meta:
        verbose_name = _("来信附件")
        verbose_name_plural = _("来信附件")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(letter__isnull=True) & ~Q(draft="") | Q(letter__isnull=False, draft=""),
                name="file_of_a_letter_or_of_a_draft",
            )
        ]
        indexes = [models.Index(fields=["draft", "at"], condition=~Q(draft=""), name="files_of_drafts")]

    def __str__(self) -> str:
        return self.name
