"""Writing a letter through the page, without scripts, with everything that can go wrong."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction.codes import new_token
from interaction.models import Letter
from tests.interaction.letters import a_mailbox

pytestmark = pytest.mark.django_db


def sent(mailbox, *, age: timedelta = timedelta(minutes=2), **fields) -> dict[str, str]:
    """A filled-in form that was opened some time ago."""
    token = new_token(mailbox.pk, at=timezone.now() - age).signed()
    return {
        "title": "小区门口的路灯坏了",
        "body": "东风路 12 号门口的路灯坏了一个星期，晚上很黑，请派人修理。",
        "writer_name": "张晓明",
        "writer_phone": "13812345678",
        "wants_public": "yes",
        "token": token,
        "website": "",
        "step": "send",
    } | fields


@pytest.fixture
def address(mailbox):
    return reverse("interaction:write", args=[mailbox.slug])


def test_the_form_opens_with_a_token_and_no_cookie(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert 'name="token"' in response.content.decode()
    assert not response.cookies


def test_a_letter_is_received_and_the_receipt_shows_number_code_and_how_the_date_was_counted(client, mailbox, address):
    response = client.post(address, sent(mailbox), follow=True)
    letter, page = Letter.objects.get(), response.content.decode()
    assert letter.number in page and letter.due_on.isoformat() in page
    assert "第 7 个工作日" in page
    assert response.context["code"] in page


def test_the_receipt_is_for_the_browser_that_sent_the_letter(client, mailbox, address):
    client.post(address, sent(mailbox))
    assert client.get(reverse("interaction:receipt")).status_code == 200
    client.cookies.clear()
    assert client.get(reverse("interaction:receipt")).status_code == 302


def test_the_receipt_can_be_cleared_on_a_shared_computer(client, mailbox, address):
    client.post(address, sent(mailbox))
    client.post(reverse("interaction:receipt"))
    assert client.get(reverse("interaction:receipt")).status_code == 302


def test_the_receipt_is_gone_after_ten_minutes(client, mailbox, address, time_machine):
    client.post(address, sent(mailbox))
    time_machine.move_to(timezone.now() + timedelta(minutes=11))
    assert client.get(reverse("interaction:receipt")).status_code == 302


def test_a_form_sent_twice_is_one_letter_and_says_so(client, mailbox, address):
    form = sent(mailbox)
    first = client.post(address, form, follow=True)
    second = client.post(address, form, follow=True)
    assert Letter.objects.count() == 1
    assert second.context["code"] == first.context["code"]
    assert "没有重复登记" in second.content.decode()


def test_an_expired_form_comes_back_with_everything_and_goes_through_the_second_time(client, mailbox, address):
    response = client.post(address, sent(mailbox, age=timedelta(hours=13)))
    page = response.content.decode()
    assert response.status_code == 400 and "内容都还在" in page
    assert "东风路 12 号门口的路灯坏了一个星期" in page and Letter.objects.count() == 0
    token = response.context["form"].data["token"]
    later = timezone.now() + timedelta(seconds=30)
    assert (
        token
        and client.post(
            address, sent(mailbox) | {"token": new_token(mailbox.pk, at=later - timedelta(seconds=40)).signed()}
        ).status_code
        == 302
    )


@pytest.mark.parametrize("token", ["", "forged", "a:b:c", "\x00", "x" * 5000])
def test_a_forged_token_loses_nothing(client, mailbox, address, token):
    response = client.post(address, sent(mailbox, token=token))
    assert response.status_code == 400 and "东风路" in response.content.decode()
    assert Letter.objects.count() == 0


def test_a_token_of_another_mailbox_does_not_count(client, province, mailbox, address):
    other = a_mailbox(province, "other", name="其他信箱")
    assert client.post(address, sent(other)).status_code == 400


def test_a_form_filled_in_by_a_program_is_given_back(client, mailbox, address):
    response = client.post(address, sent(mailbox, website="http://spam.example"))
    assert response.status_code == 400 and "请留空" in response.content.decode()


def test_a_form_sent_within_three_seconds_is_given_back_and_can_be_sent_again(client, mailbox, address):
    form = sent(mailbox, age=timedelta(seconds=1))
    assert "太快" in client.post(address, form).content.decode()
    assert Letter.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "短"),
        ("title", "长" * 101),
        ("title", "有\x00空字节的标题"),
        ("body", "字" * 5001),
        ("body", "空\x00字节" * 10),
        ("body", ""),
        ("writer_name", "名" * 41),
        ("writer_phone", "不是电话"),
        ("writer_email", "not-an-address"),
        ("wants_public", "maybe"),
    ],
)
def test_bad_values_are_named_beside_their_field(client, mailbox, address, field, value):
    response = client.post(address, sent(mailbox, **{field: value}))
    assert response.status_code == 400
    assert field in response.context["form"].errors and Letter.objects.count() == 0


def test_an_empty_post_is_a_sentence_not_an_error(client, mailbox, address):
    assert client.post(address).status_code == 400


def test_script_is_shown_as_text(client, mailbox, address):
    body = "<script>alert(1)</script> 请看一下这个问题，谢谢"
    client.post(address, sent(mailbox, body=body, title='"><img src=x onerror=alert(1)>'))
    page = client.get(reverse("interaction:receipt")).content.decode()
    assert Letter.objects.get().body == body
    assert "<img src=x" not in page


def test_personal_data_is_pointed_out_before_the_letter_goes(client, mailbox, address):
    form = sent(mailbox, body="我的身份证是11010519491231002X，请帮我查一下办理进度。")
    page = client.post(address, form).content.decode()
    assert "身份证号" in page and Letter.objects.count() == 0
    assert client.post(address, form | {"confirm_private": "on"}).status_code == 302
    assert Letter.objects.count() == 1


def test_a_shut_mailbox_sends_the_reader_to_its_page(client, province):
    box = a_mailbox(province, "shut", is_open=False)
    assert client.get(reverse("interaction:write", args=[box.slug])).status_code == 302


def test_a_mailbox_of_another_site_is_not_found(client, province, city):
    a_mailbox(city, "citymayor")
    assert client.get(reverse("interaction:write", args=["citymayor"])).status_code == 404


def test_a_mailbox_that_is_not_public_asks_for_no_consent(client, province):
    box = a_mailbox(province, "report", kind="report", is_public=False, name="举报")
    form = sent(box)
    form.pop("wants_public")
    assert client.post(reverse("interaction:write", args=["report"]), form).status_code == 302
    assert Letter.objects.get().wants_public is False


def test_an_error_report_knows_the_page_it_is_about(client, province):
    a_mailbox(province, "errors", kind="site-error", name="网站找错")
    response = client.get(
        reverse("interaction:report_error"), headers={"referer": "http://testserver/news/"}, follow=True
    )
    assert "出错的页面：/news/" in response.content.decode()


def test_a_letter_under_a_path_prefix_stays_there(client, subsite):
    a_mailbox(subsite, "bureau")
    response = client.get("/jyj/hudong/xinxiang/bureau/", headers={"host": "city.testserver"})
    assert response.status_code == 200 and "/jyj/hudong/xinxiang/bureau/xiexin/" in response.content.decode()
