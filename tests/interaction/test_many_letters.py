"""Many letters at once: each is done or refused by itself, every refusal has its sentence, a second click finds the first's outcome."""

from uuid import uuid4

import pytest
from django.urls import reverse

from interaction.actions import assign_letter, invite_helper, urge_letter
from interaction.models import Letter, Urge
from sites.actions import grant_role
from sites.audit import broken_entries
from sites.models import AuditChain
from sites.policy import Role
from tests.cast import NOW, an_organization
from tests.interaction.letters import a_letter, a_letter_in


@pytest.fixture(autouse=True)
def cache_in_memory(settings):
    """A cache that works."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid4().hex}}


def do(client, verb, letters, **data):
    address = reverse("interaction-office:many-do", args=[verb])
    return client.post(address, {"pick": [letter.pk for letter in letters], "token": uuid4(), **data}, follow=True)


def states(*letters) -> list[str]:
    return [Letter.objects.get(pk=letter.pk).state for letter in letters]


def test_accepting_many(client, intake, mailbox):
    letters = [a_letter(mailbox) for _ in range(3)]
    client.force_login(intake)
    page = do(client, "accept", letters).content.decode()
    assert "办成 3 件。" in page and states(*letters) == ["accepted"] * 3
    chains = AuditChain.objects.all()
    assert [fault for chain in chains for fault in broken_entries(chain)] == []


def test_what_cannot_be_done_is_listed_with_its_sentence_and_hinders_nothing(client, intake, mailbox, people):
    fresh, done = a_letter(mailbox), a_letter_in("in-hand", mailbox, people, title="已经在办的来信")
    client.force_login(intake)
    page = do(client, "accept", [fresh, done]).content.decode()
    assert "办成 1 件，1 件未办。" in page and "已经在办的来信" in page and "不能再“受理”" in page
    assert states(fresh, done) == ["accepted", "in-hand"]


def test_handing_over_many_asks_for_the_organization(client, intake, mailbox, people):
    letters = [a_letter_in("accepted", mailbox, people) for _ in range(2)]
    client.force_login(intake)
    assert "请选择承办单位" in do(client, "assign", letters).content.decode()
    assert states(*letters) == ["accepted"] * 2
    do(client, "assign", letters, organization=people.bureau.pk, note="请按时办理")
    assert states(*letters) == ["assigned"] * 2


def test_signing_for_many(client, handler, mailbox, people):
    letters = [a_letter_in("assigned", mailbox, people) for _ in range(2)]
    client.force_login(handler)
    do(client, "take", letters)
    assert {letter.handler for letter in Letter.objects.all()} == {handler}


def test_signing_for_many_signs_for_the_parts_of_a_helper_too(client, other_handler, other_bureau, mailbox, people):
    led, helped = a_letter_in("assigned", mailbox, people), a_letter_in("in-hand", mailbox, people)
    assign_letter(led, organization=other_bureau, by=people.intake, at=NOW)
    invite_helper(helped, organization=other_bureau, by=people.handler, at=NOW)
    client.force_login(other_handler)
    do(client, "take", [led, helped])
    assert Letter.objects.get(pk=led.pk).handler == other_handler
    assert helped.assignments.co().get().signed_by == other_handler
    assert Letter.objects.get(pk=helped.pk).handler == people.handler


def test_signing_again_signs_for_the_other_body_that_one_handles_for(
    client, other_handler, other_bureau, mailbox, people
):
    second = an_organization("测试省第二协办局", parent=other_bureau.parent)
    grant_role(other_handler, Role.HANDLER, second, by=None, at=NOW)
    letter = a_letter_in("in-hand", mailbox, people)
    for body in (other_bureau, second):
        invite_helper(letter, organization=body, by=people.handler, at=NOW)
    client.force_login(other_handler)
    for unsigned in (1, 0):
        assert "办成 1 件。" in do(client, "take", [letter]).content.decode()
        assert letter.assignments.co().filter(signed_at=None).count() == unsigned


def test_letters_out_of_reach_are_not_touched_and_told(client, other_handler, mailbox, people):
    letter = a_letter_in("assigned", mailbox, people, title="别的单位的来信")
    client.force_login(other_handler)
    page = do(client, "take", [letter]).content.decode()
    assert "不在您的办理范围内" in page and "别的单位的来信" not in page
    assert states(letter) == ["assigned"]


def test_a_role_without_the_right_gets_a_refusal_per_letter(client, reply_approver, mailbox, people):
    letters = [a_letter_in("assigned", mailbox, people) for _ in range(2)]
    client.force_login(reply_approver)
    page = do(client, "take", letters).content.decode()
    assert page.count("您没有对这封信“签收办理”的权限") == 2 and states(*letters) == ["assigned"] * 2


def test_a_second_click_finds_the_outcome_of_the_first(client, intake, mailbox):
    letter, token = a_letter(mailbox), uuid4()
    client.force_login(intake)
    first, second = (do(client, "accept", [letter], token=token) for _ in range(2))
    assert "办成 1 件。" in first.content.decode() and "办成 1 件。" in second.content.decode()
    assert letter.events.filter(kind="accepted").count() == 1


def test_an_outcome_is_nobody_elses(client, intake, handler, mailbox):
    token = uuid4()
    client.force_login(intake)
    do(client, "accept", [a_letter(mailbox)], token=token)
    client.force_login(handler)
    assert client.get(reverse("interaction-office:many-result", args=[token])).status_code == 404


@pytest.mark.parametrize("data", [{}, {"pick": ["x", "\x00", "9" * 30]}, {"pick": ["1"], "token": "no"}])
def test_nonsense_changes_nothing(client, intake, mailbox, data):
    a_letter(mailbox)
    client.force_login(intake)
    response = client.post(reverse("interaction-office:many-do", args=["accept"]), data, follow=True)
    assert response.status_code == 200 and "请先勾选来信" in response.content.decode()


def test_unknown_verbs_are_nowhere(client, intake, mailbox):
    client.force_login(intake)
    assert client.post(reverse("interaction-office:many-do", args=["delete"])).status_code == 404
    assert client.get(reverse("interaction-office:many-do", args=["accept"])).status_code == 405


def test_the_bar_offers_what_the_role_may_do(client, intake, handler, supervisor, mailbox, people):
    a_letter_in("assigned", mailbox, people)
    offered = {}
    for person in (intake, handler, supervisor):
        client.force_login(person)
        response = client.get(reverse("interaction-office:workbench"), {"queue": "open"})
        offered[person.username] = [verb.key for verb, _form in response.context["verbs"]]
    assert list(offered.values()) == [["accept", "assign"], ["take"], ["urge"]]


def test_urging_many(client, supervisor, mailbox, people):
    letters = [a_letter_in("in-hand", mailbox, people) for _ in range(2)]
    urge_letter(letters[0], text="请尽快答复。", by=supervisor, at=NOW)
    client.force_login(supervisor)
    assert "请写明督办要求" in do(client, "urge", letters).content.decode()
    page = do(client, "urge", letters, text="请今日内答复并说明原因。").content.decode()
    assert "办成 1 件，1 件未办。" in page and "已在督办中" in page
    assert [urge.letter_id for urge in Urge.objects.order_by("pk")] == [letter.pk for letter in letters]
    listed = client.get(reverse("interaction-office:workbench") + "?queue=open").content.decode()
    assert "批量督办" in listed and 'name="pick"' in listed


def test_only_supervisors_urge_many(client, intake, mailbox, people):
    client.force_login(intake)
    do(client, "urge", [a_letter_in("in-hand", mailbox, people)], text="请今日内答复并说明原因。")
    assert not Urge.objects.exists()
