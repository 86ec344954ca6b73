"""The moves through the pages of the office: who may, what is refused, and that nothing typed is lost."""

import pytest
from django.urls import reverse

from interaction.actions import assign_letter
from interaction.models import Letter
from interaction.office.doing import DOING
from interaction.office_forms import FORMS
from interaction.workflow import TABLE, Move
from sites.policy import Role
from tests.cast import NOW, a_person, an_organization
from tests.interaction.letters import ANSWER, a_letter_in


def go(client, letter, move, **data):
    return client.post(reverse("interaction-office:act", args=[letter.number, move]), data)


def test_every_office_move_has_a_form_and_a_deed():
    office = {move for move, rule in TABLE.items() if rule.action is not None and rule.by_hand}
    assert set(FORMS) == set(DOING) == office


def test_a_letter_goes_from_receipt_to_its_published_answer(client, mailbox, people):
    letter = a_letter_in("submitted", mailbox, people)
    steps = [
        (people.intake, "accept", {"organization": people.bureau.pk, "note": "请按时办理"}, "assigned"),
        (people.handler, "take", {}, "in-hand"),
        (people.handler, "draft", {"text": "还没有想好怎么答复您的来信"}, "drafted"),
        (people.approver, "return", {"reason": "perfunctory", "opinion": "请具体答复"}, "returned"),
        (people.handler, "draft", {"text": ANSWER}, "drafted"),
        (people.approver, "approve", {}, "replied"),
        (people.intake, "publish", {"title": "路灯", "name": "张**", "body": "路灯坏了", "reply": ANSWER}, "replied"),
        (people.intake, "unpublish", {"reason": "核对内容后再公开"}, "replied"),
        (people.intake, "close", {}, "closed"),
    ]
    for person, move, data, state in steps:
        client.force_login(person)
        response = go(client, letter, move, **data)
        assert response.status_code == 302, (move, response.content.decode()[:2000])
        assert Letter.objects.get().state == state
        assert client.get(response.url).status_code == 200
    assert not Letter.objects.get().is_public


def test_an_extension_is_asked_and_granted(client, mailbox, people):
    from django.utils import timezone

    letter = a_letter_in("in-hand", mailbox, people, at=timezone.now())
    client.force_login(people.handler)
    assert go(client, letter, "ask-extension", reason="涉及多个部门，需要现场踏勘").status_code == 302
    client.force_login(people.approver)
    assert "批准延期" in client.get(reverse("interaction-office:letter", args=[letter.number])).content.decode()
    assert go(client, letter, "grant-extension").status_code == 302
    assert Letter.objects.get().is_extended


@pytest.mark.parametrize("move", [move for move in Move if move != Move.RATE])
def test_whoever_may_not_gets_404(client, mailbox, people, other_handler, city_intake, supervisor, editor, move):
    letter = a_letter_in("drafted", mailbox, people)
    coordinates = {supervisor} if move == Move.DECIDE else set()
    for person in {other_handler, city_intake, supervisor, editor} - coordinates:
        client.force_login(person)
        assert go(client, letter, move).status_code == 404, person
    assert Letter.objects.get().state == "drafted"


def test_the_right_person_in_the_wrong_role_gets_404(client, mailbox, people):
    letter = a_letter_in("drafted", mailbox, people)
    client.force_login(people.handler)
    assert go(client, letter, "approve").status_code == 404


@pytest.mark.parametrize("move", ["no-such", "rate", "APPROVE", "view"])
def test_an_unknown_move_is_404(client, mailbox, people, move):
    letter = a_letter_in("drafted", mailbox, people)
    client.force_login(people.approver)
    assert go(client, letter, move).status_code == 404


def test_moves_are_posts_and_need_a_sign_in(client, mailbox, people):
    letter = a_letter_in("drafted", mailbox, people)
    assert go(client, letter, "approve").status_code == 302
    assert Letter.objects.get().state == "drafted"
    client.force_login(people.approver)
    assert client.get(reverse("interaction-office:act", args=[letter.number, "approve"])).status_code == 405


def test_absent_and_hidden_letters_are_both_404(client, mailbox, people, other_handler):
    letter = a_letter_in("drafted", mailbox, people)
    client.force_login(other_handler)
    for number in (letter.number, "20990101000000"):
        assert client.get(reverse("interaction-office:letter", args=[number])).status_code == 404


