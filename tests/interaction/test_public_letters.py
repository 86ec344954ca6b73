"""What the public sees of letters: the public copy of published ones, nothing else."""

import json

import pytest
from django.urls import reverse
from lxml import html

from interaction import shown as shown_as
from interaction.actions import (
    answer_supplement,
    approve_reply,
    ask_supplement,
    draft_reply,
    publish_letter,
    rate_reply,
    unpublish_letter,
)
from interaction.models import Letter
from tests.cast import NOW
from tests.interaction.letters import ANSWER, a_letter_in, a_mailbox, published


@pytest.fixture
def shown(mailbox, people):
    """A published letter."""
    letter = a_letter_in("replied", mailbox, people, title="原来的标题不公开", writer_address="东风路 12 号")
    return publish_letter(letter, title="路灯坏了", body="路灯坏了一周", reply=ANSWER, by=people.intake, at=NOW)


def test_a_published_letter_shows_the_five_fields_and_the_days_used(client, shown):
    page = client.get(shown.get_absolute_url()).content.decode()
    for words in (
        "受理日期",
        "答复日期",
        "答复部门",
        "测试省教育厅",
        "答复内容",
        ANSWER,
        "来信内容",
        "路灯坏了一周",
        "张**",
        "当日答复",
    ):
        assert words in page, words


def test_the_public_record_speaks_of_the_writer_and_the_writers_own_to_them(client, mailbox, people):
    letter = a_letter_in("in-hand", mailbox, people)
    ask_supplement(letter, question="请补充路灯杆上的编号，便于查找。", by=people.handler, at=NOW)
    letter = Letter.objects.get(pk=letter.pk)
    answer_supplement(letter, text="编号是东风 17 号杆。", at=NOW)
    draft_reply(letter, text=ANSWER, by=people.handler, at=NOW)
    approve_reply(letter, by=people.approver, at=NOW)
    publish_letter(letter, title="路灯坏了", body="路灯坏了一周", reply=ANSWER, by=people.intake, at=NOW)
    letter = Letter.objects.get(pk=letter.pk)
    rate_reply(letter, attitude=1, speed=1, result=1, comment="没有解决问题，路灯还是坏的。", at=NOW)
    public = " ".join(line["note"] for line in shown_as.public_timeline(letter))
    assert "您" not in public and "查询页面" not in public
    assert "需要来信人补充情况。办理期限不变。" in public and "来信人对答复不满意" in public
    own = " ".join(line["note"] for line in shown_as.writers_timeline(letter))
    assert "需要您补充情况，请在查询页面填写" in own and "您对答复不满意" in own
    page = html.fromstring(client.get(letter.get_absolute_url()).content).xpath("//ol[@class='timeline']")[0]
    assert "您" not in page.text_content()


@pytest.mark.parametrize("page", ["letter", "letters", "home", "mailbox"])
def test_nothing_of_the_original_is_on_a_public_page(client, shown, page):
    args = {"letter": [shown.pk], "mailbox": [shown.mailbox.slug]}.get(page, [])
    html = client.get(reverse(f"interaction:{page}", args=args)).content.decode()
    for secret in (shown.title, "张晓明", "13812345678", "东风路 12 号", shown.number):
        assert secret not in html, secret


@pytest.mark.parametrize("state", ["submitted", "drafted", "declined", "replied"])
def test_an_unpublished_letter_has_no_page(client, mailbox, people, state):
    letter = a_letter_in(state, mailbox, people)
    assert client.get(letter.get_absolute_url()).status_code == 404


def test_a_letter_taken_back_has_no_page(client, shown, people):
    unpublish_letter(shown, reason="来信人要求撤下", by=people.intake, at=NOW)
    assert client.get(shown.get_absolute_url()).status_code == 404
    assert "路灯坏了" not in client.get(reverse("interaction:letters")).content.decode()


def test_a_letter_of_another_site_has_no_page_here(client, shown, city):
    assert client.get(shown.get_absolute_url(), headers={"host": "city.testserver"}).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["page=abc", "page=999", "page=-1", "page=0", "page=%00", "mailbox=%00", "mailbox=no-such", "page=" + "9" * 400],
)
def test_bad_filters_fall_back(client, shown, query):
    response = client.get(f"{reverse('interaction:letters')}?{query}")
    assert response.status_code == 200 and "路灯坏了" in response.content.decode()


@pytest.mark.parametrize("path", ["gongkai/99999999999999999999999/", "gongkai/0/", "gongkai/abc/", "xinxiang/%00/"])
def test_addresses_that_lead_nowhere_are_404(client, province, path):
    assert client.get(f"/hudong/{path}").status_code == 404


def test_the_list_filters_by_mailbox(client, province, shown, people):
    other = a_mailbox(province, "other", name="其他信箱")
    published(a_letter_in("replied", other, people, title="另一件事情"), people)
    page = client.get(f"{reverse('interaction:letters')}?mailbox=other").content.decode()
    assert "另一件事情" in page and "路灯坏了" not in page


@pytest.mark.parametrize(("page", "most"), [("home", 7), ("letters", 7), ("figures", 7)])
def test_pages_cost_the_same_for_few_and_many_letters(
    client, mailbox, people, page, most, django_assert_max_num_queries
):
    for _letter in range(3):
        published(a_letter_in("replied", mailbox, people), people)
    client.get(reverse(f"interaction:{page}"))
    with django_assert_max_num_queries(most):
        client.get(reverse(f"interaction:{page}"))


@pytest.mark.parametrize("name", ["home", "letters", "figures", "lookup", "report_error"])
def test_pages_work_on_a_site_without_mailboxes(client, province, name):
    assert client.get(reverse(f"interaction:{name}")).status_code in {200, 302}


def test_meta_tags_of_a_letter(client, shown):
    page = client.get(shown.get_absolute_url()).content.decode()
    for name in ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ArticleTitle", "PubDate", "ContentSource"):
        assert f'<meta name="{name}"' in page


def test_the_page_tells_machines_the_question_and_its_answer_from_the_public_copy_only(client, mailbox, people, bureau):
    letter = a_letter_in("replied", mailbox, people, body="我是张晓明，电话13812345678，路灯坏了。")
    publish_letter(letter, title="路灯</script>坏了", body="路灯坏了，怎么办？", reply=ANSWER, by=people.intake, at=NOW)
    page = html.fromstring(client.get(reverse("interaction:letter", args=[letter.pk])).content)
    (block,) = page.xpath("//script[@type='application/ld+json']/text()")
    told = {node["@type"]: node for node in json.loads(block)["@graph"]}
    question = told["QAPage"]["mainEntity"]
    assert question["name"] == "路灯</script>坏了" and question["text"] == "路灯坏了，怎么办？"
    assert question["acceptedAnswer"]["text"] == ANSWER
    assert question["acceptedAnswer"]["author"]["name"] == bureau.name
    assert told["QAPage"]["url"].startswith("http://testserver/hudong/gongkai/")
    assert "13812345678" not in block and "张晓明" not in block
    assert page.xpath("//meta[@property='og:title']/@content") == ["路灯</script>坏了"]
