"""The interpretation ledger and the panels on article pages: who sees what, what is offered, bad input."""

import pytest
from django.urls import reverse
from django.utils import timezone

from interpretation.actions import link_interpretation
from interpretation.models import DutyState, Interpretation, InterpretationDuty
from interpretation.office.duties import _figures
from sites.policy import Action, Role, can
from tests.builders import a_document, an_article
from tests.cast import NOW, a_column, a_person
from tests.interpretation.conftest import a_draft_interpretation, an_interpretation


@pytest.fixture
def signed_in(client):
    def sign_in(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def city_duty(city) -> InterpretationDuty:
    column = a_column(city, "zcwj", name="政策文件", type="policy")
    return a_document(column, document={"document_number": "测市发〔2026〕1号"}).policy_document.duty


def page_of(name: str, pk: int) -> str:
    return reverse(f"interpretation-office:{name}", args=[pk])


def test_who_may_see_link_and_exempt(duty, writer, editor, site_admin, supervisor, other_site_editor, root, intake):
    people = {
        "writer": writer, "news": editor, "admin": site_admin, "supervisor": supervisor, "city": other_site_editor,
        "root": root, "intake": intake,
    }  # fmt: skip

    def allowed(action, obj) -> set[str]:
        return {name for name, person in people.items() if can(person, action, obj)}

    assert allowed(Action.DUTY_VIEW, duty) == {"writer", "news", "admin", "supervisor", "root"}
    assert allowed(Action.DUTY_EXEMPT, duty) == {"admin"}
    assert allowed(Action.INTERPRETATION_LINK, duty.document) == {"writer", "admin"}


def test_the_ledger_shows_a_site_its_own_and_a_supervisor_the_subtree(
    duty, city_duty, signed_in, writer, supervisor, other_site_editor
):
    seen = {}
    for person in (writer, supervisor, other_site_editor):
        page = signed_in(person).get(reverse("interpretation-office:ledger"))
        assert page.status_code == 200
        seen[person.username] = {row.site.slug for row in page.context["page"]}
    assert seen == {"writer-province": {"province"}, "supervisor": {"province", "city"}, "cityeditor": {"city"}}


def test_a_rate_of_the_ledger_is_cut_like_that_of_the_report():
    assert _figures({"open": 1, "met": 199, "met_late": 1, "overdue": 0})["rate"] == 99
    assert _figures({"open": 1, "met": 199, "met_late": 1, "overdue": 0})["in_time"] == 99


def test_the_figures_count_what_is_owed_met_and_late(duty, policies, explanations, signed_in, writer, site_admin):
    a_document(policies, document={"document_number": "测政发〔2026〕2号"})
    link_interpretation(an_interpretation(explanations), [duty.document], by=writer, at=NOW)
    figures = signed_in(writer).get(reverse("interpretation-office:ledger")).context["figures"]
    assert (figures["owed"], figures["met"], figures["rate"], figures["in_time"]) == (2, 1, 50, 0)


@pytest.mark.parametrize(
    "query", ["tab=x&page=abc", "site=999", "site=abc", "q=%00%27%25", "page=-1", "q=" + "长" * 500]
)
def test_the_ledger_bears_bad_addresses(duty, signed_in, writer, query):
    assert signed_in(writer).get(f"{reverse('interpretation-office:ledger')}?{query}").status_code == 200


def test_the_ledger_costs_the_same_for_many_duties(policies, signed_in, writer, django_assert_max_num_queries):
    for number in range(12):
        a_document(policies, document={"document_number": f"测政发〔2026〕{number}号"})
    client = signed_in(writer)
    with django_assert_max_num_queries(24):
        client.get(reverse("interpretation-office:ledger"))


def test_a_foreign_duty_is_not_there(duty, explanations, signed_in, other_site_editor):
    client = signed_in(other_site_editor)
    article = an_interpretation(explanations)
    assert client.get(page_of("duty", duty.pk)).status_code == 404
    for verb in ("link", "exempt"):
        assert client.post(page_of(verb, duty.pk)).status_code == 404
    assert client.post(page_of("explain", article.pk)).status_code == 404
    unlink = reverse("interpretation-office:unlink", args=[article.pk, duty.document.pk])
    assert client.post(unlink).status_code == 404


def test_a_supervisor_sees_how_the_day_was_counted_and_no_buttons(duty, signed_in, supervisor):
    page = signed_in(supervisor).get(page_of("duty", duty.pk)).content.decode()
    assert "第 10 个工作日" in page
    assert "关联一篇解读" not in page
    assert "登记为免于解读" not in page


def test_linking_from_the_duty(duty, explanations, signed_in, writer):
    article = an_interpretation(explanations, at=timezone.now())
    sent = {"article": article.pk, "form": "chart", "author_role": "expert"}
    signed_in(writer).post(page_of("link", duty.pk), sent)
    duty.refresh_from_db()
    interpretation = Interpretation.objects.get()
    assert (duty.state, interpretation.form, interpretation.author_role) == (DutyState.MET, "chart", "expert")


@pytest.mark.parametrize("choice", ["", "abc", "999999", "9" * 30])
def test_a_wrong_choice_is_said_beside_the_field(duty, signed_in, writer, choice):
    sent = {"article": choice, "form": "chart", "author_role": "expert"}
    page = signed_in(writer).post(page_of("link", duty.pk), sent)
    assert page.status_code == 422
    assert "请选择" in page.content.decode()


def test_an_unknown_form_is_refused(duty, explanations, signed_in, writer):
    sent = {"article": an_interpretation(explanations).pk, "form": "dance", "author_role": "expert"}
    assert signed_in(writer).post(page_of("link", duty.pk), sent).status_code == 422
    assert not Interpretation.objects.exists()


def test_exempting_through_the_page(duty, signed_in, site_admin):
    client = signed_in(site_admin)
    assert client.post(page_of("exempt", duty.pk), {"reason": ""}).status_code == 422
    client.post(page_of("exempt", duty.pk), {"reason": "内部事务"})
    duty.refresh_from_db()
    assert duty.state == DutyState.EXEMPT


def test_an_editor_picks_documents_on_the_articles_page(duty, explanations, signed_in, writer):
    article = a_draft_interpretation(explanations)
    client = signed_in(writer)
    assert "解读的文件" in client.get(reverse("content-office:article", args=[article.pk])).content.decode()
    sent = {"documents": [duty.document.pk], "form": "qa", "author_role": "leader"}
    client.post(page_of("explain", article.pk), sent)
    assert list(Interpretation.objects.get().documents.all()) == [duty.document]
    page = client.get(reverse("content-office:article", args=[article.pk])).content.decode()
    assert duty.document.document_number in page
    client.post(reverse("interpretation-office:unlink", args=[article.pk, duty.document.pk]))
    assert not Interpretation.objects.get().documents.exists()


def test_the_documents_page_shows_its_duty(duty, signed_in, writer):
    page = signed_in(writer).get(reverse("content-office:article", args=[duty.document.article_id]))
    assert page_of("duty", duty.pk) in page.content.decode()


def test_the_pickers_offer_only_what_may_be_linked(duty, city_duty, explanations, signed_in, writer, supervisor):
    an_article(explanations)
    article = an_interpretation(explanations)
    client = signed_in(writer)
    found = client.get(reverse("interpretation-office:documents") + "?q=粮食 通知").json()["found"]
    assert [row["id"] for row in found] == [duty.document.pk]
    assert [row["id"] for row in client.get(reverse("interpretation-office:articles")).json()["found"]] == [article.pk]
    assert client.get(reverse("interpretation-office:documents") + "?q=%00%27").status_code == 200
    assert signed_in(supervisor).get(reverse("interpretation-office:documents")).json()["found"] == []


def test_a_foreign_document_cannot_be_slipped_in(duty, city_duty, explanations, signed_in, writer):
    article = an_interpretation(explanations)
    sent = {"documents": [city_duty.document.pk], "form": "qa", "author_role": "leader"}
    signed_in(writer).post(page_of("explain", article.pk), sent)
    assert not Interpretation.objects.filter(documents=city_duty.document).exists()


def test_only_interpretations_have_documents(news, signed_in, editor):
    assert signed_in(editor).post(page_of("explain", an_article(news).pk)).status_code == 404


def test_visitors_are_sent_to_sign_in(duty, client):
    for name in ("ledger", "documents", "articles"):
        assert client.get(reverse(f"interpretation-office:{name}")).status_code == 302


def test_both_public_pages_name_each_other(duty, explanations, writer, client):
    article = an_interpretation(explanations)
    link_interpretation(article, [duty.document], by=writer, at=NOW)
    document = duty.document.article
    assert "一图读懂粮食生产政策" in client.get(document.path).content.decode()
    assert document.title in client.get(article.path).content.decode()


def test_a_sub_site_may_explain_through_its_own_people(subsite):
    column = a_column(subsite, "zcwj", name="政策文件", type="policy")
    duty = a_document(column).policy_document.duty
    assert can(a_person("sub", (Role.SITE_ADMIN, subsite)), Action.DUTY_EXEMPT, duty)


def test_the_duty_page_costs_the_same_for_many_interpretations(
    duty, explanations, signed_in, writer, django_assert_max_num_queries
):
    client = signed_in(writer)

    def queries() -> int:
        with django_assert_max_num_queries(60) as captured:
            client.get(page_of("duty", duty.pk))
        return len(captured)

    def explained_in(column) -> None:
        link_interpretation(an_interpretation(column), [duty.document], by=writer, at=NOW)

    explained_in(explanations)
    client.get(page_of("duty", duty.pk))
    with_one = queries()
    for slug in ("zcjd2", "zcjd3"):
        explained_in(a_column(explanations.site, slug))
    client.get(page_of("duty", duty.pk))  # a process reads a site anew when its columns change
    assert queries() == with_one


def test_pages_that_only_show_answer_to_nothing_but_reading(duty, site_admin, signed_in):
    client = signed_in(site_admin)
    pages = [reverse(f"interpretation-office:{name}") for name in ("ledger", "documents", "articles")]
    assert [client.post(page).status_code for page in [*pages, page_of("duty", duty.pk)]] == [405] * 4