def test_an_answer_that_came_too_late_is_given_back_with_its_text(client, mailbox, people):
    letter = a_letter_in("drafted", mailbox, people)
    client.force_login(people.handler)
    response = go(client, letter, "draft", text="另一位同事同时写好的答复内容")
    page = response.content.decode()
    assert response.status_code == 409 and "可能已有同事先处理了" in page
    assert "另一位同事同时写好的答复内容" in page


@pytest.mark.parametrize("text", ["", "短", "空\x00字节的答复内容十个字", "长" * 20_001])
def test_a_bad_answer_is_given_back(client, mailbox, people, text):
    letter = a_letter_in("in-hand", mailbox, people)
    client.force_login(people.handler)
    assert go(client, letter, "draft", text=text).status_code in {400, 409}
    assert Letter.objects.get().state == "in-hand"


def test_publishing_with_personal_data_asks_for_each_and_then_goes_through(client, mailbox, people):
    letter = a_letter_in("replied", mailbox, people)
    client.force_login(people.intake)
    data = {"title": "路灯", "name": "张**", "body": "路灯坏了", "reply": "请致电 0812-3322555 咨询，感谢来信。"}
    refused = go(client, letter, "publish", **data)
    assert refused.status_code == 409 and "0812-3322555" in refused.content.decode()
    keys = [finding.key for finding in refused.context["offers"]["publish"].form.private]
    assert go(client, letter, "publish", **data, confirmed=keys).status_code == 302
    assert Letter.objects.get().is_public


def test_a_tampered_state_in_the_form_changes_nothing(client, mailbox, people):
    letter = a_letter_in("in-hand", mailbox, people)
    client.force_login(people.handler)
    go(client, letter, "draft", text=ANSWER, state="replied", replied_on="2026-11-18", organization="1")
    assert Letter.objects.get().state == "drafted"


def test_an_organization_that_does_not_exist_is_a_sentence(client, mailbox, people):
    letter = a_letter_in("accepted", mailbox, people)
    client.force_login(people.intake)
    for value in ("999999", "abc", "", "\x00"):
        assert go(client, letter, "assign", organization=value).status_code == 400


@pytest.mark.parametrize("has_people", [True, False])
def test_handing_a_letter_to_an_office_without_people_is_said(client, mailbox, people, other_bureau, has_people):
    if has_people:
        a_person("mayor", (Role.HANDLER, other_bureau))
    letter = a_letter_in("accepted", mailbox, people)
    client.force_login(people.intake)
    typed = {"organization": other_bureau.pk}
    page = client.post(reverse("interaction-office:act", args=[letter.number, "assign"]), typed, follow=True)
    assert ("还没有办件员" in page.content.decode()) is not has_people


def test_a_letter_passed_out_of_ones_reach_leads_to_the_workbench_and_says_that_nobody_is_there(
    client, mailbox, people
):
    above = an_organization("测试市人民政府")
    office = an_organization("测试市交通运输局", parent=above)
    letter = a_letter_in("accepted", mailbox, people)
    assign_letter(letter, organization=office, by=people.intake, at=NOW)
    client.force_login(a_person("traffic", (Role.HANDLER, office)))
    typed = {"organization": above.pk, "reason": "涉及多个部门，请市政府安排。"}
    page = client.post(reverse("interaction-office:act", args=[letter.number, "transfer"]), typed, follow=True)
    assert page.redirect_chain[-1][0] == reverse("interaction-office:workbench")
    assert "“测试市人民政府”还没有办件员" in page.content.decode()


def test_the_drafter_is_told_why_approving_is_closed(client, mailbox, people, bureau):
    from sites.actions import grant_role
    from sites.policy import Role
    from tests.cast import NOW

    letter = a_letter_in("drafted", mailbox, people)
    grant_role(people.handler, Role.REPLY_APPROVER, bureau, by=None, at=NOW)
    client.force_login(people.handler)
    page = client.get(reverse("interaction-office:letter", args=[letter.number])).content.decode()
    assert "您是这份答复的起草人" in page


def test_script_in_a_letter_is_shown_as_text(client, mailbox, people):
    letter = a_letter_in("drafted", mailbox, people, body="<script>alert(1)</script> 请处理一下这个问题")
    client.force_login(people.intake)
    page = client.get(reverse("interaction-office:letter", args=[letter.number])).content.decode()
    assert "<script>alert(1)" not in page
