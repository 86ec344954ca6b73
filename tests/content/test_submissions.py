"""Offering upwards: to whom, what becomes of it, and that an adoption is counted once and only when published."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from content.actions import (
    check_original,
    decline_submission,
    discard_draft,
    merge_column,
    offer_article,
    recall_submission,
    save_draft,
    submit_revision,
    take_submission,
    upload_asset,
    withdraw_article,
)
from content.models import Article, Submission
from content.models.article import WithdrawalReason
from sites.models import AuditEntry
from sites.policy import Role
from sites.refusals import Conflict, Refused
from tests.builders import a_document, a_draft, an_article, carry_through, the_office_of
from tests.cast import NOW, a_column, a_person, a_site
from tests.content.files import a_pdf
from tests.content.submission_cast import *  # noqa: F403 (fixtures)
from tests.content.submission_cast import offered

LATER = NOW + timedelta(hours=1)


def published(submission: Submission, *, at=LATER) -> Article:
    """The taken draft, carried through the higher site's own reviews."""
    people = the_office_of(submission.column)
    draft = submission.taken_article.revisions.get()
    return carry_through(submit_revision(draft, by=draft.author, at=at), at=at).article, people


def test_an_item_goes_up_and_waits(original, taking):
    submission = offered(original, taking, note="  可用于 头条 ")
    assert (submission.state, submission.site, submission.origin) == ("offered", taking.site, original.site)
    assert submission.organization == original.site.sponsor and submission.note == "可用于 头条"
    entry = AuditEntry.objects.get(event="content.submission.offered")
    assert entry.site == original.site and entry.after["column"]["text"] == "要闻"


def test_the_organization_is_the_one_that_employs_the_person(original, taking, bureau):
    person = a_person("xinxiyuan", (Role.CONTRIBUTOR, original.column), organization=bureau)
    assert offer_article(original, taking, by=person, at=NOW).organization == bureau


def test_only_to_a_column_that_takes_submissions(original, news):
    with pytest.raises(Refused, match="接收报送"):
        offered(original, news)


def test_only_upwards(taking, city_news, province):
    city_news.takes_submissions = True
    city_news.save()
    of_province = an_article(taking)
    with pytest.raises(Refused, match="上级网站"):
        offered(of_province, city_news)
    sister = a_column(a_site("sister", host="sister.testserver", parent=province), takes_submissions=True)
    with pytest.raises(Refused, match="上级网站"):
        offered(an_article(city_news, title="另一篇"), sister)


def test_a_grandchild_may_offer_to_the_province(taking, subsite):
    assert offered(an_article(a_column(subsite)), taking).site == taking.site


@pytest.mark.parametrize("state", ["suspended", "preparing"])
def test_not_to_a_site_that_is_not_online(original, taking, state):
    taking.site.state = state
    taking.site.save()
    with pytest.raises(Refused):
        offered(original, taking)


def test_what_is_not_public_is_not_offered(city_news, taking):
    draft = a_draft(city_news)
    with pytest.raises(Refused, match="已公开"):
        offered(draft.article, taking)


def test_nobody_offers_what_they_may_not_write(original, taking, editor):
    with pytest.raises(Refused, match="权限"):
        offer_article(original, taking, by=editor, at=NOW)


def test_the_same_article_is_not_offered_twice_to_a_site(original, taking, province):
    other = a_column(province, "other", takes_submissions=True)
    submission = offered(original, taking)
    with pytest.raises(Refused, match="不能重复报送"):
        offered(original, other)
    with pytest.raises(IntegrityError), transaction.atomic():  # nor past the action
        Submission.objects.create(
            site=other.site, column=other, origin=original.site, article=original, organization=submission.organization,
            submitted_by=submission.submitted_by, submitted_at=NOW, seen_revision=original.live,
        )  # fmt: skip


