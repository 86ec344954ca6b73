"""Urging: a supervisor demands, the organization sees it, is mailed and answers, and all of it is on record."""

import pytest
from django.urls import reverse

from interaction.actions import answer_urge, urge_letter
from interaction.models import Urge
from sites.models import AuditEntry
from sites.refusals import Conflict, Refused
from tests.cast import NOW
from tests.interaction.letters import LATER, a_letter, a_letter_in

DEMAND = "已逾期，请于明日前答复来信人。"


@pytest.fixture
def letter(mailbox, people):
    """A letter in a handler's hands."""
    return a_letter_in("in-hand", mailbox, people)


def post(client, name, *args, text):
    return client.post(reverse(f"interaction-office:{name}", args=args), {"text": text})


def test_the_organization_sees_the_urge_and_answers_it(client, supervisor, handler, letter):
    client.force_login(supervisor)
    assert post(client, "urge", letter.number, text=DEMAND).status_code == 302
    urge = Urge.objects.get()
    assert (urge.organization, urge.by, urge.text) == (letter.organization, supervisor, DEMAND)
    client.force_login(handler)
    page = client.get(reverse("interaction-office:letter", args=[letter.number])).content.decode()
    assert DEMAND in page and "反馈督办" in page
    post(client, "urge-answer", urge.pk, text="已联系来信人，今日答复。")
    client.force_login(supervisor)
    page = client.get(reverse("interaction-office:letter", args=[letter.number])).content.decode()
    assert "已联系来信人，今日答复。" in page and handler.name in page
    events = set(AuditEntry.objects.values_list("event", flat=True))
    assert {"interaction.urge.sent", "interaction.urge.answered"} <= events


def test_urged_letters_stand_in_a_queue_until_answered(client, supervisor, handler, letter):
    urge = urge_letter(letter, text=DEMAND, by=supervisor, at=NOW)
    client.force_login(handler)
    here = reverse("interaction-office:workbench")
    response = client.get(here, {"queue": "urged"})
    assert response.context["counts"]["urged"] == 1 and len(response.context["rows"]) == 1
    answer_urge(urge, text="今日答复来信人", by=handler, at=LATER)
    assert client.get(here, {"queue": "urged"}).context["counts"]["urged"] == 0


def test_those_in_charge_are_mailed_after_the_commit(
    supervisor, handler, reply_approver, letter, mails, django_capture_on_commit_callbacks
):
    for person in (handler, reply_approver):
        type(person).objects.filter(pk=person.pk).update(email=f"{person.username}@office.example")
    with django_capture_on_commit_callbacks(execute=True):
        urge_letter(letter, text=DEMAND, by=supervisor, at=NOW)
    assert {mail.to[0] for mail in mails} == {
        f"{person.username}@office.example" for person in (handler, reply_approver)
    }
    assert all(DEMAND in mail.body and letter.title not in mail.body for mail in mails)


def test_of_many_letters_urged_at_once_each_person_gets_one_mail(
    client, supervisor, handler, mailbox, people, mails, django_capture_on_commit_callbacks
):
    type(handler).objects.filter(pk=handler.pk).update(email="handler@office.example")
    letters = [a_letter_in("in-hand", mailbox, people) for _number in range(3)]
    urged = a_letter_in("in-hand", mailbox, people)
    urge_letter(urged, text=DEMAND, by=supervisor, at=NOW)
    client.force_login(supervisor)
    data = {
        "token": "7b0c2f0e-3f0e-4bb9-9d3a-8f2f4d0e5a11",
        "text": DEMAND,
        "pick": [row.pk for row in [*letters, urged]],
    }
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("interaction-office:many-do", args=["urge"]), data)
    (mail,) = mails
    assert mail.to == ["handler@office.example"] and mail.subject == "来信督办：3 件"
    assert all(letter.number in mail.body for letter in letters) and mail.body.count(DEMAND) == 1
    assert urged.number not in mail.body  # refused: it is urged already
    assert all(letter.title not in mail.body for letter in letters)


def test_one_urge_at_a_time(client, supervisor, letter):
    urge_letter(letter, text=DEMAND, by=supervisor, at=NOW)
    client.force_login(supervisor)
    response = post(client, "urge", letter.number, text="再次督办，请立即办理")
    assert response.status_code == 409 and "再次督办，请立即办理" in response.content.decode()
    assert Urge.objects.count() == 1


def test_an_urge_is_answered_once(supervisor, handler, letter):
    urge = urge_letter(letter, text=DEMAND, by=supervisor, at=NOW)
    answer_urge(urge, text="今日答复来信人", by=handler, at=LATER)
    with pytest.raises(Conflict):
        answer_urge(urge, text="再反馈一次试试", by=handler, at=LATER)


def test_what_is_settled_is_not_urged(supervisor, mailbox, people):
    with pytest.raises(Refused, match="已经办结"):
        urge_letter(a_letter_in("replied", mailbox, people), text=DEMAND, by=supervisor, at=NOW)


def test_a_letter_nobody_has_is_urged_at_the_intake(client, supervisor, intake, mailbox):
    letter = a_letter(mailbox)
    urge = urge_letter(letter, text=DEMAND, by=supervisor, at=NOW)
    answer_urge(urge, text="已受理，即刻转办", by=intake, at=LATER)


@pytest.mark.parametrize("text", ["", "短", "x" * 501, "\x00"])
def test_bad_words_come_back(client, supervisor, letter, text):
    client.force_login(supervisor)
    response = post(client, "urge", letter.number, text=text)
    assert response.status_code in {400, 409} and not Urge.objects.exists()


def test_only_supervisors_urge_and_only_those_who_work_on_it_answer(
    client, supervisor, handler, other_handler, intake, letter
):
    for person in (handler, intake, other_handler):
        client.force_login(person)
        assert post(client, "urge", letter.number, text=DEMAND).status_code == 404
    urge = urge_letter(letter, text=DEMAND, by=supervisor, at=NOW)
    for person in (supervisor, other_handler):
        client.force_login(person)
        assert post(client, "urge-answer", urge.pk, text="我来反馈办理情况").status_code == 404


def test_the_citizen_sees_nothing_of_it(client, supervisor, mailbox, people):
    from django.utils import timezone

    letter = a_letter_in("in-hand", mailbox, people)
    urge_letter(letter, text=DEMAND, by=supervisor, at=NOW)
    session = client.session
    session["interaction_opened"] = {letter.number: timezone.now().timestamp() + 600}
    session.save()
    assert DEMAND not in client.get(reverse("interaction:status", args=[letter.number])).content.decode()
