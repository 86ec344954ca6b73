"""The mail server: connecting over TLS, and handing over each new mail once, the oldest first.

What is new is told by UID, so a mail that somebody reads in a web client is not lost. The number reached is stored with the
mail in one transaction; a crash before it fetches the mail again, a crash after it finds the row. Only then the mail is marked seen.
"""

from __future__ import annotations

import imaplib
import os
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls

from interaction.models import MailAccount, Security
from sites.refusals import Refused, refuse_unless
from sites.sealing import unseal

TIMEOUT = 20
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LARGEST = 25 * 1024 * 1024
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Delivered:
    """A mail on the server; of one that is too large only the head is fetched."""

    uid: int
    raw: bytes
    size: int
    received_at: datetime

    @property
    def is_too_large(self) -> bool:
        """True when only its head was fetched."""
        return self.size > LARGEST


def password_of(account: MailAccount) -> str:
    """Return the password, from the environment or unsealed. Raises Refused when there is none."""
    if account.password_variable:
        password = os.environ.get(account.password_variable, "")
        refuse_unless(password, _("环境变量 %s 没有设置。") % account.password_variable)
        return password
    refuse_unless(account.sealed_password, _("还没有填写邮箱密码。"))
    return unseal(account.sealed_password)


@contextmanager
def connected(account: MailAccount) -> Iterator[BaseMailBox]:
    """Sign in and open the folder. Raises Refused with a sentence when that does not work."""
    try:
        context = ssl.create_default_context(cafile=account.ca_file or None)
        kind = MailBoxStartTls if account.security == Security.STARTTLS else MailBox
        server = kind(account.host, port=account.port, timeout=TIMEOUT, ssl_context=context)
        password = password_of(account)
        login = server.login if (account.username + password).isascii() else server.login_utf8
        login(account.username, password, initial_folder=account.folder)
    except ssl.SSLError as error:
        raise Refused(_("邮件服务器的证书无法核实：%s") % _short(error)) from None
    except OSError as error:
        raise Refused(
            _("连接不上邮件服务器 %(host)s：%(error)s") % {"host": account.host, "error": _short(error)}
        ) from None
    except imaplib.IMAP4.error as error:
        raise Refused(_("邮件服务器拒绝登录或没有这个文件夹：%s") % _short(error)) from None
    except Exception as error:
        if isinstance(error, Refused):
            raise
        raise Refused(_("邮件服务器拒绝登录或没有这个文件夹：%s") % _short(error)) from None
    try:
        yield server
    finally:
        with suppress(Exception):
            server.logout()


def _short(error: Exception) -> str:
    return str(error).replace("\n", " ")[:200]


def validity(server: BaseMailBox, folder: str) -> int:
    """Return the number under which the server's UIDs count; a new number means that they begin anew."""
    return int(server.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"])


def new_mails(server: BaseMailBox, *, after: int, since: datetime) -> Iterator[Delivered]:
    """Yield the mails with a higher UID that arrived since then, the oldest first, one at a time."""
    day = since.astimezone(UTC) - timedelta(days=1)  # the server compares days, in a zone of its own
    found = server.uids(f"UID {after + 1}:* SINCE {day.day}-{MONTHS[day.month - 1]}-{day.year}")
    for uid in sorted(int(uid) for uid in found if int(uid) > after):
        delivered = _fetched(server, uid)
        if delivered is not None and delivered.received_at >= since:
            yield delivered


def _fetched(server: BaseMailBox, uid: int) -> Delivered | None:
    head = _answer(server, uid, "(INTERNALDATE RFC822.SIZE)")
    line = b" ".join(part if isinstance(part, bytes) else part[0] for part in head if part)
    size, moment = _SIZE.search(line), imaplib.Internaldate2tuple(line)
    if size is None or moment is None:
        return None  # deleted meanwhile
    wanted = "(BODY.PEEK[HEADER])" if int(size.group(1)) > LARGEST else "(BODY.PEEK[])"
    body = [part[1] for part in _answer(server, uid, wanted) if isinstance(part, tuple)]
    if not body:
        return None
    return Delivered(uid, body[0], int(size.group(1)), _moment(line))


def _answer(server: BaseMailBox, uid: int, wanted: str) -> list:
    status, data = server.client.uid("fetch", str(uid), wanted)
    if status != "OK":
        raise Refused(_("邮件服务器没有给出邮件 %s。") % uid)
    return data


def _moment(line: bytes) -> datetime:
    said = re.search(rb'INTERNALDATE "([^"]+)"', line).group(1).decode().strip()
    return datetime.strptime(said, "%d-%b-%Y %H:%M:%S %z")


def mark_seen(server: BaseMailBox, uid: int) -> None:
    """Tell people who open the account that the platform has the mail. A failure changes nothing that counts."""
    with suppress(Exception):
        server.flag([str(uid)], ["\\Seen"], True)
