"""Composing a 图解 on its page: blocks are added, moved, dropped and saved as the article's draft; every fault is said."""

import pytest
from django.urls import reverse

from interpretation.charts import Block, Kind, blocks_in, to_html
from tests.builders import a_draft, a_submitted, the_office_of

STEPS = Block(Kind.STEPS, "怎样申请", (("申请", "填写申请表"), ("审核", "十个工作日")))


@pytest.fixture
def article(explanations):
    return a_draft(explanations, kind="interpretation", title="一图读懂", body=to_html([STEPS])).article


@pytest.fixture
def desk(client, writer):
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(article) -> str:
    return reverse("interpretation-office:chart", args=[article.pk])


def typed(*blocks, **said) -> dict:
    """What the page posts: (kind, title, lines, position)."""
    data = {"form-TOTAL_FORMS": len(blocks), "form-INITIAL_FORMS": 0, **said}
    for number, block in enumerate(blocks):
        for name, value in zip(("kind", "title", "lines", "position"), block, strict=True):
            data[f"form-{number}-{name}"] = value
    return data


def body(article) -> str:
    return article.revisions.order_by("-number").first().body


def test_the_page_shows_the_blocks_of_the_text(desk, article):
    page = desk.get(address(article)).content.decode()
    assert "申请：填写申请表" in page
    assert "怎样申请" in page


def test_blocks_are_saved_in_their_order(desk, article):
    blocks = [("steps", "怎样申请", "申请：填表", "2"), ("numbers", "标准", "100元：每亩", "1")]
    assert desk.post(address(article), typed(*blocks)).status_code == 302
    assert [block.kind for block in blocks_in(body(article))] == [Kind.NUMBERS, Kind.STEPS]


def test_a_block_is_added_and_dropped(desk, article):
    page = desk.post(address(article), typed(("steps", "", "申请：填表", "1"), add="faq"))
    assert page.status_code == 200
    assert [form.shown_kind for form in page.context["blocks"]] == [Kind.STEPS, Kind.FAQ]
    data = typed(("steps", "", "申请：填表", "1"), ("faq", "", "", "2")) | {"form-1-is_dropped": "on"}
    assert desk.post(address(article), data).status_code == 302
    assert len(blocks_in(body(article))) == 1


def test_a_fault_is_said_at_its_block_and_nothing_is_saved(desk, article):
    before = body(article)
    page = desk.post(address(article), typed(("comparison", "", "只有一行", "1"), ("steps", "", "一：二", "2")))
    assert page.status_code == 422
    assert "第一行写表头" in page.content.decode()
    assert body(article) == before


@pytest.mark.parametrize("data", [
    {}, {"form-TOTAL_FORMS": "x"}, {"form-TOTAL_FORMS": "9999", "form-INITIAL_FORMS": "0"},
    typed(("dance", "", "一：二", "1")), typed(("steps", "", "一：二", "-1")), typed(("steps", "\x00", "一：二", "1")),
])  # fmt: skip
def test_nonsense_changes_nothing(desk, article, data):
    before = body(article)
    assert desk.post(address(article), data).status_code in {422, 409}
    assert body(article) == before


def test_scripts_do_not_survive(desk, article):
    blocks = [
        ("steps", "<script>alert(1)</script>", "<img src=x onerror=y>：<b>二</b>", "1"),
        ("text", "", "<script>alert(1)</script><p>导语</p>", "2"),
    ]
    desk.post(address(article), typed(*blocks))
    assert "<script" not in body(article)
    assert "<img" not in body(article)
    assert "&lt;script" in body(article)


def test_two_people_at_once_and_a_text_in_review(desk, article, explanations):
    stale = typed(("steps", "", "一：二", "1"), seen="2020-01-01T00:00:00+00:00")
    answer = desk.post(address(article), stale)
    assert answer.status_code == 409
    assert "已保存了更新的版本" in answer.content.decode()
    waiting = a_submitted(explanations, kind="interpretation", title="解读").article
    answer = desk.post(address(waiting), typed(("steps", "", "一：二", "1")))
    assert answer.status_code == 409
    assert "正在审核" in answer.content.decode()


def test_only_writers_of_interpretations_have_the_page(client, article, policies, supervisor, other_site_editor, desk):
    other = a_draft(policies, title="文章").article
    assert desk.get(address(other)).status_code == 404
    for person in (supervisor, other_site_editor, the_office_of(policies)["signer"]):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        expected = 200 if person.username.startswith("signer") else 404
        assert client.get(address(article)).status_code == expected
