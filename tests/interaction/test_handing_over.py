"""Hand-overs: down and up the tree, across sites, back to who handed over, and by the coordinator's binding decision."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from interaction import shown
from interaction.actions import (
    accept_and_assign,
    approve_reply,
    assign_letter,
    bounce_letter,
    contribute,
    decide_letter,
    draft_reply,
    invite_helper,
    leave,
    sign_for_part,
    take_letter,
    transfer_letter,
)
from interaction.models import Letter
from sites.policy import Action, Role, can
from sites.refusals import Conflict, Refused
from tests.cast import NOW, a_person, an_organization
from tests.interaction.letters import ANSWER, a_letter, a_letter_in, a_mailbox

NOT_OURS = "该路段由市政部门管养，不属于本单位职责"


def an_office(name: str, parent=None) -> SimpleNamespace:
    """A body with a handler and an approver."""
    body = an_organization(name, parent=parent)
    return SimpleNamespace(
        body=body,
        handler=a_person(f"h-{body.pk}", (Role.HANDLER, body), organization=body),
        approver=a_person(f"a-{body.pk}", (Role.REPLY_APPROVER, body), organization=body),
    )


@pytest.fixture
def county(people):
    """A body below the bureau."""
    return an_office("测试县教育局", parent=people.bureau)


@pytest.fixture
def roads():
    """A body of another tree: another site's."""
    return an_office("测试市公路中心")


