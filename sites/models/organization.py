"""Organizations: they sponsor sites, issue documents and handle letters."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from mptt.managers import TreeManager
from mptt.models import MPTTModel, TreeForeignKey
from mptt.querysets import TreeQuerySet

from sites.policy import Role


class OrganizationQuerySet(TreeQuerySet):
    """Which organizations."""

    def active(self) -> Self:
        """Organizations in use; the others stay for what they once did."""
        return self.filter(is_active=True)

    def active_or(self, key: Any) -> Self:
        """Organizations in use, and the one that was chosen while it still was."""
        return self.filter(Q(is_active=True) | Q(pk=key))

    def in_tree_order(self) -> Self:
        """Parents before children, siblings by position."""
        return self.order_by("tree_id", "lft")


class Organization(MPTTModel):
    """A government body (机构) in the tree of bodies; cluster-wide, since letters and documents cross sites."""

    parent = TreeForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级机构")
    )
    name = models.CharField(_("机构名称"), max_length=100, unique=True)
    short_name = models.CharField(_("简称"), max_length=40)
    code = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    position = models.PositiveIntegerField(_("排序"), default=0)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    duties = models.TextField(_("主要职责"), blank=True)
    is_active = models.BooleanField(_("在用"), default=True)

    objects = TreeManager.from_queryset(OrganizationQuerySet)()

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        default_permissions = ()
        permissions = [
            (Role.HANDLER.value, Role.HANDLER.label),
            (Role.REPLY_APPROVER.value, Role.REPLY_APPROVER.label),
        ]

    class MPTTMeta:
        order_insertion_by = ["position", "name"]

    def __str__(self) -> str:
        return self.short_name or self.name
