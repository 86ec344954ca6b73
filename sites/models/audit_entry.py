"""The audit trail: append-only, each entry sealed with the hash of the one before it."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditChain(models.Model):
    """The end of one chain; its row is locked while an entry is added. One chain per site, one for the platform."""

    name = models.CharField(_("链"), max_length=40, unique=True)
    length = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} #{self.length}"


class AuditEntryQuerySet(models.QuerySet):
    """Refuses to change or remove what was written down."""

    def update(self, **changes: Any) -> NoReturn:
        """Raise: entries are never changed."""
        raise TypeError("Audit entries are append-only.")

    def delete(self) -> NoReturn:
        """Raise: entries are never removed."""
        raise TypeError("Audit entries are append-only.")


class AuditEntry(models.Model):
    """Who did what to which object, when, with the fields that mattered before and after (操作日志)."""

    chain = models.ForeignKey(AuditChain, models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField(_("序号"))
    site = models.ForeignKey("sites.Site", models.PROTECT, null=True, related_name="+", verbose_name=_("网站"))
    event = models.CharField(_("事件"), max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("操作人")
    )
    actor_name = models.CharField(_("操作人姓名"), max_length=40)
    object_type = models.CharField(_("对象类型"), max_length=60)
    object_id = models.CharField(_("对象编号"), max_length=40)
    object_text = models.CharField(_("对象"), max_length=200)
    before = models.JSONField(_("变更前"), default=dict)
    after = models.JSONField(_("变更后"), default=dict)
    at = models.DateTimeField(_("时间"))
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("操作日志")
        verbose_name_plural = _("操作日志")
        default_permissions = ()
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="one_entry_per_number")]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
            models.Index(fields=["site", "-at"], name="audit_by_site"),
        ]

    def __str__(self) -> str:
        return f"{self.event_name}：{self.object_text}"

    @property
    def event_name(self) -> str:
        """What happened, in words; an event that this release does not know is called as it was written down."""
        from sites.audit import Event

        return str(Event(self.event).label) if self.event in Event.values else self.event

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; raise when the entry exists already."""
        if self.pk is not None:
            raise TypeError("Audit entries are append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise: entries are never removed."""
        raise TypeError("Audit entries are append-only.")
