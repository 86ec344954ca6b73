"""Words that proof-reading looks for: lists of the platform, to which a site may add lists of its own."""

from __future__ import annotations

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.proofreading.findings import Severity
from sites.scope import Scope, TenantManager, TenantQuerySet


class WordKind(models.TextChoices):
    """What a list is for."""

    SENSITIVE = "sensitive", _("敏感词")
    ERROR = "error-prone", _("易错词")
    LEADER = "leader", _("领导人姓名职务与排序")
    BANNED = "banned", _("禁用表述")


class PlatformAndSite(TenantQuerySet):
    """Rows of the platform, which every site shares, and rows of sites, which stay with theirs."""

    def within(self, scope: Scope) -> Self:
        """Rows of the platform and of the sites that the scope lets through."""
        if scope.sites is None:
            return self
        path = self.model.site_path
        return self.filter(Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__in": scope.sites}))

    def in_force_at(self, site: models.Model | int) -> Self:
        """Rows that a text of the site is read with: those of the platform and its own."""
        path = self.model.site_path
        return self.filter(Q(**{f"{path}__isnull": True}) | Q(**{path: site}))


class WordListManager(TenantManager.from_queryset(PlatformAndSite)):
    """Word lists behind the tenant net; those of the platform are everybody's to see."""


class WordList(models.Model):
    """A list of words (词库) of one kind. Without a site it is the platform's and holds for every site. `stamp` is new
    with every change of the list or its words, so no process reads with words of yesterday."""

    site_path = "site"

    site = models.ForeignKey(
        "sites.Site", models.PROTECT, null=True, blank=True, related_name="word_lists", verbose_name=_("网站"),
        help_text=_("留空为平台词库，对所有网站生效；网站只能在平台词库之外增加。"),
    )  # fmt: skip
    kind = models.CharField(_("类别"), max_length=12, choices=WordKind.choices)
    name = models.CharField(_("名称"), max_length=60)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    shipped_as = models.SlugField(_("随平台提供"), max_length=40, blank=True, editable=False)
    stamp = models.CharField(max_length=32, editable=False)

    objects = WordListManager()

    class Meta:
        verbose_name = _("词库")
        verbose_name_plural = _("词库")
        default_permissions = ()
        ordering = ["site_id", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["shipped_as"], condition=~Q(shipped_as=""), name="one_word_list_per_shipped_list"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Word(models.Model):
    """One entry of a list (词条): what is looked for, the right form, and how serious it is. Of a leader, `pattern` is the
    name, `title` the registered office and `rank` the place in the order."""

    site_path = "word_list__site"

    word_list = models.ForeignKey(WordList, models.CASCADE, related_name="words", verbose_name=_("词库"))
    pattern = models.CharField(
        _("词语"), max_length=60, help_text=_("要查找的写法。全角半角、大小写、繁简和夹在中间的空格不必另列。")
    )
    key = models.CharField(max_length=60, editable=False)
    replacement = models.CharField(_("正确写法"), max_length=60, blank=True, help_text=_("易错词必填，可一键替换。"))
    severity = models.CharField(
        _("处理"), max_length=5, choices=Severity.choices, default=Severity.WARN,
        help_text=_("“必须修改”的稿件不能送审和发布。"),
    )  # fmt: skip
    title = models.CharField(
        _("职务"), max_length=60, blank=True, help_text=_("仅用于领导人：登记职务，多个职务用顿号分开。")
    )
    rank = models.PositiveIntegerField(
        _("排序"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("仅用于领导人：数字小的在前。")
    )
    exceptions = models.CharField(
        _("例外"),
        max_length=500,
        blank=True,
        help_text=_("含有该词而正确的说法，如“登陆”的例外“台风登陆”。用顿号分开。"),
    )
    is_active = models.BooleanField(_("启用"), default=True)
    note = models.CharField(_("提示"), max_length=120, blank=True, help_text=_("查到时给编辑看的一句话。"))

    objects = WordListManager()

    class Meta:
        verbose_name = _("词条")
        verbose_name_plural = _("词条")
        default_permissions = ()
        ordering = ["word_list", "rank", "pattern"]
        constraints = [models.UniqueConstraint(fields=["word_list", "key"], name="one_word_per_list")]

    def __str__(self) -> str:
        return self.pattern

    @property
    def exception_list(self) -> list[str]:
        """The wordings in which the word is right."""
        return [
            part.strip() for part in self.exceptions.replace("，", "、").replace(",", "、").split("、") if part.strip()
        ]
