"""Articles: the identity of a piece of content. What it says is in its revisions."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.querysets import ArticleManager


class ArticleState(models.TextChoices):
    """Whether the public can see the article."""

    UNPUBLISHED = "unpublished", _("未发布")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤下")


class ArticleKind(models.TextChoices):
    """What page an article makes."""

    ARTICLE = "article", _("稿件")
    DOCUMENT = "document", _("政策文件")
    INTERPRETATION = "interpretation", _("政策解读")


class WithdrawalReason(models.TextChoices):
    """Why something was taken down."""

    WRONG = "wrong", _("公开有误")
    OUTDATED = "outdated", _("内容过期")
    MERGED = "merged", _("合并")
    EXPIRED = "expired", _("到期下线")
    OTHER = "other", _("其他")


class Article(models.Model):
    """The identity (稿件): site, column, address, live state. The live page shows `live` and stays up while a new draft
    is reviewed; the title and the other list fields repeat the live revision's, so that lists need no join."""

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="articles", verbose_name=_("网站"))
    column = models.ForeignKey("sites.Column", models.PROTECT, related_name="articles", verbose_name=_("栏目"))
    kind = models.CharField(_("类别"), max_length=16, choices=ArticleKind.choices, default=ArticleKind.ARTICLE)
    state = models.CharField(
        _("公开状态"), max_length=12, choices=ArticleState.choices, default=ArticleState.UNPUBLISHED
    )
    live = models.OneToOneField(
        "content.Revision", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("公开版本")
    )
    title = models.CharField(_("标题"), max_length=200)
    summary = models.CharField(_("摘要"), max_length=500, blank=True)
    picture = models.ForeignKey(
        "content.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("题图")
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    expires_at = models.DateTimeField(_("到期时间"), null=True, blank=True)
    pinned_until = models.DateTimeField(_("置顶至"), null=True, blank=True)
    is_pinned = models.BooleanField(_("置顶"), default=False)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("撤下原因"), max_length=12, choices=WithdrawalReason.choices, blank=True)
    withdrawal_note = models.CharField(_("撤下说明"), max_length=200, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("转到稿件")
    )
    replaced_by_url = models.URLField(_("转到地址"), max_length=500, blank=True)
    views = models.PositiveBigIntegerField(_("阅读量"), default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("起草人"))
    created_at = models.DateTimeField(_("起草时间"))
    edited_at = models.DateTimeField(_("最近修改"))

    objects = ArticleManager()

    class Meta:
        verbose_name = _("稿件")
        verbose_name_plural = _("稿件")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(live__isnull=False, published_at__isnull=False),
                name="published_article_has_live_revision",
            ),
            models.CheckConstraint(
                condition=models.Q(is_pinned=False) | models.Q(pinned_until__isnull=False),
                name="pinned_article_says_until_when",
            ),
            models.CheckConstraint(
                condition=models.Q(replaced_by__isnull=True) | ~models.Q(replaced_by=models.F("id")),
                name="article_is_not_its_own_successor",
            ),
            models.CheckConstraint(
                condition=models.Q(replaced_by__isnull=True, replaced_by_url="")
                | models.Q(state="withdrawn", replaced_by_url="")
                | models.Q(state="withdrawn", replaced_by__isnull=True),
                name="only_withdrawn_article_leads_on",
            ),
        ]
        indexes = [
            models.Index(
                fields=["column", "-is_pinned", "-published_at", "-id"],
                condition=models.Q(state="published"),
                name="public_by_column",
            ),
            models.Index(
                fields=["column", "-published_at", "-id"],
                condition=models.Q(state="published"),
                name="newest_by_column",
            ),
            models.Index(
                fields=["site", "-published_at", "-id"], condition=models.Q(state="published"), name="public_by_site"
            ),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(state="published", expires_at__isnull=False),
                name="articles_to_expire",
            ),
            models.Index(
                fields=["pinned_until"],
                condition=models.Q(is_pinned=True, pinned_until__isnull=False),
                name="pins_to_run_out",
            ),
            models.Index(fields=["column", "-edited_at"], name="articles_by_column_edited"),
            models.Index(fields=["site", "-edited_at"], name="articles_by_site_edited"),
            models.Index(fields=["-edited_at"], name="articles_by_edited"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str | None:
        """The address below the site's root, fixed at first publication; None for what was never published."""
        if self.published_at is None:
            return None
        day = timezone.localdate(self.published_at)
        return f"/{self.column.path}/{day:%Y%m}/t{day:%Y%m%d}_{self.pk}.html"
