"""三同步: no document enters issue before it is settled how it will be explained; which kinds need that is a rule."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from content.actions import (
    confirm_emergency,
    issue_revision,
    pass_revision,
    publish_emergency,
    release_scheduled,
    return_revision,
    save_draft,
    submit_revision,
)
from content.models import Article, ArticleKind, Revision
from content.workflow import State
from interpretation.actions import (
    delete_required_kind,
    exempt_duty,
    link_interpretation,
    plan_companions,
    plan_exemption,
    plan_interpretation,
    save_required_kind,
    unlink_interpretation,
)
from interpretation.kinds import required_kinds
from interpretation.models import DutyState, Form, Interpretation, InterpretationDuty, InterpretationPlan, RequiredKind
from sites.models import AuditEntry, Column
from sites.policy import Role
from sites.refusals import Refused
from tests.builders import a_document, a_draft, a_plan, a_submitted, carry_through, the_office_of
from tests.cast import NOW, a_column, a_person
from tests.interpretation.conftest import an_interpretation

TODAY = date(2026, 11, 18)


def a_draft_document(column: Column, **document) -> Revision:
    """A document still being written."""
    data = {"issuer": column.site.sponsor_id, "genre": "通知", "written_on": "2026-11-16", "needs_interpretation": True}
    return a_draft(column, title="测试办法", kind=ArticleKind.DOCUMENT, document={**data, **document})


def in_second_review(column: Column, **document) -> Revision:
    people = the_office_of(column)
    revision = submit_revision(a_draft_document(column, **document), by=people["writer"], at=NOW)
    return pass_revision(revision, by=people["reviewer1"], at=NOW)


def passed_on(revision: Revision) -> Revision:
    """The revision after its second review."""
    return pass_revision(revision, by=the_office_of(revision.article.column)["reviewer2"], at=NOW)


def issued(revision: Revision, **said) -> Revision:
    return issue_revision(revision, by=the_office_of(revision.article.column)["signer"], at=NOW, **said)


def at_issue(column: Column, **fields) -> Revision:
    """An interpretation that waits to be issued."""
    people = the_office_of(column)
    revision = a_submitted(column, kind=ArticleKind.INTERPRETATION, title="测试办法解读", **fields)
    return passed_on(pass_revision(revision, by=people["reviewer1"], at=NOW))


@pytest.fixture
def desk(client):
    """A browser for whoever signs in."""

    def sign_in(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


# --- the gate ----------------------------------------------------------------------------------------------------------


def test_without_a_plan_a_document_does_not_enter_issue(policies):
    revision = in_second_review(policies)
    with pytest.raises(Refused, match="还没有解读方案，不能审发"):
        passed_on(revision)
    revision.refresh_from_db()
    assert revision.state == State.SECOND_REVIEW
    assert not revision.steps.filter(stage="second-review").exists()


def test_a_plan_opens_the_gate_and_becomes_the_duty(policies, bureau):
    revision = in_second_review(policies)
    a_plan(revision.article, by=the_office_of(policies)["writer"], organization=bureau)
    duty = issued(passed_on(revision)).article.policy_document.duty
    assert (duty.state, duty.organization, duty.due_on) == (DutyState.OPEN, bureau, date(2026, 11, 30))


def test_the_gate_is_asked_again_when_it_is_issued(policies):
    revision = in_second_review(policies)
    plan = a_plan(revision.article, by=the_office_of(policies)["writer"])
    revision = passed_on(revision)
    plan.delete()
    with pytest.raises(Refused, match="解读方案"):
        issued(revision)
    assert Article.objects.get(pk=revision.article_id).state == "unpublished"


def test_what_needs_no_interpretation_passes(policies):
    assert passed_on(in_second_review(policies, needs_interpretation=False)).state == State.ISSUE


def test_what_is_no_longer_in_force_is_not_asked_for(policies):
    assert passed_on(in_second_review(policies, status="repealed")).state == State.ISSUE
    assert passed_on(in_second_review(policies, expires_on="2026-11-17")).state == State.ISSUE


def test_articles_of_other_kinds_are_not_asked(news, explanations, django_assert_num_queries):
    for column, kind in ((news, ArticleKind.ARTICLE), (explanations, ArticleKind.INTERPRETATION)):
        people = the_office_of(column)
        revision = pass_revision(a_submitted(column, kind=kind), by=people["reviewer1"], at=NOW)
        assert passed_on(revision).state == State.ISSUE


def test_a_correction_of_an_explained_document_passes(document, policies):
    people = the_office_of(policies)
    draft = save_draft(document.article, by=people["writer"], at=NOW, body="<p>更正错字。</p>")
    revision = pass_revision(submit_revision(draft, by=people["writer"], at=NOW), by=people["reviewer1"], at=NOW)
    assert issued(passed_on(revision)).state == State.PUBLISHED


# --- kinds that must be explained --------------------------------------------------------------------------------------


def test_normative_documents_and_orders_need_it_whatever_the_editor_ticks(policies):
    for said in ({"is_normative": True}, {"genre": "命令"}):
        with pytest.raises(Refused, match="按规定须解读"):
            passed_on(in_second_review(policies, needs_interpretation=False, **said))


def test_a_level_adds_kinds_for_itself_and_what_is_below(province, city, subsite, root):
    save_required_kind(RequiredKind(kind="意见", site=city), by=root, at=NOW)
    assert "意见" not in required_kinds(province)
    assert "意见" in required_kinds(city)
    assert "意见" in required_kinds(subsite)


def test_no_site_can_ask_for_less(province, city, root, site_admin):
    with pytest.raises(Refused, match="只能增加"):
        save_required_kind(RequiredKind(kind="normative", site=city, is_required=False), by=root, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        RequiredKind.objects.create(kind="normative", site=city, is_required=False)
    row = save_required_kind(RequiredKind(kind="意见", site=province), by=site_admin, at=NOW)
    assert "意见" in required_kinds(city)
    city_admin = a_person("cityadmin", (Role.SITE_ADMIN, city))
    with pytest.raises(Refused, match="权限"):
        delete_required_kind(row, by=city_admin, at=NOW)
    with pytest.raises(Refused, match="权限"):
        save_required_kind(RequiredKind(kind="决定"), by=site_admin, at=NOW)
    delete_required_kind(row, by=site_admin, at=NOW)
    assert required_kinds(city) == {"normative", "命令"}


def test_the_platform_may_take_a_default_back_for_everybody_and_a_site_still_add_it(province, city, root):
    save_required_kind(RequiredKind(kind="命令", is_required=False), by=root, at=NOW)
    assert "命令" not in required_kinds(city)
    save_required_kind(RequiredKind(kind="命令", site=city), by=root, at=NOW)
    assert "命令" in required_kinds(city)
    assert "命令" not in required_kinds(province)


def test_a_rule_does_not_reach_back_to_what_was_public(policies, province, root):
    article = a_document(policies, document={"needs_interpretation": False, "genre": "意见"})
    save_required_kind(RequiredKind(kind="意见", site=province), by=root, at=NOW)
    people = the_office_of(policies)
    draft = save_draft(article, by=people["writer"], at=NOW, body="<p>更正错字。</p>")
    carry_through(submit_revision(draft, by=people["writer"], at=NOW), at=NOW + timedelta(hours=1))
    assert not InterpretationPlan.objects.exists()
    assert not InterpretationDuty.objects.exists()


# --- plans -------------------------------------------------------------------------------------------------------------


def test_a_plan_says_who_in_which_form_until_when(policies, province):
    article = a_draft_document(policies).article
    writer = the_office_of(policies)["writer"]
    said = {"organization": province.sponsor, "forms": [Form.TEXT], "planned_on": TODAY, "by": writer, "at": NOW}
    for wrong, sentence in (
        ({"forms": []}, "解读形式"),
        ({"planned_on": date(2026, 11, 17)}, "早于今天"),
        ({"planned_on": date(2026, 12, 1)}, "最迟为 2026-11-30"),
        ({"by": a_person("stranger")}, "权限"),
    ):
        with pytest.raises(Refused, match=sentence):
            plan_interpretation(article, **{**said, **wrong})
    plan = plan_interpretation(article, **{**said, "forms": [Form.CHART, Form.TEXT], "planned_on": date(2026, 11, 30)})
    assert plan.forms == ["text", "chart"]
    assert AuditEntry.objects.filter(event="interpretation.plan.made").count() == 1


def test_an_exemption_belongs_to_issuers_and_administrators(policies, site_admin):
    revision = in_second_review(policies)
    people = the_office_of(policies)
    for person in (people["writer"], people["reviewer2"]):
        with pytest.raises(Refused, match="审发员或站点管理员"):
            plan_exemption(revision.article, "人事任免，不涉及公众", by=person, at=NOW)
    with pytest.raises(Refused, match="理由"):
        plan_exemption(revision.article, "  ", by=site_admin, at=NOW)
    plan_exemption(revision.article, "人事任免，\n不涉及公众", by=people["signer"], at=NOW)
    duty = issued(passed_on(revision)).article.policy_document.duty
    assert (duty.state, duty.exempt_reason) == (DutyState.EXEMPT, "人事任免， 不涉及公众")
    with pytest.raises(Refused, match="免于解读"):
        a_plan(revision.article, by=people["writer"])


def test_the_database_keeps_half_a_plan_out(policies):
    article = a_draft_document(policies).article
    writer = the_office_of(policies)["writer"]
    for way in ("planned", "exempt"):
        with pytest.raises(IntegrityError), transaction.atomic():
            InterpretationPlan.objects.create(article=article, way=way, made_by=writer, made_at=NOW)


# --- what goes out with it ---------------------------------------------------------------------------------------------


def test_an_interpretation_that_is_ready_goes_out_with_the_document(policies, explanations):
    people, companion = the_office_of(policies), at_issue(explanations)
    revision = in_second_review(policies)
    plan_companions(revision.article, [companion.article], by=people["writer"], at=NOW)
    document = issued(passed_on(revision)).article.policy_document
    companion.refresh_from_db()
    assert (companion.state, companion.issuer) == (State.PUBLISHED, people["signer"])
    assert companion.steps.get(decision="publish").opinion == "随《测试办法》一并签发。"
    assert list(document.interpretations.all()) == [Interpretation.objects.get(article=companion.article)]
    assert (document.duty.state, document.duty.met_on) == (DutyState.MET, TODAY)


def test_one_that_is_not_ready_keeps_the_document_back(policies, explanations):
    companion = a_submitted(explanations, kind=ArticleKind.INTERPRETATION, title="测试办法解读")
    revision = in_second_review(policies)
    plan_companions(revision.article, [companion.article], by=the_office_of(policies)["writer"], at=NOW)
    with pytest.raises(Refused, match="《测试办法解读》目前为“待初审”"):
        passed_on(revision)


def test_scheduled_together(policies, explanations, root):
    companion, later = at_issue(explanations), NOW + timedelta(days=1)
    revision = in_second_review(policies)
    plan_companions(revision.article, [companion.article], by=the_office_of(policies)["writer"], at=NOW)
    revision = issued(passed_on(revision), publish_at=later)
    companion.refresh_from_db()
    assert (companion.state, companion.publish_at) == (State.SCHEDULED, later)
    for each in Revision.objects.filter(state=State.SCHEDULED).order_by("pk"):
        release_scheduled(each, by=root, at=later)
    assert InterpretationDuty.objects.get().state == DutyState.MET


def scheduled_with_its_companion(policies, explanations, moment) -> tuple[Revision, Revision]:
    companion = at_issue(explanations)
    revision = in_second_review(policies)
    plan_companions(revision.article, [companion.article], by=the_office_of(policies)["writer"], at=NOW)
    return issued(passed_on(revision), publish_at=moment), companion


def test_another_time_holds_for_both(policies, explanations):
    later = NOW + timedelta(days=1)
    revision, companion = scheduled_with_its_companion(policies, explanations, later)
    issued(revision, publish_at=later + timedelta(days=1))
    companion.refresh_from_db()
    assert (companion.state, companion.publish_at) == (State.SCHEDULED, later + timedelta(days=1))
    issued(revision)
    companion.refresh_from_db()
    assert companion.state == State.PUBLISHED


def test_a_document_that_is_returned_takes_back_what_was_scheduled_with_it(policies, explanations):
    revision, companion = scheduled_with_its_companion(policies, explanations, NOW + timedelta(days=1))
    return_revision(revision, by=the_office_of(policies)["signer"], at=NOW, opinion="附件有误" * 125)
    companion.refresh_from_db()
    assert (companion.state, companion.publish_at) == (State.RETURNED, None)
    assert companion.steps.last().opinion.startswith("《测试办法》已退回，一并退回：附件有误")


def test_when_one_of_them_cannot_be_returned_the_refusal_says_which(policies, explanations):
    revision, _companion = scheduled_with_its_companion(policies, explanations, NOW + timedelta(days=1))
    signer = a_person("policies-only", (Role.ISSUER, policies))
    with pytest.raises(Refused, match="随文发布的《测试办法解读》不能一并退回"):
        return_revision(revision, by=signer, at=NOW, opinion="附件有误")
    assert set(Revision.objects.values_list("state", flat=True)) == {State.SCHEDULED}


def test_when_one_of_them_cannot_be_issued_none_is(policies, explanations):
    people = the_office_of(policies)
    companion = a_submitted(explanations, kind=ArticleKind.INTERPRETATION, title="测试办法解读")
    other = a_person("other", (Role.FIRST_REVIEWER, explanations))
    companion = passed_on(pass_revision(companion, by=other, at=NOW))
    signer = a_person("policies-only", (Role.ISSUER, policies))
    revision = in_second_review(policies)
    plan_companions(revision.article, [companion.article], by=people["writer"], at=NOW)
    revision = passed_on(revision)
    with pytest.raises(Refused, match="随文一并签发的《测试办法解读》不能签发"):
        issue_revision(revision, by=signer, at=NOW)
    assert set(Revision.objects.values_list("state", flat=True)) == {State.ISSUE}


def test_a_link_that_was_taken_away_is_not_made_again_by_a_correction(policies, explanations):
    people, companion = the_office_of(policies), at_issue(explanations)
    revision = in_second_review(policies)
    plan_companions(revision.article, [companion.article], by=people["writer"], at=NOW)
    document = issued(passed_on(revision)).article.policy_document
    unlink_interpretation(companion.article, document, by=people["writer"], at=NOW)
    draft = save_draft(document.article, by=people["writer"], at=NOW, body="<p>更正错字。</p>")
    carry_through(submit_revision(draft, by=people["writer"], at=NOW), at=NOW + timedelta(hours=1))
    assert not document.interpretations.exists()


def test_only_interpretations_within_ones_rights_go_out_with_it(policies, news, explanations, city):
    article, writer = a_draft_document(policies).article, the_office_of(policies)["writer"]
    with pytest.raises(Refused, match="政策解读"):
        plan_companions(article, [a_draft(news).article], by=writer, at=NOW)
    with pytest.raises(Refused, match="请选择"):
        plan_companions(article, [], by=writer, at=NOW)
    local = a_person("local", (Role.CONTRIBUTOR, policies))
    with pytest.raises(Refused, match="权限"):
        plan_companions(article, [at_issue(explanations).article], by=local, at=NOW)


# --- emergency ---------------------------------------------------------------------------------------------------------


def test_an_emergency_does_not_wait_but_its_last_review_does(policies):
    people = the_office_of(policies)
    alarm = a_person("alarm", (Role.EMERGENCY_ISSUER, policies))
    revision = publish_emergency(a_draft_document(policies), by=alarm, at=NOW, reason="山洪预警须立即告知沿河群众")
    assert InterpretationDuty.objects.get().due_on == date(2026, 11, 30)
    for name in ("reviewer1", "reviewer2"):
        revision = confirm_emergency(revision, by=people[name], at=NOW)
    with pytest.raises(Refused, match="解读方案"):
        confirm_emergency(revision, by=people["signer"], at=NOW)
    a_plan(revision.article, by=people["writer"])
    assert confirm_emergency(revision, by=people["signer"], at=NOW).retrospect == "made-up"


def test_an_emergency_that_was_freed_from_its_duty_needs_no_plan(policies, site_admin):
    people = the_office_of(policies)
    alarm = a_person("alarm", (Role.EMERGENCY_ISSUER, policies))
    revision = publish_emergency(a_draft_document(policies), by=alarm, at=NOW, reason="山洪预警须立即告知沿河群众")
    exempt_duty(InterpretationDuty.objects.get(), "预警信息，无需解读", by=site_admin, at=NOW)
    for name in ("reviewer1", "reviewer2", "signer"):
        revision = confirm_emergency(revision, by=people[name], at=NOW)
    assert revision.retrospect == "made-up"


# --- what people see ---------------------------------------------------------------------------------------------------


def test_the_author_is_told_on_sending_it_into_review_and_in_the_form(policies, desk):
    revision, writer = a_draft_document(policies), the_office_of(policies)["writer"]
    page = desk(writer).get(reverse("admin:content_article_change", args=[revision.article_id])).content.decode()
    assert "还没有解读方案" in page
    page = desk(writer).post(reverse("content-office:submit", args=[revision.article_id]), follow=True).content.decode()
    assert "已送审" in page
    assert "还没有解读方案" in page
    assert reverse("interpretation-office:plan", args=[revision.article_id]) in page


def test_the_reviewer_reads_it_on_the_screen_and_is_refused_there(policies, desk):
    revision, reviewer = in_second_review(policies), the_office_of(policies)["reviewer2"]
    screen = reverse("content-office:review", args=[revision.pk])
    assert "审发前须补" in desk(reviewer).get(screen).content.decode()
    judge = reverse("content-office:judge", args=[revision.pk])
    page = desk(reviewer).post(judge, {"decision": "pass", "seen": "second-review"})
    assert page.status_code == 409
    assert "还没有解读方案，不能审发" in page.content.decode()
    a_plan(revision.article, by=the_office_of(policies)["writer"])
    assert "计划 2026-11-18 前完成" in desk(reviewer).get(screen).content.decode()


def test_many_at_once_say_it_for_each(policies, desk):
    people = the_office_of(policies)
    good, bad = in_second_review(policies), in_second_review(policies)
    a_plan(good.article, by=people["writer"])
    rows = ",".join(f"{each.article_id}:second-review" for each in (good, bad))
    data = {"rows": rows, "token": "0f0e0d0c-0b0a-4908-8706-050403020100", "opinion": ""}
    page = desk(people["reviewer2"]).post(reverse("content-office:bulk-do", args=["pass"]), data, follow=True)
    assert "办成 1 篇，1 篇未办" in page.content.decode()
    assert "还没有解读方案" in page.content.decode()


def plan_page(article: Article) -> str:
    return reverse("interpretation-office:plan", args=[article.pk])


def test_the_plan_is_made_on_its_page(policies, desk):
    article, people = a_draft_document(policies).article, the_office_of(policies)
    said = {
        "way": "planned",
        "organization": article.site.sponsor_id,
        "in_forms": ["text", "qa"],
        "planned_on": "2200-01-01",
    }
    page = desk(people["writer"]).post(plan_page(article), said)
    assert page.status_code == 422
    assert "免于解读的理由" not in str(page.context["form"].errors)
    page = desk(people["writer"]).post(plan_page(article), {"way": "planned"})
    assert {"organization", "in_forms", "planned_on"} == set(page.context["form"].errors)
    page = desk(people["writer"]).post(plan_page(article), {"way": "exempt", "reason": "不需要"})
    assert page.status_code == 422
    desk(people["signer"]).post(plan_page(article), {"way": "exempt", "reason": "人事任免，不涉及公众"})
    assert InterpretationPlan.objects.get().exempt_reason == "人事任免，不涉及公众"


def test_what_was_picked_stays_picked_when_the_form_comes_back(policies, explanations, news, city, desk):
    article, people = a_draft_document(policies).article, the_office_of(policies)
    mine = a_draft(explanations, kind=ArticleKind.INTERPRETATION, title="测试办法图解").article
    foreign = a_draft(a_column(city, "jd"), kind=ArticleKind.INTERPRETATION, title="他市的解读").article
    desk(people["signer"])
    said = {"way": "together", "companions": [mine.pk, foreign.pk, "x"], "drafter": "长" * 41}
    page = desk(people["signer"]).post(plan_page(article), said)
    shown = page.content.decode()
    assert page.status_code == 422 and "不得超过 40 个字" in shown
    assert f'name="companions" value="{mine.pk}"' in shown and "测试办法图解" in shown
    assert "他市的解读" not in shown
    plan_companions(article, [mine], by=people["signer"], at=NOW)
    assert f'name="companions" value="{mine.pk}"' in desk(people["signer"]).get(plan_page(article)).content.decode()


def test_foreign_people_and_other_articles_have_no_plan_page(policies, news, desk, supervisor, other_site_editor):
    article = a_draft_document(policies).article
    for person in (supervisor, other_site_editor):
        assert desk(person).get(plan_page(article)).status_code == 404
        assert desk(person).post(plan_page(article), {"way": "exempt", "reason": "无"}).status_code == 404
    ordinary = a_draft(news).article
    assert desk(the_office_of(policies)["writer"]).get(plan_page(ordinary)).status_code == 404


def test_an_interpretation_linked_before_counts_too(duty, explanations, writer):
    """A link made by hand after publication needs no plan of any kind."""
    link_interpretation(an_interpretation(explanations), [duty.document], by=writer, at=NOW)
    duty.refresh_from_db()
    assert duty.state == DutyState.MET


def test_a_media_commentary_leads_to_where_it_was_published(duty, explanations, writer):
    people = the_office_of(explanations)
    revision = a_submitted(explanations, kind=ArticleKind.INTERPRETATION, title="时评：种粮有了底气")
    link_interpretation(revision.article, [duty.document], by=writer, at=NOW, form=Form.MEDIA)
    revision = pass_revision(revision, by=people["reviewer1"], at=NOW)
    with pytest.raises(Refused, match="原文链接"):
        passed_on(revision)
    revision = a_submitted(
        explanations,
        kind=ArticleKind.INTERPRETATION,
        title="时评：种粮有了底气",
        source_url="https://paper.example.cn/1.html",
    )
    link_interpretation(revision.article, [duty.document], by=writer, at=NOW, form=Form.MEDIA)
    assert passed_on(pass_revision(revision, by=people["reviewer1"], at=NOW)).state == State.ISSUE
