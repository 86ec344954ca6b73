"""What each person has already read, so that the next revision can be compared with it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sites.scope import TenantManager


class RevisionSeen(models.Model):
    """A person has had this revision on the screen (看过的版本). A note for that person's next comparison: it decides
    nothing and proves nothing, so it is no entry of the audit trail."""

    site_path = "revision__article__site"

    revision = models.ForeignKey("content.Revision", models.CASCADE, related_name="seen", verbose_name=_("版本"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("人员"))
    seen_at = models.DateTimeField(_("看过的时间"))

    objects = TenantManager()

    class Meta:
        verbose_name = _("看过的版本")
        verbose_name_plural = _("看过的版本")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["revision", "person"], name="one_note_per_person_and_revision")]

    def __str__(self) -> str:
        return f"{self.person} {self.revision}"
