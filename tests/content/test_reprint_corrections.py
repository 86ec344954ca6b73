"""What changes or goes above has to change or go on every copy: shown, clocked, closed by the page itself or with a reason."""

from datetime import date, timedelta

import pytest

from content.actions import (
    issue_revision,
    open_duties,
    pass_revision,
    reprint_automatically,
    save_draft,
    submit_revision,
    withdraw_article,
)
from content.actions.corrections import declare_followed, draft_correction, keep_copy, open_corrections
from content.actions.item_withdrawals import withdraw_item
from content.actions.reprints import sweep
from content.actions.upstream import receive_from
from content.models import Article, Correction, Reprint, ReprintStanding, UpstreamItem, UpstreamSource, UpstreamText
from content.page_store.rendering import render_page
from sites.models import AuditEntry
from sites.refusals import Refused
from tests.builders import carry_through, the_office_of
from tests.cast import NOW, a_site
from tests.content.upstream_server import a_feed, an_item

LATER = NOW + timedelta(minutes=30)


def change(source, upstream, robot, text: str = "更正后的要求", *, at=LATER, **fields) -> None:
    upstream.says(a_feed(an_item(description=f"<![CDATA[<p>{text}。</p>]]>", **fields)))
    receive_from(source, by=robot, at=at)


def test_a_copy_that_the_platform_published_follows_by_itself(item, source, upstream, automatic, robot):
    change(source, upstream, robot, title="国务院关于第1项工作的意见（更正）")
    assert sweep(by=robot, at=LATER).corrected == 1
    copy = Article.objects.get(site=automatic)
    assert (copy.title, copy.live.body, copy.live.number) == (
        "国务院关于第1项工作的意见（更正）", "<p>更正后的要求。</p>", 2,
    )  # fmt: skip
    assert "更正后的要求" in render_page(automatic.host, copy.path).body.decode()
    step = copy.live.steps.get()
    assert (step.decision, step.text_hash) == ("standing", copy.live.text_hash)
    correction = Correction.objects.get(reprint__site=automatic)
    assert (correction.state, correction.closed_at, correction.kind) == ("done", LATER, "update")
    assert correction.standing(at=LATER) == ReprintStanding.IN_TIME
    assert [text.number for text in UpstreamText.objects.order_by("number")] == [1, 2]
    assert sweep(by=robot, at=LATER).corrected == 0


def test_a_copy_by_hand_owes_a_correction_with_its_own_clocks(item, by_hand, source, upstream, robot):
    change(source, upstream, robot)
    sweep(by=robot, at=LATER)
    correction = by_hand.corrections.get()
    assert (correction.state, correction.target_at, correction.due_on) == (
        "pending", LATER + timedelta(hours=1), date(2026, 11, 19),
    )  # fmt: skip
    assert AuditEntry.objects.filter(event="content.correction.opened").count() == 1
    sweep(by=robot, at=LATER)
    assert by_hand.corrections.count() == 1


def test_a_second_change_overtakes_the_first(item, by_hand, source, upstream, robot):
    for minutes, text in enumerate(("更正一", "更正二")):
        at = LATER + timedelta(minutes=minutes)
        change(source, upstream, robot, text, at=at)
        sweep(by=robot, at=at)
    states = [each.state for each in by_hand.corrections.order_by("pk")]
    assert states == ["overtaken", "pending"]


@pytest.mark.django_db(transaction=True)
def test_people_follow_through_their_reviews(item, by_hand, news, source, upstream, robot):
    change(source, upstream, robot)
    sweep(by=robot, at=LATER)
    revision = draft_correction(by_hand.corrections.get(), by=the_office_of(news)["writer"], at=LATER)
    assert (revision.state, revision.body) == ("first-review", "<p>更正后的要求。</p>")
    carry_through(revision, at=LATER + timedelta(minutes=10))
    correction = by_hand.corrections.get()
    assert (correction.state, correction.closed_at) == ("done", LATER + timedelta(minutes=10))


def test_people_who_follow_in_words_of_their_own_say_so(item, by_hand, news, source, upstream, robot, site_admin):
    change(source, upstream, robot)
    sweep(by=robot, at=LATER)
    correction, people = by_hand.corrections.get(), the_office_of(news)
    with pytest.raises(Refused, match="还没有发布新的版本"):
        declare_followed(correction, by=site_admin, at=LATER)
    draft = save_draft(by_hand.article, by=people["writer"], at=LATER, body="<p>本省按更正后的要求办理。</p>")
    carry_through(submit_revision(draft, by=people["writer"], at=LATER), at=LATER)
    correction = Correction.objects.select_related("reprint__article__live").get(pk=correction.pk)
    assert declare_followed(correction, by=site_admin, at=LATER).state == "done"


def test_a_copy_is_kept_with_a_reason_by_those_who_answer_for_the_site(
    item, by_hand, news, source, upstream, robot, site_admin
):
    change(source, upstream, robot)
    sweep(by=robot, at=LATER)
    correction = by_hand.corrections.get()
    with pytest.raises(Refused, match="权限"):
        keep_copy(correction, "不必", by=the_office_of(news)["writer"], at=LATER)
    with pytest.raises(Refused, match="理由"):
        keep_copy(correction, "  ", by=site_admin, at=LATER)
    kept = keep_copy(correction, "只改了标点", by=site_admin, at=LATER)
    assert (kept.state, kept.reason) == ("kept", "只改了标点")
    with pytest.raises(Refused, match="不跟进"):
        keep_copy(correction, "再来", by=site_admin, at=LATER)


