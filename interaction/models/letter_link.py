"""Links between letters: merged with, split from, refers to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from interaction.querysets import LetterPartManager


class LinkKind(models.TextChoices):
    """What `letter` is to `other`."""

    MERGED = "merged", _("并入")
    SPLIT = "split", _("分自")
    REFERS = "refers", _("涉及")


class LetterLink(models.Model):
    """One letter's relation to another (并案、分案、关联) from the later one to the earlier; an un-merged link keeps its end."""

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="links")
    other = models.ForeignKey("interaction.Letter", models.PROTECT, related_name="links_here")
    kind = models.CharField(_("关系"), max_length=8, choices=LinkKind.choices)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    ended_at = models.DateTimeField(_("解除时间"), null=True)

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("来信关系")
        verbose_name_plural = _("来信关系")
        default_permissions = ()
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(letter=F("other")), name="letter_not_linked_to_itself"),
            models.UniqueConstraint(
                fields=["letter"], condition=Q(kind="merged", ended_at=None), name="merged_into_one_letter"
            ),
            models.UniqueConstraint(fields=["letter"], condition=Q(kind="split"), name="split_from_one_letter"),
            models.UniqueConstraint(
                fields=["letter", "other", "kind"], condition=Q(ended_at=None), name="one_link_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.kind} {self.other_id}"
