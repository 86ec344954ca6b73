"""What statements and rebuttals share: two different people read them before the public does, and when the public could is proven."""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from responses.workflow import IN_REVIEW, State


def _person(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


def _different(one: str, other: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True}) | ~Q(**{one: F(other)}),
        name=f"%(class)s_{one}_is_not_{other}",
    )


class ReviewedText(models.Model):
    """A text that passes the shortened review (responses.workflow). `said` names what is judged; `judged_hash` keeps what
    was judged, so that a text changed past the actions is found. `witnessed_*` is the evidence of its publication: when the
    site's own page was asked and showed it, and the SHA-256 of that page."""

    said: ClassVar[tuple[str, ...]]

    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    reviewer = _person(_("审核人"))
    issuer = _person(_("签发人"))
    created_at = models.DateTimeField(_("拟稿时间"))
    edited_at = models.DateTimeField(_("修改时间"))
    submitted_at = models.DateTimeField(_("送审时间"), null=True, blank=True)
    judged_hash = models.CharField(_("送审文本指纹"), max_length=64, blank=True, editable=False)
    opinion = models.CharField(_("最近的意见"), max_length=200, blank=True)
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("撤回原因"), max_length=200, blank=True)
    witnessed_at = models.DateTimeField(_("见证公开时间"), null=True, blank=True)
    witnessed_hash = models.CharField(_("见证页面指纹"), max_length=64, blank=True)

    class Meta:
        abstract = True
        default_permissions = ()
        constraints = [
            _different("author", "reviewer"),
            _different("author", "issuer"),
            _different("reviewer", "issuer"),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "withdrawn"])
                | Q(reviewer__isnull=False, issuer__isnull=False, published_at__isnull=False),
                name="published_%(class)s_passed_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason=""),
                name="withdrawn_%(class)s_says_why",
            ),
        ]

    @property
    def is_public(self) -> bool:
        """True while anybody may read it."""
        return self.state == State.PUBLISHED

    @property
    def is_in_review(self) -> bool:
        """True while it waits for one of the two."""
        return self.state in IN_REVIEW

    @property
    def mark(self) -> str:
        """What the public page carries beside the text, so that it is found there without guessing."""
        return f'data-text="{self.pk}-{self.text_hash[:16]}"'

    def says(self) -> dict[str, Any]:
        """Return everything that is judged."""
        return {name: getattr(self, name) for name in self.said}

    @property
    def text_hash(self) -> str:
        """SHA-256 of exactly what is judged."""
        said = json.dumps(self.says(), ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()
