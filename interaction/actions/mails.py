"""Letters by e-mail: taking in what came, taking by hand what was not recognised, and the accounts themselves."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from interaction import notices
from interaction.actions.files import keep_file
from interaction.actions.writing import Submitted, submit_letter
from interaction.codes import FormToken, code_fits, code_for, code_hash
from interaction.mails.fetching import Delivered, connected, mark_seen, new_mails, password_of, validity
from interaction.mails.parsing import Mail, MailFile, parsed
from interaction.mails.sorting import Sorted, sort
from interaction.models import IncomingMail, MailAccount, Verdict
from sites.audit import Event, record
from sites.policy import Action, can
from sites.privacy import Kind, findings
from sites.refusals import Conflict, Refused, refuse_if, refuse_unless
from sites.sealing import seal

if TYPE_CHECKING:
    from sites.models import User

log = logging.getLogger(__name__)
VARIABLE = re.compile(r"PORTAL_MAIL_[A-Z0-9_]{1,60}")
TITLE = 100
UNTOLD = timedelta(minutes=30)  # so long somebody may still be sending it
TOLD_WITHIN, TOLD_AT_ONCE = timedelta(days=14), 50


@dataclass
class Fetched:
    """What one look into an account brought."""

    account: str
    letters: int = 0
    others: int = 0
    known: int = 0
    failed: int = 0
    error: str = ""
    lines: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        if self.error:
            return f"{self.account}：{self.error}"
        return (
            f"{self.account}：来信 {self.letters} 件，其他邮件 {self.others} 封，"
            f"已收过 {self.known} 封，未能收取 {self.failed} 封"
        )


def fetch_account(account: MailAccount, *, at: datetime, dry_run: bool = False) -> Fetched:
    """Take in every new mail of the account, each in a transaction of its own. Never raises: what went wrong is kept at the
    account for its administrators, and the next run goes on where this one stopped."""
    fetched = Fetched(account.address)
    if not dry_run:
        tell_untold_writers(account, at=at)
    try:
        with connected(account) as server:
            current = validity(server, account.folder)
            if current != account.uid_validity:
                account.uid_validity, account.last_uid = current, 0
            for delivered in new_mails(server, after=account.last_uid, since=account.since):
                _take(account, delivered, fetched, at=at, dry_run=dry_run)
                if not dry_run:
                    mark_seen(server, delivered.uid)
    except Refused as refusal:
        fetched.error = refusal.reason
    except Exception as error:
        log.exception("The mails of account %s could not be fetched.", account.pk)
        fetched.error = _("收取中断：%s") % type(error).__name__
    if not dry_run:
        seen = {} if fetched.error else {"read_at": at}
        MailAccount.objects.filter(pk=account.pk).update(error=fetched.error[:300], **seen)
    return fetched


def _take(account: MailAccount, delivered: Delivered, fetched: Fetched, *, at: datetime, dry_run: bool) -> None:
    mail = parsed(delivered.raw)
    if IncomingMail.objects.filter(account=account, message_id=mail.message_id).exists():
        fetched.known += 1
        if not dry_run:
            _reach(account, delivered.uid)
        return
    verdict = _sorted(account, mail, delivered)
    fetched.lines.append(
        f"{verdict.verdict.label}  {delivered.received_at:%Y-%m-%d %H:%M}  {mail.sender}  {mail.subject}"
    )
    if dry_run:
        _count(fetched, verdict.verdict)
        return
    try:
        row = receive_mail(account, mail, delivered, verdict, at=at)
    except Conflict:
        fetched.known += 1
        return
    except Refused as refusal:
        row = receive_mail(account, mail, delivered, Sorted(Verdict.REFUSED, refusal.reason), at=at)
    except Exception:
        log.exception("Mail %s of account %s could not be taken in.", delivered.uid, account.pk)
        fetched.failed += 1
        row = receive_mail(account, mail, delivered, Sorted(Verdict.UNREADABLE, _("系统没能解读，请人工核对。")), at=at)
    _count(fetched, row.verdict)


def _count(fetched: Fetched, verdict: str) -> None:
    if verdict == Verdict.LETTER:
        fetched.letters += 1
    else:
        fetched.others += 1


def _sorted(account: MailAccount, mail: Mail, delivered: Delivered) -> Sorted:
    if delivered.is_too_large:
        return Sorted(Verdict.TOO_LARGE, _("邮件超过 25 MB，只取了标头，请到邮箱中核对。"))
    ours = {*MailAccount.objects.values_list("address", flat=True), settings.DEFAULT_FROM_EMAIL.lower()}
    day_before = delivered.received_at - timedelta(days=1)
    lately = IncomingMail.objects.filter(
        account=account, sender=mail.sender, received_at__gt=day_before, received_at__lte=delivered.received_at
    )
    return sort(mail, ours={address.lower() for address in ours}, from_sender_today=lately.count())


@transaction.atomic
def receive_mail(
    account: MailAccount, mail: Mail, delivered: Delivered, verdict: Sorted, *, at: datetime, by: None = None
) -> IncomingMail:
    """Keep a mail and make a letter of it when it is one; both happen or neither, together with the UID that was reached.
    A mail that came before is left as it is. Raises Refused when the mailbox takes no letters."""
    row = IncomingMail(
        account=account,
        message_id=mail.message_id,
        verdict=verdict.verdict,
        reason=verdict.reason[:300],
        sender_name=mail.sender_name,
        sender=mail.sender,
        subject=mail.subject,
        text=mail.text,
        files=[{"name": file.name, "type": file.content_type, "size": file.size} for file in mail.files],
        size=delivered.size,
        received_at=delivered.received_at,
        at=at,
    )
    if verdict.verdict == Verdict.LETTER:
        done = _as_letter(row, mail.files, at=min(delivered.received_at, at))
        row.letter = done.letter
        _tell_writer(row, done.code, at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # another process was faster; its letter stands, ours is undone with this transaction
        raise Conflict(_("这封邮件已经收过了。")) from None
    _reach(account, delivered.uid)
    record(Event.MAIL_RECEIVED, row, by=None, at=at, site=account.mailbox.site, after={"verdict": row.verdict})
    return row


def _reach(account: MailAccount, uid: int) -> None:
    MailAccount.objects.filter(pk=account.pk).update(last_uid=uid, uid_validity=account.uid_validity)
    account.last_uid = uid


def _as_letter(row: IncomingMail, files: Iterable[MailFile] | None, *, at: datetime) -> Submitted:
    """A letter like any other, received when the mail server had it; the telephone is the first one that the text names.
    Files are checked like those of the form; those that do not pass are named in the letter and stay in the mail account,
    and so do all of a mail that was not taken for a letter at first (None)."""
    secret = _secret_of(row)
    if files is None:
        refused = [_("%s：请到邮箱中查看") % file["name"] for file in row.files]
    else:
        refused = _kept(row, files, FormToken(secret, row.account.mailbox_id, at).digest, at=at)
    title = row.subject or row.text.partition("\n")[0]
    phones = [found.text for found in findings(row.text) if found.kind in {Kind.MOBILE, Kind.LANDLINE}]
    missing = f"\n\n{_('（没有收下的附件：%s）') % '；'.join(refused)}" if refused else ""
    return submit_letter(
        row.account.mailbox,
        title=title[:TITLE] or _("（无主题）"),
        body=(row.text + missing).strip() or title or _("（无内容，见附件）"),
        writer_name=(row.sender_name or row.sender.partition("@")[0])[:40],
        writer_phone=phones[0][:40] if phones else "",
        writer_email=row.sender,
        wants_public=row.account.wants_public,
        form_secret=secret,
        tell_writer=False,
        at=at,
    )


def _kept(row: IncomingMail, files: Iterable[MailFile], draft: str, *, at: datetime) -> list[str]:
    """Keep the files for the letter that is about to be made; return what was wrong with those that cannot be kept."""
    refused = []
    for file in files:
        content = ContentFile(file.content, name=file.name)
        try:
            keep_file(row.account.mailbox.site, content, draft=draft, at=at)
        except Refused as refusal:
            reason = refusal.reason.rstrip("。")
            refused.append(reason if file.name in reason else f"{file.name}：{reason}")
    return refused


def _secret_of(row: IncomingMail) -> str:
    """What takes the place of a form's token: the same for the same mail, so that its code can be said again."""
    said = f"{row.account_id}:{row.message_id}"
    return salted_hmac("interaction.mail-letter", said, algorithm="sha256").hexdigest()


