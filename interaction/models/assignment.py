"""Assignments: who was given a letter, by whom, when they signed for it, and what they contributed or why they gave it back."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interaction.querysets import LetterPartManager, LetterPartQuerySet


class AssignmentRole(models.TextChoices):
    """The lead answers; the others hand their part to it."""

    LEAD = "lead", _("主办")
    CO = "co", _("协办")


class AssignmentQuerySet(LetterPartQuerySet):
    """Which assignments."""

    def live(self) -> Self:
        """Those that still hold: neither handed on, given back, nor called off."""
        return self.filter(ended_at=None)

    def co(self) -> Self:
        """Those of organizations that help the lead."""
        return self.filter(role=AssignmentRole.CO)


class AssignmentManager(LetterPartManager.from_queryset(AssignmentQuerySet)):
    """Assignments behind the tenant net."""


class Assignment(models.Model):
    """A letter handed to an organization (转办), as its lead or beside it; the clock is not touched.

    `handed_by` is the organization that passed it on, None for the site's intake: that is where it goes back to.
    A binding one is the coordinator's decision after two refusals, and cannot be given back.
    """

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="assignments")
    organization = models.ForeignKey("sites.Organization", models.PROTECT, related_name="assignments")
    role = models.CharField(_("承办方式"), max_length=4, choices=AssignmentRole.choices, default=AssignmentRole.LEAD)
    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    handed_by = models.ForeignKey(
        "sites.Organization", models.PROTECT, null=True, related_name="+", verbose_name=_("移交单位")
    )
    note = models.CharField(_("转办意见"), max_length=300, blank=True)
    is_binding = models.BooleanField(_("裁定承办"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("签收人")
    )
    signed_at = models.DateTimeField(_("签收时间"), null=True)
    bounced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("退回人")
    )
    bounced_at = models.DateTimeField(_("退回时间"), null=True)
    bounce_reason = models.CharField(_("退回理由"), max_length=500, blank=True)
    contribution = models.TextField(_("协办意见"), blank=True)
    contributed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("协办人")
    )
    contributed_at = models.DateTimeField(_("提交协办意见时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)

    objects = AssignmentManager()

    class Meta:
        verbose_name = _("转办")
        verbose_name_plural = _("转办")
        default_permissions = ()
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=Q(role="lead", ended_at=None), name="one_live_lead_per_letter"
            ),
            models.UniqueConstraint(
                fields=["letter", "organization"], condition=Q(ended_at=None), name="one_live_assignment_per_body"
            ),
            models.CheckConstraint(
                condition=Q(bounced_at=None) | ~Q(bounce_reason=""), name="bounced_assignment_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "letter"], condition=Q(role="co", ended_at=None), name="letters_helped_with"
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} → {self.organization}"
