"""The knowledge base: questions that came up, their answers, and until when an answer may be given."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from interaction.querysets import EntryManager
from sites.characters import in_one_line
from sites.scope import TenantManager


class EntryState(models.TextChoices):
    """How an entry stands."""

    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")
    EXPIRED = "expired", _("已过期")


class KnowledgeEntry(models.Model):
    """A question and its answer (知识库条目; 2017 guideline: answers are kept as a knowledge base and proposed to whoever
    asks the like). After `current_until` it is shown to nobody, whatever its state says, until somebody has reviewed it."""

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="+", verbose_name=_("网站"))
    question = models.CharField(_("问题"), max_length=120)
    answer = models.TextField(_("回答"))
    organization = models.ForeignKey(
        "sites.Organization", models.PROTECT, related_name="+", verbose_name=_("负责机构"), help_text=_("由谁保证回答准确。")
    )  # fmt: skip
    keywords = models.CharField(
        _("关键词"), max_length=200, blank=True, help_text=_("群众会用的说法，用逗号分开，如“社保卡，医保卡，补办”。")
    )  # fmt: skip
    origin_type = models.ForeignKey(
        "contenttypes.ContentType", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    origin_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    origin = GenericForeignKey("origin_type", "origin_id")
    state = models.CharField(_("状态"), max_length=10, choices=EntryState.choices, default=EntryState.DRAFT)
    reviewed_on = models.DateField(_("核对日期"), null=True, blank=True, editable=False)
    current_until = models.DateField(_("有效至"), help_text=_("到期后不再展示和推荐，核对后可以延长。"))
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = EntryManager()

    class Meta:
        verbose_name = _("知识库条目")
        verbose_name_plural = _("知识库")
        default_permissions = ()
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="published_entry_says_when"
            ),
            models.UniqueConstraint(
                fields=["site", "origin_type", "origin_id"],
                condition=Q(origin_id__isnull=False),
                name="one_entry_per_origin",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "-published_at"], condition=Q(state="published"), name="published_entries"),
            models.Index(fields=["current_until"], condition=Q(state="published"), name="entries_by_end"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def opening(self) -> str:
        """The answer as lists begin it."""
        return in_one_line(self.answer)

    def get_absolute_url(self) -> str:
        """The entry's public page."""
        return reverse("interaction:entry", args=[self.pk])


class KeyWord(models.Model):
    """One key word of something public that may answer a citizen (关键词): an answered letter or a knowledge entry."""

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="+")
    word = models.CharField(max_length=20)
    in_title = models.BooleanField(default=False)
    letter = models.ForeignKey(
        "interaction.Letter", models.CASCADE, null=True, related_name="key_words", db_index=False
    )
    entry = models.ForeignKey(KnowledgeEntry, models.CASCADE, null=True, related_name="key_words")

    objects = TenantManager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(letter__isnull=True, entry__isnull=False) | Q(letter__isnull=False, entry__isnull=True),
                name="key_word_of_one_thing",
            )
        ]
        indexes = [
            models.Index(fields=["site", "word", "-id"], name="newest_with_the_word"),
            models.Index(fields=["letter", "word"], name="key_words_of_letter"),
        ]

    def __str__(self) -> str:
        return self.word
