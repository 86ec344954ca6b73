"""Real processes that read a real mail server and are killed with SIGKILL: no mail is lost, none becomes two letters."""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from interaction.actions.mails import UNTOLD
from tests.cast import NOW
from tests.interaction.mails.samples import a_mail

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db(transaction=True)

FETCH = """
import json, os, signal, sys
import django
django.setup()
from datetime import datetime
from django.core.mail import EmailMessage
from interaction.actions import mails as taking
from interaction.models import IncomingMail, Letter, MailAccount
from sites.scope import everything

def killed(*_arguments, **_options):
    os.kill(os.getpid(), signal.SIGKILL)

moment, where = datetime.fromisoformat(sys.argv[1]), sys.argv[2]
if where == "send":
    EmailMessage.send = killed
elif where != "nowhere":
    setattr(taking, where, killed)
with everything("test"):
    account = MailAccount.objects.select_related("mailbox__site").get()
    fetched = taking.fetch_account(account, at=moment)
    print(json.dumps({
        "error": fetched.error, "taken": fetched.letters, "known": fetched.known,
        "letters": Letter.objects.count(), "mails": IncomingMail.objects.count(),
        "reached": MailAccount.objects.get().last_uid,
    }))
"""


@pytest.fixture
def fetch(read_account, tmp_path):
    """Fetch in a process of its own that dies when it comes to the function; SQLite's tests run in memory, so the processes
    share a copy of the database in a file."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        file = tmp_path / "killed.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(file)])
        url = f"sqlite:///{file}"
    else:
        url = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    ours = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "portal.settings", "PORTAL_VAR": str(tmp_path)}
    # The password of the account is sealed with the key of the tests.
    from django.conf import settings

    ours["PORTAL_SECRET_KEY"] = settings.SECRET_KEY

    def run(dies_at: str = "nowhere", *, at: datetime = NOW) -> dict | None:
        command = [sys.executable, "-c", FETCH, at.isoformat(), dies_at]
        child = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **ours}, capture_output=True, text=True, timeout=300, check=False
        )
        if dies_at != "nowhere":
            assert child.returncode == -signal.SIGKILL, child.stderr
            return None
        assert child.returncode == 0, child.stderr
        return json.loads(child.stdout.splitlines()[-1])

    return run


def test_killed_before_the_commit_the_mail_is_fetched_again(server, fetch):
    server.deliver(a_mail())
    fetch(dies_at="record")  # the letter stands in the transaction, which dies with the process
    assert fetch() == {"error": "", "taken": 1, "known": 0, "letters": 1, "mails": 1, "reached": 1}


def test_killed_after_the_commit_the_mail_is_not_taken_twice(server, fetch):
    server.deliver(a_mail())
    server.deliver(a_mail("第二封，人行道的砖松了。", message_id="<2@example.com>"))
    fetch(dies_at="mark_seen")
    assert not server.names()[0].endswith("S")
    assert fetch() == {"error": "", "taken": 1, "known": 0, "letters": 2, "mails": 2, "reached": 2}
    assert fetch() == {"error": "", "taken": 0, "known": 0, "letters": 2, "mails": 2, "reached": 2}


def test_killed_with_every_mail_in_turn_each_becomes_one_letter(server, fetch):
    for number in range(3):
        server.deliver(a_mail(f"第 {number} 封信，说的是第 {number} 件事。", message_id=f"<{number}@x.cn>"))
    for _mail in range(3):
        fetch(dies_at="mark_seen")
    assert fetch() == {"error": "", "taken": 0, "known": 0, "letters": 3, "mails": 3, "reached": 3}


def test_killed_before_the_code_was_mailed_the_writer_gets_it_after_all(server, fetch, tmp_path):
    server.deliver(a_mail())
    fetch(dies_at="send")
    assert fetch()["letters"] == 1
    assert not list(tmp_path.glob("mail/*"))  # whoever was at it may still be
    fetch(at=NOW + UNTOLD)
    (told,) = tmp_path.glob("mail/*")
    assert b"xiaohong@example.com" in told.read_bytes()
    fetch(at=NOW + 3 * UNTOLD)
    assert list(tmp_path.glob("mail/*")) == [told]
