"""Official statements, the entries of a topic's timeline."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from responses.models.reviewed import ReviewedText
from responses.querysets import StatementManager


class StatementKind(models.TextChoices):
    """What a statement is."""

    INFORMATION = "information", _("情况通报")
    BRIEFING = "briefing", _("新闻发布会")
    PROGRESS = "progress", _("最新进展")
    ANSWER = "answer", _("问题回应")
    CONCLUSION = "conclusion", _("处置结果")


class Statement(ReviewedText):
    """One dated official statement on a topic (回应). It is never edited once it was published: what was wrong is withdrawn with
    a reason, or put right by another statement that `corrects` it."""

    site_path = "topic__site"
    said = ("kind", "title", "body", "organization_id", "held_at", "corrects_id")

    topic = models.ForeignKey("responses.HotTopic", models.PROTECT, related_name="statements", verbose_name=_("热点"))
    kind = models.CharField(_("类别"), max_length=12, choices=StatementKind.choices)
    title = models.CharField(_("标题"), max_length=100)
    body = models.TextField(_("内容"), max_length=20_000)
    organization = models.ForeignKey(
        "sites.Organization", models.PROTECT, related_name="statements", verbose_name=_("发布单位")
    )
    held_at = models.DateTimeField(
        _("发布会时间"), null=True, blank=True, help_text=_("新闻发布会须填写召开时间，24 小时时限按召开时间计。")
    )
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("更正哪一条")
    )

    objects = StatementManager()

    class Meta(ReviewedText.Meta):
        verbose_name = _("回应")
        verbose_name_plural = _("回应")
        ordering = ["-published_at", "-pk"]
        constraints = [
            *ReviewedText.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(kind="briefing") | models.Q(held_at__isnull=False), name="briefing_says_when_held"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(state="published", witnessed_at__isnull=True),
                name="statements_to_witness",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def public_path(self) -> str:
        """The path of the page that shows it, below the site's root."""
        return self.topic.public_path

    @property
    def site(self):  # noqa: ANN201
        """The site of its topic."""
        return self.topic.site
