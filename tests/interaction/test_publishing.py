"""Publishing an answered letter: its own copy, nothing personal unless confirmed piece by piece."""

import pytest

from interaction.actions import publish_letter, unpublish_letter
from interaction.models import LetterEvent
from sites.models import AuditEntry
from sites.outbox import register_consumer
from sites.privacy import findings
from sites.refusals import Refused
from tests.cast import NOW
from tests.interaction.letters import ANSWER, a_letter_in, a_mailbox, published


def publish(letter, people, **changes):
    words = {"title": "路灯坏了", "body": "路灯坏了一周", "reply": ANSWER} | changes
    return publish_letter(letter, **words, by=people.intake, at=NOW)


@pytest.mark.parametrize("field", ["title", "body", "reply", "name"])
def test_personal_data_in_any_part_stops_publishing(mailbox, people, field):
    letter = a_letter_in("replied", mailbox, people)
    with pytest.raises(Refused, match="手机号码"):
        publish(letter, people, **{field: "请打 13812345678"})
    letter.refresh_from_db()
    assert not letter.is_public


def test_what_was_confirmed_may_stay(mailbox, people):
    letter = a_letter_in("replied", mailbox, people)
    reply = "请致电 0812-3322555 咨询，感谢您的来信。"
    keys = [finding.key for finding in findings(reply)]
    assert publish(letter, people, reply=reply, confirmed=keys).is_public


def test_a_confirmation_is_for_one_number_only(mailbox, people):
    letter = a_letter_in("replied", mailbox, people)
    keys = [finding.key for finding in findings("0812-3322555")]
    with pytest.raises(Refused):
        publish(letter, people, reply="请致电 0812-3322556 咨询，感谢来信。", confirmed=keys)


def test_the_original_stays_as_it_was(mailbox, people):
    letter = publish(a_letter_in("replied", mailbox, people), people)
    assert (letter.title, letter.writer_name, letter.public_name) == ("小区门口的路灯坏了", "张晓明", "张**")


def test_the_full_name_is_not_published(mailbox, people):
    with pytest.raises(Refused, match="公开姓名"):
        publish(a_letter_in("replied", mailbox, people), people, name="张晓明")


def test_a_writer_who_does_not_agree_is_not_published(mailbox, people):
    with pytest.raises(Refused, match="不愿公开"):
        publish(a_letter_in("replied", mailbox, people, wants_public=False), people)


def test_a_mailbox_that_is_not_public_publishes_nothing(province, people):
    box = a_mailbox(province, "quiet", is_public=False)
    letter = a_letter_in("replied", box, people)
    letter.wants_public = True
    letter.save()
    with pytest.raises(Refused):
        publish(letter, people)


def test_a_correction_keeps_the_day_and_adds_no_line_to_the_timeline(mailbox, people):
    letter = publish(a_letter_in("replied", mailbox, people), people)
    again = publish(letter, people, title="路灯不亮")
    assert again.published_at == letter.published_at and again.public_title == "路灯不亮"
    assert LetterEvent.objects.filter(letter=letter, kind="published").count() == 1
    assert AuditEntry.objects.filter(event="interaction.letter.published").count() == 2


def test_followers_hear_of_publishing_and_of_taking_back(mailbox, people, monkeypatch):
    from sites.models import OutboxRow

    monkeypatch.setattr("sites.outbox._consumers", {})
    register_consumer("test", subjects=["interaction.Letter"], wake=lambda: None)
    letter = published(a_letter_in("replied", mailbox, people), people)
    unpublish_letter(letter, reason="来信人要求撤下", by=people.intake, at=NOW)
    assert OutboxRow.objects.filter(consumer="test", subject_id=letter.pk).count() == 2