def _tell_writer(row: IncomingMail, code: str, *, at: datetime) -> None:
    """The writer gets number and code by mail, since there is no screen to show them on; what looks like a flood gets it
    once somebody has said that it is none. Until the mail server has the mail, the row says when it is tried again."""
    row.tell_at = at + UNTOLD
    if not row.letter.is_suspect:
        notices.mail_code(row.letter, code, told=lambda: IncomingMail.objects.filter(pk=row.pk).update(tell_at=None))


def tell_untold_writers(account: MailAccount, *, at: datetime, by: None = None) -> int:
    """Send number and code to the writers whom they did not reach: the process was killed, the mail server was away, or the
    letter looked like a flood at first. Rather twice than never, for two weeks; return how many were tried."""
    since, tried = at - TOLD_WITHIN, 0
    rows = IncomingMail.objects.filter(account=account, tell_at__lte=at, at__gt=since, letter__is_suspect=False)
    for row in rows.select_related("letter__site").order_by("tell_at")[:TOLD_AT_ONCE]:
        claimed = IncomingMail.objects.filter(pk=row.pk, tell_at=row.tell_at).update(tell_at=at + UNTOLD)
        if not claimed:
            continue  # another process was faster
        with transaction.atomic():
            letter, code = row.letter, code_for(_secret_of(row))
            if not code_fits(letter.code_hash, letter.number, code):  # the platform's key has changed since
                letter.code_hash = code_hash(letter.number, code)
                letter.save(update_fields=["code_hash"])
                record(Event.LETTER_CODE_ISSUED, letter, by=by, at=at, after={"through": row})
            _tell_writer(row, code, at=at)
        tried += 1
    return tried


