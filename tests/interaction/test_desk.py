"""The desk beside a letter: notes nobody outside sees, an unfinished answer that is never lost, colleagues who were faster."""

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction.actions import add_note, assign_letter, draft_reply, keep_reply_draft
from interaction.models import Letter, Note, ReplyDraft
from sites.models import AuditEntry, Organization
from sites.policy import Role
from sites.refusals import Refused
from tests.cast import NOW, a_person
from tests.interaction.letters import ANSWER, a_letter, a_letter_in, published

SECRET = "已电话联系过来信人本人"


def page(client, letter) -> str:
    return client.get(reverse("interaction-office:letter", args=[letter.number])).content.decode()


def post(client, name, letter, data=None, **headers):
    return client.post(reverse(f"interaction-office:{name}", args=[letter.number]), data or {}, **headers)


@pytest.fixture
def letter(mailbox, people) -> Letter:
    """A letter in a handler's hands."""
    return a_letter_in("in-hand", mailbox, people)


@pytest.fixture
def colleague(bureau):
    """A second handler of the same organization."""
    return a_person("colleague", (Role.HANDLER, bureau))


def test_a_note_shows_who_wrote_it_and_is_recorded(client, handler, letter):
    client.force_login(handler)
    assert post(client, "note", letter, {"text": SECRET}).status_code == 302
    assert SECRET in page(client, letter) and handler.name in page(client, letter)
    entry = AuditEntry.objects.get(event="interaction.note.added")
    assert SECRET not in str(entry.after)  # the trail says that, not what


def test_a_note_is_seen_by_the_intake_and_by_nobody_outside(client, handler, intake, mailbox, people):
    letter = a_letter_in("replied", mailbox, people)
    add_note(letter, text=SECRET, by=handler, at=NOW)
    published(letter, people)
    client.force_login(intake)
    assert SECRET in page(client, letter)
    client.logout()
    for address in (
        letter.get_absolute_url(),
        reverse("interaction:letters"),
        reverse("interaction:home"),
        reverse("interaction:figures"),
    ):
        assert SECRET not in client.get(address).content.decode(), address


def test_the_writer_does_not_see_notes(client, handler, letter):
    add_note(letter, text=SECRET, by=handler, at=NOW)
    session = client.session
    session["interaction_opened"] = {letter.number: timezone.now().timestamp() + 600}
    session.save()
    response = client.get(reverse("interaction:status", args=[letter.number]))
    assert response.status_code == 200 and SECRET not in response.content.decode()


@pytest.mark.parametrize("text", ["", "  ", "x" * 1001, "\x00"])
def test_a_bad_note_comes_back_with_what_was_typed(client, handler, letter, text):
    client.force_login(handler)
    response = post(client, "note", letter, {"text": text})
    assert response.status_code == 400 and Note.objects.count() == 0
    assert text.strip("\x00 ") in response.content.decode()


def test_a_supervisor_reads_notes_and_writes_none(client, supervisor, handler, letter):
    add_note(letter, text=SECRET, by=handler, at=NOW)
    client.force_login(supervisor)
    assert SECRET in page(client, letter)
    assert post(client, "note", letter, {"text": "督促"}).status_code == 404
    with pytest.raises(Refused):
        add_note(letter, text="督促", by=supervisor, at=NOW)


def test_what_is_typed_is_kept_and_comes_back(client, handler, letter):
    client.force_login(handler)
    said = post(client, "draft-keep", letter, {"text": "写到一半", "cannot_be_done": "on"}).json()
    assert said["saved"] and said["meanwhile"] == ""
    shown = page(client, letter)
    assert (
        "写到一半" in shown
        and "保存的草稿" in shown
        and 'name="cannot_be_done" id="ReplyForm-cannot_be_done" checked' in shown
    )


def test_a_draft_is_its_writers_alone_but_colleagues_know_of_it(client, handler, colleague, letter):
    keep_reply_draft(letter, text="写到一半", by=handler, at=timezone.now())
    client.force_login(colleague)
    shown = page(client, letter)
    assert "写到一半" not in shown and f"{handler.name} 也在起草这封信的答复" in shown


def test_an_answer_that_is_handed_in_leaves_no_draft(client, handler, letter):
    keep_reply_draft(letter, text=ANSWER, by=handler, at=NOW)
    client.force_login(handler)
    client.post(reverse("interaction-office:act", args=[letter.number, "draft"]), {"text": ANSWER})
    assert ReplyDraft.objects.count() == 0 and letter.replies.get().text == ANSWER


