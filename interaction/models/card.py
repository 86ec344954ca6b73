"""Cards: yellow and red, given by rule to an organization whose letter is late or keeps coming back."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from interaction.querysets import LetterPartManager, LetterPartQuerySet


class Colour(models.TextChoices):
    """How serious."""

    YELLOW = "yellow", _("黄牌")
    RED = "red", _("红牌")


class Ground(models.TextChoices):
    """Why it was given."""

    LATE = "late", _("逾期")
    RETURNED = "returned", _("退回")


class CardQuerySet(LetterPartQuerySet):
    """Which cards."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn_on__isnull=True)

    def given_between(self, first: date, last: date) -> Self:
        """Given from the first day to the last, both included."""
        return self.filter(given_on__gte=first, given_on__lte=last)

    def by_organization(self) -> dict[int | None, dict[str, int]]:
        """Return how many cards of each colour stand against each organization. One query."""
        rows = self.standing().order_by().values_list("organization", "colour").annotate(Count("pk"))
        counted: dict[int | None, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Colour.values, 0))
        for organization, colour, count in rows:
            counted[organization][colour] = count
        return dict(counted)


class CardManager(LetterPartManager.from_queryset(CardQuerySet)):
    """Cards behind the tenant net."""


class Card(models.Model):
    """A yellow or red card (黄牌、红牌) for one letter: given once a round in each colour, to whoever had it in hand that day,
    and taken back only when an amended calendar shows that it was not due."""

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="cards")
    colour = models.CharField(_("牌别"), max_length=6, choices=Colour.choices)
    ground = models.CharField(_("事由"), max_length=8, choices=Ground.choices)
    reached = models.PositiveSmallIntegerField(_("达到"), help_text=_("亮牌时逾期的工作日数，或退回的次数。"))
    threshold = models.PositiveSmallIntegerField(_("规则"))
    organization = models.ForeignKey("sites.Organization", models.PROTECT, null=True, related_name="cards")
    counted_from = models.DateField(_("所属轮次的起算日期"))
    given_on = models.DateField(_("亮牌日期"))
    withdrawn_on = models.DateField(_("撤销日期"), null=True, blank=True)
    at = models.DateTimeField(_("时间"))

    objects = CardManager()

    class Meta:
        verbose_name = _("黄牌、红牌")
        verbose_name_plural = _("黄牌、红牌")
        default_permissions = ()
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "colour", "counted_from"], name="one_card_of_a_colour_per_round")
        ]
        indexes = [models.Index(fields=["organization", "given_on"], name="cards_by_organization")]

    def __str__(self) -> str:
        return f"{self.get_colour_display()} {self.letter_id}"

    @property
    def why(self) -> str:
        """The ground in words."""
        if self.ground == Ground.LATE:
            return _("逾期 %s 个工作日") % self.reached
        return _("第 %s 次退回重办") % self.reached
