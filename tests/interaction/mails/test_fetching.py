"""Reading a real mail server: every mail once, as a letter or on record, whatever happens in between."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from interaction.actions import clear_letter, fetch_account
from interaction.actions import mails as taking
from interaction.models import IncomingMail, Letter, MailAccount
from sites.models import AuditEntry
from tests.cast import NOW
from tests.content.files import a_picture
from tests.interaction.letters import china
from tests.interaction.mails import dovecot
from tests.interaction.mails.conftest import an_account
from tests.interaction.mails.samples import TEXT, a_mail

pytestmark = pytest.mark.django_db


def fetch(account: MailAccount, **options):
    return fetch_account(MailAccount.objects.select_related("mailbox__site").get(pk=account.pk), at=NOW, **options)


def test_a_mail_becomes_a_letter_received_when_the_server_had_it(
    server, read_account, mails, django_capture_on_commit_callbacks
):
    server.deliver(a_mail(files=(("照片.jpg", b"jpg"),)), at=china(2026, 11, 16, 23, 59))
    with django_capture_on_commit_callbacks(execute=True):
        assert str(fetch(read_account)) == "mayor@example.gov.cn：来信 1 件，其他邮件 0 封，已收过 0 封，未能收取 0 封"
    letter = Letter.objects.get()
    assert (letter.title, letter.writer_name, letter.writer_email) == (
        "东风路路灯坏了",
        "王小红",
        "xiaohong@example.com",
    )
    assert letter.body.startswith(TEXT) and "照片.jpg" in letter.body
    assert letter.writer_phone == "13812345678" and not letter.wants_public
    assert letter.received_at == china(2026, 11, 16, 23, 59) and letter.received_on.isoformat() == "2026-11-16"
    assert letter.due_on.isoformat() == "2026-11-25"
    mail = IncomingMail.objects.get()
    assert mail.letter == letter and mail.files == [{"name": "照片.jpg", "type": "application/octet-stream", "size": 3}]
    assert [name[-1] for name in server.names()] == ["S"]  # seen
    assert AuditEntry.objects.filter(event="interaction.mail.received").count() == 1
    (told,) = mails
    assert letter.number in told.body and "查询码" in told.body and TEXT not in told.body
    assert told.extra_headers["Auto-Submitted"] == "auto-generated"


def test_files_are_checked_and_kept_like_those_of_the_form(server, read_account):
    picture = a_picture().read()
    server.deliver(a_mail(files=(("路灯.png", picture), ("病毒.exe", b"MZ"))))
    fetch(read_account)
    letter = Letter.objects.get()
    assert [file.name for file in letter.files.all()] == ["路灯.png"]
    assert letter.body.count("病毒.exe") == 1 and "没有收下的附件" in letter.body and "。；" not in letter.body


def test_the_code_that_was_mailed_opens_the_letter(server, read_account, mails, django_capture_on_commit_callbacks):
    from interaction.access import get_letter_by_code

    server.deliver(a_mail())
    with django_capture_on_commit_callbacks(execute=True):
        fetch(read_account)
    letter = Letter.objects.get()
    code = mails[0].body.partition("查询码：")[2].split()[0]
    assert get_letter_by_code(letter.site, letter.number, code, at=NOW) == letter


def test_a_code_that_could_not_be_mailed_is_mailed_later_and_is_the_same(
    server, read_account, mails, django_capture_on_commit_callbacks, monkeypatch
):
    from interaction.access import get_letter_by_code

    def broken(_mail):
        raise OSError("no mail server")

    server.deliver(a_mail())
    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr("interaction.notices.EmailMessage.send", broken)
        fetch(read_account)
    assert mails == [] and IncomingMail.objects.get().tell_at == NOW + taking.UNTOLD
    for hours in (0, 1, 2):
        with django_capture_on_commit_callbacks(execute=True):
            taking.tell_untold_writers(read_account, at=NOW + timedelta(hours=hours))
    (told,) = mails
    letter, code = Letter.objects.get(), told.body.partition("查询码：")[2].split()[0]
    assert get_letter_by_code(letter.site, letter.number, code, at=NOW) == letter
    assert IncomingMail.objects.get().tell_at is None


def test_what_looked_like_a_flood_gets_its_code_once_it_is_cleared(
    server, read_account, mails, django_capture_on_commit_callbacks, intake
):
    server.deliver(a_mail())
    fetch(read_account)
    IncomingMail.objects.update(tell_at=NOW)
    Letter.objects.update(is_suspect=True)
    with django_capture_on_commit_callbacks(execute=True):
        taking.tell_untold_writers(read_account, at=NOW)
    assert mails == []
    clear_letter(Letter.objects.get(), by=intake, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        taking.tell_untold_writers(read_account, at=NOW)
    assert [mail.to for mail in mails] == [["xiaohong@example.com"]]


def test_fetching_again_doubles_nothing(server, read_account):
    server.deliver(a_mail())
    fetch(read_account)
    assert (fetch(read_account).letters, Letter.objects.count()) == (0, 1)


def test_the_same_mail_delivered_twice_is_one_letter(server, read_account):
    for _twice in range(2):
        server.deliver(a_mail())
    done = fetch(read_account)
    assert (done.letters, done.known, Letter.objects.count()) == (1, 1, 1)


def test_mails_without_a_message_id_are_told_apart_by_what_they_say(server, read_account):
    for content in (a_mail(message_id=None), a_mail(message_id=None), a_mail("请修路，坑洼不平。", message_id=None)):
        server.deliver(content)
    fetch(read_account)
    assert Letter.objects.count() == 2


def test_a_mail_that_somebody_opened_in_a_web_client_is_not_lost(server, read_account):
    server.deliver(a_mail()).rename(server.folder / "Maildir/cur/1.M1P1.test:2,S")
    assert fetch(read_account).letters == 1


def test_mails_from_before_the_account_was_set_up_are_left_alone(server, read_account):
    server.deliver(a_mail(), at=NOW - timedelta(days=400))
    assert fetch(read_account).letters == 0 and not IncomingMail.objects.exists()


class Killed(BaseException):
    """The process dies here."""


def test_a_crash_before_the_commit_loses_nothing(server, read_account, monkeypatch):
    server.deliver(a_mail())

    def die(*_args, **_kwargs):
        raise Killed

    monkeypatch.setattr(taking, "record", die)
    with pytest.raises(Killed):
        fetch(read_account)
    assert not Letter.objects.exists() and not IncomingMail.objects.exists()
    monkeypatch.undo()
    assert fetch(read_account).letters == 1 and Letter.objects.count() == 1


def test_a_crash_between_the_commit_and_marking_seen_doubles_nothing(server, read_account, monkeypatch):
    server.deliver(a_mail())
    server.deliver(a_mail("第二封，人行道的砖松了。", message_id="<2@example.com>"))

    def die(*_args):
        raise Killed

    monkeypatch.setattr(taking, "mark_seen", die)
    with pytest.raises(Killed):
        fetch(read_account)
    monkeypatch.undo()
    assert Letter.objects.count() == 1
    assert fetch(read_account).letters == 1 and Letter.objects.count() == 2


def test_new_numbers_of_the_server_double_nothing(server, read_account):
    server.deliver(a_mail())
    fetch(read_account)
    for name in ("dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache"):
        (server.folder / "Maildir" / name).unlink(missing_ok=True)
    MailAccount.objects.update(uid_validity=1, last_uid=999)
    server.deliver(a_mail("第二封，人行道的砖松了。", message_id="<2@example.com>"))
    done = fetch(read_account)
    assert (done.letters, done.known, Letter.objects.count()) == (1, 1, 2)


def test_what_is_no_letter_is_kept_and_says_why(server, read_account, mails, django_capture_on_commit_callbacks):
    server.deliver(a_mail(Auto_Submitted="auto-replied"))
    server.deliver(a_mail(message_id="<2@x.cn>", sender="mailer-daemon@example.com"))
    server.deliver(a_mail(message_id="<3@x.cn>", sender="mayor@example.gov.cn"))
    with django_capture_on_commit_callbacks(execute=True):
        done = fetch(read_account)
    assert (done.letters, done.others, Letter.objects.count(), mails) == (0, 3, 0, [])
    kept = IncomingMail.objects.order_by("pk")
    assert [mail.verdict for mail in kept] == ["automatic", "bounce", "own"]
    assert all(mail.reason and mail.text == TEXT for mail in kept)


def test_a_mail_that_is_too_large_is_kept_by_its_head(server, read_account, monkeypatch):
    monkeypatch.setattr("interaction.mails.fetching.LARGEST", 10_000)
    server.deliver(a_mail(files=(("大文件.zip", b"x" * 50_000),)))
    fetch(read_account)
    mail = IncomingMail.objects.get()
    assert (mail.verdict, mail.subject, mail.text) == ("too-large", "东风路路灯坏了", "") and mail.size > 50_000


def test_a_closed_mailbox_keeps_the_mail_and_says_so(server, read_account, mailbox):
    mailbox.is_open = False
    mailbox.save()
    server.deliver(a_mail())
    fetch(read_account)
    assert IncomingMail.objects.get().verdict == "refused" and not Letter.objects.exists()


def test_a_mail_that_breaks_the_program_is_kept_for_a_person_and_stops_no_other(server, read_account, monkeypatch):
    first = taking.submit_letter

    def breaks(mailbox, *, body, **options):
        if "坏信" in body:
            raise RuntimeError
        return first(mailbox, body=body, **options)

    monkeypatch.setattr(taking, "submit_letter", breaks)
    server.deliver(a_mail("坏信，系统读不了。"))
    server.deliver(a_mail(message_id="<2@x.cn>"))
    done = fetch(read_account)
    assert (done.letters, done.failed) == (1, 1)
    assert set(IncomingMail.objects.values_list("verdict", flat=True)) == {"unreadable", "letter"}


def test_one_sender_cannot_flood_the_mailbox(server, read_account, monkeypatch):
    monkeypatch.setattr("interaction.mails.sorting.MOST_A_DAY", 3)
    for number in range(5):
        server.deliver(a_mail(f"第 {number} 封信，说的是同一件事。", message_id=f"<{number}@x.cn>"), at=NOW)
    done = fetch(read_account)
    assert (done.letters, done.others) == (3, 2)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"password": "wrong"}, "拒绝登录"),
        ({"folder": "没有这个"}, "没有这个文件夹"),
        ({"ca_file": ""}, "证书无法核实"),
        ({"port": 9}, "连接不上"),
        ({"password_variable": "PORTAL_MAIL_NOBODY_SET_THIS"}, "没有设置"),
    ],
)
def test_what_is_wrong_with_an_account_is_said_in_a_sentence(server, mailbox, change, sentence):
    fields = {"port": server.port, "ca_file": server.ca_file} | change
    account = an_account(mailbox, **fields)
    assert sentence in fetch(account).error
    account.refresh_from_db()
    assert sentence in account.error and account.read_at is None


def test_a_password_may_come_from_the_environment(server, mailbox, monkeypatch):
    monkeypatch.setenv("PORTAL_MAIL_MAYOR", dovecot.PASSWORD)
    account = an_account(
        mailbox, port=server.port, ca_file=server.ca_file, password="", password_variable="PORTAL_MAIL_MAYOR"
    )
    assert fetch(account).error == "" and account.sealed_password == ""


def test_a_dry_run_says_what_it_would_do_and_does_nothing(server, read_account, capsys):
    server.deliver(a_mail())
    call_command("fetch_letters", "--dry-run")
    said = capsys.readouterr().out
    assert "来信 1 封" in said and "东风路路灯坏了" in said
    assert not IncomingMail.objects.exists() and not server.names()[0].endswith("S")
    call_command("fetch_letters")
    assert Letter.objects.count() == 1


def test_the_command_fails_loudly_for_an_account_that_cannot_be_read(account):
    account.port = 9
    account.save()
    with pytest.raises(CommandError, match="连接不上"):
        call_command("fetch_letters")
