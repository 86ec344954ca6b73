"""The pages of submissions: both sides' ledger, the item, its verbs, what a tampered form can do, and the spreadsheets."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from content.actions import decline_submission, submit_revision, take_submission, withdraw_article
from content.models import Article, Submission
from content.models.article import WithdrawalReason
from sites.policy import Role
from tests.builders import an_article, carry_through, the_office_of
from tests.cast import NOW, a_column, a_person
from tests.content.submission_cast import *  # noqa: F403 (fixtures)
from tests.content.submission_cast import offered


@pytest.fixture
def writer(original):
    return the_office_of(original.column)["writer"]


def page(client, person, name, *args, **query):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(f"submission-office:{name}", args=args), query)


def post(client, person, name, *args, **data):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.post(reverse(f"submission-office:{name}", args=args), data)


def test_offering_by_its_form(client, original, taking, writer):
    shown = page(client, writer, "offer", original.pk)
    assert "province / 要闻" in shown.content.decode()
    answer = post(client, writer, "offer", original.pk, column=taking.pk, note="可头条")
    submission = Submission.objects.get()
    assert answer.url == reverse("submission-office:submission", args=[submission.pk])
    assert submission.note == "可头条"


def test_a_form_sent_twice_offers_once(client, original, taking, writer):
    for _ in range(2):
        answer = post(client, writer, "offer", original.pk, column=taking.pk)
    assert answer.status_code == 422 and "不能重复报送" in answer.content.decode()
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("column", ["own", "closed to it", "0", "x", "99999999999999999999", ""])
def test_a_form_cannot_name_another_column(client, original, taking, writer, column, province):
    others = {"own": original.column_id, "closed to it": a_column(province, "shut").pk}
    answer = post(client, writer, "offer", original.pk, column=others.get(column, column))
    assert answer.status_code == 422
    assert not Submission.objects.exists()


def test_the_article_page_leads_there_and_back(client, original, taking, writer, editor):
    article_page = reverse("content-office:article", args=[original.pk])
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    assert "报送上级" in client.get(article_page).content.decode()
    submission = take_submission(offered(original, taking), by=editor, at=NOW)
    said = client.get(article_page).content.decode()
    assert "编审中" in said and "报送上级</a>" not in said
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    taken_page = client.get(reverse("content-office:article", args=[submission.taken_article_id])).content.decode()
    assert "测试市人民政府" in taken_page and "原稿已撤下" not in taken_page
    signer = the_office_of(original.column)["signer"]
    withdraw_article(original, by=signer, at=NOW, reason=WithdrawalReason.WRONG)
    taken_page = client.get(reverse("content-office:article", args=[submission.taken_article_id])).content.decode()
    assert "报送的原稿已撤下" in taken_page


def test_two_clicks_take_once_and_the_second_is_told_so(client, original, taking, editor):
    submission = offered(original, taking)
    first = post(client, editor, "take", submission.pk, seen=original.live_id)
    second = post(client, editor, "take", submission.pk, seen=original.live_id)
    assert first.url == reverse("content-office:article", args=[Submission.objects.get().taken_article_id])
    assert second.url == reverse("submission-office:submission", args=[submission.pk])
    assert "编审中" in client.get(second.url).content.decode()
    assert Article.objects.filter(site=taking.site).count() == 1


def test_a_tampered_version_takes_nothing(client, original, taking, editor):
    submission = offered(original, taking)
    assert post(client, editor, "take", submission.pk, seen=original.live_id + 7).status_code == 302
    submission.refresh_from_db()
    assert submission.state == "offered"


def test_declining_without_a_reason_comes_back(client, original, taking, editor):
    submission = offered(original, taking)
    assert post(client, editor, "decline", submission.pk, reason=" ").status_code == 422
    post(client, editor, "decline", submission.pk, reason="与已发稿件重复")
    submission.refresh_from_db()
    assert (submission.state, submission.reason) == ("declined", "与已发稿件重复")


def test_the_offering_side_reads_the_reason_and_decides_nothing(client, original, taking, editor, writer):
    submission = decline_submission(offered(original, taking), "数据需要核实", by=editor, at=NOW)
    assert "数据需要核实" in page(client, writer, "submission", submission.pk).content.decode()
    again = offered(original, taking)
    for verb in ("take", "decline", "check"):
        assert post(client, writer, verb, again.pk, reason="x").status_code == 404
    assert post(client, writer, "recall", again.pk).status_code == 302


def test_a_third_site_sees_nothing(client, original, taking, province, subsite):
    submission = offered(original, taking)
    stranger = a_person("stranger", *((role, a_column(subsite)) for role in (Role.CONTRIBUTOR,)))
    for name in ("submission", "recall", "take", "decline", "check"):
        answer = page(client, stranger, name, submission.pk)
        assert answer.status_code == (404 if name == "submission" else 405)
        assert post(client, stranger, name, submission.pk, reason="x").status_code in {404, 405}
    assert original.title not in page(client, stranger, "ledger", side="received").content.decode()
    assert original.title not in page(client, stranger, "ledger", side="sent").content.decode()


def test_editors_of_another_column_of_the_higher_site_do_not_see_it(client, original, taking, province):
    submission = offered(original, taking)
    neighbour = a_person("neighbour", (Role.CONTRIBUTOR, a_column(province, "culture")))
    assert page(client, neighbour, "submission", submission.pk).status_code == 404


def test_the_ledger_filters_by_state_side_period_site_and_words(client, taking, city_news, supervisor):
    early = offered(an_article(city_news, title="早先的一篇"), taking, at=NOW - timedelta(days=40))
    late = offered(an_article(city_news, title="最近的一篇"), taking)
    decline_submission(early, "重复", by=the_office_of(taking)["writer"], at=NOW)

    def titles(**query):
        return {each.article.title for each in page(client, supervisor, "ledger", **query).context["page"]}

    assert titles(side="received") == {"早先的一篇", "最近的一篇"} == titles(side="sent")
    assert titles(side="received", tab="declined") == {"早先的一篇"}
    assert titles(side="received", since="2026-11-01") == {"最近的一篇"}
    assert titles(side="received", until="2026-11-01") == {"早先的一篇"}
    assert titles(side="received", q="最近 city") == {"最近的一篇"}
    assert titles(side="received", site=str(late.origin_id)) == {"早先的一篇", "最近的一篇"}
    for nonsense in ("1-1-1", "9999-99-99", "\x00", "0001-01-01", "2026-13-01"):
        assert len(titles(side="received", since=nonsense, until=nonsense)) == 2


def cells(response) -> list[list[str]]:
    assert response.status_code == 200
    sheet = load_workbook(io.BytesIO(response.content)).active
    return [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_the_spreadsheets_say_what_the_ledger_says(client, original, taking, editor, supervisor, city_news):
    submission = take_submission(offered(original, taking), by=editor, at=NOW)
    carry_through(submit_revision(submission.taken_article.revisions.get(), by=editor, at=NOW), at=NOW)
    offered(an_article(city_news, title="=HYPERLINK(1)"), taking)
    details = cells(page(client, supervisor, "export", "details", side="received"))
    assert details[0][0] == "标题" and len(details) == 3
    adopted = next(row for row in details if row[7] == "已采用")
    assert adopted[10] == "2026-11-18 10:00" and adopted[12].startswith("http")
    assert any(row[0] == "'=HYPERLINK(1)" for row in details)
    people = cells(page(client, supervisor, "export", "people", side="received"))
    assert people[1][1:] == ["writer-city", 2, 1, 0, 0.5]
    organizations = cells(page(client, supervisor, "export", "organizations", side="received", tab="declined"))
    assert organizations[1][1:] == [2, 1, 0, 0.5]
    assert page(client, supervisor, "export", "nothing").status_code == 404


def test_the_ledger_costs_the_same_for_many_rows(client, taking, city_news, supervisor, django_assert_max_num_queries):
    for number in range(12):
        offered(an_article(city_news, title=f"第{number}篇"), taking)
    page(client, supervisor, "ledger", side="received")
    with django_assert_max_num_queries(24):
        page(client, supervisor, "ledger", side="received")
