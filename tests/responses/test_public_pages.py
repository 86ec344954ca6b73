"""What everybody reads: topics, timelines, rebuttals with their ClaimReview, feed, map, index, and the evidence of publication."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from responses.actions import close_topic, waive_duty, withdraw_text, witness_all
from responses.models import Statement
from search.documents import REBUTTAL, TOPIC, all_documents, documents_for
from sites.models import AuditEntry, OutboxRow, User
from tests.cast import NOW
from tests.responses.conftest import a_rumour, a_statement, an_emergency, carried, said


def text(client, path: str, status: int = 200, **extra) -> str:
    response = client.get(path, **extra)
    assert response.status_code == status
    return response.content.decode()


def test_a_topic_is_public_once_a_statement_is(client, emergency, desk):
    a_statement(emergency, desk)
    page = f"/huiying/{emergency.pk}/"
    text(client, page, 404)
    assert emergency.title not in text(client, "/huiying/")
    said(emergency, desk)
    shown = text(client, page)
    for words in (emergency.title, "转移安置沿河群众", "已转移群众三百人。", "2026-11-18 10:00", "测试省教育厅"):
        assert words in shown
    assert emergency.title in text(client, "/huiying/")


def test_the_timeline_runs_from_new_to_old_with_corrections_both_ways(client, emergency, desk):
    first = said(emergency, desk, title="第一条")
    said(emergency, desk, title="第二条", at=NOW + timedelta(hours=1), corrects=first, kind="progress")
    shown = text(client, f"/huiying/{emergency.pk}/")
    assert shown.index("第二条</h3>") < shown.index("第一条</h3>")
    assert "更正 <a" in shown and "本条已更正" in shown


def test_a_withdrawn_statement_leaves_its_notice(client, emergency, desk):
    statement = said(emergency, desk)
    withdraw_text(statement, "数字有误", by=desk["issuer"], at=NOW)
    shown = text(client, f"/huiying/{emergency.pk}/")
    assert "数字有误" in shown and "已转移群众三百人" not in shown
    assert "已转移群众三百人" not in text(client, "/huiying/rss.xml")


def test_markup_in_a_statement_stays_text(client, emergency, desk):
    said(emergency, desk, title="<b>标题</b>", body="<script>alert(1)</script>")
    shown = text(client, f"/huiying/{emergency.pk}/")
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown


def test_an_emergency_is_pinned_on_the_home_page_while_it_goes_on(client, emergency, concern, desk):
    assert "权威发布" not in text(client, "/")
    said(emergency, desk)
    said(concern, desk, kind="answer")
    home = text(client, "/")
    assert emergency.title in home and "转移安置沿河群众" in home and concern.title not in home
    waive_duty(emergency.duties.get(kind="briefing"), "险情已解除", by=desk["issuer"], at=NOW)
    close_topic(emergency, by=desk["issuer"], at=NOW)
    assert emergency.title not in text(client, "/")


def test_other_sites_show_nothing_of_it(client, emergency, desk, city, province, bureau):
    said(emergency, desk)
    rebuttal = carried(a_rumour(province, bureau, desk), desk)
    there = {"headers": {"host": city.host}}
    for path in (f"/huiying/{emergency.pk}/", f"/piyao/{rebuttal.pk}/"):
        text(client, path, 404, **there)
    for path in ("/huiying/", "/piyao/", "/huiying/rss.xml", "/sitemap-columns.xml", "/"):
        shown = text(client, path, **there)
        assert emergency.title not in shown and rebuttal.title not in shown and "/piyao/1" not in shown


@pytest.mark.parametrize("path", ["/huiying/0/", "/huiying/99999999999999999999/", "/piyao/7/", "/huiying/x/"])
def test_what_is_not_there_is_404(client, province, path):
    text(client, path, 404)


@pytest.mark.parametrize("page", ["0", "999999999999", "x", "\x00", "-1"])
def test_nonsense_pages_show_the_list(client, emergency, desk, page):
    said(emergency, desk)
    assert client.get("/huiying/", {"page": page}).status_code == 200
    assert client.get("/piyao/", {"page": page}).status_code == 200


def nodes(shown: str) -> list[dict]:
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', shown, re.S)
    return json.loads(block[1])["@graph"]


def test_a_rebuttal_is_a_claim_review_for_machines(client, province, bureau, desk):
    rebuttal = carried(
        a_rumour(province, bureau, desk, claimed_on=NOW.date(), source_url="https://slt.example.gov.cn/1.html"), desk
    )
    shown = text(client, f"/piyao/{rebuttal.pk}/")
    node = next(each for each in nodes(shown) if each["@type"] == "ClaimReview")
    assert node["claimReviewed"] == rebuttal.claim
    assert node["url"] == f"http://testserver/piyao/{rebuttal.pk}/"
    assert node["datePublished"] == "2026-11-18T10:00:00+08:00"
    assert node["reviewRating"] == {
        "@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "不属实",
    }  # fmt: skip
    assert node["author"]["name"] == bureau.name and node["itemReviewed"]["datePublished"] == "2026-11-18"
    for words in ("不属实", rebuttal.claim, "现场监测数据正常。", "测试省水利厅", "短视频平台"):
        assert words in shown


def test_no_claim_can_end_the_data_block(client, province, bureau, desk):
    rebuttal = carried(a_rumour(province, bureau, desk, claim="</script><script>alert(1)</script>"), desk)
    shown = text(client, f"/piyao/{rebuttal.pk}/")
    assert "<script>alert" not in shown
    assert any("alert(1)" in each.get("claimReviewed", "") for each in nodes(shown))


def test_a_draft_rebuttal_is_not_there_and_a_withdrawn_one_says_so(client, province, bureau, desk):
    rebuttal = a_rumour(province, bureau, desk)
    text(client, f"/piyao/{rebuttal.pk}/", 404)
    assert rebuttal.title not in text(client, "/piyao/")
    carried(rebuttal, desk)
    assert rebuttal.title in text(client, "/piyao/")
    withdraw_text(rebuttal, "结论有变化", by=desk["issuer"], at=NOW)
    gone = text(client, f"/piyao/{rebuttal.pk}/", 410)
    assert "结论有变化" in gone and "ClaimReview" not in gone and rebuttal.conclusion not in gone
    assert rebuttal.title not in text(client, "/piyao/")


def test_feed_and_map_name_what_is_public(client, emergency, concern, desk, province, bureau):
    a_statement(concern, desk)
    statement = said(emergency, desk)
    rebuttal = carried(a_rumour(province, bureau, desk), desk)
    feed = text(client, "/huiying/rss.xml")
    assert f"/huiying/{emergency.pk}/#statement-{statement.pk}" in feed and feed.count("<item>") == 1
    site_map = text(client, "/sitemap-columns.xml")
    for path in ("/huiying/", f"/huiying/{emergency.pk}/", "/piyao/", f"/piyao/{rebuttal.pk}/"):
        assert f"http://testserver{path}</loc>" in site_map
    assert f"/huiying/{concern.pk}/" not in site_map


def test_the_index_holds_what_is_public_and_hears_of_changes(emergency, concern, desk, province, bureau):
    a_statement(concern, desk)
    statement = said(emergency, desk)
    rebuttal = carried(a_rumour(province, bureau, desk), desk)
    assert set(OutboxRow.objects.filter(consumer="search").values_list("subject", "subject_id")) >= {
        (TOPIC, emergency.pk), (REBUTTAL, rebuttal.pk),
    }  # fmt: skip
    assert {document.key for document in all_documents(at=NOW)} == {
        f"{TOPIC}:{emergency.pk}",
        f"{REBUTTAL}:{rebuttal.pk}",
    }
    assert "已转移群众三百人" in documents_for(TOPIC, [emergency.pk], at=NOW)[emergency.pk].text
    withdraw_text(statement, "有误", by=desk["issuer"], at=NOW)
    assert "已转移群众三百人" not in documents_for(TOPIC, [emergency.pk], at=NOW)[emergency.pk].text


def test_evidence_is_taken_from_the_page_itself(emergency, desk, connection_stays):
    statement = said(emergency, desk)
    robot = User.objects.robot()
    assert witness_all(by=robot, at=NOW + timedelta(seconds=40)) == (1, 0)
    statement.refresh_from_db()
    assert statement.witnessed_at == NOW + timedelta(seconds=40) and len(statement.witnessed_hash) == 64
    entry = AuditEntry.objects.get(event="responses.text.witnessed")
    assert entry.after["page_hash"] == statement.witnessed_hash
    assert entry.after["text_hash"] == statement.text_hash == statement.judged_hash
    assert witness_all(by=robot, at=NOW) == (0, 0)


def test_what_the_page_does_not_show_is_not_witnessed(emergency, desk, province, connection_stays):
    said(emergency, desk)
    province.state = "suspended"
    province.save()
    assert witness_all(by=User.objects.robot(), at=NOW) == (0, 1)
    assert Statement.objects.get().witnessed_at is None


def test_the_pages_cost_the_same_for_many_rows(client, province, bureau, desk, django_assert_max_num_queries):
    topics = [an_emergency(province, bureau, desk, title=f"第{n}件") for n in range(8)]
    for topic in topics:
        said(topic, desk)
    for n in range(5):
        said(topics[0], desk, title=f"进展{n}", kind="progress")
    for path, most in (("/huiying/", 4), (f"/huiying/{topics[0].pk}/", 8), ("/piyao/", 4), ("/huiying/rss.xml", 3)):
        client.get(path)
        with django_assert_max_num_queries(most):
            client.get(path)


def test_the_address_is_no_column_and_no_sub_site(province, root):
    from sites.refusals import Refused
    from tests.cast import a_column

    for slug in ("huiying", "piyao"):
        with pytest.raises(Refused, match="保留"):
            a_column(province, slug)
    assert reverse("responses:topics") == "/huiying/"