def test_a_draft_can_be_thrown_away(client, handler, colleague, letter):
    for person in (handler, colleague):
        keep_reply_draft(letter, text="写到一半", by=person, at=NOW)
    client.force_login(handler)
    post(client, "draft-discard", letter)
    assert list(ReplyDraft.objects.values_list("by", flat=True)) == [colleague.pk]


def test_a_colleague_who_was_faster_is_told_and_both_texts_are_shown(client, handler, colleague, letter):
    draft_reply(letter, text="同事已经写好的答复内容。", by=colleague, at=timezone.now())
    client.force_login(handler)
    said = post(client, "draft-keep", letter, {"text": "我正在写的答复内容。"}).json()
    assert colleague.name in said["meanwhile"]
    mine = {"text": "我正在写的答复内容，很长很长。"}
    response = client.post(reverse("interaction-office:act", args=[letter.number, "draft"]), mine)
    shown = response.content.decode()
    assert response.status_code == 409
    assert (
        mine["text"] in shown
        and "同事已经写好的答复内容。" in shown
        and response.context["meanwhile"].written_by == colleague
    )
    assert ReplyDraft.objects.get(by=handler).text == mine["text"]


def test_what_was_typed_comes_back_when_the_letter_has_gone_to_another_organization(client, handler, intake, letter):
    other = Organization.objects.create(name="测试省民政厅", short_name="民政厅", code="11000000000000099X")
    assign_letter(letter, organization=other, by=intake, at=NOW)
    client.force_login(handler)
    response = client.post(reverse("interaction-office:act", args=[letter.number, "draft"]), {"text": "写了很久的答复"})
    assert response.status_code == 404 and "写了很久的答复" in response.content.decode()
    assert letter.title not in response.content.decode()
    absent = client.post(reverse("interaction-office:act", args=["99999999", "draft"]), {"text": "写了很久的答复"})
    assert absent.content == response.content or absent.status_code == 404


@pytest.mark.parametrize("text", ["x" * 20_001, "\x00"])
def test_a_draft_that_cannot_be_kept_says_so(client, handler, letter, text):
    client.force_login(handler)
    response = post(client, "draft-keep", letter, {"text": text})
    assert response.status_code == 400 and response.json()["refused"]


def test_the_preview_shows_paragraphs_and_saves_without_scripts(client, handler, letter):
    client.force_login(handler)
    data = {"text": "第一段。\n\n<b>第二段</b>"}
    fragment = post(client, "draft-preview", letter, data, headers={"x-fragment": "1"}).content.decode()
    assert "<p>第一段。</p>" in fragment and "&lt;b&gt;第二段" in fragment and "<html" not in fragment
    whole = post(client, "draft-preview", letter, data).content.decode()
    assert "<p>第一段。</p>" in whole and "<html" in whole and ReplyDraft.objects.get().text == data["text"]


def test_nobody_keeps_drafts_of_letters_out_of_reach(client, other_handler, letter):
    client.force_login(other_handler)
    for name in ("draft-keep", "draft-preview", "draft-template", "draft-discard", "note"):
        assert post(client, name, letter, {"text": "x"}).status_code == 404


@pytest.mark.parametrize("notes", [1, 8])
def test_the_page_costs_the_same_however_much_lies_on_the_desk(
    client, handler, colleague, letter, notes, django_assert_max_num_queries
):
    for _ in range(notes):
        add_note(letter, text=SECRET, by=handler, at=NOW)
    keep_reply_draft(letter, text="写到一半", by=colleague, at=timezone.now())
    a_letter(letter.mailbox)
    client.force_login(handler)
    client.get(reverse("interaction-office:workbench"))
    with django_assert_max_num_queries(19):
        page(client, letter)


@pytest.mark.parametrize(("person", "state"), [("handler", "in-hand"), ("approver", "drafted"), ("intake", "accepted")])
def test_a_letter_with_little_beside_it_costs_fifteen_queries(
    client, mailbox, people, person, state, django_assert_max_num_queries
):
    letter = a_letter_in(state, mailbox, people)
    client.force_login(getattr(people, person))
    page(client, letter)  # what the process reads once
    with django_assert_max_num_queries(15):
        page(client, letter)
