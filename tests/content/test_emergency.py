"""Emergency publication: public at once from wherever it is, with a reason; the reviews it jumped over are made up."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from content.actions import (
    confirm_emergency,
    fault_emergency,
    issue_revision,
    pass_revision,
    publish_emergency,
    return_revision,
    save_draft,
    submit_revision,
    withdraw_article,
)
from content.actions.retrospective_notices import sweep_retrospects
from content.models import Article, RetrospectiveNotice, Revision
from content.workflow import Retrospect, State
from sites.actions import grant_role, save_calendar_notice, save_clock_limit
from sites.models import AuditEntry, CalendarNotice, ClockLimit, User
from sites.policy import Action, Role, can
from sites.refusals import Conflict, Refused
from tests.builders import a_draft, a_submitted, an_article, carry_through, the_office_of
from tests.cast import NOW, a_person

REASON = "山洪预警须立即告知沿河群众"


@pytest.fixture
def alarm(news) -> User:
    """May publish the news in an emergency, and nothing else."""
    return a_person("alarm", (Role.EMERGENCY_ISSUER, news), email="alarm@example.org")


@pytest.fixture
def published(news, alarm) -> Revision:
    """A draft that went public without any review."""
    return publish_emergency(a_draft(news), by=alarm, at=NOW, reason=REASON)


@pytest.fixture
def people(news) -> dict[str, User]:
    """The office of the column."""
    return the_office_of(news)


def test_a_draft_is_public_at_once_with_its_reason_on_record(published, alarm):
    assert published.article in Article.objects.public(at=NOW)
    step = published.steps.get()
    assert (step.stage, step.decision, step.opinion, step.by) == ("draft", "emergency", REASON, alarm)
    assert step.text_hash == published.text_hash
    entry = AuditEntry.objects.get(event="content.article.emergency")
    assert (entry.after["reason"], entry.after["review_due_on"]) == (REASON, "2026-11-19")


def test_the_author_may_publish_their_own_draft_that_is_what_makes_it_an_emergency(news, people):
    draft = a_draft(news)
    grant_role(people["writer"], Role.EMERGENCY_ISSUER, news, by=None, at=NOW)
    assert publish_emergency(draft, by=people["writer"], at=NOW, reason=REASON).state == State.PUBLISHED


@pytest.mark.parametrize("reason", ["", "   ", "太短了", "九 个 字 不 够 不 够", "          。"])
def test_it_needs_a_reason_of_ten_characters(news, alarm, reason):
    draft = a_draft(news)
    with pytest.raises(Refused, match="不少于 10 个字"):
        publish_emergency(draft, by=alarm, at=NOW, reason=reason)
    assert Revision.objects.get(pk=draft.pk).state == State.DRAFT


def test_no_role_of_the_three_reviews_implies_the_right(news, people):
    draft = a_draft(news)
    for person in people.values():
        with pytest.raises(Refused, match="没有应急发布的权限"):
            publish_emergency(draft, by=person, at=NOW, reason=REASON)


def test_the_right_gives_no_voice_in_the_reviews(news, alarm, published):
    submitted = a_submitted(news)
    with pytest.raises(Refused):
        pass_revision(submitted, by=alarm, at=NOW)
    assert not can(alarm, Action.ARTICLE_REVIEW_AFTER, published)
    assert not can(alarm, Action.ARTICLE_WITHDRAW, published.article)


@pytest.mark.parametrize("passed", [0, 1, 2])
def test_what_was_passed_before_need_not_be_made_up(news, alarm, people, passed):
    revision = a_submitted(news)
    for name in ("reviewer1", "reviewer2")[:passed]:
        revision = pass_revision(revision, by=people[name], at=NOW)
    revision = publish_emergency(revision, by=alarm, at=NOW, reason=REASON)
    assert len(revision.missing_reviews) == 3 - passed


def test_a_returned_and_a_scheduled_text_can_be_published_in_an_emergency_too(news, alarm, people):
    returned = return_revision(a_submitted(news), by=people["reviewer1"], at=NOW, opinion="请核对")
    assert publish_emergency(returned, by=alarm, at=NOW, reason=REASON).retrospect == Retrospect.PENDING
    waiting = pass_revision(a_submitted(news), by=people["reviewer1"], at=NOW)
    waiting = pass_revision(waiting, by=people["reviewer2"], at=NOW)
    scheduled = issue_revision(waiting, by=people["signer"], at=NOW, publish_at=NOW + timedelta(days=1))
    assert publish_emergency(scheduled, by=alarm, at=NOW, reason=REASON).retrospect == Retrospect.MADE_UP


def test_an_empty_text_is_refused_even_in_an_emergency(news, alarm):
    with pytest.raises(Refused, match="正文"):
        publish_emergency(a_draft(news, body=""), by=alarm, at=NOW, reason=REASON)


def test_a_second_click_is_refused_and_leaves_one_step(published, alarm):
    with pytest.raises(Refused, match="不能应急发布"):
        publish_emergency(published, by=alarm, at=NOW, reason=REASON)
    assert published.steps.count() == 1


def test_a_text_that_moved_on_meanwhile_is_a_conflict(news, alarm):
    submitted = a_submitted(news)
    with pytest.raises(Conflict):
        publish_emergency(submitted, by=alarm, at=NOW, reason=REASON, seen="draft")


def test_three_different_people_make_up_the_reviews_while_the_page_stays(published, people):
    for name, left in (("reviewer1", 2), ("reviewer2", 1), ("signer", 0)):
        assert published in Revision.objects.to_review_after_by(people[name])
        assert can(people[name], Action.ARTICLE_REVIEW_AFTER, Revision.objects.get(pk=published.pk))
        revision = confirm_emergency(published, by=people[name], at=NOW, opinion="属实")
        assert len(revision.missing_reviews) == left
    assert (revision.retrospect, revision.state) == (Retrospect.MADE_UP, State.PUBLISHED)
    assert published not in Revision.objects.awaiting_retrospective_review()
    decisions = list(revision.steps.values_list("stage", "decision"))
    assert decisions[1:] == [("first-review", "confirm"), ("second-review", "confirm"), ("issue", "confirm")]


def test_nobody_reviews_in_retrospect_what_they_wrote_published_or_passed(news, published, alarm, people):
    everything = (Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.ISSUER)
    for person in (people["writer"], alarm, people["reviewer1"]):
        for role in everything:
            grant_role(person, role, news, by=None, at=NOW)
    with pytest.raises(Refused, match="撰稿人不能追审"):
        confirm_emergency(published, by=people["writer"], at=NOW)
    with pytest.raises(Refused, match="应急发布人不能追审"):
        confirm_emergency(published, by=alarm, at=NOW)
    confirm_emergency(published, by=people["reviewer1"], at=NOW)
    with pytest.raises(Refused, match="另一环节"):
        confirm_emergency(published, by=people["reviewer1"], at=NOW)
    for person in (people["writer"], alarm, people["reviewer1"]):
        assert published not in Revision.objects.to_review_after_by(person)


def test_whoever_is_not_next_waits(published, people):
    with pytest.raises(Refused, match="没有追审本环节的权限"):
        confirm_emergency(published, by=people["signer"], at=NOW)


def test_two_at_once_one_wins_the_other_gets_a_sentence(published, people, first_reviewer):
    confirm_emergency(published, by=people["reviewer1"], at=NOW, seen="first-review")
    with pytest.raises(Conflict, match="已由他人追审"):
        confirm_emergency(published, by=first_reviewer, at=NOW, seen="first-review")


def test_what_is_found_wrong_stays_public_and_alerts_the_issuers_until_it_is_taken_down(published, people):
    with pytest.raises(Refused, match="写明意见"):
        fault_emergency(published, by=people["reviewer1"], at=NOW, opinion=" ")
    revision = fault_emergency(published, by=people["reviewer1"], at=NOW, opinion="水位数字有误")
    assert revision.article in Article.objects.public(at=NOW)
    assert revision in Revision.objects.faulted_and_public(at=NOW)
    assert RetrospectiveNotice.objects.filter(kind="faulted", recipient=people["signer"]).count() == 1
    with pytest.raises(Refused, match="追审不通过"):
        confirm_emergency(revision, by=people["reviewer2"], at=NOW)
    withdraw_article(revision.article, by=people["signer"], at=NOW, reason="wrong")
    assert revision not in Revision.objects.to_settle(at=NOW)


def test_a_corrected_version_settles_what_was_found_wrong(published, people):
    fault_emergency(published, by=people["reviewer1"], at=NOW, opinion="水位数字有误")
    corrected = save_draft(published.article, by=people["writer"], at=NOW, title="更正：水位预警")
    carry_through(submit_revision(corrected, by=people["writer"], at=NOW))
    assert published not in Revision.objects.to_settle(at=NOW)


def test_replacing_the_text_does_not_buy_its_review_off(published, people):
    newer = save_draft(published.article, by=people["writer"], at=NOW, title="续报")
    carry_through(submit_revision(newer, by=people["writer"], at=NOW))
    assert published in Revision.objects.awaiting_retrospective_review()
    assert confirm_emergency(published, by=people["reviewer1"], at=NOW).state == State.SUPERSEDED


def test_a_writer_of_an_earlier_published_version_may_review_this_one(news, alarm, editor):
    article = an_article(news)
    earlier = the_office_of(news)["writer"]
    grant_role(earlier, Role.FIRST_REVIEWER, news, by=None, at=NOW)
    draft = save_draft(article, by=editor, at=NOW, title="紧急更正")
    revision = publish_emergency(draft, by=alarm, at=NOW, reason=REASON)
    assert revision in Revision.objects.to_review_after_by(earlier)
    assert confirm_emergency(revision, by=earlier, at=NOW).first_reviewer == earlier


def test_a_friday_evening_is_due_on_monday(news, alarm):
    friday = NOW + timedelta(days=2, hours=10)
    revision = publish_emergency(a_draft(news), by=alarm, at=friday, reason=REASON)
    assert revision.review_due_on == date(2026, 11, 23)


def test_the_last_day_follows_an_amended_calendar(published, root, robot):
    off = [{"day": "2026-11-19", "name": "调休"}]
    notice = CalendarNotice(year=2026, title="调整", published_on=NOW.date(), days_off=off)
    save_calendar_notice(notice, by=root, at=NOW)
    assert sweep_retrospects(by=robot, at=NOW).recounted == 1
    published.refresh_from_db()
    assert published.review_due_on == date(2026, 11, 20)
    assert AuditEntry.objects.filter(event="content.article.review-recounted").count() == 1


def test_a_site_may_not_loosen_the_clock(province, root):
    with pytest.raises(Refused, match="只能缩短"):
        save_clock_limit(ClockLimit(site=province, clock="retrospective-review", working_days=2), by=root, at=NOW)


def test_reminders_go_out_once_for_each_day_and_upwards_when_late(published, news, people, supervisor, robot):
    User.objects.filter(pk=people["reviewer1"].pk).update(email="first@example.org")
    User.objects.filter(pk=supervisor.pk).update(email="above@example.org")
    for day in (0, 1, 1, 2, 3):
        sweep_retrospects(by=robot, at=NOW + timedelta(days=day))
    kinds = list(RetrospectiveNotice.objects.filter(recipient=people["reviewer1"]).values_list("kind", flat=True))
    assert sorted(kinds) == ["overdue", "published", "today"]
    assert RetrospectiveNotice.objects.filter(recipient=supervisor).values_list("kind", flat=True).get() == "overdue"
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "above@example.org", "first@example.org", "first@example.org", "first@example.org",
    ]  # fmt: skip
    assert published.title in mail.outbox[0].body


def test_nobody_is_reminded_of_what_was_made_up(published, people, robot):
    for name in ("reviewer1", "reviewer2", "signer"):
        confirm_emergency(published, by=people[name], at=NOW)
    swept = sweep_retrospects(by=robot, at=NOW + timedelta(days=3))
    assert (swept.reminded, swept.mailed) == (0, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"retrospect": ""}, {"review_due_on": None}, {"emergency_by": None}, {"retrospect": "made-up"},
        {"is_emergency": False},
    ],
)  # fmt: skip
def test_the_database_refuses_an_emergency_that_hides_what_it_owes(published, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=published.pk).update(**fields)


def test_the_database_refuses_an_issuer_who_published_it_in_an_emergency(published, alarm):
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=published.pk).update(issuer=alarm)
