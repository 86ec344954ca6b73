"""Revisions: every edit of an article. A revision that was ever submitted is never edited again."""

import hashlib
import json
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from content.models.shared_body import BodyField
from content.querysets import RevisionManager
from content.workflow import OPEN, Retrospect, Stage, State, missing_stages, stage_at
from sites.prepared import BLANKS, Prepared, prepared
from sites.scope import everything

PUBLIC_FIELDS = (
    "title",
    "subtitle",
    "summary",
    "body",
    "source",
    "source_url",
    "author_name",
    "editor_name",
    "keywords",
    "picture_id",
    "document",
)
# What the reviews change of a revision; what it says never changes once it was submitted.
REVIEWED = (
    "state",
    "first_reviewer",
    "second_reviewer",
    "issuer",
    "is_emergency",
    "emergency_by",
    "retrospect",
    "review_due_on",
    "is_review_due_provisional",
    "is_standing_approval",
    "submitted_at",
    "entered_stage_at",
    "publish_at",
    "published_at",
)


def _person(name: str, label: str, related: str = "+") -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name=related, verbose_name=label
    )


def _different(one: str, other: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True}) | ~Q(**{one: F(other)}),
        name=f"{one}_is_not_{other}",
    )


class Revision(models.Model):
    """One version (版本) of everything the public sees of an article, with who wrote it and who passed it at each stage."""

    site_path = "article__site"

    article = models.ForeignKey("content.Article", models.CASCADE, related_name="revisions", verbose_name=_("稿件"))
    number = models.PositiveIntegerField(_("版本号"))
    state = models.CharField(_("状态"), max_length=16, choices=State.choices, default=State.DRAFT)

    title = models.CharField(_("标题"), max_length=200)
    subtitle = models.CharField(_("副题"), max_length=200, blank=True)
    summary = models.CharField(_("摘要"), max_length=500, blank=True)
    body = BodyField(_("正文"), blank=True)
    shared_text = models.ForeignKey(
        "content.UpstreamText", models.PROTECT, null=True, blank=True, related_name="revisions", editable=False,
        verbose_name=_("共用的转载文本"), help_text=_("自动转载的各站稿件共用一份正文。"),
    )  # fmt: skip
    source = models.CharField(_("来源"), max_length=60)
    source_url = models.URLField(_("原文地址"), max_length=500, blank=True)
    author_name = models.CharField(_("作者"), max_length=60, blank=True)
    editor_name = models.CharField(_("责任编辑"), max_length=40, blank=True)
    keywords = models.CharField(_("关键词"), max_length=100, blank=True)
    picture = models.ForeignKey(
        "content.Asset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("题图")
    )
    document = models.JSONField(
        _("文件信息"), null=True, blank=True, help_text=_("政策文件的索引号、文号、日期等；发布时写入政策文件库。")
    )
    change_note = models.CharField(_("修改说明"), max_length=200, blank=True)

    author = _person("author", _("撰稿人"), "written_revisions")
    first_reviewer = _person("first_reviewer", _("初审人"))
    second_reviewer = _person("second_reviewer", _("审核人"))
    issuer = _person("issuer", _("审发人"))
    is_emergency = models.BooleanField(_("应急发布"), default=False)
    emergency_by = _person("emergency_by", _("应急发布人"))
    retrospect = models.CharField(_("追审"), max_length=8, choices=Retrospect.choices, blank=True)
    review_due_on = models.DateField(_("追审期限"), null=True, blank=True)
    is_review_due_provisional = models.BooleanField(_("追审期限暂定"), default=False)
    is_standing_approval = models.BooleanField(
        _("依长期授权发布"), default=False, help_text=_("自动转载按站点长期授权发布，逐条留痕。")
    )

    created_at = models.DateTimeField(_("建立时间"))
    edited_at = models.DateTimeField(_("修改时间"))
    submitted_at = models.DateTimeField(_("送审时间"), null=True, blank=True)
    entered_stage_at = models.DateTimeField(_("进入本环节时间"), null=True, blank=True)
    publish_at = models.DateTimeField(_("定时发布时间"), null=True, blank=True)
    expires_at = models.DateTimeField(_("到期下线时间"), null=True, blank=True)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)

    objects = RevisionManager()

    class Meta:
        verbose_name = _("版本")
        verbose_name_plural = _("版本")
        default_permissions = ()
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="one_revision_per_number"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(state__in=sorted(OPEN)), name="one_open_revision_per_article"
            ),
            models.UniqueConstraint(
                fields=["article"], condition=Q(state="published"), name="one_published_revision_per_article"
            ),
            _different("author", "first_reviewer"),
            _different("author", "second_reviewer"),
            _different("author", "issuer"),
            _different("first_reviewer", "second_reviewer"),
            _different("first_reviewer", "issuer"),
            _different("second_reviewer", "issuer"),
            _different("emergency_by", "issuer"),
            models.CheckConstraint(
                condition=(
                    Q(is_emergency=False, retrospect="", review_due_on__isnull=True, emergency_by__isnull=True)
                    | Q(is_emergency=True, review_due_on__isnull=False, emergency_by__isnull=False) & ~Q(retrospect="")
                ),
                name="emergency_says_who_and_until_when",
            ),
            models.CheckConstraint(
                condition=~Q(retrospect="made-up")
                | Q(first_reviewer__isnull=False, second_reviewer__isnull=False, issuer__isnull=False),
                name="made_up_means_three_reviews",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "scheduled"])
                | Q(is_emergency=True)
                | Q(is_standing_approval=True)
                | Q(first_reviewer__isnull=False, second_reviewer__isnull=False, issuer__isnull=False),
                name="published_revision_passed_three_reviews",
            ),
        ]
        indexes = [
            models.Index(fields=["published_at"], condition=Q(state="published"), name="published_revisions"),
            models.Index(
                fields=["published_at"], condition=Q(state="published", number__gt=1), name="corrected_revisions"
            ),
            models.Index(fields=["-published_at"], condition=Q(is_emergency=True), name="emergency_revisions"),
            models.Index(fields=["publish_at"], condition=Q(state="scheduled"), name="revisions_to_publish"),
            models.Index(
                fields=["state", "entered_stage_at"], condition=Q(state__in=sorted(OPEN)), name="open_revisions"
            ),
            models.Index(
                fields=["review_due_on"], condition=Q(retrospect__in=["faulted", "pending"]), name="reviews_to_make_up"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_frozen(self) -> bool:
        """True once it was submitted: what was judged stays as it was judged."""
        return self.submitted_at is not None

    @property
    def stage(self):  # noqa: ANN201 (workflow.Stage | None)
        """The review that it waits for."""
        return stage_at(self.state)

    @cached_property
    def decisions(self) -> list[str]:
        """What was decided about it so far, in order."""
        return [decision for (decision,) in _decisions().about(revision=self.pk).rows()]

    @property
    def missing_reviews(self) -> tuple[Stage, ...]:
        """The reviews that an emergency publication jumped over and nobody made up yet, in their order."""
        if self.retrospect != Retrospect.PENDING:
            return ()
        return missing_stages((self.first_reviewer_id, self.second_reviewer_id, self.issuer_id))

    @cached_property
    def writers(self) -> frozenset[int]:
        """Everybody who wrote a draft of this text since the one published before it: none of them may judge it."""
        found = {self.author_id}
        if self.number > 1:
            earlier = Revision.objects.filter(article=self.article_id, number__lt=self.number).order_by("-number")
            for author, published_at in earlier.values_list("author_id", "published_at"):
                if published_at:
                    break
                found.add(author)
        return frozenset(found - {None})

    def said(self) -> dict[str, Any]:
        """Return everything public that the revision says, attachments included."""
        fields = {name: getattr(self, name) for name in PUBLIC_FIELDS}
        if "attachments" in getattr(self, "_prefetched_objects_cache", {}):
            files = [[each.position, each.title, each.asset.sha256] for each in self.attachments.all()]
        else:
            files = [list(row) for row in _attached().about(revision=self.pk).rows()]
        return {**fields, "attachments": files}

    @cached_property
    def text_hash(self) -> str:
        """SHA-256 of exactly what is judged."""
        return hashlib.sha256(json.dumps(self.said(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@cache
def _attached() -> Prepared:
    with everything("a query to be filled in with the revision"):
        rows = Revision._meta.get_field("attachments").related_model.objects.filter(revision=BLANKS["revision"])
        return prepared(rows.values_list("position", "title", "asset__sha256"))


@cache
def _decisions() -> Prepared:
    with everything("a query to be filled in with the revision"):
        steps = Revision._meta.get_field("steps").related_model.objects.filter(revision=BLANKS["revision"])
        return prepared(steps.values_list("decision"))
