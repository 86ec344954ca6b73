"""One article through three reviews: four different people, one stage after the other, every step on record."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from content.actions import (
    discard_draft,
    issue_revision,
    pass_revision,
    recall_revision,
    return_revision,
    save_draft,
    submit_revision,
)
from content.models import Article, Revision
from content.workflow import State
from sites.actions import grant_role
from sites.models import AuditEntry
from sites.policy import Action, Role, can
from sites.refusals import Conflict, Refused
from tests.builders import a_draft, a_submitted, an_article, carry_through, the_office_of
from tests.cast import NOW


def test_an_article_passes_three_reviews_and_is_public_at_once(news):
    article = an_article(news)
    assert article in Article.objects.public(at=NOW)
    decisions = list(article.live.steps.values_list("stage", "decision"))
    assert decisions == [("draft", "submit"), ("first-review", "pass"), ("second-review", "pass"), ("issue", "publish")]


def test_every_step_keeps_the_hash_of_the_exact_text(news):
    article = an_article(news)
    assert {step.text_hash for step in article.live.steps.all()} == {article.live.text_hash}


def test_the_author_cannot_review_their_own_article_even_with_the_role(news):
    revision = a_submitted(news)
    writer = the_office_of(news)["writer"]
    grant_role(writer, Role.FIRST_REVIEWER, news, by=None, at=NOW)
    with pytest.raises(Refused, match="撰稿人不能审核"):
        pass_revision(revision, by=writer, at=NOW)


def test_an_earlier_author_of_the_same_text_cannot_review_it_either(news, editor):
    draft = a_draft(news)
    writer = the_office_of(news)["writer"]
    second = save_draft(draft.article, by=editor, at=NOW, title="另一位编辑改过的标题")
    grant_role(writer, Role.FIRST_REVIEWER, news, by=None, at=NOW)
    submitted = submit_revision(second, by=editor, at=NOW)
    with pytest.raises(Refused, match="撰稿人不能审核"):
        pass_revision(submitted, by=writer, at=NOW)


def test_the_queue_and_the_buttons_offer_nothing_that_the_action_refuses(news, editor):
    draft = a_draft(news)
    writer = the_office_of(news)["writer"]
    submitted = submit_revision(
        save_draft(draft.article, by=editor, at=NOW, title="另一位编辑改过的标题"), by=editor, at=NOW
    )
    grant_role(writer, Role.FIRST_REVIEWER, news, by=None, at=NOW)
    assert submitted not in Revision.objects.waiting_for(writer)
    assert not can(writer, Action.ARTICLE_REVIEW, submitted)


def test_a_draft_given_up_cannot_be_submitted_any_more(news):
    draft, writer = a_draft(news), the_office_of(news)["writer"]
    discard_draft(draft, by=writer, at=NOW)
    with pytest.raises(Refused):
        submit_revision(draft, by=writer, at=NOW)


def test_the_first_reviewer_cannot_be_the_second(news):
    revision = a_submitted(news)
    first = the_office_of(news)["reviewer1"]
    grant_role(first, Role.SECOND_REVIEWER, news, by=None, at=NOW)
    revision = pass_revision(revision, by=first, at=NOW)
    with pytest.raises(Refused, match="另一人"):
        pass_revision(revision, by=first, at=NOW)


@pytest.mark.parametrize("field", ["first_reviewer", "second_reviewer", "issuer"])
def test_the_database_refuses_an_author_who_reviewed(news, field):
    revision = a_draft(news)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(**{field: revision.author})


def test_the_database_refuses_a_published_revision_without_three_reviewers(news):
    revision = a_draft(news)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(state=State.PUBLISHED)


def test_a_stage_cannot_be_skipped(news):
    revision = a_submitted(news)
    with pytest.raises(Refused, match="不能发布"):
        issue_revision(revision, by=the_office_of(news)["signer"], at=NOW)


def test_a_state_written_past_the_record_is_found_out(news):
    revision = a_submitted(news)
    Revision.objects.filter(pk=revision.pk).update(state=State.ISSUE)
    with pytest.raises(Refused, match="不一致"):
        issue_revision(revision, by=the_office_of(news)["signer"], at=NOW)


def test_two_reviewers_at_once_one_wins_the_other_gets_a_sentence(news, first_reviewer):
    revision = a_submitted(news)
    pass_revision(revision, by=the_office_of(news)["reviewer1"], at=NOW, seen=State.FIRST_REVIEW)
    with pytest.raises(Conflict, match="已由他人办理"):
        pass_revision(revision, by=first_reviewer, at=NOW, seen=State.FIRST_REVIEW)


def test_a_return_needs_an_opinion(news):
    revision = a_submitted(news)
    with pytest.raises(Refused, match="写明意见"):
        return_revision(revision, by=the_office_of(news)["reviewer1"], at=NOW, opinion="  ")


def test_a_returned_text_is_kept_as_it_was_judged(news):
    people = the_office_of(news)
    revision = return_revision(a_submitted(news), by=people["reviewer1"], at=NOW, opinion="请核对数据")
    newer = save_draft(revision.article, by=people["writer"], at=NOW, title="改后的标题")
    assert newer.number == 2
    assert Revision.objects.get(pk=revision.pk).title == "全省春耕备耕工作会议召开"
    assert carry_through(submit_revision(newer, by=people["writer"], at=NOW)).state == State.PUBLISHED


def test_a_recalled_revision_starts_again_at_the_first_review(news):
    people = the_office_of(news)
    revision = pass_revision(a_submitted(news), by=people["reviewer1"], at=NOW)
    revision = recall_revision(revision, by=people["writer"], at=NOW)
    assert revision.state == State.DRAFT
    assert submit_revision(revision, by=people["writer"], at=NOW).state == State.FIRST_REVIEW


def test_the_live_page_stays_while_a_new_draft_is_reviewed(news):
    people = the_office_of(news)
    article = an_article(news)
    draft = save_draft(article, by=people["writer"], at=NOW, title="更正后的标题")
    submit_revision(draft, by=people["writer"], at=NOW)
    article.refresh_from_db()
    assert article.title == "全省春耕备耕工作会议召开"
    assert article in Article.objects.public(at=NOW)


def test_a_new_revision_replaces_the_live_one_and_keeps_the_address(news):
    people = the_office_of(news)
    article = an_article(news)
    path = article.path
    later = NOW + timedelta(days=3)
    draft = save_draft(article, by=people["writer"], at=later, title="更正后的标题")
    carry_through(submit_revision(draft, by=people["writer"], at=later), at=later)
    article = Article.objects.get(pk=article.pk)
    assert (article.title, article.path) == ("更正后的标题", path)


def test_saving_over_a_newer_draft_is_refused(news):
    people = the_office_of(news)
    draft = a_draft(news)
    save_draft(draft.article, by=people["writer"], at=NOW + timedelta(minutes=5), seen=draft.edited_at, title="甲")
    with pytest.raises(Conflict, match="更新的版本"):
        save_draft(draft.article, by=people["writer"], at=NOW + timedelta(minutes=6), seen=draft.edited_at, title="乙")


def test_a_text_in_review_cannot_be_edited(news):
    revision = a_submitted(news)
    with pytest.raises(Refused, match="正在审核"):
        save_draft(revision.article, by=the_office_of(news)["writer"], at=NOW, title="偷改")


def test_a_reviewer_of_another_site_is_refused(news, other_site_editor):
    with pytest.raises(Refused, match="没有办理本环节的权限"):
        pass_revision(a_submitted(news), by=other_site_editor, at=NOW)


def test_every_step_is_in_the_audit_trail(news):
    article = an_article(news)
    events = AuditEntry.objects.filter(object_type="content.Article", object_id=str(article.pk)).order_by("number")
    assert [entry.event.rpartition(".")[2] for entry in events] == [
        "created",
        "submitted",
        "passed",
        "passed",
        "published",
    ]


def test_issuing_costs_at_most_25_queries(news, django_assert_max_num_queries):
    people = the_office_of(news)
    revision = pass_revision(a_submitted(news), by=people["reviewer1"], at=NOW)
    revision = pass_revision(revision, by=people["reviewer2"], at=NOW)
    signer = type(people["signer"]).objects.get(pk=people["signer"].pk)
    with django_assert_max_num_queries(25):
        issue_revision(revision, by=signer, at=NOW)


def test_a_draft_whose_time_is_over_already_occupies_no_reviewer(news):
    draft = a_draft(news, expires_at=NOW - timedelta(minutes=1))
    with pytest.raises(Refused, match="到期下线时间已过"):
        submit_revision(draft, by=draft.author, at=NOW)
    assert Revision.objects.get(pk=draft.pk).state == State.DRAFT
