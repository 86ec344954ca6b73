"""Mails to people of the office about what others decided: urges on reprints, and what became of what they submitted.

Both stand on their pages and on the to-do page whatever the mail server does. A row is marked before its mail leaves, so that
two runs at once mail it once: rather one that is lost than one that comes twice.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from content.models import ReprintUrge, Submission
from content.models.submission import Outcome
from sites.automatic_mail import BY_A_PROGRAM
from sites.grants import people_at
from sites.models import Site, User
from sites.policy import COLUMN_ROLES, Role
from sites.titles import in_marks

log = logging.getLogger(__name__)
FRESH = timedelta(days=1)
AT_ONCE = 500


@dataclass
class Mailed:
    """What one run mailed, or in a dry run would mail."""

    urges: int = 0
    outcomes: int = 0
    failed: int = 0

    def __str__(self) -> str:
        return f"转载督办 {self.urges} 项，报送结果 {self.outcomes} 项，未能发出邮件 {self.failed} 封"


def mail_office(*, at: datetime, dry_run: bool = False) -> Mailed:
    """Mail the urges and outcomes that nobody was told of yet."""
    urges, outcomes = ReprintUrge.objects.to_mail(since=at - FRESH), Submission.objects.with_news()
    if dry_run:
        return Mailed(urges.count(), outcomes.count())
    mailed = Mailed()
    _mail_urges(mailed, at)
    for submission in list(outcomes.select_related("article", "site", "column", "submitted_by")[:AT_ONCE]):
        mailed.outcomes += _mail_outcome(mailed, submission)
    return mailed


# --- urges ------------------------------------------------------------------------------------------------------------


def _mail_urges(mailed: Mailed, at: datetime) -> None:
    """One mail for each person, with all that they are urged to do."""
    urges = _claimed_urges(at)
    mailed.urges += len(urges)
    letters: dict[int, list[ReprintUrge]] = defaultdict(list)
    people: dict[int, User] = {}
    for site_pk in sorted({urge.reprint.site_id for urge in urges}):
        of_site = [urge for urge in urges if urge.reprint.site_id == site_pk]
        for person in who_reprints(site_pk):
            people[person.pk] = person
            letters[person.pk] += of_site
    for pk, mine in letters.items():
        subject = _("转载督办：%s") % (mine[0].reprint.item.title[:60] if len(mine) == 1 else _("%s 项") % len(mine))
        mailed.failed += not _sent(people[pk], subject, _urged(mine))


@transaction.atomic
def _claimed_urges(at: datetime) -> list[ReprintUrge]:
    rows = ReprintUrge.objects.to_mail(since=at - FRESH).select_for_update(of=("self",))
    urges = list(rows.select_related("reprint__item", "reprint__site", "by").order_by("pk")[:AT_ONCE])
    ReprintUrge.objects.filter(pk__in=[urge.pk for urge in urges]).update(mailed_at=at)
    return urges


def who_reprints(site_pk: int) -> Iterable[User]:
    """The people who can meet a duty of the site: its editors at any stage, and its administrators."""
    found = people_at(Site.objects.filter(pk=site_pk), *COLUMN_ROLES, Role.SITE_ADMIN)
    return found.exclude(email="")


def _urged(urges: Sequence[ReprintUrge]) -> str:
    lines = []
    for urge in urges:
        duty = urge.reprint
        said = {"site": duty.site.name, "title": in_marks(duty.item.title), "due": duty.due_on.isoformat()}
        lines += [
            _("%(site)s 尚未转载：%(title)s，最迟 %(due)s。") % said,
            _("原文地址：%s") % duty.item.link,
            _("办理地址：%s") % duty.site.address_of("reprint-office:duty", duty.pk),
            _("督办要求：%s") % urge.text,
            _("督办人：%s") % urge.by.name,
            "",
        ]
    return "\n".join([*lines, _("请登录管理平台“转载任务”办理。本邮件由系统发出。")])


# --- outcomes ---------------------------------------------------------------------------------------------------------


def _mail_outcome(mailed: Mailed, submission: Submission) -> bool:
    """Mark the outcome as told and mail it; False when another run was faster."""
    with transaction.atomic():
        fresh = Submission.objects.with_news().filter(pk=submission.pk).select_related("taken_article__site__sponsor")
        row = fresh.select_related("taken_article__column", "article__site", "site", "column", "submitted_by").first()
        if row is None or not Submission.objects.filter(pk=row.pk, told=row.told).update(told=row.outcome):
            return False
    person = row.submitted_by
    if person.is_active and person.email:
        subject = _("信息报送%(outcome)s：%(title)s")
        subject %= {"outcome": Outcome(row.outcome).label, "title": row.article.title[:60]}
        mailed.failed += not _sent(person, subject, _became(row))
    return True


def _became(row: Submission) -> str:
    said = {"title": in_marks(row.article.title), "site": row.site.name, "column": row.column.name}
    lines = [_("您报送%(site)s“%(column)s”的%(title)s：") % said]
    if row.outcome == Outcome.DECLINED:
        lines += [_("未采用。理由：%s") % row.reason]
    elif row.outcome == Outcome.TAKEN_DOWN:
        lines += [_("采用稿已撤下，采用次数仍予统计，台账中注明“已撤下”。")]
    else:
        lines += [_("已采用。"), _("采用稿：%s") % row.taken_article.site.address(row.taken_article.path)]
    lines += [_("报送记录：%s") % row.article.site.address_of("submission-office:submission", row.pk)]
    return "\n".join([*lines, "", _("详情请登录管理平台“信息报送”查看。本邮件由系统发出。")])


def _sent(person: User, subject: str, text: str) -> bool:
    try:
        EmailMessage(subject, text, None, [person.email], headers=BY_A_PROGRAM).send()
    except Exception as error:  # whatever the mail server does: the page shows it
        log.warning("The mail to %s could not be sent: %s", person.username, error)
        return False
    return True
