"""Mails to the office: urges on reprints, and to submitters what became of their items."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from content.actions import decline_submission, submit_revision, take_submission, withdraw_article
from content.actions.office_mails import mail_office
from content.actions.reprint_urges import urge_reprint
from content.models import Reprint, ReprintUrge, Submission
from sites.policy import Role
from tests.builders import carry_through, the_office_of
from tests.cast import NOW, a_column, a_person, a_site
from tests.content.reprint_cast import received
from tests.content.submission_cast import *  # noqa: F403 (fixtures)
from tests.content.submission_cast import offered


def a_duty(source, site, at, **fields) -> Reprint:
    item = received(source, published_at=at - timedelta(hours=3), received_at=at - timedelta(hours=3), **fields)
    due = timezone.localdate(at) + timedelta(days=1)
    return Reprint.objects.create(item=item, site=site, target_at=at - timedelta(hours=2), due_on=due)


@pytest.fixture
def two_cities(source, province):
    """Two duties of two sites of one administrator, who edits both."""
    sites = [a_site(f"m{n}", host=f"m{n}.testserver", parent=province, name=f"第{n}市") for n in range(2)]
    person = a_person("both", *((Role.SITE_ADMIN, site) for site in sites), email="both@example.org")
    a_person("watch", (Role.INTAKE, sites[0]), email="intake@example.org")
    a_person("column", (Role.CONTRIBUTOR, a_column(sites[1], "yw")), email="column@example.org")
    duties = [a_duty(source, site, NOW, guid=f"g{n}", title=f"第{n}件要求") for n, site in enumerate(sites)]
    return person, duties


def test_each_person_gets_one_mail_with_all_that_they_are_urged_to_do(two_cities, supervisor):
    _person, duties = two_cities
    for duty in duties:
        urge_reprint(duty, "请尽快转载", by=supervisor, at=NOW)
    assert mail_office(at=NOW, dry_run=True).urges == 2 and not mail.outbox
    assert mail_office(at=NOW).urges == 2
    by_address = {each.to[0]: each for each in mail.outbox}
    assert set(by_address) == {"both@example.org", "column@example.org"}
    both = by_address["both@example.org"]
    assert both.subject == "转载督办：2 项" and "第0件要求" in both.body and "第1件要求" in both.body
    assert "请尽快转载" in both.body and "第0市" in both.body and both.extra_headers["Auto-Submitted"]
    assert "第0件要求" not in by_address["column@example.org"].body


def test_an_urge_is_mailed_once_and_not_when_it_is_met_or_old(two_cities, supervisor):
    _person, (first, second) = two_cities
    urge_reprint(first, "请尽快转载", by=supervisor, at=NOW)
    urge_reprint(second, "请尽快转载", by=supervisor, at=NOW)
    second.state, second.waived_reason = "waived", "本站改版"
    second.save()
    mail_office(at=NOW)
    mail_office(at=NOW)
    assert [each.subject for each in mail.outbox] == ["转载督办：第0件要求"]
    ReprintUrge.objects.update(mailed_at=None)
    mail.outbox.clear()
    mail_office(at=NOW + timedelta(days=2))
    assert not mail.outbox


def test_urging_on_the_page_wakes_the_mails(client, source, province, supervisor, monkeypatch):
    woken = []
    monkeypatch.setattr("content.office.reprint_cockpit.wake_office_mails", lambda: woken.append(True))
    duty = a_duty(source, province, timezone.now())
    client.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("reprint-office:urge", args=[duty.item_id]), {"text": "请尽快转载"})
    assert woken


def told(submission: Submission) -> str:
    submission.refresh_from_db()
    return submission.told


@pytest.fixture
def sent(original, taking) -> Submission:
    writer = the_office_of(original.column)["writer"]
    writer.email = "submitter@example.org"
    writer.save()
    return offered(original, taking)


def test_the_submitter_is_told_why_an_item_is_not_used(sent, editor):
    mail_office(at=NOW)
    assert not mail.outbox and told(sent) == ""
    decline_submission(sent, "与已发稿件重复", by=editor, at=NOW)
    assert mail_office(at=NOW).outcomes == 1 and mail_office(at=NOW).outcomes == 0
    (letter,) = mail.outbox
    assert letter.to == ["submitter@example.org"] and "未采用。理由：与已发稿件重复" in letter.body
    assert told(sent) == "declined"


def test_the_submitter_is_told_of_adoption_and_of_what_was_taken_down_later(client, sent, editor, supervisor):
    taken = take_submission(sent, by=editor, at=NOW).taken_article
    mail_office(at=NOW)
    assert not mail.outbox
    carry_through(submit_revision(taken.revisions.get(), by=editor, at=NOW), at=NOW)
    mail_office(at=NOW)
    sent.refresh_from_db()
    taken.refresh_from_db()
    assert "已采用" in mail.outbox[0].subject and taken.site.address(taken.path) in mail.outbox[0].body
    signer = the_office_of(taken.column)["signer"]
    withdraw_article(taken, by=signer, at=NOW, reason="wrong", note="数据有误")
    mail_office(at=NOW)
    mail_office(at=NOW)
    assert [each.subject[:10] for each in mail.outbox][1:] == ["信息报送采用稿已撤下"] and len(mail.outbox) == 2
    tally = Submission.objects.tally("organization__name").get()
    assert (tally["adopted"], tally["taken_down"]) == (1, 1)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    ledger = client.get(reverse("submission-office:ledger")).content.decode()
    assert "采用后已撤下" in ledger and "其中已撤下 1" in ledger
    page = client.get(reverse("submission-office:submission", args=[sent.pk])).content.decode()
    assert "采用稿已于" in page and "采用次数仍予统计" in page


def test_by_hand_it_says_what_waits(sent, editor, capsys):
    decline_submission(sent, "与已发稿件重复", by=editor, at=NOW)
    call_command("mail_office", dry_run=True)
    assert "报送结果 1 项" in capsys.readouterr().out and not mail.outbox
