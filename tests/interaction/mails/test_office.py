"""The office's side of letters by e-mail: the ledger of mails, judging them, and the accounts."""

import pytest
from django.urls import reverse

from interaction.models import IncomingMail, Letter, MailAccount
from sites.models import AuditEntry
from sites.refusals import Refused
from sites.sealing import unseal
from tests.cast import NOW
from tests.interaction.letters import a_mailbox, china
from tests.interaction.mails.conftest import an_account
from tests.interaction.mails.samples import TEXT


@pytest.fixture
def mail(account):
    """A mail that was not taken for a letter."""
    return IncomingMail.objects.create(
        account=account, message_id="<1@x.cn>", verdict="automatic", reason="自动回复", sender="a@b.cn", sender_name="王小红",
        subject="路灯坏了", text=TEXT, files=[{"name": "照片.jpg", "type": "image/jpeg", "size": 3}],
        received_at=china(2026, 11, 17), at=NOW,
    )  # fmt: skip


def test_what_was_not_recognised_is_taken_as_a_letter_from_the_day_it_came(
    client, mail, people, mails, django_capture_on_commit_callbacks
):
    client.force_login(people.intake)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("interaction-office:mail-take", args=[mail.pk]))
    letter = Letter.objects.get()
    assert response.url == reverse("interaction-office:letter", args=[letter.number])
    assert letter.received_on.isoformat() == "2026-11-17" and "照片.jpg" in letter.body
    mail.refresh_from_db()
    assert (mail.verdict, mail.letter) == ("letter", letter)
    assert AuditEntry.objects.filter(event="interaction.mail.taken", actor=people.intake).exists()
    assert "查询码" in mails[0].body


def test_a_mail_is_judged_once(client, mail, people):
    client.force_login(people.intake)
    client.post(reverse("interaction-office:mail-dismiss", args=[mail.pk]))
    client.post(reverse("interaction-office:mail-take", args=[mail.pk]))
    mail.refresh_from_db()
    assert mail.verdict == "dismissed" and not Letter.objects.exists()


def test_the_ledger_shows_every_mail_and_why(client, mail, people):
    client.force_login(people.intake)
    for query in ("", "?verdict=to-judge", "?verdict=automatic", "?verdict=nonsense&page=x"):
        assert "路灯坏了" in client.get(reverse("interaction-office:mails") + query).content.decode(), query
    assert "路灯坏了" not in client.get(reverse("interaction-office:mails") + "?verdict=letter").content.decode()
    html = client.get(reverse("interaction-office:mail", args=[mail.pk])).content.decode()
    assert TEXT in html and "收为来信" in html and "自动回复" in html


def test_other_people_see_no_mails(client, mail, people, city_intake, other_handler):
    for person in (people.handler, city_intake, other_handler):
        client.force_login(person)
        assert client.get(reverse("interaction-office:mail", args=[mail.pk])).status_code == 404
        assert "路灯坏了" not in client.get(reverse("interaction-office:mails")).content.decode()
        assert client.post(reverse("interaction-office:mail-take", args=[mail.pk])).status_code == 404


def test_a_password_is_sealed_and_never_shown_again(client, mailbox, site_admin):
    client.force_login(site_admin)
    data = {
        "mailbox": mailbox.pk, "address": "x@example.gov.cn", "host": "127.0.0.1", "port": 9, "security": "tls", "username": "x",
        "password": "真密码-1", "folder": "INBOX", "since_0": "2026-11-18", "since_1": "10:00", "is_active": "on",
    }  # fmt: skip
    response = client.post(reverse("admin:interaction_mailaccount_add"), data, follow=True)
    assert response.status_code == 200 and "试连没有成功" in response.content.decode()
    account = MailAccount.objects.get()
    assert "真密码" not in account.sealed_password and unseal(account.sealed_password) == "真密码-1"
    html = client.get(reverse("admin:interaction_mailaccount_change", args=[account.pk])).content.decode()
    assert "真密码" not in html and account.sealed_password not in html
    client.post(
        reverse("admin:interaction_mailaccount_change", args=[account.pk]), data | {"password": "", "is_active": ""}
    )
    account.refresh_from_db()
    assert unseal(account.sealed_password) == "真密码-1" and not account.is_active
    assert "真密码" not in str(list(AuditEntry.objects.values_list("after", flat=True)))


def test_an_account_needs_a_password_or_the_name_of_one(mailbox):
    with pytest.raises(Refused, match="密码"):
        an_account(mailbox, password="")
    with pytest.raises(Refused, match="PORTAL_MAIL_"):
        an_account(mailbox, password_variable="PATH")


def test_a_lost_key_is_said_in_a_sentence(account, settings):
    settings.SECRET_KEY = "another"
    with pytest.raises(Refused, match="重新填写密码"):
        unseal(account.sealed_password)


def test_a_retired_key_still_opens(account, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert unseal(account.sealed_password)


def test_mailboxes_of_one_name_are_told_apart_and_a_second_address_is_refused_in_a_sentence(
    client, account, city, root
):
    second = a_mailbox(city)  # called like the first one
    client.force_login(root)
    page = client.get(reverse("admin:interaction_mailaccount_add")).content.decode()
    for box in (account.mailbox, second):
        assert f"{box.site.short_name} · {box.name}" in page
    assert (
        account.mailbox.site.short_name
        in client.get(reverse("admin:interaction_mailaccount_changelist")).content.decode()
    )
    data = {
        "mailbox": account.mailbox_id, "address": "a@example.gov.cn", "host": "127.0.0.1", "port": "993",
        "security": "ssl", "folder": "INBOX", "username": "a", "password": "secret", "since_0": "2026-11-18", "since_1": "08:00",
    }  # fmt: skip
    html = client.post(reverse("admin:interaction_mailaccount_add"), data).content.decode()
    assert "这个信箱已经设置了邮箱地址" in html and MailAccount.objects.count() == 1
