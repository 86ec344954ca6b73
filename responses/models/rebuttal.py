"""Rumours rebutted: what was claimed, what was found, on what evidence, by whom."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from responses.models.reviewed import ReviewedText
from responses.querysets import RebuttalManager


class Finding(models.TextChoices):
    """What was found out about a claim; the value of schema.org's rating follows from it (responses.claim_review)."""

    FALSE = "false", _("不属实")
    MISLEADING = "misleading", _("断章取义、误导")
    OUTDATED = "outdated", _("旧闻新炒")
    UNFOUNDED = "unfounded", _("没有依据")
    PARTLY = "partly", _("部分不属实")


class Rebuttal(ReviewedText):
    """One rumour and its rebuttal (辟谣), published through the shortened review."""

    site_path = "site"
    said = (
        "title", "claim", "spread", "claimed_on", "finding", "conclusion", "evidence", "organization_id", "source",
        "source_url", "topic_id",
    )  # fmt: skip

    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="rebuttals", verbose_name=_("网站"))
    title = models.CharField(_("标题"), max_length=100)
    claim = models.CharField(_("谣言内容"), max_length=500, help_text=_("照实概括流传的说法，不加评论。"))
    spread = models.CharField(_("流传渠道"), max_length=60, blank=True, help_text=_("如“短视频平台”“微信群”。"))
    claimed_on = models.DateField(_("流传日期"), null=True, blank=True)
    finding = models.CharField(_("查证结论"), max_length=12, choices=Finding.choices)
    conclusion = models.CharField(_("结论说明"), max_length=300, help_text=_("一两句话说清事实。"))
    evidence = models.TextField(_("事实依据"), max_length=20_000, help_text=_("调查核实的经过、数据、依据的规定。"))
    organization = models.ForeignKey(
        "sites.Organization", models.PROTECT, related_name="rebuttals", verbose_name=_("查证单位")
    )
    source = models.CharField(_("信息来源"), max_length=60, help_text=_("辟谣信息由谁提供或首发。"))
    source_url = models.URLField(_("来源地址"), max_length=500, blank=True)
    topic = models.ForeignKey(
        "responses.HotTopic",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rebuttals",
        verbose_name=_("相关热点"),
    )

    objects = RebuttalManager()

    class Meta(ReviewedText.Meta):
        verbose_name = _("辟谣")
        verbose_name_plural = _("辟谣")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(
                fields=["site", "-published_at", "-id"], condition=models.Q(state="published"), name="public_rebuttals"
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(state="published", witnessed_at__isnull=True),
                name="rebuttals_to_witness",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def public_path(self) -> str:
        """The path of its page below the site's root."""
        return f"/piyao/{self.pk}/"

    def get_absolute_url(self) -> str:
        """The address of its page on its site."""
        return reverse("responses:rebuttal", args=[self.pk])
