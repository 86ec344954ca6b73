"""The reprint clock: upstream sources, what they published, and each site's duty to reprint it."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.querysets import ReprintManager, UpstreamItemQuerySet, UpstreamSourceQuerySet


class SourceKind(models.TextChoices):
    """What a source is, which says how it is read."""

    FEED = "feed", _("RSS 或 Atom")
    JSON = "json", _("JSON Feed")
    SITEMAP = "sitemap", _("站点地图（sitemap）")
    LIST = "list", _("网页列表（按 CSS 选择器）")
    COLUMN = "column", _("本平台其他网站的栏目")
    MANUAL = "manual", _("人工录入")


class UpstreamSource(models.Model):
    """Where State Council and superior items come from (转载源): something at an address on the web or in a file, a column of
    another site of the platform, or a person. Cluster-wide: what is received once is a duty of many sites."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    kind = models.CharField(_("类别"), max_length=10, choices=SourceKind.choices, default=SourceKind.FEED)
    address = models.CharField(
        _("地址"),
        max_length=500,
        blank=True,
        help_text=_(
            "http(s):// 地址，或平台 var 目录下的文件名；本平台栏目写作“网站标识:栏目路径”，如 lanjiang:ywdt；"
            "人工录入的来源不填。"
        ),
    )
    item_selector = models.CharField(
        _("条目选择器"), max_length=200, blank=True, help_text=_("网页列表中每一条所在的元素，如 ul.list > li。")
    )
    link_selector = models.CharField(
        _("链接选择器"), max_length=200, blank=True, help_text=_("在条目之内；留空取其中第一个链接。")
    )
    title_selector = models.CharField(
        _("标题选择器"), max_length=200, blank=True, help_text=_("在条目之内；留空取链接的文字。")
    )
    date_selector = models.CharField(
        _("日期选择器"), max_length=200, blank=True, help_text=_("在条目之内；留空取条目文字中的日期。")
    )
    body_selector = models.CharField(
        _("正文选择器"),
        max_length=200,
        blank=True,
        help_text=_("链接网页中正文所在的元素，用于网页列表和站点地图；留空自动识别。"),
    )
    source_text = models.CharField(_("注明来源"), max_length=60, default="中国政府网")
    column_slug = models.CharField(
        _("落地栏目"),
        max_length=200,
        default="gwyxx",
        help_text=_("各站转载到的栏目目录；没有该栏目的站点须人工转载。"),
    )
    is_active = models.BooleanField(_("启用"), default=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    fetched_at = models.DateTimeField(_("上次抓取"), null=True, blank=True)
    error = models.CharField(_("错误"), max_length=300, blank=True)
    failures = models.PositiveIntegerField(_("连续失败次数"), default=0)
    next_fetch_at = models.DateTimeField(_("下次抓取"), null=True, blank=True)
    caught_up_at = models.DateTimeField(
        _("首次抓全时间"), null=True, blank=True, help_text=_("此前没有日期的条目是旧信息，不派发任务。")
    )

    objects = UpstreamSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("转载源")
        verbose_name_plural = _("转载源")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class UpstreamItem(models.Model):
    """One item of a source (上级信息), recognised once by its guid. Cluster-wide."""

    source = models.ForeignKey(UpstreamSource, models.PROTECT, related_name="items", verbose_name=_("转载源"))
    guid = models.CharField(max_length=300)
    title = models.CharField(_("标题"), max_length=200)
    link = models.URLField(_("原文地址"), max_length=500)
    summary = models.CharField(_("摘要"), max_length=500, blank=True)
    body = models.TextField(_("正文"))
    published_at = models.DateTimeField(_("上级发布时间"))
    received_at = models.DateTimeField(_("收到时间"))
    changed_at = models.DateTimeField(
        _("上级更改时间"), null=True, blank=True, help_text=_("收到后上级又改动了内容；已转载的稿件须核对。")
    )
    duties_opened_at = models.DateTimeField(
        _("派发完成时间"), null=True, blank=True, help_text=_("各站任务全部建立的时间；为空的由定时任务继续派发。")
    )
    looked_at = models.DateTimeField(
        _("上次核对原文"), null=True, blank=True, editable=False, help_text=_("按链接抓取原文网页的时间。")
    )

    objects = UpstreamItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("上级信息")
        verbose_name_plural = _("上级信息")
        default_permissions = ()
        ordering = ["-published_at"]
        constraints = [models.UniqueConstraint(fields=["source", "guid"], name="one_item_per_guid")]
        indexes = [
            models.Index(
                fields=["received_at"], condition=models.Q(duties_opened_at__isnull=True), name="items_to_spread"
            )
        ]

    def __str__(self) -> str:
        return self.title


class ReprintState(models.TextChoices):
    """How a site's duty stands."""

    PENDING = "pending", _("待转载")
    DONE = "done", _("已转载")
    WAIVED = "waived", _("免于转载")


class ReprintStanding(models.TextChoices):
    """How a duty stands against its two clocks; derived from the times, never stored."""

    RUNNING = "running", _("未满一小时")
    PAST_TARGET = "past-target", _("已超一小时")
    OVERDUE = "overdue", _("逾期未转载")
    IN_TIME = "in-time", _("一小时内转载")
    AFTER_TARGET = "after-target", _("限期内转载")
    LATE = "late", _("逾期转载")
    WAIVED = "waived", _("免于转载")


class Reprint(models.Model):
    """A site's duty to reprint one item (转载任务): target one hour, limit the end of the next working day.
    Guizhou 2015 (11)."""

    site_path = "site"

    item = models.ForeignKey(UpstreamItem, models.CASCADE, related_name="reprints", verbose_name=_("上级信息"))
    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="reprints", verbose_name=_("网站"))
    state = models.CharField(_("状态"), max_length=8, choices=ReprintState.choices, default=ReprintState.PENDING)
    target_at = models.DateTimeField(_("一小时目标"))
    due_on = models.DateField(_("最迟日期"))
    is_provisional = models.BooleanField(_("暂定"), default=False)
    article = models.ForeignKey(
        "content.Article", models.SET_NULL, null=True, blank=True, related_name="reprints", verbose_name=_("转载稿件")
    )
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    waived_reason = models.CharField(_("免于转载的理由"), max_length=200, blank=True)
    late_noted_at = models.DateTimeField(_("逾期登记时间"), null=True, blank=True, editable=False)

    objects = ReprintManager()

    class Meta:
        verbose_name = _("转载任务")
        verbose_name_plural = _("转载任务")
        default_permissions = ()
        ordering = ["-target_at"]
        constraints = [
            models.UniqueConstraint(fields=["item", "site"], name="one_reprint_per_site"),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(done_at__isnull=False, article__isnull=False),
                name="done_reprint_has_article",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="waived") | ~models.Q(waived_reason=""), name="waived_reprint_says_why"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=models.Q(state="pending"), name="pending_reprints")]

    def __str__(self) -> str:
        return f"{self.site}：{self.item}"

    def standing(self, *, at: datetime) -> ReprintStanding:
        """Where the duty is on its two clocks: one hour to aim at, the end of the last day as the limit."""
        if self.state == ReprintState.WAIVED:
            return ReprintStanding.WAIVED
        is_done = self.state == ReprintState.DONE
        moment = self.done_at if is_done else at
        if timezone.localdate(moment) > self.due_on:
            return ReprintStanding.LATE if is_done else ReprintStanding.OVERDUE
        if moment > self.target_at:
            return ReprintStanding.AFTER_TARGET if is_done else ReprintStanding.PAST_TARGET
        return ReprintStanding.IN_TIME if is_done else ReprintStanding.RUNNING

    def minutes(self, *, at: datetime) -> int:
        """Whole minutes from the upper level's publication to the copy, or until now."""
        moment = self.done_at or at
        return max(0, int((moment - self.item.published_at).total_seconds() // 60))

    @property
    def copy_is_outdated(self) -> bool:
        """True when the upper level changed the text after it was reprinted here."""
        changed = self.item.changed_at
        return bool(changed and self.done_at and changed > self.done_at)
