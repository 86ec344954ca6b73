"""Sites: the tenants. A site is reached by a host, or by a path prefix on the host of its parent."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey
from mptt.querysets import TreeQuerySet

from sites.index_numbers import DEFAULT, valid_pattern
from sites.policy import SITE_ROLES, Role

SITE_CODE = RegexValidator(r"^(?:\d{10}|bm\d{8})$", _("网站标识码应为 10 位数字，或 bm 加 8 位数字。"))
HOST = RegexValidator(
    r"^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
    _("请填写小写域名，不含 http:// 和端口。"),
)


class SiteState(models.TextChoices):
    """The life cycle of a site: preparing → online ⇄ suspended → migrated / closed."""

    PREPARING = "preparing", _("筹建")
    ONLINE = "online", _("运行")
    SUSPENDED = "suspended", _("临时下线")
    MIGRATED = "migrated", _("已迁移")
    CLOSED = "closed", _("永久下线")


class SiteLevel(models.TextChoices):
    """The level of government that a site belongs to (G47-O2, O3)."""

    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")


class SiteKind(models.TextChoices):
    """政府门户网站, 部门网站, or a sub-site under its parent's host, which carries no code of its own."""

    PORTAL = "portal", _("政府门户网站")
    DEPARTMENT = "department", _("部门网站")
    SUBSITE = "subsite", _("子站")


class SiteQuerySet(TreeQuerySet):
    """Which sites."""

    def on_host(self, host: str) -> Self:
        """Sites reached through the host, the longest path prefix first."""
        return self.filter(host=host.lower()).order_by(Length("path_prefix").desc())

    def online(self) -> Self:
        """Sites that the public can read."""
        return self.filter(state=SiteState.ONLINE)


class Site(MPTTModel):
    """One website of the cluster (网站/子站) with what the rules require it to show at its foot."""

    parent = TreeForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级网站")
    )
    code = models.CharField(
        _("网站标识码"), max_length=10, validators=[SITE_CODE], help_text=_("子站填写主站的标识码。")
    )
    slug = models.SlugField(_("短名"), max_length=40, unique=True)
    name = models.CharField(_("网站名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=20)
    motto = models.CharField(_("站名下的一句话"), max_length=60, blank=True)
    level = models.CharField(_("层级"), max_length=10, choices=SiteLevel.choices)
    kind = models.CharField(_("类型"), max_length=12, choices=SiteKind.choices)
    sponsor = models.ForeignKey(
        "sites.Organization", models.PROTECT, related_name="sponsored_sites", verbose_name=_("主办单位")
    )
    organiser = models.ForeignKey(
        "sites.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organised_sites",
        verbose_name=_("承办单位"),
    )
    contact = models.CharField(_("联系方式"), max_length=100, blank=True)
    icp_number = models.CharField(_("ICP 备案号"), max_length=40, blank=True)
    police_number = models.CharField(_("公安备案号"), max_length=40, blank=True)
    host = models.CharField(_("域名"), max_length=253, validators=[HOST])
    path_prefix = models.SlugField(_("路径前缀"), max_length=40, blank=True, help_text=_("子站在上级域名下的目录名。"))
    theme = models.CharField(
        _("主题"), max_length=20, default="blue", choices=[("blue", _("蓝")), ("red", _("红")), ("green", _("绿"))]
    )
    language = models.CharField(_("语言"), max_length=10, default="zh-Hans")
    state = models.CharField(_("状态"), max_length=12, choices=SiteState.choices, default=SiteState.PREPARING)
    state_note = models.CharField(_("状态说明"), max_length=200, blank=True)
    moved_to = models.URLField(_("新网址"), blank=True)
    hot_words = models.CharField(_("搜索热词"), max_length=200, blank=True, help_text=_("用逗号分开。"))
    reprints_automatically = models.BooleanField(_("自动转载"), default=False)
    feeds_full_text = models.BooleanField(
        _("订阅源含全文"), default=True, help_text=_("不勾选时，RSS 和 Atom 只提供摘要。")
    )
    shows_interpretation_rate = models.BooleanField(
        _("公开解读率"), default=False, help_text=_("勾选后，网站上有“政策解读情况”页面，公开解读率和按时率。")
    )
    index_number_pattern = models.CharField(
        _("索引号规则"), max_length=120, default=DEFAULT,
        help_text=_(
            "花括号内为自动填写的内容：{org_code} 机构代码、{org_code9} 九位组织机构代码、{org_code_hyphen} 带短横的组织机构代码、"
            "{region} 区划代码、{year} 年、{date} 日期、{genre} 公文种类、{topic} 主题分类、{seq:05d} 五位顺序号；其余照写。"
        ),
    )  # fmt: skip
    structure_version = models.PositiveIntegerField(_("结构版本"), default=1, editable=False)

    objects = TreeManager.from_queryset(SiteQuerySet)()

    class Meta:
        verbose_name = _("网站")
        verbose_name_plural = _("网站")
        default_permissions = ()
        permissions = [(role.value, role.label) for role in Role if role in SITE_ROLES]
        constraints = [
            models.UniqueConstraint(fields=["host", "path_prefix"], name="one_site_per_address"),
            models.UniqueConstraint(fields=["code"], condition=~models.Q(kind="subsite"), name="one_site_per_code"),
        ]

    class MPTTMeta:
        level_attr = "depth"  # `level` is the level of government

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse an index number pattern that could not number documents."""
        try:
            valid_pattern(self.index_number_pattern)
        except ValidationError as fault:
            raise ValidationError({"index_number_pattern": fault.messages}) from None

    @property
    def base_path(self) -> str:
        """The path under which every page of the site lies: '' or '/prefix'."""
        return f"/{self.path_prefix}" if self.path_prefix else ""

    @property
    def is_online(self) -> bool:
        """True when the public can read the site."""
        return self.state == SiteState.ONLINE

    @property
    def hot_word_list(self) -> list[str]:
        """The words offered under the search box."""
        return [word.strip() for word in self.hot_words.replace("，", ",").split(",") if word.strip()]

    @property
    def origin(self) -> str:
        """Scheme and host under which the public reaches the site. A setting of ours, never what a request claims: the
        address goes into pages that are stored and shown to everybody."""
        port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
        return f"{settings.PUBLIC_SCHEME}://{self.host}{port}"

    def address(self, path: str = "/") -> str:
        """Return the absolute address of a path below the site's root."""
        return f"{self.origin}{self.base_path}{path}"

    def address_of(self, route: str, *args: object) -> str:
        """Return the absolute address of a named page of the site, whatever site the present request came to."""
        return self.address("/" + reverse(route, args=args)[len(get_script_prefix()) :])
