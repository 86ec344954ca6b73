"""Templates of answers: known variables only, filled in for the letter, marked where they were left unchanged."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from interaction.actions import keep_reply_draft
from interaction.models import ReplyDraft, ReplyTemplate
from interaction.reply_templates import VARIABLE, VARIABLES, check_variables, filled, paragraphs
from sites.refusals import Refused
from tests.cast import NOW
from tests.interaction.letters import a_letter_in, a_template

TODAY = date(2026, 11, 18)


@pytest.fixture
def letter(mailbox, people):
    """A letter in a handler's hands."""
    return a_letter_in("in-hand", mailbox, people)


def test_every_variable_is_filled_in(letter):
    text = filled("".join(f"{{{name}}}|" for name in VARIABLES), letter, on=TODAY)
    assert "{" not in text
    said = dict(zip(VARIABLES, text.split("|"), strict=False))
    assert (
        said["称呼"] == "张晓明同志" and said["编号"] == letter.number and said["承办单位"] == letter.organization.name
    )
    assert said["今天"] == "2026年11月18日" and said["联系电话"] == "［联系电话］"  # a gap that is seen


def test_full_width_braces_and_spaces_are_taken_too(letter):
    assert filled("｛ 编号 ｝", letter, on=TODAY) == letter.number


def test_unknown_variables_are_refused_by_name():
    with pytest.raises(Refused, match=r"{电话号}、{姓名}.*可以使用：{称呼}"):
        check_variables("{称呼}{电话号}{姓名}{电话号}")


@given(st.text(alphabet="{}｛｝称呼编号 \nab", max_size=60))
def test_what_passes_the_check_leaves_no_variable_behind(text):
    try:
        check_variables(text)
    except Refused:
        return
    names = {match.strip() for match in VARIABLE.findall(text)}
    assert names <= set(VARIABLES)


def test_paragraphs_left_unchanged_are_marked_and_greetings_are_not(letter, handler, bureau):
    a_template(by=handler, organization=bureau, text="{称呼}：\n您的来信（编号 {编号}）收悉，现答复如下。\n{今天}")
    text = filled(ReplyTemplate.objects.get().text, letter, on=TODAY).replace("如下。", "如下。\n路灯今天已经修好。")
    marks = {line.text: line.template for line in paragraphs(text, ReplyTemplate.objects.all(), letter, on=TODAY)}
    assert [text for text, template in marks.items() if template] == [
        f"您的来信（编号 {letter.number}）收悉，现答复如下。"
    ]


def test_a_handler_offers_only_templates_of_the_letters_organization_and_site(
    client, handler, intake, letter, bureau, city
):
    own = a_template(by=handler, organization=bureau, name="本单位")
    of_site = a_template(by=intake, site=letter.site, name="本网站")
    ReplyTemplate.objects.create(site=city, name="别的网站", text="x", changed_by=handler, changed_at=NOW)
    client.force_login(handler)
    context = client.get(reverse("interaction-office:letter", args=[letter.number])).context
    assert {each.pk for each in context["templates"]} == {own.pk, of_site.pk}


def test_a_letter_nobody_has_yet_offers_no_organizations_template(mailbox, people, handler, bureau):
    from tests.interaction.letters import a_letter

    a_template(by=handler, organization=bureau)
    assert ReplyTemplate.objects.for_letter(a_letter(mailbox)).count() == 0


def insert(client, letter, data, **headers):
    return client.post(reverse("interaction-office:draft-template", args=[letter.number]), data, headers=headers)


def test_inserting_without_scripts_keeps_what_was_typed(client, handler, letter, bureau):
    template = a_template(by=handler, organization=bureau)
    client.force_login(handler)
    insert(client, letter, {"text": "先写的。", "template": template.pk})
    assert ReplyDraft.objects.get().text.startswith("先写的。\n\n张晓明同志：您的来信")
    insert(client, letter, {"text": "又写的。", "template": ""})
    assert ReplyDraft.objects.get().text == "又写的。"


def test_a_script_gets_the_text_and_nothing_is_kept(client, handler, letter, bureau):
    template = a_template(by=handler, organization=bureau, name="通用")
    client.force_login(handler)
    said = insert(client, letter, {"text": "先写的。", "template": template.pk}, x_fragment="1").json()
    assert said["name"] == "通用" and letter.number in said["text"] and not ReplyDraft.objects.exists()
    assert "refused" in insert(client, letter, {"template": "0"}, x_fragment="1").json()


def test_the_approver_sees_what_a_template_gave(client, reply_approver, handler, mailbox, people, bureau):
    from tests.interaction.letters import ANSWER

    a_template(by=handler, organization=bureau, text=ANSWER, name="路灯")
    letter = a_letter_in("drafted", mailbox, people)
    client.force_login(reply_approver)
    page = client.get(reverse("interaction-office:letter", args=[letter.number])).content.decode()
    assert "标出的 1 段与模板原文相同" in page and "模板原文：路灯" in page


def test_the_form_names_unknown_variables_and_keeps_the_text(client, handler, bureau):
    client.force_login(handler)
    data = {"keeper": f"body-{bureau.pk}", "name": "通用", "text": "您好，{姓名}"}
    response = client.post(reverse("interaction-office:template-add"), data)
    page = response.content.decode()
    assert response.status_code == 400 and "没有这样的变量：{姓名}" in page and "您好，{姓名}" in page
    client.post(reverse("interaction-office:template-add"), {**data, "text": "您好，{称呼}"})
    assert ReplyTemplate.objects.get().organization == bureau


def test_two_templates_of_one_name_are_refused(client, handler, bureau):
    a_template(by=handler, organization=bureau, name="通用")
    client.force_login(handler)
    data = {"keeper": f"body-{bureau.pk}", "name": "通用", "text": "您好"}
    page = client.post(reverse("interaction-office:template-add"), data).content.decode()
    assert "已有同名的模板" in page


def test_nobody_keeps_templates_for_others(client, handler, other_handler, bureau):
    template = a_template(by=handler, organization=bureau)
    client.force_login(other_handler)
    data = {"keeper": f"body-{bureau.pk}", "name": "别人的", "text": "您好"}
    assert client.post(reverse("interaction-office:template-add"), data).status_code == 400
    for name in ("template", "template-delete"):
        assert client.post(reverse(f"interaction-office:{name}", args=[template.pk]), data).status_code == 404
    assert ReplyTemplate.objects.get().name == "通用"


def test_a_template_is_changed_and_deleted(client, handler, bureau):
    template = a_template(by=handler, organization=bureau)
    client.force_login(handler)
    client.post(reverse("interaction-office:template", args=[template.pk]), {"name": "改名", "text": "您好"})
    assert ReplyTemplate.objects.get().name == "改名"
    client.post(reverse("interaction-office:template-delete", args=[template.pk]))
    assert not ReplyTemplate.objects.exists()


def test_a_draft_is_not_touched_by_changes_of_a_template(handler, letter, bureau):
    template = a_template(by=handler, organization=bureau)
    keep_reply_draft(letter, text="已插入的文字", by=handler, at=NOW)
    template.delete()
    assert ReplyDraft.objects.get().text == "已插入的文字"
