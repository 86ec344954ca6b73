"""A copy that is taken down no longer meets its duty; the site does it again by hand, the robot never undoes it."""

from datetime import timedelta

import pytest

from content.actions import complete_reprint, open_duties, reprint_automatically, waive_reprint, withdraw_article
from content.actions.reprints import sweep
from content.actions.withdrawing import expire_article
from content.models import Article, Reprint, ReprintState, UpstreamItem
from content.models.article import WithdrawalReason
from sites.models import AuditEntry
from tests.builders import an_article, the_office_of
from tests.cast import NOW
from tests.content.reprint_cast import received

MUCH_LATER = NOW.replace(year=2099)  # pages are asked for now, whenever that is
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def item(source, news, automatic) -> UpstreamItem:
    item = received(source)
    open_duties(item, at=NOW)
    return item


@pytest.fixture
def duty(item, news, site_admin) -> Reprint:
    """The province reprinted by hand."""
    return complete_reprint(item.reprints.get(site=news.site), an_article(news), by=site_admin, at=NOW)


def withdraw(article: Article, reason: WithdrawalReason = WithdrawalReason.WRONG, **fields) -> None:
    by = the_office_of(article.column)["signer"]
    withdraw_article(article, by=by, at=LATER, reason=reason, note="经核查撤下", **fields)


def reopened() -> int:
    return AuditEntry.objects.filter(event="content.reprint.reopened").count()


@pytest.mark.parametrize("reason", [WithdrawalReason.WRONG, WithdrawalReason.OUTDATED, WithdrawalReason.OTHER])
def test_withdrawing_the_copy_reopens_the_duty(duty, reason):
    withdraw(duty.article, reason)
    duty.refresh_from_db()
    assert (duty.state, duty.done_at) == (ReprintState.PENDING, None)
    entry = AuditEntry.objects.get(event="content.reprint.reopened")
    assert (entry.object_id, entry.site, entry.after["reason"]) == (str(duty.pk), duty.site, reason)


def test_a_copy_that_was_merged_into_another_still_counts(duty, news):
    withdraw(duty.article, WithdrawalReason.MERGED, target=an_article(news))
    duty.refresh_from_db()
    assert (duty.state, reopened()) == (ReprintState.DONE, 0)


def test_a_copy_that_expires_as_it_was_approved_to_still_counts(item, news, site_admin, robot):
    article = an_article(news, expires_at=MUCH_LATER)
    duty = complete_reprint(item.reprints.get(site=news.site), article, by=site_admin, at=NOW)
    expire_article(article, by=robot, at=MUCH_LATER)
    duty.refresh_from_db()
    assert (duty.state, reopened()) == (ReprintState.DONE, 0)


def test_a_waived_duty_stays_waived(item, news, site_admin):
    article = an_article(news)
    duty = waive_reprint(item.reprints.get(site=news.site), "与本地无关", by=site_admin, at=NOW)
    Reprint.objects.filter(pk=duty.pk).update(article=article)
    withdraw(article)
    duty.refresh_from_db()
    assert (duty.state, reopened()) == (ReprintState.WAIVED, 0)


def test_withdrawing_what_is_no_copy_reopens_nothing(duty, news):
    withdraw(an_article(news))
    duty.refresh_from_db()
    assert (duty.state, reopened()) == (ReprintState.DONE, 0)


def test_the_robot_does_not_publish_again_what_people_took_down(item, automatic, robot):
    reprint_automatically(item, by=robot, at=NOW)
    withdraw(Article.objects.get(site=automatic))
    assert reprint_automatically(item, by=robot, at=LATER) == (0, 0)
    assert sweep(by=robot, at=LATER).copied == 0
    assert Article.objects.filter(site=automatic).count() == 1


def test_another_article_meets_the_duty_again(duty, news, site_admin):
    withdraw(duty.article)
    other = an_article(news, at=LATER)
    complete_reprint(duty, other, by=site_admin, at=LATER)
    duty.refresh_from_db()
    assert (duty.state, duty.article) == (ReprintState.DONE, other)
