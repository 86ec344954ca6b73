"""Many articles at once: the same actions per row, every refusal with its sentence, the record whole."""

import re
from uuid import uuid4

import pytest
from django.db.models import Prefetch
from django.urls import reverse

from content.actions import issue_revision, pass_revision, pin_article, unpin_article
from content.actions.holding import held_together, locked_revision
from content.actions.many import holding_open_revisions, open_revision
from content.integrity import faults_of
from content.models import Article, Revision
from content.workflow import State
from sites.audit import broken_entries
from sites.many import act_on_each
from sites.models import AuditChain, AuditEntry
from sites.refusals import Refused
from tests.builders import a_draft, a_submitted, an_article, the_office_of
from tests.cast import NOW, a_column


def at_issue(column, **fields) -> Revision:
    """A revision that waits to be issued."""
    people = the_office_of(column)
    revision = pass_revision(a_submitted(column, **fields), by=people["reviewer1"], at=NOW)
    return pass_revision(revision, by=people["reviewer2"], at=NOW)


def signed_in(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def do(desk, verb, articles, *, token=None, **fields):
    rows = ",".join(f"{article.pk}:{state}" for article, state in articles)
    data = {"rows": rows, "token": token or str(uuid4()), **fields}
    return desk.post(reverse("content-office:bulk-do", args=[verb]), data, follow=True)


def test_what_can_be_done_is_done_and_the_rest_says_why(client, news):
    good = [at_issue(news) for _ in range(3)]
    early, draft = a_submitted(news, title="还在初审"), a_draft(news, title="还是草稿")
    desk = signed_in(client, the_office_of(news)["signer"])
    rows = [(r.article, "issue") for r in good] + [(early.article, "first-review"), (draft.article, "draft")]
    page = do(desk, "issue", rows, opinion="同意").content.decode()
    assert "办成 3 篇，2 篇未办" in page
    assert re.search(r"还在初审.*?不能发布", page, re.S)
    assert Article.objects.filter(state="published").count() == 3
    assert Revision.objects.get(pk=early.pk).state == State.FIRST_REVIEW


def test_the_record_is_whole_and_names_only_what_was_done(news, province):
    signer = the_office_of(news)["signer"]
    revisions = [at_issue(news) for _ in range(4)]
    revisions.insert(2, a_submitted(news))
    published = AuditEntry.objects.filter(event="content.article.published")

    def act(article):
        issue_revision(open_revision(article), by=signer, at=NOW)
        if article.pk == revisions[0].article_id:
            raise Refused("一篇在记录之后被拒绝")

    outcome = act_on_each([revision.article for revision in revisions], act)
    assert (len(outcome.done), len(outcome.refused)) == (3, 2)
    assert published.count() == 3
    assert list(broken_entries(AuditChain.objects.get(name=f"site:{province.pk}"))) == []


def test_rows_that_are_held_together_are_judged_as_one_by_one(news):
    signer = the_office_of(news)["signer"]
    revisions = [at_issue(news), a_submitted(news), at_issue(news)]
    rows = list(
        Article.objects.filter(revisions__in=revisions).prefetch_related(
            Prefetch("revisions", Revision.objects.open(), to_attr="open_ones")
        )
    )

    def issue(article):
        issue_revision(open_revision(article), by=signer, at=NOW)

    outcome = act_on_each(rows, issue, holding=holding_open_revisions)
    assert [line.pk for line in outcome.refused] == [revisions[1].article_id]
    assert [Revision.objects.get(pk=r.pk).state for r in revisions] == ["published", "first-review", "published"]
    assert all(not faults_of(revision) for revision in Revision.objects.all())
    assert len(act_on_each(rows, issue, holding=holding_open_revisions).refused) == 3


def test_what_is_held_is_given_once_and_then_read_anew(news):
    revision = at_issue(news)
    with held_together([revision]):
        held = locked_revision(revision)
        assert held.decisions == ["submit", "pass", "pass"]
        held.title = "只在内存里改过"
        assert locked_revision(revision).title == revision.title


def test_held_revisions_cost_no_queries_of_their_own(news, django_assert_max_num_queries):
    revisions = [at_issue(news) for _ in range(5)]
    with django_assert_max_num_queries(4), held_together(revisions):
        assert [locked_revision(revision).decisions[-1] for revision in revisions] == ["pass"] * 5


def test_a_fault_in_one_row_is_told_and_stops_no_other(news):
    articles = [an_article(news), an_article(news)]

    def act(article):
        if article == articles[0]:
            raise ZeroDivisionError
        pin_article(article, by=the_office_of(news)["signer"], at=NOW)

    outcome = act_on_each(articles, act)
    assert [line.pk for line in outcome.done] == [articles[1].pk]
    assert "办理时出错" in outcome.refused[0].reason


def test_more_than_a_thousand_are_refused(news):
    with pytest.raises(Refused, match="1000"):
        act_on_each([None] * 1001, lambda article: None)


def test_a_second_click_finds_the_outcome_of_the_first(client, news):
    revision, token = at_issue(news), str(uuid4())
    desk = signed_in(client, the_office_of(news)["signer"])
    for _ in range(2):
        page = do(desk, "issue", [(revision.article, "issue")], token=token).content.decode()
        assert "办成 1 篇。" in page
    assert revision.steps.filter(decision="publish").count() == 1


def test_an_outcome_is_for_the_person_who_did_it(client, news, supervisor):
    token = str(uuid4())
    do(signed_in(client, the_office_of(news)["signer"]), "issue", [(at_issue(news).article, "issue")], token=token)
    assert signed_in(client, supervisor).get(reverse("content-office:bulk-result", args=[token])).status_code == 404


def test_a_row_that_moved_on_since_it_was_chosen_is_not_judged_blindly(client, news):
    revision = a_submitted(news)
    people = the_office_of(news)
    pass_revision(revision, by=people["reviewer1"], at=NOW)
    desk = signed_in(client, people["reviewer2"])
    page = do(desk, "pass", [(revision.article, "first-review")]).content.decode()
    assert "已由他人办理" in page


def test_other_sites_rows_are_not_even_shown(client, news, other_site_editor):
    revision = at_issue(news)
    page = do(signed_in(client, other_site_editor), "issue", [(revision.article, "issue")]).content.decode()
    assert revision.title not in page
    assert Revision.objects.get(pk=revision.pk).state == State.ISSUE


def test_withdrawing_many_asks_for_a_reason_first(client, news):
    articles = [an_article(news), an_article(news)]
    desk = signed_in(client, the_office_of(news)["signer"])
    rows = [(article, "") for article in articles]
    assert do(desk, "withdraw", rows).status_code == 422
    assert Article.objects.filter(state="published").count() == 2
    assert "办成 2 篇。" in do(desk, "withdraw", rows, reason="outdated").content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reason": "other", "note": " "}, "原因为“其他”时，请写明说明。"),
        ({"reason": "merged", "note": "并入新办法"}, "原因为“合并”时，请选择并入的稿件或填写地址。"),
        ({"reason": "wrong", "note": "数字有误", "address": "www.example.gov.cn"}, "请填写完整地址"),
        ({"reason": "wrong", "note": "数字有误", "address": "https://shop.example.com/"}, "只能转到政府网站"),
    ],
)
def test_what_would_be_refused_of_every_article_is_said_first_and_keeps_what_was_written(client, news, said, sentence):
    desk = signed_in(client, the_office_of(news)["signer"])
    response = do(desk, "withdraw", [(an_article(news), ""), (an_article(news), "")], **said)
    html = response.content.decode()
    assert response.status_code == 422 and sentence in html
    assert said["note"].strip() in html and said.get("address", "") in html
    assert Article.objects.filter(state="withdrawn").count() == 0


