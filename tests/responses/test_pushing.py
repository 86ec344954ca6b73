"""Statements go to the media once each: written with the publication, mailed after it, whatever fails in between."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction

from responses.actions import save_outlet, send_pushes, withdraw_text
from responses.actions.pushing import LEASE
from responses.models import MediaOutlet, Push
from sites.refusals import Refused
from tests.cast import NOW
from tests.responses.conftest import a_rumour, a_statement, carried, said


def test_publishing_writes_one_row_for_each_outlet(emergency, desk, outlet, province, city, site_admin, root):
    save_outlet(MediaOutlet(site=province, name="停用", email="off@paper.example", is_active=False), by=root, at=NOW)
    save_outlet(MediaOutlet(site=city, name="别站", email="city@paper.example"), by=root, at=NOW)
    a_statement(emergency, desk)
    said(emergency, desk)
    assert [row.email for row in Push.objects.all()] == ["news@paper.example"]


def test_a_publication_that_fails_pushes_nothing(emergency, desk, outlet):
    class Trouble(Exception):
        pass

    with pytest.raises(Trouble), transaction.atomic():
        said(emergency, desk)
        raise Trouble
    assert not Push.objects.exists()
    send_pushes(at=NOW)
    assert mail.outbox == []


def test_the_mail_says_who_what_when_and_where(emergency, desk, outlet):
    said(emergency, desk)
    assert send_pushes(at=NOW) == (1, 0)
    sent = mail.outbox[0]
    assert sent.to == ["news@paper.example"]
    assert sent.subject == "【province】转移安置沿河群众"
    for words in ("已转移群众三百人。", "2026-11-18 10:00", f"/huiying/{emergency.pk}/", "请注明来源"):
        assert words in sent.body


def test_running_twice_mails_once(emergency, desk, outlet):
    said(emergency, desk)
    for minutes in range(3):
        send_pushes(at=NOW + timedelta(minutes=minutes))
    assert len(mail.outbox) == 1
    assert Push.objects.get().sent_at == NOW


def test_a_claim_of_another_run_is_left_alone_until_its_time_is_up(emergency, desk, outlet):
    said(emergency, desk)
    Push.objects.update(claim="abc", claimed_at=NOW)
    assert send_pushes(at=NOW + LEASE - timedelta(seconds=1)) == (0, 0)
    assert send_pushes(at=NOW + LEASE) == (1, 0)
    assert mail.outbox[0].extra_headers["Message-ID"].startswith("<push.abc@")


def test_killed_after_the_mail_left_it_comes_again_under_the_same_name(emergency, desk, outlet, monkeypatch):
    said(emergency, desk)
    from responses.actions import pushing

    class Killed(BaseException):
        pass

    real = Push.objects.filter

    def dies(*args, **fields):
        if mail.outbox and "pk" in fields:
            raise Killed
        return real(*args, **fields)

    monkeypatch.setattr(pushing.Push.objects, "filter", dies)
    with pytest.raises(Killed):
        send_pushes(at=NOW)
    monkeypatch.undo()
    assert send_pushes(at=NOW + timedelta(minutes=1)) == (0, 0)
    assert send_pushes(at=NOW + LEASE) == (1, 0)
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1


def test_a_mail_server_that_refuses_is_tried_again(emergency, desk, outlet, settings):
    said(emergency, desk)
    settings.EMAIL_BACKEND = "no.such.Backend"
    assert send_pushes(at=NOW) == (0, 1)
    assert "no" in Push.objects.get().error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_pushes(at=NOW + timedelta(minutes=1)) == (1, 0)


def test_a_withdrawal_follows_whoever_had_it(emergency, desk, outlet, root):
    statement = said(emergency, desk)
    send_pushes(at=NOW)
    outlet.is_active = False
    save_outlet(outlet, by=root, at=NOW)
    withdraw_text(statement, "数字有误", by=desk["issuer"], at=NOW)
    send_pushes(at=NOW)
    assert "撤回通知" in mail.outbox[1].subject and "数字有误" in mail.outbox[1].body


def test_what_nobody_was_told_is_not_taken_back(emergency, desk, outlet):
    statement = said(emergency, desk)
    withdraw_text(statement, "数字有误", by=desk["issuer"], at=NOW)
    send_pushes(at=NOW)
    assert mail.outbox == []


def test_a_rebuttal_is_not_pushed(province, bureau, desk, outlet):
    carried(a_rumour(province, bureau, desk), desk)
    assert not Push.objects.exists()


def test_the_list_belongs_to_the_sites_administrator(province, desk, outlet, site_admin):
    with pytest.raises(Refused):
        save_outlet(MediaOutlet(site=province, name="甲", email="a@paper.example"), by=desk["issuer"], at=NOW)
    with pytest.raises(ValidationError):
        save_outlet(MediaOutlet(site=province, name="乙", email="news@paper.example"), by=site_admin, at=NOW)
    with pytest.raises(ValidationError):
        save_outlet(MediaOutlet(site=province, name="丙", email="nobody"), by=site_admin, at=NOW)