def test_taking_makes_a_draft_with_its_source(original, taking, editor):
    submission = take_submission(offered(original, taking), by=editor, at=NOW, seen=original.live_id)
    taken = submission.taken_article
    draft = taken.revisions.get()
    assert (submission.state, taken.state, taken.column) == ("taken", "unpublished", taking)
    assert draft.body == original.live.body and draft.author == editor
    assert draft.source == "测试日报"
    assert draft.source_url == original.site.address(original.path)
    assert draft.submitted_at is None


def test_a_taken_item_is_taken_once(original, taking, editor):
    submission = offered(original, taking)
    take_submission(submission, by=editor, at=NOW)
    second = a_person("second-editor", (Role.CONTRIBUTOR, taking))
    with pytest.raises(Conflict, match=r"编审中.*editor"):
        take_submission(submission, by=second, at=NOW)
    assert Article.objects.filter(site=taking.site).count() == 1


def test_the_lower_site_takes_nothing(original, taking, other_site_editor):
    submission = offered(original, taking)
    for act in (
        lambda: take_submission(submission, by=other_site_editor, at=NOW),
        lambda: decline_submission(submission, "不用", by=other_site_editor, at=NOW),
    ):
        with pytest.raises(Refused, match="权限"):
            act()


def test_what_changed_since_it_was_read_is_not_taken_unread(original, taking, editor):
    submission, read = offered(original, taking), original.live_id
    correct(original)
    with pytest.raises(Conflict, match="原稿刚有更新"):
        take_submission(submission, by=editor, at=LATER, seen=read)
    original.refresh_from_db()
    taken = take_submission(submission, by=editor, at=LATER, seen=original.live_id)
    assert taken.taken_article.revisions.get().body == "<p>十三条专线今日开通。</p>"


def test_what_was_withdrawn_is_not_taken(original, taking, editor):
    submission = offered(original, taking)
    withdraw(original)
    with pytest.raises(Refused, match="已撤下"):
        take_submission(submission, by=editor, at=LATER)


def test_files_come_along_and_belong_to_the_higher_site(city_news, taking, editor, django_capture_on_commit_callbacks):
    people = the_office_of(city_news)
    asset = upload_asset(city_news.site, a_pdf(), by=people["writer"], at=NOW)
    body = f'<p>见<a href="{asset.file.url}">附件</a></p>'
    original = an_article(city_news, body=body, attachments=[(asset, "线路图")])
    draft = take_submission(offered(original, taking), by=editor, at=NOW).taken_article.revisions.get()
    own = draft.attachments.get()
    assert own.title == "线路图" and own.asset.site == taking.site and own.asset.pk != asset.pk
    assert own.asset.file.url in draft.body and asset.file.url not in draft.body


def test_a_document_is_taken_as_an_article(city, taking, editor):
    document = a_document(a_column(city, "docs", type="policy"))
    taken = take_submission(offered(document, taking), by=editor, at=NOW).taken_article
    assert taken.kind == "article" and taken.revisions.get().document is None


def test_adoption_counts_when_the_higher_site_publishes_and_once(original, taking, editor):
    submission = take_submission(offered(original, taking), by=editor, at=NOW)
    assert Submission.objects.adopted().count() == 0
    article, people = published(submission)
    submission.refresh_from_db()
    assert (submission.state, submission.adopted_at) == ("adopted", LATER)
    assert article.live.issuer != editor
    save_draft(article, by=people["writer"], at=LATER, body="<p>更正。</p>")
    later = LATER + timedelta(days=1)
    carry_through(submit_revision(article.revisions.first(), by=people["writer"], at=later), at=later)
    submission.refresh_from_db()
    assert submission.adopted_at == LATER
    assert AuditEntry.objects.filter(event="content.submission.adopted").count() == 1
    tally = Submission.objects.tally("organization__name", "submitted_by__name").get()
    assert (tally["offered"], tally["adopted"]) == (1, 1)
    assert tally["organization__name"] == original.site.sponsor.name


def test_declining_needs_a_reason(original, taking, editor):
    submission = offered(original, taking)
    with pytest.raises(Refused, match="理由"):
        decline_submission(submission, "  ", by=editor, at=NOW)
    declined = decline_submission(submission, "与已发稿件重复。", by=editor, at=NOW)
    assert (declined.state, declined.reason, declined.handled_by) == ("declined", "与已发稿件重复。", editor)
    with pytest.raises(Conflict):
        take_submission(submission, by=editor, at=NOW)
    assert offered(original, taking).state == "offered"  # it may be improved and offered again