def test_moving_and_unpinning_many(client, news, province):
    notices, signer = a_column(province, "notices"), the_office_of(news)["signer"]
    articles = [pin_article(an_article(news), by=signer, at=NOW), an_article(news)]
    desk = signed_in(client, signer)
    rows = [(article, "") for article in articles]
    assert "办成 1 篇，1 篇未办" in do(desk, "unpin", rows).content.decode()
    assert "办成 2 篇。" in do(desk, "move", rows, column=notices.pk).content.decode()
    with pytest.raises(Refused, match="没有置顶"):
        unpin_article(articles[0], by=signer, at=NOW)


@pytest.mark.parametrize(
    "rows", ["", "x", "1:issue;2:issue", "1:issue," * 1001, "99999999999999999999:issue", "1:\x00"]
)
def test_rows_that_make_no_sense_change_nothing(client, news, rows):
    revision = at_issue(news)
    desk = signed_in(client, the_office_of(news)["signer"])
    response = desk.post(reverse("content-office:bulk-do", args=["issue"]), {"rows": rows, "token": str(uuid4())})
    assert response.status_code == 302
    assert Revision.objects.get(pk=revision.pk).state == State.ISSUE


def test_an_unknown_verb_is_not_there(client, news):
    desk = signed_in(client, the_office_of(news)["signer"])
    for name in ("bulk", "bulk-do"):
        assert desk.post(reverse(f"content-office:{name}", args=["delete"])).status_code == 404