@transaction.atomic
def take_mail_as_letter(mail: IncomingMail, *, by: User, at: datetime) -> IncomingMail:
    """Make a letter of a mail that was not taken for one; its clock began when it arrived. Raises Refused or Conflict."""
    row = _locked(mail, by=by)
    refuse_unless(row.sender and (row.text or row.subject), _("这封邮件没有发件地址或没有内容，不能作为来信收下。"))
    done = _as_letter(row, None, at=min(row.received_at, at))
    row.letter, row.verdict, row.reason = done.letter, Verdict.LETTER, _("人工核对后收下。")
    _tell_writer(row, done.code, at=at)
    row.save(update_fields=["letter", "verdict", "reason", "tell_at"])
    record(Event.MAIL_TAKEN, row, by=by, at=at, site=row.account.mailbox.site, after={"letter": done.letter})
    return row


@transaction.atomic
def dismiss_mail(mail: IncomingMail, *, by: User, at: datetime) -> IncomingMail:
    """Say that a mail is no letter; it stays in the ledger. Raises Refused or Conflict."""
    row = _locked(mail, by=by)
    before, row.verdict = row.verdict, Verdict.DISMISSED
    row.save(update_fields=["verdict"])
    record(Event.MAIL_DISMISSED, row, by=by, at=at, site=row.account.mailbox.site, before={"verdict": before})
    return row


def _locked(mail: IncomingMail, *, by: User) -> IncomingMail:
    rows = IncomingMail.objects.select_related("account__mailbox__site")
    row = rows.select_for_update(of=("self",)).get(pk=mail.pk)
    refuse_unless(can(by, Action.MAIL_JUDGE, row), _("您没有核对这个信箱邮件的权限。"))
    if row.verdict in {Verdict.LETTER, Verdict.DISMISSED}:
        raise Conflict(_("这封邮件已经核对过了。"))
    return row


@transaction.atomic
def save_mail_account(account: MailAccount, *, by: User | None, at: datetime, password: str = "") -> MailAccount:
    """Set up or change the account of a mailbox; an empty password leaves the one that is kept. Raises Refused."""
    if account.password_variable:
        refuse_unless(
            VARIABLE.fullmatch(account.password_variable),
            _("环境变量名须以 PORTAL_MAIL_ 开头，只含大写字母、数字和下划线。"),
        )
        account.sealed_password = ""
    elif password:
        account.sealed_password = seal(password)
    refuse_if(
        not account.password_variable and not account.sealed_password, _("请填写邮箱密码，或写明密码所在的环境变量。")
    )
    account.since = account.since or at
    account.full_clean()
    account.save()
    said = {name: getattr(account, name) for name in ("address", "host", "port", "username", "folder", "is_active")}
    record(Event.MAIL_ACCOUNT_SAVED, account, by=by, at=at, site=account.mailbox.site, after=said)
    return account


def try_account(account: MailAccount) -> None:
    """Sign in once, to say at once whether the settings are right. Raises Refused with the server's answer."""
    password_of(account)
    with connected(account):
        return
