"""Submissions as spreadsheets: every item with its outcome, and the adoptions that 稿费 and assessment are reckoned from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Submission
from content.submissions import SubmissionQuerySet

AT_ONCE = 500


def detail_rows(rows: SubmissionQuerySet) -> Iterator[list[str]]:
    """Yield the heading and one row for each item, the newest first."""
    yield [
        _("标题"), _("报送网站"), _("报送单位"), _("报送人"), _("报送时间"), _("报送到"), _("栏目"), _("结果"),
        _("处理时间"), _("处理人"), _("采用时间"), _("采用稿标题"), _("采用稿地址"), _("采用稿现状"), _("不采用的理由"),
    ]  # fmt: skip
    related = rows.select_related(
        "article", "origin", "site", "column", "organization", "submitted_by", "handled_by",
        "taken_article__site", "taken_article__column",
    ).order_by("-submitted_at", "-pk")  # fmt: skip
    for row in related.iterator(chunk_size=AT_ONCE):
        yield _detail(row)


def _detail(row: Submission) -> list[str]:
    taken = row.taken_article if row.adopted_at else None
    return [
        row.article.title, row.origin.name, row.organization.name, row.submitted_by.name, _moment(row.submitted_at),
        row.site.name, row.column.name, str(row.get_state_display()), _moment(row.handled_at),
        row.handled_by.name if row.handled_by else "", _moment(row.adopted_at), taken.title if taken else "",
        taken.site.address(taken.path) if taken else "",
        str(taken.get_state_display()) if taken else "", row.reason,
    ]  # fmt: skip


def tally_rows(rows: SubmissionQuerySet, *, by_person: bool) -> Iterator[list[str]]:
    """Yield the heading and, for each organization or person, how many items were offered, adopted, and the rate."""
    names = ("organization__name", "submitted_by__name") if by_person else ("organization__name",)
    yield [
        _("报送单位"),
        *([_("报送人")] if by_person else []),
        _("报送篇数"),
        _("采用篇数"),
        _("其中已撤下"),
        _("采用率"),
    ]
    for each in rows.tally(*names):
        rate = 100 * each["adopted"] // each["offered"]
        yield [
            *(each[name] for name in names),
            str(each["offered"]),
            str(each["adopted"]),
            str(each["taken_down"]),
            f"{rate}%",
        ]


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