def test_a_copy_that_people_rewrote_is_left_to_them(item, source, upstream, automatic, robot):
    copy = Article.objects.get(site=automatic)
    people = the_office_of(copy.column)
    draft = save_draft(copy, by=people["writer"], at=NOW, body="<p>本市按语。</p>")
    change(source, upstream, robot)
    assert sweep(by=robot, at=LATER).corrected == 0
    assert Correction.objects.get(reprint__site=automatic).state == "pending"
    revision = pass_revision(submit_revision(draft, by=people["writer"], at=LATER), by=people["reviewer1"], at=LATER)
    issue_revision(pass_revision(revision, by=people["reviewer2"], at=LATER), by=people["signer"], at=LATER)
    assert sweep(by=robot, at=LATER).corrected == 0
    assert Article.objects.get(pk=copy.pk).live.body == "<p>本市按语。</p>"


def test_a_withdrawal_above_takes_down_automatic_copies_frees_the_rest_and_asks_people(
    item, by_hand, automatic, province, robot, source
):
    third = a_site("third", host="third.testserver", parent=province)
    Reprint.objects.create(item=item, site=third, target_at=NOW, due_on=NOW.date())
    assert withdraw_item(item, by=robot, at=LATER, why="上级通知")
    assert not withdraw_item(item, by=robot, at=LATER, why="上级通知")
    sweep(by=robot, at=LATER)
    copy = Article.objects.get(site=automatic)
    assert (copy.state, copy.withdrawal_note) == ("withdrawn", "上级已撤下原文")
    assert render_page(automatic.host, copy.path).status == 410
    states = {each.reprint.site.slug: each.state for each in Correction.objects.all()}
    assert states == {"city": "done", "province": "pending"}
    assert Reprint.objects.get(site=automatic).state == "done"
    freed = Reprint.objects.get(site=third)
    assert (freed.state, freed.waived_reason) == ("waived", "上级已撤下该信息")


@pytest.mark.django_db(transaction=True)
def test_taking_a_copy_down_by_hand_closes_the_withdrawal(item, by_hand, news, robot):
    withdraw_item(item, by=robot, at=LATER, why="上级通知")
    sweep(by=robot, at=LATER)
    with pytest.raises(Refused, match="撤下转载稿件"):
        draft_correction(by_hand.corrections.get(), by=the_office_of(news)["writer"], at=LATER)
    withdraw_article(by_hand.article, by=the_office_of(news)["signer"], at=LATER, reason="other", note="上级已撤下")
    assert by_hand.corrections.get().state == "done"
    assert Reprint.objects.get(pk=by_hand.pk).state == "done"


def test_a_page_of_a_list_that_is_gone_twice_is_withdrawn(db, upstream, robot):
    text = f"<p>{'第一项工作的要求如下。' * 9}</p>"
    upstream.says(text, path="/1.html")
    address = upstream.says('<ul><li><a href="/1.html">说明一</a> 2026-11-18</li></ul>', path="/list.html")
    listed = UpstreamSource.objects.create(name="a", kind="list", address=address, item_selector="li")
    receive_from(listed, by=robot, at=NOW)
    upstream.says("gone", path="/1.html", status=404)
    for hours, is_gone in ((2, False), (4, True)):
        receive_from(listed, by=robot, at=NOW + timedelta(hours=hours))
        assert bool(UpstreamItem.objects.get().withdrawn_at) == is_gone
    upstream.says(text, path="/1.html")
    receive_from(listed, by=robot, at=NOW + timedelta(hours=6))
    assert UpstreamItem.objects.get().withdrawn_at is None


def test_a_page_that_the_other_side_says_is_gone_is_withdrawn_at_once(db, upstream, robot):
    upstream.says(f"<p>{'第一项工作的要求如下。' * 9}</p>", path="/1.html")
    address = upstream.says('<ul><li><a href="/1.html">说明一</a> 2026-11-18</li></ul>', path="/list.html")
    listed = UpstreamSource.objects.create(name="a", kind="list", address=address, item_selector="li")
    receive_from(listed, by=robot, at=NOW)
    upstream.says("gone", path="/1.html", status=410)
    receive_from(listed, by=robot, at=NOW + timedelta(hours=2))
    assert UpstreamItem.objects.get().withdrawn_at


def test_opening_cut_short_is_made_up_without_doubles(item, by_hand, source, upstream, robot, monkeypatch):
    from content.actions import corrections as acting

    monkeypatch.setattr(acting, "COPIES_AT_ONCE", 1)
    change(source, upstream, robot)
    real, calls = acting._open_group, []

    def killed_at_the_second(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(acting, "_open_group", killed_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            sweep(by=robot, at=LATER)
    assert Correction.objects.count() == 1
    sweep(by=robot, at=LATER)
    assert Correction.objects.values("reprint").distinct().count() == Correction.objects.count() == 2


def test_a_copy_made_while_the_text_changes_has_the_new_text_or_none(source, upstream, automatic, robot):
    from content.actions import reprint_copies as copying
    from content.actions.upstream_texts import prepare_text

    receive_from(source, by=robot, at=NOW)
    item = UpstreamItem.objects.get()
    open_duties(item, at=NOW)
    old = prepare_text(item, by=robot, at=NOW)
    change(source, upstream, robot)
    item.refresh_from_db()
    prepare_text(item, by=robot, at=LATER)
    duty, column = Reprint.objects.get(site=automatic), automatic.columns.get(path="gwyxx")
    assert not copying._publish_copy(duty.pk, column, old, by=robot, at=LATER)
    assert reprint_automatically(UpstreamItem.objects.get(), by=robot, at=LATER) == (1, 0)
    assert open_corrections(UpstreamItem.objects.select_related("text").get(), by=robot, at=LATER) == 0
