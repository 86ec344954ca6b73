"""Upstream: the sources of what is reprinted, the items that they published, and the texts that copies of an item share."""

from django.db import models
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from content.querysets import UpstreamItemQuerySet, UpstreamSourceQuerySet


class SourceKind(models.TextChoices):
    """What a source is, which says how it is read."""

    FEED = "feed", _("RSS 或 Atom")
    JSON = "json", _("JSON Feed")
    SITEMAP = "sitemap", _("站点地图（sitemap）")
    LIST = "list", _("网页列表（按 CSS 选择器）")
    COLUMN = "column", _("本平台其他网站的栏目")
    MANUAL = "manual", _("人工录入")
    MARKED = "marked", _("本平台稿件（需下级转载）")


class Reach(models.TextChoices):
    """Which sites below have to reprint an article that is marked 需下级转载."""

    ALL = "all", _("全部下级网站")
    NEXT = "next", _("直接下级网站")


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
        blank=True,
        help_text=_("各站转载到的栏目目录；没有该栏目的站点须人工转载。本平台稿件留空时，转载到目录相同的栏目。"),
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
    """One item of a source (上级信息), recognised once by guid, page or title on its day, whatever source names it afterwards.
    Cluster-wide. What it says is as the source said it last, with pictures by their names; copies show its text."""

    source = models.ForeignKey(UpstreamSource, models.PROTECT, related_name="items", verbose_name=_("转载源"))
    guid = models.CharField(max_length=300)
    title = models.CharField(_("标题"), max_length=200)
    link = models.URLField(_("原文地址"), max_length=500)
    summary = models.CharField(_("摘要"), max_length=500, blank=True)
    body = models.TextField(_("正文"))
    link_key = models.CharField(max_length=64, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    article = models.ForeignKey(
        "content.Article", models.PROTECT, null=True, blank=True, related_name="upstream_items", editable=False,
        verbose_name=_("本平台稿件"), help_text=_("来自本平台其他网站栏目的信息，即该网站的稿件。"),
    )  # fmt: skip
    text = models.ForeignKey(
        "content.UpstreamText", models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("转载用的文本"),
    )  # fmt: skip
    published_at = models.DateTimeField(_("上级发布时间"))
    received_at = models.DateTimeField(_("收到时间"))
    changed_at = models.DateTimeField(
        _("上级更改时间"), null=True, blank=True, help_text=_("收到后上级又改动了内容；已转载的稿件须核对。")
    )
    reach = models.CharField(
        _("转载范围"), max_length=4, choices=Reach.choices, blank=True, help_text=_("用于标注“需下级转载”的稿件。")
    )
    withdrawn_at = models.DateTimeField(
        _("上级撤下时间"), null=True, blank=True, help_text=_("上级已撤下；各站转载的稿件须撤下或说明理由。")
    )
    reinstated_at = models.DateTimeField(
        _("上级恢复公开时间"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("撤下后又恢复公开；未办的任务自此重新计时。"),
    )
    missed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("上次核对原文时网页不存在的时间；再次不存在即视为撤下。")
    )
    owes_corrections = models.BooleanField(
        default=False, editable=False, help_text=_("上级更改或撤下后，各站的更正任务尚未全部建立。")
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
        constraints = [
            models.UniqueConstraint(fields=["source", "guid"], name="one_item_per_guid"),
            models.UniqueConstraint(fields=["link_key"], condition=~models.Q(link_key=""), name="one_item_per_page"),
        ]
        indexes = [
            models.Index(
                fields=["received_at"], condition=models.Q(duties_opened_at__isnull=True), name="items_to_spread"
            ),
            models.Index(fields=["id"], condition=models.Q(owes_corrections=True), name="items_to_correct"),
        ]

    @property
    def shown_body(self) -> str:
        """The text as a reader would see it, for the office: cleaned once more, with pictures only from our own files."""
        from content.sanitising import clean_html
        from content.syndication.pictures import with_files

        return mark_safe(clean_html(self.text.body if self.text else with_files(self.body, {})))

    def __str__(self) -> str:
        return self.title


class UpstreamPicture(models.Model):
    """A picture of an item, fetched once for all the sites that reprint it and kept in the media of the cluster's first site."""

    item = models.ForeignKey(UpstreamItem, models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=32)
    address = models.CharField(_("原地址"), max_length=500)
    asset = models.ForeignKey("content.Asset", models.PROTECT, null=True, blank=True, related_name="upstream_pictures")
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(_("错误"), max_length=200, blank=True)

    objects = models.Manager()

    class Meta:
        verbose_name = _("上级信息的图片")
        verbose_name_plural = _("上级信息的图片")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["item", "name"], name="one_picture_of_each_address")]

    def __str__(self) -> str:
        return self.address


class UpstreamText(models.Model):
    """One version of what copies of an item say (转载文本): the body lies here once and is shared by the revisions of all
    copies. It never changes; what the source changes afterwards is the next version."""

    item = models.ForeignKey(UpstreamItem, models.CASCADE, related_name="texts", verbose_name=_("上级信息"))
    number = models.PositiveIntegerField(_("版本号"))
    title = models.CharField(_("标题"), max_length=200)
    summary = models.CharField(_("摘要"), max_length=500, blank=True)
    body = models.TextField(_("正文"))
    files = models.JSONField(_("附件"), default=list, blank=True, help_text=_("本平台稿件的附件：文件编号和名称。"))
    made_at = models.DateTimeField(_("生成时间"))

    objects = models.Manager()

    class Meta:
        verbose_name = _("转载文本")
        verbose_name_plural = _("转载文本")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="one_text_per_number")]

    def __str__(self) -> str:
        return self.title
