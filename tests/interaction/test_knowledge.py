"""The knowledge base: made from answers, read by everybody, silent once an answer may be wrong."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from interaction.actions import (
    entry_from_letter,
    expire_entries,
    publish_entry,
    save_entry,
    unpublish_letter,
    withdraw_entry,
)
from interaction.models import EntryState, KnowledgeEntry
from sites.models import AuditEntry
from sites.refusals import Refused
from tests.cast import NOW
from tests.interaction.letters import ANSWER, a_letter_in, published

pytestmark = pytest.mark.django_db
SECRET = "仅供内部掌握的原信内容"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def entry(province, bureau, intake, today):
    """A published entry."""
    return publish_entry(draft(province, bureau, intake, today), by=intake, at=timezone.now())


def draft(site, bureau, by, today, **fields) -> KnowledgeEntry:
    words = {
        "question": "社保卡丢了怎么补办",
        "answer": "到任一合作银行网点即时制卡，首次补卡不收费。",
        "keywords": "医保卡，挂失",
        "current_until": today + timedelta(days=30),
    }
    return save_entry(
        KnowledgeEntry(site=site, organization=bureau, **{**words, **fields}),
        by=by, at=timezone.now(),
    )  # fmt: skip


def signed_in(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_everybody_reads_a_published_entry_and_finds_it_by_any_of_its_words(client, entry):
    address = reverse("interaction:entries")
    assert entry.answer in client.get(entry.get_absolute_url()).content.decode()
    for words in ("", "社保卡", "医保卡", "银行 首次", "补办"):
        assert entry.question in client.get(address, {"q": words}).content.decode()
    assert "没有找到" in client.get(address, {"q": "公园"}).content.decode()


def test_the_lines_of_an_answer_follow_one_another_without_gaps_in_the_list(client, province, bureau, intake, today):
    answer = "材料齐全的当场登记。\r\n\r\n登记不收费。"
    publish_entry(draft(province, bureau, intake, today, answer=answer), by=intake, at=timezone.now())
    assert "材料齐全的当场登记。登记不收费。" in client.get(reverse("interaction:entries")).content.decode()


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"q": "%" * 200}, {"page": "9" * 30}, {"page": "x"}, {"q": "'; --"}])
def test_nonsense_in_the_search_is_no_error(client, entry, query):
    assert client.get(reverse("interaction:entries"), query).status_code == 200


def test_drafts_withdrawn_and_expired_entries_are_read_by_nobody(client, province, bureau, intake, today, entry):
    written = draft(province, bureau, intake, today, question="还是草稿")
    assert client.get(written.get_absolute_url()).status_code == 404
    withdraw_entry(entry, by=intake, at=NOW)
    assert client.get(entry.get_absolute_url()).status_code == 404


def test_an_entry_is_silent_from_the_day_after_its_last_even_before_the_sweep(client, entry, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=31))
    assert client.get(entry.get_absolute_url()).status_code == 404
    assert entry.question not in client.get(reverse("interaction:entries")).content.decode()


def test_the_sweep_marks_what_has_run_out_once(entry, today):
    later = today + timedelta(days=31)
    assert expire_entries(on=today, at=NOW) == 0
    assert expire_entries(on=later, at=NOW) == 1 and expire_entries(on=later, at=NOW) == 0
    assert KnowledgeEntry.objects.get().state == EntryState.EXPIRED


def test_an_expired_entry_is_shown_again_only_with_a_new_day(entry, intake, today):
    KnowledgeEntry.objects.update(current_until=today - timedelta(days=1), state=EntryState.EXPIRED)
    entry.refresh_from_db()
    with pytest.raises(Refused, match="有效期已过"):
        publish_entry(entry, by=intake, at=timezone.now())
    entry.current_until = today + timedelta(days=90)
    assert (
        publish_entry(save_entry(entry, by=intake, at=NOW), by=intake, at=timezone.now()).state == EntryState.PUBLISHED
    )


def test_one_click_makes_a_draft_of_the_public_copy_only(client, mailbox, people, intake):
    letter = published(a_letter_in("replied", mailbox, people, body=f"{SECRET}，路灯坏了很久没有人修。"), people)
    type(letter).objects.update(public_body="路灯坏了", public_title="路灯报修")
    address = reverse("interaction-office:keep-answer", args=[letter.number])
    response = signed_in(client, intake).post(address)
    entry = KnowledgeEntry.objects.get()
    assert response.url == reverse("admin:interaction_knowledgeentry_change", args=[entry.pk])
    assert (entry.question, entry.answer, entry.state) == ("路灯报修", ANSWER, EntryState.DRAFT)
    assert SECRET not in entry.answer and entry.origin == letter
    client.post(address)
    assert KnowledgeEntry.objects.count() == 1
    assert client.get(response.url).status_code == 200


def test_only_published_answers_and_only_those_who_keep_the_knowledge_base(mailbox, people, handler, intake):
    letter = published(a_letter_in("replied", mailbox, people), people)
    with pytest.raises(Refused, match="没有管理"):
        entry_from_letter(letter, by=handler, at=NOW)
    letter = unpublish_letter(letter, reason="来信人要求取消公开", by=intake, at=NOW)
    with pytest.raises(Refused, match="已公开"):
        entry_from_letter(letter, by=intake, at=NOW)


def test_personal_data_does_not_get_into_an_entry_but_an_office_telephone_does(province, bureau, intake, today):
    with pytest.raises(Refused, match="手机号码"):
        draft(province, bureau, intake, today, answer="请联系张科长 13812345678。")
    assert draft(province, bureau, intake, today, answer="请致电 0851-12345678。").pk


def test_the_admin_publishes_and_withdraws_and_says_why_not(client, province, bureau, intake, today):
    signed_in(client, intake)
    form = {
        "site": province.pk, "question": "公园几点开门", "answer": "每天早上六点开门。", "keywords": "", "organization": bureau.pk,
        "current_until": (today + timedelta(days=10)).isoformat(), "is_shown": "on",
    }  # fmt: skip
    assert client.post(reverse("admin:interaction_knowledgeentry_add"), form).status_code == 302
    entry = KnowledgeEntry.objects.get()
    assert entry.state == EntryState.PUBLISHED and entry.reviewed_on == today
    address = reverse("admin:interaction_knowledgeentry_change", args=[entry.pk])
    refused = client.post(address, form | {"answer": "打我手机13812345678"})
    assert refused.status_code == 200 and "手机号码" in refused.content.decode()
    form.pop("is_shown")
    assert client.post(address, form).status_code == 302
    assert KnowledgeEntry.objects.get().state == EntryState.DRAFT
    events = set(AuditEntry.objects.filter(object_type="interaction.KnowledgeEntry").values_list("event", flat=True))
    assert {
        "interaction.knowledge.saved",
        "interaction.knowledge.published",
        "interaction.knowledge.withdrawn",
    } <= events


def test_the_reminder_list_holds_what_runs_out_within_thirty_days(client, province, bureau, intake, today, entry):
    far = draft(province, bureau, intake, today, question="明年才到期", current_until=today + timedelta(days=300))
    publish_entry(far, by=intake, at=NOW)
    page = signed_in(client, intake).get(reverse("admin:interaction_knowledgeentry_changelist"), {"expiry": "soon"})
    assert entry.question in page.content.decode() and "明年才到期" not in page.content.decode()


def test_an_entry_says_everything_it_must(province, bureau, intake, today):
    with pytest.raises(ValidationError):
        draft(province, bureau, intake, today, question="")


def test_lists_cost_the_same_however_long(client, entry, province, bureau, intake, today, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = reverse("interaction:entries")
    client.get(address)
    with CaptureQueriesContext(connection) as first:
        client.get(address)
    for number in range(6):
        publish_entry(draft(province, bureau, intake, today, question=f"问题{number}"), by=intake, at=NOW)
    with django_assert_num_queries(len(first)):
        client.get(address)
