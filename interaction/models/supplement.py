"""Supplements: what the handler found missing, and what the citizen added."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interaction.querysets import LetterPartManager


class Supplement(models.Model):
    """A request for what is missing in a letter and the citizen's answer (补正). Open until answered or no longer needed.

    Whether the clock waits meanwhile is the platform's rule, not this row's.
    """

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="supplements")
    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    question = models.CharField(_("需要补充的内容"), max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("提出时间"))
    answer = models.TextField(_("来信人补充"), blank=True)
    answered_at = models.DateTimeField(_("补充时间"), null=True)
    lapsed_at = models.DateTimeField(_("不再需要"), null=True)

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("补正")
        verbose_name_plural = _("补正")
        default_permissions = ()
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=Q(answered_at=None, lapsed_at=None), name="one_open_supplement"
            ),
            models.CheckConstraint(condition=Q(answered_at=None) | ~Q(answer=""), name="answered_supplement_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.question}"
