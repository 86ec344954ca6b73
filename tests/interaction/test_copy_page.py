"""The public copy beside the original: marked, masked with one click, confirmed piece by piece, looked at beforehand."""

import pytest
from django.urls import reverse

from interaction.models import Letter
from sites.privacy import findings
from tests.interaction.letters import ANSWER, a_letter_in

BODY = "我叫张晓明，电话13812345678，住东城花园3栋2单元501室，路灯坏了。"
COPY = {"title": "路灯坏了", "name": "张**", "body": BODY, "reply": ANSWER}


@pytest.fixture
def letter(mailbox, people):
    """An answered letter full of personal data."""
    return a_letter_in("replied", mailbox, people, body=BODY)


def page(client, letter, name="copy", data=None):
    url = reverse(f"interaction-office:{name}", args=[letter.number])
    return client.get(url) if data is None else client.post(url, data)


def test_the_copy_begins_masked_beside_the_marked_original(client, letter, people):
    client.force_login(people.intake)
    response = page(client, letter)
    html = response.content.decode()
    for stretch in ("张晓明", "13812345678", "3栋2单元501室"):
        assert "<mark title=" in html and f">{stretch}</mark>" in html
    copy = response.context["form"]["body"].value()
    assert "13812345678" not in copy and "3栋2单元501室" not in copy and "张**" in copy
    assert response.context["checked"].suspects == []


def test_one_click_masks_one_finding_wherever_it_stands(client, letter, people):
    client.force_login(people.intake)
    key = next(finding.key for finding in findings(BODY) if finding.kind == "mobile")
    data = {**COPY, "title": "请打138-1234-5678", "mask": key}
    response = page(client, letter, data=data)
    form = response.context["form"]
    assert form["title"].value() == "请打［手机号码已隐去］"
    assert "13812345678" not in form["body"].value() and "501室" in form["body"].value()
    assert not Letter.objects.get().is_public


def test_one_click_masks_everything_that_was_not_confirmed(client, letter, people):
    client.force_login(people.intake)
    door = next(finding.key for finding in findings(BODY) if finding.kind == "house")
    response = page(client, letter, data={**COPY, "name": "张晓明", "mask": "all", "confirmed": [door]})
    form = response.context["form"]
    assert form["body"].value() == "我叫张**，电话［手机号码已隐去］，住东城花园3栋2单元501室，路灯坏了。"
    assert form["name"].value() == "张**"
    assert [suspect.finding.key for suspect in response.context["checked"].suspects] == [door]
    assert door in response.context["ticked"]


def test_what_is_typed_is_looked_through_and_given_back_as_a_fragment(client, letter, people):
    client.force_login(people.intake)
    html = page(client, letter, data={**COPY, "check": "1"}).content.decode()
    assert "<html" not in html and 'data-marks-for="body"' in html and "隐去全部未确认的" in html


def test_a_refused_publication_comes_back_to_the_copy_with_everything_typed(client, letter, people):
    client.force_login(people.intake)
    url = reverse("interaction-office:act", args=[letter.number, "publish"])
    response = client.post(url, {**COPY, "title": "我改过的标题"})
    assert response.status_code == 409
    html = response.content.decode()
    assert "我改过的标题" in html and "13812345678" in html and 'name="mask"' in html


def test_the_preview_is_the_public_page_and_keeps_nothing(client, letter, people):
    client.force_login(people.intake)
    data = {**COPY, "body": "路灯坏了一周", "title": "路灯"}
    html = page(client, letter, "copy-preview", data).content.decode()
    letter.refresh_from_db()
    assert not letter.is_public and letter.public_title == ""
    client.post(reverse("interaction-office:act", args=[letter.number, "publish"]), data)
    public = client.get(letter.get_absolute_url()).content.decode()
    between = lambda text: text.partition('<div class="cols">')[2].partition("<aside")[0]  # noqa: E731
    assert between(html) == between(public) != ""
    assert "这是预览" in html and "这是预览" not in public
    for secret in ("张晓明", "13812345678"):
        assert secret not in html


@pytest.mark.parametrize("field", ["title", "name", "body", "reply"])
@pytest.mark.parametrize("text", ["", "空\x00字节", "长" * 30_000])
def test_bad_texts_are_given_back(client, letter, people, field, text):
    client.force_login(people.intake)
    for name, data in (("copy", {**COPY, field: text, "mask": "all"}), ("copy-preview", {**COPY, field: text})):
        assert page(client, letter, name, data).status_code == 200
    answer = client.post(reverse("interaction-office:act", args=[letter.number, "publish"]), {**COPY, field: text})
    assert answer.status_code in {400, 409}


def test_a_letter_without_an_answer_has_no_copy(client, mailbox, people):
    client.force_login(people.intake)
    assert page(client, a_letter_in("drafted", mailbox, people)).status_code == 404


def test_only_the_intake_of_the_site_opens_a_copy(client, letter, people, city_intake, supervisor, other_handler):
    for person in (people.handler, people.approver, city_intake, supervisor, other_handler):
        client.force_login(person)
        assert page(client, letter).status_code == 404
        assert page(client, letter, "copy-preview", COPY).status_code == 404


def test_a_writer_who_does_not_agree_leaves_nothing_to_edit(client, mailbox, people):
    client.force_login(people.intake)
    html = page(client, a_letter_in("replied", mailbox, people, wants_public=False)).content.decode()
    assert "来信人不愿公开" in html and "<textarea" not in html
