"""The shortened review: two different people after the author, over exactly the text that was judged, each step on record."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from responses.actions import (
    draft_statement,
    pass_text,
    publish_text,
    recall_text,
    return_text,
    save_text,
    submit_text,
    withdraw_text,
)
from responses.workflow import MOVES, Move, State
from sites.audit import broken_entries
from sites.models import AuditChain, AuditEntry
from sites.policy import Role
from sites.refusals import Conflict, Refused
from tests.cast import NOW, a_person
from tests.responses.conftest import a_rumour, a_statement, carried, said


@pytest.fixture(params=["statement", "rebuttal"])
def draft(request, emergency, province, bureau, desk):
    """A draft of either kind."""
    return a_statement(emergency, desk) if request.param == "statement" else a_rumour(province, bureau, desk)


def test_three_people_carry_a_text_to_the_public(draft, desk):
    done = carried(draft, desk)
    assert (done.state, done.author, done.reviewer, done.issuer) == (
        "published", desk["writer"], desk["reviewer"], desk["issuer"],
    )  # fmt: skip
    events = AuditEntry.objects.filter(object_type=draft._meta.label, object_id=str(draft.pk)).order_by("pk")
    assert [entry.event.rpartition(".")[2] for entry in events] == ["saved", "submitted", "passed", "published"]
    assert {entry.after["text_hash"] for entry in events} == {done.text_hash}
    assert [list(broken_entries(chain)) for chain in AuditChain.objects.all()] == [[], []]


def test_nobody_acts_twice(draft, province, desk):
    everything = (Role.CONTRIBUTOR, Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.ISSUER)
    one, two = (a_person(name, *((role, province) for role in everything)) for name in ("one", "two"))
    type(draft).objects.filter(pk=draft.pk).update(author=one)
    draft.refresh_from_db()
    submit_text(draft, by=one, at=NOW)
    with pytest.raises(Refused, match="三个人"):
        pass_text(draft, by=one, at=NOW)
    pass_text(draft, by=two, at=NOW)
    for person in (one, two):
        with pytest.raises(Refused, match="三个人"):
            publish_text(draft, by=person, at=NOW)


@pytest.mark.parametrize(("one", "other"), [("author", "reviewer"), ("author", "issuer"), ("reviewer", "issuer")])
def test_nor_past_the_actions(draft, desk, one, other):
    carried(draft, desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(draft).objects.filter(pk=draft.pk).update(**{other: getattr(type(draft).objects.get(pk=draft.pk), one)})


def test_nothing_is_published_that_two_people_did_not_read(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(draft).objects.filter(pk=draft.pk).update(state="published", published_at=NOW)


def test_a_text_changed_past_the_actions_is_neither_passed_nor_issued(draft, desk):
    submit_text(draft, by=desk["writer"], at=NOW)
    type(draft).objects.filter(pk=draft.pk).update(title="被改动的标题")
    with pytest.raises(Refused, match="不一致"):
        pass_text(draft, by=desk["reviewer"], at=NOW)
    returned = return_text(draft, by=desk["reviewer"], at=NOW, opinion="请核对")
    assert returned.state == "returned"


def test_what_is_judged_is_what_was_read(draft, desk):
    submit_text(draft, by=desk["writer"], at=NOW)
    draft.refresh_from_db()
    read = draft.judged_hash
    recall_text(draft, by=desk["writer"], at=NOW)
    save_text(draft, by=desk["writer"], at=NOW, title="新的标题")
    submit_text(draft, by=desk["writer"], at=NOW)
    with pytest.raises(Conflict, match="重新阅读"):
        pass_text(draft, by=desk["reviewer"], at=NOW, seen=read)


def test_two_clicks_pass_once(draft, desk):
    submit_text(draft, by=desk["writer"], at=NOW)
    pass_text(draft, by=desk["reviewer"], at=NOW)
    with pytest.raises(Conflict, match="待签发"):
        pass_text(draft, by=desk["reviewer"], at=NOW)
    publish_text(draft, by=desk["issuer"], at=NOW)
    with pytest.raises(Conflict, match="已发布"):
        publish_text(draft, by=desk["issuer"], at=NOW)
    assert AuditEntry.objects.filter(event="responses.text.published").count() == 1


def test_the_first_reader_does_not_issue_and_the_issuer_does_not_read_first(draft, desk):
    submit_text(draft, by=desk["writer"], at=NOW)
    with pytest.raises(Refused, match="权限"):
        pass_text(draft, by=desk["issuer"], at=NOW)
    pass_text(draft, by=desk["reviewer"], at=NOW)
    second = a_person("second-reader", (Role.FIRST_REVIEWER, draft.site))
    with pytest.raises(Refused, match="权限"):
        publish_text(draft, by=second, at=NOW)


def test_a_return_needs_an_opinion_and_goes_back_to_the_author(draft, desk):
    submit_text(draft, by=desk["writer"], at=NOW)
    with pytest.raises(Refused, match="意见"):
        return_text(draft, by=desk["reviewer"], at=NOW, opinion=" ")
    returned = return_text(draft, by=desk["reviewer"], at=NOW, opinion="数字请与应急部门核对")
    assert (returned.state, returned.opinion) == ("returned", "数字请与应急部门核对")
    save_text(returned, by=desk["writer"], at=NOW, title="改过的标题")
    assert carried(returned, desk).state == "published"


def test_what_is_public_is_never_edited(draft, desk):
    carried(draft, desk)
    with pytest.raises(Refused, match="不能修改"):
        save_text(draft, by=desk["writer"], at=NOW, title="悄悄改")
    with pytest.raises(Refused, match="原因"):
        withdraw_text(draft, "", by=desk["issuer"], at=NOW)
    with pytest.raises(Refused, match="权限"):
        withdraw_text(draft, "有误", by=desk["writer"], at=NOW)
    assert withdraw_text(draft, "有误", by=desk["issuer"], at=NOW).state == "withdrawn"
    with pytest.raises(Refused):
        withdraw_text(draft, "有误", by=desk["issuer"], at=NOW)


def test_others_do_not_change_ones_draft(draft, desk):
    with pytest.raises(Refused, match="自己"):
        save_text(draft, by=desk["issuer"], at=NOW, title="别人改的")
    with pytest.raises(Refused, match="权限"):
        submit_text(draft, by=desk["issuer"], at=NOW)


def test_the_organization_that_must_respond_drafts_and_reads_first(emergency, desk):
    statement = draft_statement(
        emergency, by=desk["handler"], at=NOW, kind="information", title="处置进展", body="已派出力量。"
    )
    submit_text(statement, by=desk["handler"], at=NOW)
    pass_text(statement, by=desk["approver"], at=NOW)
    with pytest.raises(Refused, match=r"三个人|权限"):
        publish_text(statement, by=desk["approver"], at=NOW)
    assert publish_text(statement, by=desk["issuer"], at=NOW).organization == emergency.organization


def test_another_organization_and_another_site_have_no_part(emergency, desk, other_handler, other_site_editor):
    for stranger in (other_handler, other_site_editor):
        with pytest.raises(Refused, match="权限"):
            draft_statement(emergency, by=stranger, at=NOW, kind="information", title="x", body="y")
    statement = submit_text(a_statement(emergency, desk), by=desk["writer"], at=NOW)
    for stranger in (other_handler, other_site_editor):
        with pytest.raises(Refused, match="权限"):
            pass_text(statement, by=stranger, at=NOW)


def test_a_correction_names_what_it_corrects_on_its_own_topic(emergency, concern, desk):
    first = said(emergency, desk)
    again = said(emergency, desk, kind="progress", title="更正转移人数", corrects=first)
    assert again.corrects == first
    with pytest.raises(Refused, match="本热点"):
        a_statement(concern, desk, corrects=first)
    with pytest.raises(Refused, match="本热点"):
        a_statement(emergency, desk, corrects=a_statement(emergency, desk))


@pytest.mark.parametrize("fields", [{"title": "　"}, {"body": "\x00\n  \n"}])
def test_an_empty_statement_is_refused(emergency, desk, fields):
    with pytest.raises(Refused, match="填写"):
        a_statement(emergency, desk, **fields)


def test_banned_words_stop_a_statement_as_they_stop_an_article(emergency, desk, root):
    from content.actions import save_word, save_word_list
    from content.models import Word, WordList

    words = save_word_list(WordList(site=None, kind="banned", name="禁用词"), by=root, at=NOW)
    save_word(Word(word_list=words, pattern="绝无问题", severity="block"), by=root, at=NOW)
    statement = a_statement(emergency, desk, body="堤防绝无问题。")
    with pytest.raises(Refused, match="绝无问题"):
        submit_text(statement, by=desk["writer"], at=NOW)


def test_every_state_and_move_is_in_the_table():
    assert set(MOVES) == set(State)
    assert {move for moves in MOVES.values() for move in moves} == set(Move)
