"""The office's pages of responses: who sees what, whole ways by form, tampering, double clicks, foreign sites."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from responses.actions import submit_text
from responses.models import HotTopic, Push, Rebuttal, Statement
from sites.actions import grant_role
from sites.models import Organization
from sites.policy import Role
from tests.cast import NOW, a_person
from tests.responses.conftest import a_rumour, a_statement, an_emergency, carried, said


def get(client, person, name, *args, **query):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(f"responses-office:{name}", args=args), query)


def post(client, person, name, *args, **data):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.post(reverse(f"responses-office:{name}", args=args), data)


def local(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def test_the_whole_way_by_form(client, province, bureau, desk, outlet):
    now = timezone.now()
    answer = post(
        client, desk["writer"], "topic-open", site=province.pk, kind="emergency", title="测试河段水位上涨",
        summary="水位超过警戒线。", organization=bureau.pk, occurred_at=local(now - timedelta(minutes=20)),
    )  # fmt: skip
    topic = HotTopic.objects.get()
    assert answer.url == reverse("responses-office:topic", args=[topic.pk])
    post(
        client, desk["handler"], "statement-add", topic.pk, kind="information", title="转移群众", body="已转移三百人。",
        organization=bureau.pk,
    )  # fmt: skip
    statement = Statement.objects.get()
    assert statement.author == desk["handler"]
    post(client, desk["handler"], "statement-do", statement.pk, "submit")
    statement.refresh_from_db()
    shown = get(client, desk["reviewer"], "statement", statement.pk).content.decode()
    assert "审核通过" in shown and statement.judged_hash in shown
    post(client, desk["reviewer"], "statement-do", statement.pk, "pass", seen=statement.judged_hash, opinion="属实")
    post(client, desk["issuer"], "statement-do", statement.pk, "publish", seen=statement.judged_hash)
    statement.refresh_from_db()
    assert statement.state == "published" and Push.objects.count() == 1
    page = get(client, desk["handler"], "topic", topic.pk).content.decode()
    assert "按时完成" in page and "首页置顶中" in page and "0 / 1" in page


def test_two_clicks_publish_once(client, emergency, desk, outlet):
    statement = submit_text(a_statement(emergency, desk), by=desk["writer"], at=NOW)
    post(client, desk["reviewer"], "statement-do", statement.pk, "pass", seen=statement.judged_hash)
    for _ in range(2):
        answer = post(client, desk["issuer"], "statement-do", statement.pk, "publish", seen=statement.judged_hash)
    assert "已发布" in client.get(answer.url).content.decode()
    assert Push.objects.count() == 1


def test_a_stage_cannot_be_jumped_by_address(client, emergency, desk):
    statement = a_statement(emergency, desk)
    for move in ("publish", "pass", "withdraw", "return"):
        post(client, desk["issuer"], "statement-do", statement.pk, move, reason="x", opinion="x")
    statement.refresh_from_db()
    assert statement.state == "draft"
    assert post(client, desk["issuer"], "statement-do", statement.pk, "burn").status_code == 404
    submit_text(statement, by=desk["writer"], at=NOW)
    post(client, desk["issuer"], "statement-do", statement.pk, "publish")
    statement.refresh_from_db()
    assert statement.state == "review"


def test_a_tampered_text_is_shown_as_such(client, emergency, desk):
    statement = submit_text(a_statement(emergency, desk), by=desk["writer"], at=NOW)
    Statement.objects.filter(pk=statement.pk).update(body="改过")
    assert "指纹不一致" in get(client, desk["reviewer"], "statement", statement.pk).content.decode()
    post(client, desk["reviewer"], "statement-do", statement.pk, "pass")
    statement.refresh_from_db()
    assert statement.state == "review"


@pytest.mark.parametrize(
    "said",
    [{"kind": "war"}, {"title": ""}, {"occurred_at": "2999-01-01T00:00"}, {"occurred_at": "x"}, {"organization": "0"}],
)
def test_a_bad_form_comes_back(client, province, bureau, desk, said):
    good = {
        "site": province.pk, "kind": "concern", "title": "水质", "summary": "反映水质。", "organization": bureau.pk,
        "occurred_at": local(timezone.now() - timedelta(hours=1)),
    }  # fmt: skip
    assert post(client, desk["writer"], "topic-open", **{**good, **said}).status_code == 422
    assert not HotTopic.objects.exists()


@pytest.mark.parametrize(("name", "field"), [("topic-open", "kind"), ("rebuttal-add", "finding")])
def test_what_a_clock_or_a_verdict_follows_from_is_chosen_by_a_person(client, province, desk, name, field):
    form = get(client, desk["writer"], name).context["form"]
    assert form[field].value() in (None, "") and form.fields[field].required
    assert [str(label) for value, label in form.fields[field].choices if not value] == ["请选择"]


def test_who_writes_on_one_site_is_not_asked_which(client, province, city, desk):
    site = get(client, desk["writer"], "topic-open").context["form"].fields["site"]
    assert [value for value, _label in site.choices] == [province.pk]
    grant_role(desk["writer"], Role.CONTRIBUTOR, city, by=None, at=timezone.now())
    site = get(client, desk["writer"], "topic-open").context["form"].fields["site"]
    assert next(iter(site.choices)) == ("", "请选择网站")


def test_nobody_opens_a_topic_on_anothers_site(client, city, bureau, desk):
    answer = post(
        client, desk["writer"], "topic-open", site=city.pk, kind="concern", title="水质", summary="水质。",
        organization=bureau.pk, occurred_at=local(timezone.now()),
    )  # fmt: skip
    assert answer.status_code == 422 and not HotTopic.objects.exists()


def test_a_foreign_site_and_a_foreign_body_see_nothing(client, emergency, desk, city, other_handler, province, bureau):
    statement, rumour = a_statement(emergency, desk), a_rumour(province, bureau, desk)
    stranger = a_person("stranger", *((role, city) for role in (Role.CONTRIBUTOR, Role.ISSUER, Role.SITE_ADMIN)))
    for person in (stranger, other_handler):
        assert emergency.title not in get(client, person, "topics", tab="all").content.decode()
        for name, pk in (
            ("topic", emergency.pk), ("topic-change", emergency.pk), ("statement", statement.pk),
            ("statement-add", emergency.pk), ("statement-edit", statement.pk), ("rebuttal", rumour.pk),
            ("rebuttal-edit", rumour.pk),
        ):  # fmt: skip
            assert get(client, person, name, pk).status_code == 404, name
        assert post(client, person, "statement-do", statement.pk, "submit").status_code == 404
        assert post(client, person, "rebuttal-do", rumour.pk, "submit").status_code == 404
        assert post(client, person, "topic-close", emergency.pk).status_code == 404
        assert post(client, person, "topic-void", emergency.pk, reason="x").status_code == 404


def test_a_topic_is_voided_on_its_page(client, concern, desk):
    assert "登记有误" in get(client, desk["issuer"], "topic", concern.pk).content.decode()
    answer = post(client, desk["issuer"], "topic-void", concern.pk, reason=" ")
    assert answer.status_code == 422 and "请写明理由" in answer.content.decode()
    post(client, desk["issuer"], "topic-void", concern.pk, reason="重复登记。")
    page = get(client, desk["issuer"], "topic", concern.pk).content.decode()
    assert "登记有误：重复登记。" in page and "重新打开" not in page and "作废热点" in page


def test_a_rebuttals_page_promises_no_mail_to_the_media(client, province, bureau, desk, outlet):
    rumour = carried(a_rumour(province, bureau, desk), desk)
    page = get(client, desk["issuer"], "rebuttal", rumour.pk).content.decode()
    assert "撤回已发布内容" in page and "推送" not in page
    client.force_login(desk["issuer"], backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("responses-office:rebuttal-do", args=[rumour.pk, "withdraw"])
    assert "收到推送的媒体" not in client.post(address, {"reason": "有误"}, follow=True).content.decode()


def test_a_statement_cannot_correct_that_of_another_topic(client, emergency, concern, desk, bureau):
    other = said(concern, desk, kind="answer")
    answer = post(
        client, desk["writer"], "statement-add", emergency.pk, kind="information", title="x", body="y",
        organization=bureau.pk, corrects=other.pk,
    )  # fmt: skip
    assert answer.status_code == 422


def test_the_ledger_says_how_each_clock_stands(client, province, bureau, desk, supervisor):
    now = timezone.now()
    late = an_emergency(province, bureau, desk, at=now, occurred_at=now - timedelta(hours=7), title="迟了的")
    an_emergency(province, bureau, desk, at=now, occurred_at=now, title="刚发生的")
    shown = get(client, supervisor, "topics", tab="overdue")
    assert [topic.title for topic in shown.context["page"]] == [late.title]
    assert "逾期 2 小时" in shown.content.decode()
    assert [topic.title for topic in get(client, supervisor, "topics", q="刚发生").context["page"]] == ["刚发生的"]
    for nonsense in ("\x00", "x" * 500):
        assert (
            get(client, supervisor, "topics", tab=nonsense, site=nonsense, q=nonsense, page=nonsense).status_code == 200
        )


def test_a_rebuttal_by_form(client, province, bureau, desk):
    fields = {
        "title": "水库溃坝不实", "claim": "水库溃坝了", "finding": "false", "conclusion": "大坝安全。",
        "evidence": "监测正常。", "organization": bureau.pk, "source": "水利厅",
    }  # fmt: skip
    assert post(client, desk["writer"], "rebuttal-add", **{**fields, "finding": "true"}).status_code == 422
    assert post(client, desk["writer"], "rebuttal-add", **{**fields, "source_url": "javascript:1"}).status_code == 422
    post(client, desk["writer"], "rebuttal-add", **fields)
    rebuttal = Rebuttal.objects.get()
    post(client, desk["writer"], "rebuttal-edit", rebuttal.pk, **{**fields, "title": "水库大坝安全"})
    rebuttal.refresh_from_db()
    assert rebuttal.title == "水库大坝安全"
    carried(rebuttal, desk)
    assert get(client, desk["writer"], "rebuttal-edit", rebuttal.pk).status_code == 404
    post(client, desk["issuer"], "rebuttal-do", rebuttal.pk, "withdraw", reason="结论更新")
    rebuttal.refresh_from_db()
    assert rebuttal.state == "withdrawn"


def test_what_waits_is_listed_for_whom_it_waits(client, emergency, desk, province, bureau):
    submit_text(a_statement(emergency, desk), by=desk["writer"], at=NOW)
    submit_text(a_rumour(province, bureau, desk), by=desk["writer"], at=NOW)
    waits = {name: len(get(client, desk[name], "waiting").context["rows"]) for name in desk}
    assert waits == {"writer": 0, "reviewer": 2, "issuer": 0, "handler": 0, "approver": 1}


def test_a_text_keeps_the_body_that_has_been_dissolved_since(client, province, bureau, desk):
    rumour = a_rumour(province, bureau, desk)
    Organization.objects.filter(pk=bureau.pk).update(is_active=False)
    page = get(client, desk["writer"], "rebuttal-edit", rumour.pk).content.decode()
    assert f'<option value="{bureau.pk}" selected>' in page


def test_a_new_text_does_not_begin_with_a_dissolved_body(client, emergency, desk):
    body = emergency.organization
    Organization.objects.filter(pk=body.pk).update(is_active=False)
    page = get(client, desk["writer"], "statement-add", emergency.pk).content.decode()
    assert f'<option value="{body.pk}"' not in page
