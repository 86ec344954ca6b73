"""Declining needs a reason and where to turn instead, and the writer reads both."""

import pytest
from django.urls import reverse

from interaction.actions import decline_letter
from interaction.codes import code_for
from interaction.models import Letter
from sites.refusals import Refused
from tests.cast import NOW
from tests.interaction.letters import a_letter

SAID = {"kind": "other", "reason": "属于企业内部事务", "advice": "请向该企业工会反映"}


@pytest.mark.parametrize("missing", ["reason", "advice"])
def test_without_reason_or_advice_nobody_declines(client, mailbox, people, missing):
    letter = a_letter(mailbox)
    with pytest.raises(Refused):
        decline_letter(letter, **{**SAID, missing: " 无 "}, by=people.intake, at=NOW)
    client.force_login(people.intake)
    page = client.post(reverse("interaction-office:act", args=[letter.number, "decline"]), {**SAID, missing: ""})
    assert page.status_code == 400 and "此项必填" in page.content.decode()
    assert Letter.objects.get().state == "submitted"


def test_the_writer_reads_why_and_where_to_turn(client, mailbox, people, mails, django_capture_on_commit_callbacks):
    letter = a_letter(mailbox, writer_email="citizen@example.org", form_secret="secret")
    with django_capture_on_commit_callbacks(execute=True):
        decline_letter(letter, **SAID, by=people.intake, at=NOW)
    client.post(reverse("interaction:lookup"), {"number": letter.number, "code": code_for("secret")})
    page = client.get(reverse("interaction:status", args=[letter.number])).content.decode()
    assert SAID["reason"] in page and SAID["advice"] in page
    assert [mail.to for mail in mails] == [["citizen@example.org"]]
