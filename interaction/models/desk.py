"""What staff keep on their desk beside a letter: notes among themselves, unfinished answers, templates of answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interaction.querysets import LetterPartManager, TemplateManager


class Note(models.Model):
    """A note among staff about a letter (内部备注). It is on no page, index, feed or export of the public side."""

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="notes")
    text = models.CharField(_("备注"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("内部备注")
        verbose_name_plural = _("内部备注")
        default_permissions = ()
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.at:%Y-%m-%d}"


class ReplyDraft(models.Model):
    """An unfinished answer as its writer left it (答复草稿), one per letter and person; gone once it is handed in."""

    site_path = "letter__site"

    letter = models.ForeignKey("interaction.Letter", models.CASCADE, related_name="drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField(_("草稿"), blank=True)
    cannot_be_done = models.BooleanField(_("无法办理"), default=False)
    explanation = models.TextField(_("无法办理的理由"), blank=True)
    saved_at = models.DateTimeField(_("保存时间"))

    objects = LetterPartManager()

    class Meta:
        verbose_name = _("答复草稿")
        verbose_name_plural = _("答复草稿")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["letter", "by"], name="one_draft_per_letter_and_person")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.by_id}"


class ReplyTemplate(models.Model):
    """A starting text for answers (答复模板) with variables, kept by one organization or by the intake of one site."""

    site_path = "site"

    site = models.ForeignKey(
        "sites.Site", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("网站")
    )
    organization = models.ForeignKey(
        "sites.Organization", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("单位")
    )
    name = models.CharField(_("模板名称"), max_length=40)
    text = models.TextField(_("模板内容"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("修改时间"))

    objects = TemplateManager()

    class Meta:
        verbose_name = _("答复模板")
        verbose_name_plural = _("答复模板")
        default_permissions = ()
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(site__isnull=True, organization__isnull=False)
                | Q(site__isnull=False, organization__isnull=True),
                name="template_of_a_site_or_a_body",
            ),
            models.UniqueConstraint(
                fields=["site", "name"], condition=Q(site__isnull=False), name="one_template_name_per_site"
            ),
            models.UniqueConstraint(
                fields=["organization", "name"],
                condition=Q(organization__isnull=False),
                name="one_template_name_per_body",
            ),
        ]

    def __str__(self) -> str:
        return self.name
