"""Remarks of reviewers on a passage of a text."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.querysets import PassageCommentManager


class PassageComment(models.Model):
    """A remark (批注) on a revision, on the words it quotes or on the whole. It follows the article into later revisions
    until somebody resolves it; where its words are gone, the page says that the text has changed."""

    site_path = "revision__article__site"

    revision = models.ForeignKey("content.Revision", models.CASCADE, related_name="comments", verbose_name=_("版本"))
    quote = models.CharField(_("原文"), max_length=300, blank=True)
    occurrence = models.PositiveSmallIntegerField(_("第几处"), default=1)
    text = models.CharField(_("批注"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("批注人"))
    at = models.DateTimeField(_("批注时间"))
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    resolved_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    objects = PassageCommentManager()

    class Meta:
        verbose_name = _("批注")
        verbose_name_plural = _("批注")
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="resolved_comment_says_by_whom",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