def test_what_was_taken_can_still_be_declined_until_it_is_published(original, taking, editor):
    submission = take_submission(offered(original, taking), by=editor, at=NOW)
    discard_draft(submission.taken_article.revisions.get(), by=editor, at=NOW)
    assert decline_submission(submission, "改用另一篇。", by=editor, at=NOW).state == "declined"
    second = take_submission(offered(original, taking), by=editor, at=NOW)
    published(second)
    with pytest.raises(Refused, match="已采用"):
        decline_submission(second, "不用了", by=editor, at=LATER)


def test_a_declined_draft_that_is_published_after_all_counts(original, taking, editor):
    submission = take_submission(offered(original, taking), by=editor, at=NOW)
    decline_submission(submission, "先不用", by=editor, at=NOW)
    published(submission)
    submission.refresh_from_db()
    assert submission.state == "adopted"


def test_but_not_beside_the_same_item_offered_anew(original, taking, editor):
    first = take_submission(offered(original, taking), by=editor, at=NOW)
    decline_submission(first, "先不用", by=editor, at=NOW)
    offered(original, taking)
    published(first)
    assert Submission.objects.adopted().count() == 0


def test_recalling_is_for_the_offering_side_while_nobody_decided(original, taking, editor):
    submission = offered(original, taking)
    with pytest.raises(Refused, match="权限"):
        recall_submission(submission, by=editor, at=NOW)
    people = the_office_of(original.column)
    assert recall_submission(submission, by=people["writer"], at=NOW).state == "recalled"
    again = take_submission(offered(original, taking), by=editor, at=NOW)
    with pytest.raises(Conflict):
        recall_submission(again, by=people["writer"], at=NOW)


def test_the_higher_side_sees_a_change_of_the_original_until_it_is_checked(original, taking, editor):
    submission = take_submission(offered(original, taking), by=editor, at=NOW)
    assert not Submission.objects.with_changed_original().exists()
    with pytest.raises(Refused, match="没有新的变动"):
        check_original(submission, by=editor, at=NOW)
    correct(original)
    assert Submission.objects.with_changed_original().get().change_of_original == "changed"
    check_original(submission, by=editor, at=LATER)
    assert not Submission.objects.with_changed_original().exists()
    withdraw(original)
    assert Submission.objects.with_changed_original().get().change_of_original == "withdrawn"
    check_original(submission, by=editor, at=LATER)
    assert not Submission.objects.with_changed_original().exists()


def test_what_waits_for_a_merged_column_waits_for_its_heir(original, taking, province, root):
    submission = offered(original, taking)
    heir = a_column(province, "heir")
    merge_column(taking, into=heir, by=root, at=LATER)
    submission.refresh_from_db()
    assert submission.column == heir


def test_only_public_text_goes_up(original, taking, editor):
    people = the_office_of(original.column)
    save_draft(original, by=people["writer"], at=NOW, body="<p>未经审核的修改。</p>")
    draft = take_submission(offered(original, taking), by=editor, at=NOW).taken_article.revisions.get()
    assert "未经审核" not in draft.body


def correct(article: Article) -> None:
    people = the_office_of(article.column)
    save_draft(article, by=people["writer"], at=LATER, body="<p>十三条专线今日开通。</p>")
    carry_through(submit_revision(article.revisions.first(), by=people["writer"], at=LATER), at=LATER)


def withdraw(article: Article) -> None:
    signer = the_office_of(article.column)["signer"]
    withdraw_article(article, by=signer, at=LATER, reason=WithdrawalReason.WRONG)


def test_there_is_no_taking_into_a_closed_column(original, taking, editor):
    submission = offered(original, taking)
    taking.state = "closed"
    taking.save()
    with pytest.raises(Refused, match="已停用"):
        take_submission(submission, by=editor, at=NOW)
