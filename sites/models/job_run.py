"""The heartbeat of scheduled jobs: when each last ran, what came out, whether it is late."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """The last run of one job (定时任务); a row per job, rewritten at every run."""

    name = models.CharField(_("任务"), max_length=60, unique=True)
    interval_seconds = models.PositiveIntegerField(_("间隔（秒）"), default=60)
    started_at = models.DateTimeField(_("上次开始"), null=True)
    finished_at = models.DateTimeField(_("上次完成"), null=True)
    result = models.CharField(_("结果"), max_length=200, blank=True)
    error = models.TextField(_("错误"), blank=True)
    failures = models.PositiveIntegerField(_("连续失败次数"), default=0)

    class Meta:
        verbose_name = _("定时任务")
        verbose_name_plural = _("定时任务")
        default_permissions = ()
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def is_late(self, *, at: datetime) -> bool:
        """True when the job has not finished within three of its intervals."""
        allowed = timedelta(seconds=max(3 * self.interval_seconds, 120))
        return self.finished_at is None or at - self.finished_at > allowed
