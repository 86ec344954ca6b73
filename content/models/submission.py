"""Items that a lower site offers to a higher one (信息报送), and what became of each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.submissions import SubmissionManager


class SubmissionState(models.TextChoices):
    """Where an offered item is. The higher site's three reviews lie between taken and adopted."""

    OFFERED = "offered", _("待处理")
    TAKEN = "taken", _("编审中")
    ADOPTED = "adopted", _("已采用")
    DECLINED = "declined", _("未采用")
    RECALLED = "recalled", _("已撤回")


class Outcome(models.TextChoices):
    """What its submitter is told of: an adopted item that was taken down later is still an adoption, and says so."""

    NONE = "", _("尚未告知")
    ADOPTED = "adopted", _("已采用")
    TAKEN_DOWN = "taken-down", _("采用稿已撤下")
    DECLINED = "declined", _("未采用")


LIVE = (SubmissionState.OFFERED, SubmissionState.TAKEN, SubmissionState.ADOPTED)


class Submission(models.Model):
    """One article of a lower site, offered to a column of a site above it (信息报送). It belongs to both sites: `origin`
    offers and follows it, `site` decides. Adoption is counted for the organization and the person who offered it."""

    site_path = "site"

    site = models.ForeignKey(
        "sites.Site", models.PROTECT, related_name="received_submissions", verbose_name=_("报送到")
    )
    column = models.ForeignKey("sites.Column", models.PROTECT, related_name="submissions", verbose_name=_("报送栏目"))
    origin = models.ForeignKey(
        "sites.Site", models.PROTECT, related_name="sent_submissions", verbose_name=_("报送网站")
    )
    article = models.ForeignKey("content.Article", models.PROTECT, related_name="submissions", verbose_name=_("原稿"))
    organization = models.ForeignKey(
        "sites.Organization", models.PROTECT, related_name="submissions", verbose_name=_("报送单位")
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions", verbose_name=_("报送人")
    )
    submitted_at = models.DateTimeField(_("报送时间"))
    note = models.CharField(_("报送说明"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=SubmissionState.choices, default=SubmissionState.OFFERED)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    handled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    reason = models.CharField(_("不采用的理由"), max_length=200, blank=True)
    taken_article = models.OneToOneField(
        "content.Article", models.PROTECT, null=True, blank=True, related_name="taken_from", verbose_name=_("采用稿")
    )
    adopted_at = models.DateTimeField(_("采用时间"), null=True, blank=True)
    seen_revision = models.ForeignKey(
        "content.Revision", models.PROTECT, related_name="+", verbose_name=_("上级核对过的原稿版本")
    )
    seen_public = models.BooleanField(_("核对时原稿公开"), default=True)

    told = models.CharField(_("已告知报送人的结果"), max_length=10, choices=Outcome.choices, blank=True)

    objects = SubmissionManager()

    class Meta:
        verbose_name = _("信息报送")
        verbose_name_plural = _("信息报送")
        default_permissions = ()
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "site"], condition=Q(state__in=sorted(LIVE)), name="one_live_submission_per_site"
            ),
            models.CheckConstraint(condition=~Q(site=models.F("origin")), name="submission_goes_to_another_site"),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="declined_submission_says_why"),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "adopted"]) | Q(taken_article__isnull=False),
                name="taken_submission_names_its_article",
            ),
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(adopted_at__isnull=False), name="adopted_submission_says_when"
            ),
        ]
        indexes = [
            models.Index(fields=["site", "-submitted_at"], name="submissions_received"),
            models.Index(fields=["origin", "-submitted_at"], name="submissions_sent"),
            models.Index(fields=["site"], condition=Q(state="offered"), name="submissions_waiting"),
        ]

    def __str__(self) -> str:
        return str(self.article)

    @property
    def is_taken_down(self) -> bool:
        """True for an adopted item whose article the higher site took down later."""
        return self.state == SubmissionState.ADOPTED and self.taken_article.state == "withdrawn"

    @property
    def outcome(self) -> str:
        """What its submitter should know now; '' while nothing is decided."""
        if self.state == SubmissionState.DECLINED:
            return Outcome.DECLINED
        if self.state == SubmissionState.ADOPTED:
            return Outcome.TAKEN_DOWN if self.is_taken_down else Outcome.ADOPTED
        return Outcome.NONE

    @property
    def change_of_original(self) -> str:
        """What became of the original since the higher site last looked at it: '', changed, withdrawn or public again."""
        is_public = self.article.state == "published"
        if is_public != self.seen_public:
            return "public-again" if is_public else "withdrawn"
        return "changed" if self.article.live_id != self.seen_revision_id else ""
