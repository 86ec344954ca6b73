"""Ratings: what the citizen thinks of an answer."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interaction.querysets import LetterPartManager


class Satisfaction(models.IntegerChoices):
    """The five levels of the government service rating (国办发〔2019〕51号“好差评”); the lower two are 差评."""

    VERY_GOOD = 5, _("非常满意")
    GOOD = 4, _("满意")
    FAIR = 3, _("基本满意")
    BAD = 2, _("不满意")
    VERY_BAD = 1, _("非常不满意")


LEVELS = [MinValueValidator(1), MaxValueValidator(5)]


class Rating(models.Model):
    """The citizen's view of an answer (评价) in three parts, one per letter and round; `score` is the lowest of them."""

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    organization = models.ForeignKey("sites.Organization", models.PROTECT, related_name="+", verbose_name=_("答复单位"))
    attitude = models.PositiveSmallIntegerField(_("办理态度"), choices=Satisfaction.choices, validators=LEVELS)
    speed = models.PositiveSmallIntegerField(_("办理效率"), choices=Satisfaction.choices, validators=LEVELS)
    result = models.PositiveSmallIntegerField(_("办理结果"), choices=Satisfaction.choices, validators=LEVELS)
    score = models.PositiveSmallIntegerField(_("满意度"), choices=Satisfaction.choices, validators=LEVELS)
    comment = models.CharField(_("意见"), max_length=300, blank=True)
    at = models.DateTimeField(_("时间"))

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("评价")
        verbose_name_plural = _("评价")
        default_permissions = ()
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "round"], name="one_rating_per_round"),
            models.CheckConstraint(condition=Q(score__gt=2) | ~Q(comment=""), name="bad_rating_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.score}"

    @property
    def is_satisfied(self) -> bool:
        """True unless one of the parts is 不满意 or worse."""
        return self.score > Satisfaction.BAD
