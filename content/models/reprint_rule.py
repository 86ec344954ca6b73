"""Rules of reprinting: which sites have to reprint what, by whom, where it stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models.upstream import UpstreamSource
from sites.models.site import SiteKind, SiteLevel


class ReprintMode(models.TextChoices):
    """Who makes the copy, or that nobody has to."""

    AS_SITE = "as-site", _("按各站设置")
    AUTOMATIC = "automatic", _("自动转载")
    BY_HAND = "by-hand", _("人工转载")
    NONE = "none", _("不派发任务")


class ReprintRule(models.Model):
    """Who has to reprint what (转载规则): a source or all, some titles or all, for some sites or all. The first that fits in
    their order counts. While no active rule speaks of a source, what it brings is every site's duty. Cluster-wide."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(
        _("次序"), default=10, help_text=_("小的在前；一条信息对一个网站只按最先符合的规则办理。")
    )
    source = models.ForeignKey(
        UpstreamSource, models.PROTECT, null=True, blank=True, related_name="rules", verbose_name=_("转载源"),
        help_text=_("留空适用于所有转载源。"),
    )  # fmt: skip
    words = models.CharField(
        _("主题词"), max_length=200, blank=True, help_text=_("标题含其中任何一个词的信息，用逗号分开；留空不限。")
    )
    place = models.ForeignKey(
        "sites.Site", models.PROTECT, null=True, blank=True, related_name="reprint_rules", verbose_name=_("适用范围"),
        help_text=_("所选网站及其全部下级；留空为全部网站。"),
    )  # fmt: skip
    level = models.CharField(_("层级"), max_length=10, blank=True, choices=SiteLevel.choices, help_text=_("留空不限。"))
    kind = models.CharField(
        _("网站类型"), max_length=12, blank=True, choices=SiteKind.choices, help_text=_("留空不限。")
    )
    mode = models.CharField(_("转载方式"), max_length=10, choices=ReprintMode.choices, default=ReprintMode.AS_SITE)
    basis = models.CharField(
        _("授权依据"), max_length=200, blank=True,
        help_text=_("自动转载须写明长期授权的依据，如文件名称和文号；每篇稿件的审核记录和操作日志都会载明。"),
    )  # fmt: skip
    column_slug = models.CharField(_("落地栏目"), max_length=200, blank=True, help_text=_("留空按转载源的落地栏目。"))
    topic_slug = models.CharField(
        _("专题栏目"), max_length=200, blank=True,
        help_text=_("设有此专题栏目的网站转载到该专题，并在首页专题位展示；其余网站转载到落地栏目。"),
    )  # fmt: skip
    home_days = models.PositiveSmallIntegerField(
        _("首页展示天数"), default=7, help_text=_("在首页“国务院信息”栏位展示的天数；0 为不展示。")
    )
    is_active = models.BooleanField(_("启用"), default=True)

    objects = models.Manager()

    class Meta:
        verbose_name = _("转载规则")
        verbose_name_plural = _("转载规则")
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(mode="automatic") | ~models.Q(basis=""), name="automatic_reprint_says_on_what_basis"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def word_list(self) -> list[str]:
        """The words, one of which a title must have; none for any title."""
        return [word.strip() for word in self.words.replace("，", ",").split(",") if word.strip()]