def test_the_queue_and_the_list_lead_to_the_page_that_asks(client, news):
    revision = at_issue(news, title="等待签发的稿件")
    desk = signed_in(client, the_office_of(news)["signer"])
    queue = desk.get(reverse("content-office:review-queue")).content.decode()
    assert f'value="{revision.article_id}"' in queue
    asked = desk.post(reverse("content-office:bulk", args=["issue"]), {"pick": [revision.article_id, "x", "9" * 30]})
    assert "所选 1 篇" in asked.content.decode()
    chosen = {"action": "issue_many", "_selected_action": [revision.article_id], "select_across": "0", "index": "0"}
    page = desk.post(reverse("admin:content_article_changelist"), chosen).content.decode()
    assert "等待签发的稿件" in page
    assert Revision.objects.get(pk=revision.pk).state == State.ISSUE


def test_the_way_back_is_the_list_as_it_was_narrowed(client, news):
    article = an_article(news)
    desk = signed_in(client, the_office_of(news)["signer"])
    query = f"column__id__exact={news.pk}&q=%3Cb%3E"
    chosen = {"action": "withdraw_many", "_selected_action": [article.pk], "select_across": "0", "index": "0"}
    desk_list = reverse("admin:content_article_changelist")
    back = f'href="{desk_list}?column__id__exact={news.pk}&amp;q=%3Cb%3E"'
    assert back not in desk.post(desk_list, chosen).content.decode()
    page = desk.post(f"{desk_list}?column__id__exact={news.pk}&q=", chosen).content.decode()
    assert f'href="{desk_list}?column__id__exact={news.pk}&amp;q="' in page
    rows = [(article, "")]
    assert back in do(desk, "withdraw", rows, narrowed=query).content.decode()  # no reason yet
    assert back in do(desk, "withdraw", rows, narrowed=query, reason="outdated").content.decode()


def test_a_tampered_way_back_stays_on_the_list(client, news):
    desk = signed_in(client, the_office_of(news)["signer"])
    page = do(
        desk, "withdraw", [(an_article(news), "")], narrowed="//evil.example/", reason="outdated"
    ).content.decode()
    assert f'href="{reverse("admin:content_article_changelist")}?//evil.example/"' in page


@pytest.mark.parametrize("ticked", ["abc", "1,2", "9" * 40, "-1", "\x00"])
def test_ticks_that_are_no_numbers_choose_nothing(client, news, ticked):
    revision = at_issue(news)
    desk = signed_in(client, the_office_of(news)["signer"])
    chosen = {"action": "issue_many", "_selected_action": [ticked], "select_across": "0", "index": "0"}
    response = desk.post(reverse("admin:content_article_changelist"), chosen, follow=True)
    assert response.status_code == 200 and "请先勾选要办理的条目" in response.content.decode()
    assert Revision.objects.get(pk=revision.pk).state == State.ISSUE


def test_nothing_chosen_goes_back_with_a_sentence(client, news):
    desk = signed_in(client, the_office_of(news)["signer"])
    page = desk.post(reverse("content-office:bulk", args=["issue"]), {}, follow=True).content.decode()
    assert "请先在列表中选择稿件" in page


def test_the_queue_offers_only_what_fits_what_waits(client, news):
    submitted = a_submitted(news)
    page = (
        signed_in(client, the_office_of(news)["reviewer1"]).get(reverse("content-office:review-queue")).content.decode()
    )
    assert submitted.title in page
    assert "批量通过…" in page and "批量签发…" not in page


def test_the_list_offers_only_what_the_person_may_do(client, news, editor, first_reviewer, site_admin):
    an_article(news)

    def offered(person):
        page = signed_in(client, person).get(reverse("admin:content_article_changelist")).content.decode()
        return set(re.findall(r'<option value="(\w+_many)"', page))

    assert offered(site_admin) == set()  # who keeps the columns neither reviews nor publishes
    assert offered(editor) == {"move_many"}
    assert offered(first_reviewer) == {"move_many", "pass_many"}
    signer = the_office_of(news)["signer"]
    assert offered(signer) == {"issue_many", "move_many", "unpin_many", "withdraw_many"}