def again(letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def sentences(letter) -> list[str]:
    return [line["note"] for line in shown.writers_timeline(letter)]


def test_a_letter_crosses_sites_and_levels_under_one_number_and_date(mailbox, people, city, roads, county):
    letter = a_letter(mailbox)
    accept_and_assign(letter, organization=people.bureau, by=people.intake, at=NOW)
    transfer_letter(again(letter), organization=county.body, reason="属地办理", by=people.approver, at=NOW)
    transfer_letter(again(letter), organization=people.bureau, reason="需上级协调", by=county.handler, at=NOW)
    assign_letter(again(letter), organization=roads.body, by=people.intake, at=NOW)
    after = again(letter)
    assert (after.number, after.site, after.due_on) == (letter.number, letter.site, letter.due_on)
    assert [row.organization for row in after.assignments.all()] == [
        people.bureau, county.body, people.bureau, roads.body,
    ]  # fmt: skip
    told = sentences(after)
    assert "“测试省教育厅”将来信转交“测试县教育局”办理，办理期限不变。" in told
    assert "“测试县教育局”将来信转交“测试省教育厅”办理，办理期限不变。" in told


def test_nobody_passes_a_letter_to_a_body_that_is_not_near(mailbox, people, roads, county):
    letter = a_letter_in("in-hand", mailbox, people)
    for stranger in (roads.body, people.bureau):
        with pytest.raises(Refused, match="下级单位或上级单位"):
            transfer_letter(letter, organization=stranger, reason="请贵单位办理", by=people.handler, at=NOW)


def test_a_closed_body_receives_nothing(mailbox, people, county, roads):
    letter = a_letter_in("in-hand", mailbox, people)
    for office in (county, roads):
        office.body.is_active = False
        office.body.save()
    with pytest.raises(Refused):
        transfer_letter(letter, organization=county.body, reason="属地办理", by=people.handler, at=NOW)
    for hand in (assign_letter, invite_helper):
        with pytest.raises(Refused, match="停用"):
            hand(letter, organization=roads.body, by=people.intake, at=NOW)


def test_every_assignment_is_signed_for_with_its_time(mailbox, people, county):
    letter = a_letter_in("assigned", mailbox, people)
    take_letter(letter, by=people.handler, at=NOW + timedelta(hours=1))
    transfer_letter(again(letter), organization=county.body, reason="属地办理", by=people.handler, at=NOW)
    draft_reply(again(letter), text=ANSWER, by=county.handler, at=NOW + timedelta(hours=3))
    first, second = letter.assignments.all()
    assert (first.signed_by, first.signed_at) == (people.handler, NOW + timedelta(hours=1))
    assert (second.signed_by, second.signed_at) == (county.handler, NOW + timedelta(hours=3))
    assert first.ended_at is not None and second.ended_at is None


def test_a_refusal_goes_back_to_the_body_that_passed_the_letter_on(mailbox, people, county):
    letter = a_letter_in("in-hand", mailbox, people)
    transfer_letter(letter, organization=county.body, reason="属地办理", by=people.handler, at=NOW)
    with pytest.raises(Refused, match="理由和依据"):
        bounce_letter(again(letter), reason="不是我们", by=county.handler, at=NOW)
    bounce_letter(again(letter), reason=NOT_OURS, by=county.handler, at=NOW)
    after = again(letter)
    assert (after.state, after.organization, after.bounces) == ("assigned", people.bureau, 1)
    kept = after.assignments.get(organization=county.body)
    assert (kept.bounced_by, kept.bounce_reason) == (county.handler, NOT_OURS)
    assert "“测试县教育局”提出不属于本单位职责，退回“测试省教育厅”，办理期限不变。" in sentences(after)


def test_a_refusal_of_what_the_intake_handed_over_goes_back_to_the_intake(mailbox, people):
    letter = bounce_letter(a_letter_in("in-hand", mailbox, people), reason=NOT_OURS, by=people.handler, at=NOW)
    assert (letter.state, letter.organization, letter.handler) == ("accepted", None, None)
    assert not can(people.handler, Action.LETTER_VIEW, again(letter))


def disputed(mailbox, people, roads) -> Letter:
    letter = bounce_letter(a_letter_in("in-hand", mailbox, people), reason=NOT_OURS, by=people.handler, at=NOW)
    assign_letter(letter, organization=roads.body, by=people.intake, at=NOW)
    return bounce_letter(again(letter), reason=NOT_OURS, by=roads.approver, at=NOW)


def test_two_refusals_go_to_the_coordinator_whose_decision_binds(mailbox, people, roads, supervisor):
    letter = disputed(mailbox, people, roads)
    assert letter.state == "disputed"
    with pytest.raises(Conflict):
        assign_letter(letter, organization=roads.body, by=people.intake, at=NOW)
    with pytest.raises(Refused, match="裁定的理由"):
        decide_letter(letter, organization=roads.body, reason="", by=supervisor, at=NOW)
    decide_letter(letter, organization=roads.body, reason="路权在公路中心", by=supervisor, at=NOW)
    with pytest.raises(Refused, match="不能再退回"):
        bounce_letter(again(letter), reason=NOT_OURS, by=roads.handler, at=NOW)
    assert "经协调，确定由“测试市公路中心”办理，办理期限不变。" in sentences(letter)
    take_letter(again(letter), by=roads.handler, at=NOW)


def test_the_page_says_that_a_decision_binds(client, mailbox, people, roads):
    decide_letter(
        disputed(mailbox, people, roads), organization=roads.body, reason="路权所在", by=people.intake, at=NOW
    )
    client.force_login(roads.handler)
    page = client.get(reverse("interaction-office:letter", args=[Letter.objects.get().number])).content.decode()
    assert "承办单位已经协调裁定，不能再退回" in page


def test_helpers_hand_their_part_to_the_lead_and_only_the_lead_answers(client, mailbox, people, roads):
    letter = a_letter(mailbox)
    accept_and_assign(letter, organization=people.bureau, helpers=[roads.body], by=people.intake, at=NOW)
    assert can(roads.handler, Action.LETTER_VIEW, again(letter))
    assert not can(roads.handler, Action.LETTER_REPLY, again(letter))
    sign_for_part(again(letter), by=roads.handler, at=NOW)
    contribute(again(letter), text="路灯线路已移交街道，由街道维护。", by=roads.handler, at=NOW)
    client.force_login(people.handler)
    page = client.get(reverse("interaction-office:letter", args=[letter.number])).content.decode()
    assert "路灯线路已移交街道，由街道维护。" in page
    draft_reply(again(letter), text=ANSWER, by=people.handler, at=NOW)
    approve_reply(again(letter), by=people.approver, at=NOW)
    assert shown.approved_reply(again(letter)).organization == people.bureau
    assert "路灯线路" not in " ".join(sentences(letter))


def test_a_helper_works_through_the_pages_within_its_own_scope(client, mailbox, people, roads):
    letter = a_letter_in("in-hand", mailbox, people)
    invite_helper(letter, organization=roads.body, note="请核实线路归属", by=people.handler, at=NOW)
    client.force_login(roads.handler)
    address = reverse("interaction-office:letter", args=[letter.number])
    page = client.get(address).content.decode()
    assert "请核实线路归属" in page and "协办签收" in page and "提交审核" not in page
    assert letter.title in client.get(reverse("interaction-office:workbench") + "?queue=all").content.decode()
    for move, data in (("sign", {}), ("contribute", {"text": "经核实，线路属街道管养。"})):
        done = client.post(reverse("interaction-office:act", args=[letter.number, move]), data)
        assert done.status_code == 302 and done.url == address
    client.post(reverse("interaction-office:act", args=[letter.number, "leave"]), {"reason": NOT_OURS})
    assert client.get(address).status_code == 404
    assert again(letter).assignments.get(organization=roads.body).contribution == "经核实，线路属街道管养。"


def test_a_handler_of_two_helping_bodies_does_each_part_for_itself(client, mailbox, people, roads):
    second = an_organization("水利厅")
    roads.handler = a_person("h-two", (Role.HANDLER, roads.body), (Role.HANDLER, second), organization=roads.body)
    letter = a_letter(mailbox)
    accept_and_assign(letter, organization=people.bureau, helpers=[second, roads.body], by=people.intake, at=NOW)
    client.force_login(roads.handler)
    address = reverse("interaction-office:letter", args=[letter.number])
    for body in (roads.body, second):  # one's own first
        offers = client.get(address).context["offers"]
        assert offers["sign"].whose == body.short_name
        client.post(reverse("interaction-office:act", args=[letter.number, "sign"]), {"organization": body.pk})
        again_it = client.post(
            reverse("interaction-office:act", args=[letter.number, "sign"]), {"organization": body.pk}
        )
        assert "已经签收" in again_it.content.decode()  # a second click signs for nobody else
    assert "sign" not in client.get(address).context["offers"]
    data = {"organization": second.pk, "text": "河道属我厅管理，已安排巡查。"}
    client.post(reverse("interaction-office:act", args=[letter.number, "contribute"]), data)
    parts = dict(again(letter).assignments.co().values_list("organization__short_name", "contribution"))
    assert parts == {"水利厅": "河道属我厅管理，已安排巡查。", roads.body.short_name: ""}
    foreign = {"organization": people.bureau.pk, "text": "不是协办单位的意见。"}
    done = client.post(reverse("interaction-office:act", args=[letter.number, "contribute"]), foreign)
    assert "已不是这封信的协办单位" in done.content.decode()


def test_a_part_stands_in_the_helpers_queue_until_it_is_handed_in(client, mailbox, people, roads):
    letter = a_letter_in("in-hand", mailbox, people)
    invite_helper(letter, organization=roads.body, by=people.handler, at=NOW)
    address = reverse("interaction-office:workbench") + "?queue=help"

    def listed(person) -> int:
        client.force_login(person)
        page = client.get(address)
        assert page.context["counts"]["help"] == len(page.context["rows"])
        return len(page.context["rows"])

    assert [listed(each) for each in (roads.handler, people.handler, people.intake)] == [1, 0, 0]
    assert "待协办" not in client.get(address.partition("?")[0]).content.decode()  # who never helps has no such queue
    client.force_login(roads.handler)
    assert "待协办" in client.get(reverse("admin:index")).content.decode()
    sign_for_part(again(letter), by=roads.handler, at=NOW)
    assert listed(roads.handler) == 1
    contribute(again(letter), text="经核实，线路属街道管养。", by=roads.handler, at=NOW)
    assert listed(roads.handler) == 0


def test_who_asked_for_help_is_told_apart(client, mailbox, people, roads):
    by_intake, by_lead = a_letter_in("in-hand", mailbox, people), a_letter_in("in-hand", mailbox, people)
    invite_helper(by_intake, organization=roads.body, by=people.intake, at=NOW)
    invite_helper(by_lead, organization=roads.body, by=people.handler, at=NOW)
    asked_by = [again(each).assignments.co().get().handed_by for each in (by_intake, by_lead)]
    assert asked_by == [None, people.bureau]
    client.force_login(roads.handler)
    page = client.get(reverse("interaction-office:letter", args=[by_lead.number])).content.decode()
    assert f"{people.bureau.short_name} {people.handler.name} 请求协办" in page


def test_an_organization_helps_once_and_a_helper_may_become_the_lead(mailbox, people, roads):
    letter = a_letter_in("in-hand", mailbox, people)
    invite_helper(letter, organization=roads.body, by=people.intake, at=NOW)
    for twice in (roads.body, people.bureau):
        with pytest.raises(Refused, match="已在承办"):
            invite_helper(again(letter), organization=twice, by=people.intake, at=NOW)
    assign_letter(again(letter), organization=roads.body, by=people.intake, at=NOW)
    assert [(row.organization, row.role) for row in again(letter).assignments.live()] == [(roads.body, "lead")]


def test_who_passed_the_letter_on_lands_on_the_workbench(client, mailbox, people, county):
    letter = a_letter_in("in-hand", mailbox, people)
    transfer_letter(letter, organization=county.body, reason="属地办理", by=people.handler, at=NOW)
    client.force_login(county.handler)
    done = client.post(reverse("interaction-office:act", args=[letter.number, "bounce"]), {"reason": NOT_OURS})
    assert done.url == reverse("interaction-office:workbench")


def test_what_must_be_chosen_is_chosen_from_the_page(client, mailbox, people, county, roads):
    letter = a_letter_in("in-hand", mailbox, people)
    client.force_login(people.handler)
    act = reverse("interaction-office:act", args=[letter.number, "transfer"])
    for organization in (roads.body.pk, "", "abc", 10**12):
        refused = client.post(act, {"organization": organization, "reason": "请贵单位办理此信"})
        assert refused.status_code == 400 and "请贵单位办理此信" in refused.content.decode()
    assert client.post(act, {"organization": county.body.pk, "reason": "属地办理为宜"}).status_code == 302


@pytest.mark.parametrize(
    ("who", "sees"),
    [("lead", True), ("helper", True), ("below", False), ("left", False), ("intake", True), ("supervisor", True)],
)
def test_letters_are_seen_by_those_who_have_them(who, sees, client, mailbox, people, county, roads, supervisor):
    gone = an_office("测试市住建局")
    letter = a_letter_in("in-hand", mailbox, people)
    for office in (roads, gone):
        invite_helper(again(letter), organization=office.body, by=people.intake, at=NOW)
    leave(again(letter), reason=NOT_OURS, by=gone.handler, at=NOW)
    person = {
        "lead": people.handler, "helper": roads.approver, "below": county.handler, "left": gone.handler,
        "intake": people.intake, "supervisor": supervisor,
    }[who]  # fmt: skip
    client.force_login(person)
    status = client.get(reverse("interaction-office:letter", args=[letter.number])).status_code
    assert (status == 200) is can(person, Action.LETTER_VIEW, again(letter)) is sees
    listed = client.get(reverse("interaction-office:workbench") + "?queue=all").content.decode()
    assert (letter.number in listed) is sees


def test_another_sites_mailbox_stays_its_own(client, city, city_intake, mailbox, people):
    letter = a_letter_in("in-hand", mailbox, people)
    other = a_letter(a_mailbox(city, slug="city-mayor"))
    client.force_login(city_intake)
    assert client.get(reverse("interaction-office:letter", args=[letter.number])).status_code == 404
    assert client.get(reverse("interaction-office:letter", args=[other.number])).status_code == 200
