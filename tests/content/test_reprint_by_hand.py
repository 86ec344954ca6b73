"""A reprint made by hand is linked and counts from its own time; who may link, waive and see; the ledger's pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from content.actions import complete_reprint, open_duties, waive_reprint, withdraw_article
from content.actions.reprints import sweep
from content.actions.upstream_texts import prepare_text
from content.models import HomeSlot, Reprint, ReprintStanding, UpstreamItem, UpstreamSource
from content.models.article import WithdrawalReason
from sites.models import AuditEntry
from sites.policy import PLATFORM, Action, Role, can
from sites.refusals import Refused
from tests.builders import a_draft, an_article, the_office_of
from tests.cast import NOW, a_person
from tests.content.reprint_cast import received


@pytest.fixture
def source(db) -> UpstreamSource:
    return UpstreamSource.objects.create(name="中国政府网", address="https://www.gov.cn/feed.xml")


@pytest.fixture
def item(source) -> UpstreamItem:
    return received(source)


@pytest.fixture
def duty(item, news, city) -> Reprint:
    open_duties(item, at=NOW)
    return Reprint.objects.get(site=news.site)


@pytest.fixture
def writer(news):
    return the_office_of(news)["writer"]


def test_the_articles_own_time_counts(duty, news, writer):
    article = an_article(news, at=NOW + timedelta(minutes=30))
    complete_reprint(duty, article, by=writer, at=NOW + timedelta(hours=5))
    duty.refresh_from_db()
    assert (duty.state, duty.article, duty.minutes(at=NOW)) == ("done", article, 50)
    assert duty.standing(at=NOW) == ReprintStanding.IN_TIME
    assert HomeSlot.objects.get(place="reprint").article == article
    assert AuditEntry.objects.filter(event="content.reprint.done").count() == 1


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(minutes=40), ReprintStanding.IN_TIME),
        (timedelta(minutes=41), ReprintStanding.AFTER_TARGET),
        (timedelta(days=1), ReprintStanding.AFTER_TARGET),
        (timedelta(hours=37, minutes=59), ReprintStanding.AFTER_TARGET),  # 23:59 of the last day
        (timedelta(hours=38), ReprintStanding.LATE),
    ],
)
def test_how_a_reprint_stands(duty, news, writer, after, expected):
    complete_reprint(duty, an_article(news, at=NOW + after), by=writer, at=NOW + timedelta(days=3))
    duty.refresh_from_db()
    assert duty.standing(at=NOW) == expected


def test_a_pending_one_runs_then_passes_the_hour_then_the_last_day(duty):
    standings = [duty.standing(at=NOW + each) for each in (timedelta(), timedelta(hours=1), timedelta(days=2))]
    assert standings == [ReprintStanding.RUNNING, ReprintStanding.PAST_TARGET, ReprintStanding.OVERDUE]


def test_what_cannot_be_the_reprint_is_refused(duty, item, source, news, city_news, writer):
    refused = {
        "已公开": a_draft(news).article,
        "本网站": an_article(city_news),
        "早于": an_article(news, at=NOW - timedelta(days=1)),
    }
    for sentence, article in refused.items():
        with pytest.raises(Refused, match=sentence):
            complete_reprint(duty, article, by=writer, at=NOW)
    withdrawn = an_article(news)
    withdraw_article(withdrawn, by=the_office_of(news)["signer"], at=NOW, reason=WithdrawalReason.WRONG)
    with pytest.raises(Refused, match="已公开"):
        complete_reprint(duty, withdrawn, by=writer, at=NOW)


def test_one_article_is_the_reprint_of_one_item(duty, source, news, writer):
    article = an_article(news)
    complete_reprint(duty, article, by=writer, at=NOW)
    with pytest.raises(Refused, match="已转载"):
        complete_reprint(duty, article, by=writer, at=NOW)
    open_duties(received(source, 2), at=NOW)
    other = Reprint.objects.get(item__guid="gov-2", site=news.site)
    with pytest.raises(Refused, match="另一条"):
        complete_reprint(other, article, by=writer, at=NOW)


def test_waiving_says_why(duty, site_admin):
    for reason in ("", " \n ", "长" * 201):
        with pytest.raises(Refused, match="理由"):
            waive_reprint(duty, reason, by=site_admin, at=NOW)
    waive_reprint(duty, "与本地无关", by=site_admin, at=NOW)
    duty.refresh_from_db()
    assert (duty.state, duty.waived_reason) == ("waived", "与本地无关")
    with pytest.raises(Refused, match="免于转载"):
        waive_reprint(duty, "再一次", by=site_admin, at=NOW)


def test_who_may_see_link_and_waive(
    duty, editor, first_reviewer, issuer, site_admin, supervisor, other_site_editor, root, intake
):
    whole_site_issuer = a_person("chief", (Role.ISSUER, duty.site))
    may = {
        (name, action): can(person, action, duty)
        for name, person in {
            "editor": editor, "first": first_reviewer, "issuer": issuer, "chief": whole_site_issuer,
            "admin": site_admin, "supervisor": supervisor, "other": other_site_editor, "root": root, "intake": intake,
        }.items()
        for action in (Action.REPRINT_VIEW, Action.REPRINT_LINK, Action.REPRINT_DECIDE)
    }  # fmt: skip
    see, link, waive = Action.REPRINT_VIEW, Action.REPRINT_LINK, Action.REPRINT_DECIDE
    assert {who for (who, action), yes in may.items() if yes and action == see} == {
        "editor", "first", "issuer", "chief", "admin", "supervisor", "root",
    }  # fmt: skip
    assert {who for (who, action), yes in may.items() if yes and action == link} == {
        "editor", "first", "issuer", "chief", "admin",
    }  # fmt: skip
    assert {who for (who, action), yes in may.items() if yes and action == waive} == {"chief", "admin"}


def test_sources_belong_to_the_platform(root, site_admin, supervisor):
    assert can(root, Action.SOURCE_CHANGE, PLATFORM)
    assert not can(site_admin, Action.SOURCE_CHANGE, PLATFORM)
    assert not can(supervisor, Action.SOURCE_CHANGE, PLATFORM)


# --- the ledger ------------------------------------------------------------------------------------------------------


@pytest.fixture
def signed_in(client):
    def sign_in(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def test_the_ledger_shows_a_site_its_own_and_a_supervisor_the_subtree(
    duty, item, city, signed_in, editor, supervisor, other_site_editor
):
    seen = {}
    for person in (editor, supervisor, other_site_editor):
        page = signed_in(person).get(reverse("reprint-office:ledger"))
        assert page.status_code == 200
        seen[person.username] = {row.site.slug for row in page.context["page"]}
    assert seen == {"editor": {"province"}, "supervisor": {"province", "city"}, "cityeditor": {"city"}}


@pytest.mark.parametrize(
    "query", ["tab=x&page=abc", "site=999", "q=%00%27", "item=abc", "item=99999999999999999999", "page=-1"]
)
def test_the_ledger_bears_bad_addresses(duty, signed_in, editor, query):
    assert signed_in(editor).get(f"{reverse('reprint-office:ledger')}?{query}").status_code == 200


def test_the_ledger_costs_the_same_for_many_duties(duty, source, signed_in, supervisor, django_assert_max_num_queries):
    client = signed_in(supervisor)
    for number in range(2, 14):
        open_duties(received(source, number), at=NOW)
    with django_assert_max_num_queries(24):
        client.get(reverse("reprint-office:ledger") + "?tab=all")


def test_a_foreign_duty_is_not_there(duty, signed_in, other_site_editor, intake):
    for person in (other_site_editor, intake):
        client = signed_in(person)
        assert client.get(reverse("reprint-office:duty", args=[duty.pk])).status_code == 404
        assert client.get(reverse("reprint-office:articles", args=[duty.pk])).status_code == 404
        for verb in ("complete", "waive"):
            assert client.post(reverse(f"reprint-office:{verb}", args=[duty.pk])).status_code == 404


def test_a_supervisor_sees_the_duty_without_buttons(duty, signed_in, supervisor):
    client = signed_in(supervisor)
    page = client.get(reverse("reprint-office:duty", args=[duty.pk])).content.decode()
    assert "登记为" not in page
    assert client.post(reverse("reprint-office:waive", args=[duty.pk]), {"reason": "x"}).status_code == 404


def test_linking_through_the_page(duty, news, signed_in, editor):
    article = an_article(news)
    client = signed_in(editor)
    found = client.get(reverse("reprint-office:articles", args=[duty.pk]) + "?q=春耕").json()["found"]
    assert [row["id"] for row in found] == [article.pk]
    client.post(reverse("reprint-office:complete", args=[duty.pk]), {"article": article.pk})
    duty.refresh_from_db()
    assert duty.state == "done"


def test_a_wrong_choice_is_said_beside_the_field(duty, city_news, signed_in, editor):
    for choice in ("", "abc", str(an_article(city_news).pk)):
        page = signed_in(editor).post(reverse("reprint-office:complete", args=[duty.pk]), {"article": choice})
        assert page.status_code == 422
        assert "请选择" in page.content.decode()


def test_waiving_through_the_page(duty, signed_in, site_admin):
    client = signed_in(site_admin)
    assert client.post(reverse("reprint-office:waive", args=[duty.pk]), {"reason": ""}).status_code == 422
    client.post(reverse("reprint-office:waive", args=[duty.pk]), {"reason": "与本地无关"})
    duty.refresh_from_db()
    assert duty.state == "waived"


def test_visitors_are_sent_to_sign_in(duty, client):
    assert client.get(reverse("reprint-office:ledger")).status_code == 302


def test_a_changed_item_asks_for_a_correction_of_the_copy(duty, item, news, signed_in, editor, writer, robot):
    complete_reprint(duty, an_article(news), by=writer, at=NOW)
    prepare_text(item, by=robot, at=NOW)
    Reprint.objects.update(text=item.text)
    UpstreamItem.objects.update(changed_at=NOW + timedelta(hours=2), body="<p>另一种要求。</p>")
    sweep(by=robot, at=NOW + timedelta(hours=2))
    client = signed_in(editor)
    page = client.get(reverse("reprint-office:duty", args=[duty.pk])).content.decode()
    assert "上级更改了内容，请发布跟进的版本，或说明不跟进的理由" in page
    assert "待更正" in client.get(reverse("reprint-office:ledger"), {"tab": "to-correct"}).content.decode()


def test_the_administrator_enters_a_source(signed_in, root, site_admin):
    fields = {
        "name": "中国政府网",
        "kind": "feed",
        "address": "https://www.gov.cn/feed.xml",
        "source_text": "中国政府网",
        "column_slug": "gwyxx",
        "is_active": "on",
    }
    address = reverse("admin:content_upstreamsource_add")
    assert signed_in(site_admin).post(address, fields).status_code in {302, 403}
    assert not UpstreamSource.objects.exists()
    assert signed_in(root).post(address, fields).status_code == 302
    assert UpstreamSource.objects.get().address == "https://www.gov.cn/feed.xml"
    assert AuditEntry.objects.filter(event="content.source.saved").count() == 1
