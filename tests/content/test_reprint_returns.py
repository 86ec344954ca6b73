"""A withdrawal above that was noted by mistake, or taken back: what it undid is done again, and nobody is late for it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.actions import withdraw_article
from content.actions.corrections import open_corrections
from content.actions.item_withdrawals import FREED, note_withdrawal, reinstate_item, take_back_withdrawal, withdraw_item
from content.actions.reprint_returns import bring_back
from content.actions.reprints import sweep
from content.models import Article, Correction, Reprint, UpstreamItem
from content.page_store.rendering import render_page
from sites.models import AuditEntry
from sites.refusals import Refused
from tests.builders import an_article, the_office_of
from tests.cast import NOW, a_site
from tests.content.reprint_cast import received

GONE_AT, BACK_AT = NOW + timedelta(minutes=30), NOW + timedelta(days=3)


@pytest.fixture
def unmade(item, province) -> Reprint:
    """A site that had not reprinted it yet."""
    third = a_site("third", host="third.testserver", parent=province)
    return Reprint.objects.create(item=item, site=third, target_at=NOW, due_on=NOW.date())


def gone_and_back(item, robot) -> int:
    withdraw_item(item, by=robot, at=GONE_AT, why="误登")
    sweep(by=robot, at=GONE_AT)
    reinstate_item(item, by=robot, at=BACK_AT)
    return sweep(by=robot, at=BACK_AT).copied


def test_a_copy_that_the_platform_took_down_is_public_again_at_its_address(item, automatic, robot):
    before = Article.objects.get(site=automatic)
    assert gone_and_back(item, robot) == 1
    copy = Article.objects.get(site=automatic)
    assert (copy.state, copy.path, copy.published_at) == ("published", before.path, before.published_at)
    assert (copy.withdrawn_at, copy.withdrawal_note, copy.live.number) == (None, "", 2)
    assert render_page(automatic.host, copy.path).status == 200
    step = copy.live.steps.get()
    assert (step.decision, step.text_hash) == ("standing", copy.live.text_hash)
    assert Reprint.objects.get(site=automatic).state == "done"


def test_a_second_sweep_does_nothing_more(item, by_hand, automatic, robot):
    gone_and_back(item, robot)
    entries = AuditEntry.objects.count()
    assert sweep(by=robot, at=BACK_AT).copied == 0
    assert (AuditEntry.objects.count(), Article.objects.get(site=automatic).live.number) == (entries, 2)


def test_a_copy_that_people_took_down_is_theirs_to_make_again(item, by_hand, news, robot):
    withdraw_item(item, by=robot, at=GONE_AT, why="误登")
    sweep(by=robot, at=GONE_AT)
    signer = the_office_of(news)["signer"]
    withdraw_article(by_hand.article, by=signer, at=GONE_AT, reason="other", note="上级已撤下")
    sweep(by=robot, at=GONE_AT)
    reinstate_item(item, by=robot, at=BACK_AT)
    sweep(by=robot, at=BACK_AT)
    by_hand.refresh_from_db()
    assert (by_hand.state, by_hand.done_at, by_hand.article.state) == ("pending", None, "withdrawn")
    assert AuditEntry.objects.filter(event="content.reprint.reopened", object_id=str(by_hand.pk)).count() == 1


def test_a_copy_that_people_left_public_stays_and_owes_nothing(item, by_hand, robot):
    gone_and_back(item, robot)
    by_hand.refresh_from_db()
    assert (by_hand.state, by_hand.article.state) == ("done", "published")
    assert not Correction.objects.pending().filter(reprint=by_hand).exists()


def test_who_was_freed_owes_it_again_with_new_clocks(item, unmade, robot):
    gone_and_back(item, robot)
    unmade.refresh_from_db()
    assert (unmade.state, unmade.waived_reason) == ("pending", "")
    assert unmade.target_at == BACK_AT + timedelta(hours=1)
    assert unmade.due_on > timezone.localdate(BACK_AT)
    assert (unmade.minutes(at=BACK_AT), unmade.minutes(at=BACK_AT + timedelta(minutes=5))) == (0, 5)
    sweep(by=robot, at=BACK_AT)
    due_on, _ = unmade.due_on, unmade.refresh_from_db()
    assert unmade.due_on == due_on


def test_who_was_freed_with_a_reason_of_its_own_stays_so(item, unmade, robot):
    Reprint.objects.filter(pk=unmade.pk).update(state="waived", waived_reason="与本地无关")
    gone_and_back(item, robot)
    unmade.refresh_from_db()
    assert (unmade.state, unmade.waived_reason) == ("waived", "与本地无关")


def test_cut_short_it_is_made_up_by_the_next_sweep(item, automatic, robot, monkeypatch):
    from content.actions import reprints as sweeping

    withdraw_item(item, by=robot, at=GONE_AT, why="误登")
    sweep(by=robot, at=GONE_AT)
    reinstate_item(item, by=robot, at=BACK_AT)

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sweeping, "open_corrections", killed)
        with pytest.raises(KeyboardInterrupt):
            sweep(by=robot, at=BACK_AT)
    assert UpstreamItem.objects.get(pk=item.pk).owes_corrections
    assert sweep(by=robot, at=BACK_AT).copied == 0
    assert not UpstreamItem.objects.get(pk=item.pk).owes_corrections
    assert Article.objects.get(site=automatic).live.number == 2


def test_a_copy_that_fails_keeps_no_other_from_coming_back_and_is_tried_again(
    item, automatic, unmade, robot, monkeypatch
):
    from content.actions import reprint_returns

    withdraw_item(item, by=robot, at=GONE_AT, why="误登")
    sweep(by=robot, at=GONE_AT)
    reinstate_item(item, by=robot, at=BACK_AT)

    def broken(*args, **kwargs):
        raise ValueError

    with monkeypatch.context() as patched:
        patched.setattr(reprint_returns, "publish_next", broken)
        swept = sweep(by=robot, at=BACK_AT)
    assert (swept.copied, swept.failed) == (0, 1)
    unmade.refresh_from_db()
    assert (unmade.state, Article.objects.get(site=automatic).state) == ("pending", "withdrawn")
    assert sweep(by=robot, at=BACK_AT).copied == 1
    assert Article.objects.get(site=automatic).state == "published"


def test_what_is_owed_again_is_counted_with_one_look_at_the_calendar(item, province, robot):
    def looks() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert bring_back(item, by=robot, at=BACK_AT) == (0, 0)
        assert Reprint.objects.filter(item=item, state="waived").count() == 0
        return sum("clocklimit" in each["sql"] or "calendarnotice" in each["sql"] for each in captured.captured_queries)

    counts = []
    for number in (1, 3):
        for each in range(number):
            site = a_site(f"s{number}{each}", host=f"s{number}{each}.testserver", parent=province)
            Reprint.objects.create(
                item=item, site=site, target_at=NOW, due_on=NOW.date(), state="waived", waived_reason=str(FREED)
            )
        counts.append(looks())
    assert counts[0] == counts[1] > 0


def test_an_item_that_nobody_reprinted_yet_comes_back_without_a_text(source, province, robot):
    item = received(source)
    withdraw_item(item, by=robot, at=GONE_AT, why="误登")
    reinstate_item(item, by=robot, at=BACK_AT)
    item = UpstreamItem.objects.select_related("text").get()
    assert (bring_back(item, by=robot, at=BACK_AT), open_corrections(item, by=robot, at=BACK_AT)) == ((0, 0), 0)
    assert not UpstreamItem.objects.get().owes_corrections


def test_only_those_who_keep_the_platform_note_and_take_back(item, root, site_admin, news):
    with pytest.raises(Refused, match="没有登记为上级撤下"):
        take_back_withdrawal(item, by=root, at=NOW)
    for act in (note_withdrawal, take_back_withdrawal):
        with pytest.raises(Refused, match="权限"):
            act(item, by=site_admin, at=NOW)
    note_withdrawal(item, by=root, at=NOW)
    with pytest.raises(Refused, match="已登记"):
        note_withdrawal(item, by=root, at=NOW)
    take_back_withdrawal(item, by=root, at=NOW)
    said = [
        AuditEntry.objects.get(event=f"content.upstream.{verb}").after["why"] for verb in ("withdrawn", "reinstated")
    ]
    assert said == ["人工登记", "人工撤销登记"]


def test_an_article_of_the_platform_is_seen_to_by_itself(item, root, news):
    UpstreamItem.objects.filter(pk=item.pk).update(article=an_article(news))
    with pytest.raises(Refused, match="自动登记"):
        note_withdrawal(UpstreamItem.objects.get(pk=item.pk), by=root, at=NOW)


def test_it_is_taken_back_on_the_page_only_after_a_look(client, item, root, robot):
    withdraw_item(item, by=robot, at=NOW, why="误登")
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("admin:content_upstreamitem_reinstate", args=[item.pk])
    page = client.get(reverse("admin:content_upstreamitem_change", args=[item.pk])).content.decode()
    assert address in page
    assert "撤销撤下登记" in client.get(reverse("reprint-office:receipts", args=[item.pk])).content.decode()
    assert "请先核对上级原文" in client.post(address, follow=True).content.decode()
    assert UpstreamItem.objects.get(pk=item.pk).withdrawn_at
    assert "已撤销登记" in client.post(address, {"sure": "1"}, follow=True).content.decode()
    assert UpstreamItem.objects.get(pk=item.pk).withdrawn_at is None
    assert "没有登记为上级撤下" in client.post(address, {"sure": "1"}, follow=True).content.decode()
    assert client.get(address).status_code == 405
