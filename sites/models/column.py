"""Columns: the tree of sections within a site."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey
from mptt.querysets import TreeQuerySet

from sites.policy import COLUMN_ROLES, Role
from sites.scope import TenantManager, TenantQuerySet


class ColumnType(models.TextChoices):
    """Kinds of column with the required update frequency of R15-V3a/S4; the label is the value of the meta tag."""

    HOME = "home", "首页"
    OVERVIEW = "overview", "概况信息"
    BODIES = "bodies", "机构职能"
    LEADERS = "leaders", "负责人信息"
    NEWS = "news", "工作动态"
    NOTICES = "notices", "通知公告"
    POLICY = "policy", "政策文件"
    DISCLOSURE_GUIDE = "disclosure-guide", "信息公开指南"
    DISCLOSURE_CATALOGUE = "disclosure-catalogue", "信息公开目录"
    DISCLOSURE_REPORT = "disclosure-report", "信息公开年报"
    DISCLOSURE_REQUEST = "disclosure-request", "依申请公开"
    STATISTICS = "statistics", "数据发布"
    OPEN_DATA = "open-data", "数据开放"
    INTERPRETATION = "interpretation", "政策解读"
    RESPONSE = "response", "回应关切"
    SERVICES = "services", "办事服务"
    CONSULTATION = "consultation", "咨询投诉"
    SURVEYS = "surveys", "征集调查"
    INTERVIEWS = "interviews", "在线访谈"
    PLANNING = "planning", "规划计划"
    PERSONNEL = "personnel", "人事信息"
    TOPIC = "topic", "专题专栏"
    OTHER = "other", "其他"


UPDATE_DAYS = {
    ColumnType.NEWS: 14,
    ColumnType.NOTICES: 182,
    ColumnType.POLICY: 182,
    ColumnType.PLANNING: 365,
    ColumnType.PERSONNEL: 365,
}


class ColumnState(models.TextChoices):
    """A column lives until it is merged into another or closed; both leave a redirect."""

    ACTIVE = "active", _("在用")
    MERGED = "merged", _("已归并")
    CLOSED = "closed", _("已关闭")


class ColumnQuerySet(TreeQuerySet, TenantQuerySet):
    """Which columns."""

    def active(self) -> Self:
        """Columns that take and show content."""
        return self.filter(state=ColumnState.ACTIVE)

    def in_tree_order(self) -> Self:
        """Parents before children, siblings by position."""
        return self.order_by("tree_id", "lft")

    def below(self, column: "Column") -> Self:
        """The column and everything under it."""
        return self.filter(tree_id=column.tree_id, lft__gte=column.lft, rght__lte=column.rght)


class ColumnManager(TreeManager.from_queryset(ColumnQuerySet), TenantManager.from_queryset(ColumnQuerySet)):
    """Tree order and the tenant net together."""


class Column(MPTTModel):
    """A section of a site (栏目). Each site has exactly one root, its home page, so trees never reach across sites."""

    site_path = "site"

    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="columns", verbose_name=_("网站"))
    parent = TreeForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级栏目")
    )
    name = models.CharField(_("栏目名称"), max_length=40)
    slug = models.SlugField(_("目录名"), max_length=40, blank=True)
    path = models.CharField(_("路径"), max_length=200, editable=False)
    type = models.CharField(_("栏目类型"), max_length=24, choices=ColumnType.choices)
    purpose = models.CharField(
        _("栏目说明"), max_length=200, help_text=_("写明内容范围，用于 ColumnDescription 标签。")
    )
    keywords = models.CharField(_("关键词"), max_length=100, blank=True)
    update_days = models.PositiveIntegerField(
        _("更新周期（天）"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("留空表示不作要求。"),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("责任人")
    )
    default_source = models.CharField(_("默认来源"), max_length=60, blank=True)
    takes_submissions = models.BooleanField(
        _("接收下级报送"), default=False, help_text=_("下级网站可以把已公开的稿件报送到这个栏目。")
    )
    is_in_navigation = models.BooleanField(_("进入导航"), default=False)
    position = models.PositiveIntegerField(_("排序"), default=0)
    state = models.CharField(_("状态"), max_length=8, choices=ColumnState.choices, default=ColumnState.ACTIVE)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("归并到")
    )
    ended_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)
    closing_note = models.CharField(_("关闭说明"), max_length=200, blank=True)
    is_gone = models.BooleanField(_("栏目页按已撤销应答"), default=False, editable=False)

    objects = ColumnManager()

    class Meta:
        verbose_name = _("栏目")
        verbose_name_plural = _("栏目")
        default_permissions = ()
        permissions = [(role.value, role.label) for role in Role if role in COLUMN_ROLES]
        indexes = [models.Index(fields=["site", "path"], name="columns_by_path")]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "path"], condition=models.Q(state="active"), name="one_active_column_per_path"
            ),
            models.UniqueConstraint(
                fields=["site"],
                condition=models.Q(parent__isnull=True),
                name="one_root_column_per_site",
                violation_error_message=_("请选择上级栏目。"),
            ),
        ]

    class MPTTMeta:
        order_insertion_by = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_home(self) -> bool:
        """True for the root, which stands for the home page."""
        return self.parent_id is None
