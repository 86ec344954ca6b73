"""有效性 follows from all that is known: public documents that act on it, its expiry, what people declared."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.actions import (
    issue_revision,
    relate_documents,
    set_document_status,
    submit_revision,
    unrelate_documents,
    withdraw_article,
)
from content.actions.articles import create_article, save_draft
from content.actions.publishing import publish_and_expire
from content.document_status import Ground, grounds_of, prevailing
from content.models import Article, DocumentRelation, DocumentStatus, PolicyDocument, RelationKind
from search.documents import documents_for
from sites.models import AuditEntry, Column, OutboxRow, User
from sites.policy import Role
from sites.refusals import Refused
from tests.builders import a_document, a_draft, a_submitted, carry_through, the_office_of
from tests.cast import NOW, a_column, a_person

LATER = NOW + timedelta(days=2)


def signer_of(article) -> User:
    return the_office_of(article.column)["signer"]


def relate(article, kind, target, *, at=NOW) -> DocumentRelation:
    return relate_documents(article, kind, target.policy_document, by=signer_of(target), at=at)


def status_of(article) -> str:
    return PolicyDocument.objects.get(article=article.pk).status


@pytest.fixture
def old(news) -> Article:
    return a_document(news, title="旧办法", document={"document_number": "测政发〔2020〕3号"})


@pytest.fixture
def new(news) -> Article:
    return a_document(news, title="新办法", document={"document_number": "测政发〔2026〕9号"})


@pytest.mark.parametrize(
    ("kind", "status"),
    [("amends", "amended"), ("repeals", "repealed"), ("replaces", "repealed"), ("implements", "in-force")],
)
def test_the_targets_status_follows_from_the_relation(old, new, kind, status):
    relate(new, kind, old)
    assert status_of(old) == status
    assert status_of(new) == "in-force"


def test_taking_a_relation_back_restores_what_the_others_say(old, new, news):
    third = a_document(news, title="修改决定")
    relate(third, "amends", old)
    repeal = relate(new, "repeals", old)
    assert status_of(old) == "repealed"
    unrelate_documents(repeal, by=signer_of(old), at=NOW)
    assert status_of(old) == "amended"
    assert PolicyDocument.objects.get(article=old).status_by_id == third.pk


def test_a_relation_of_a_draft_takes_effect_when_the_draft_is_published(old, news):
    draft = a_submitted(news, title="新办法", kind="document", document={
        "issuer": news.site.sponsor_id, "genre": "通知", "written_on": "2026-11-01", "effective_on": "2026-12-01",
    })  # fmt: skip
    relate(draft.article, "repeals", old)
    assert status_of(old) == "in-force"
    carry_through(draft)
    document = PolicyDocument.objects.get(article=old)
    assert (document.status, document.status_by_id, document.status_on) == (
        "repealed", draft.article_id, date(2026, 12, 1),
    )  # fmt: skip


def test_a_scheduled_document_does_not_mark_its_target_before_its_time(old, news):
    people = the_office_of(news)
    data = {"issuer": news.site.sponsor_id, "genre": "通知", "written_on": "2026-11-01"}
    article = create_article(
        news, by=people["writer"], at=NOW, title="新办法", kind="document", document=data, body="<p>一</p>"
    )
    relate(article, "repeals", old)
    revision = submit_revision(article.revisions.get(), by=people["writer"], at=NOW)
    from content.actions import pass_revision

    revision = pass_revision(revision, by=people["reviewer1"], at=NOW)
    revision = pass_revision(revision, by=people["reviewer2"], at=NOW)
    issue_revision(revision, by=people["signer"], at=NOW, publish_at=LATER)
    assert status_of(old) == "in-force"
    publish_and_expire(by=User.objects.robot(), at=LATER)
    assert status_of(old) == "repealed"


def test_withdrawing_the_repealing_document_reverts_the_repeal(old, new):
    relate(new, "repeals", old)
    withdraw_article(new, by=signer_of(new), at=NOW, reason="wrong")
    assert status_of(old) == "in-force"


def test_expiry_of_the_repealing_page_reverts_the_repeal(old, news):
    new = a_document(news, title="新办法", expires_at=NOW + timedelta(hours=1))
    relate(new, "repeals", old)
    publish_and_expire(by=User.objects.robot(), at=NOW + timedelta(hours=2))
    assert status_of(old) == "in-force"


def test_a_document_lapses_by_job_and_a_new_revision_with_more_time_brings_it_back(news):
    article = a_document(news, document={"expires_on": "2026-11-19"})
    publish_and_expire(by=User.objects.robot(), at=NOW + timedelta(days=1))
    assert status_of(article) == "in-force"
    publish_and_expire(by=User.objects.robot(), at=LATER)
    assert status_of(article) == "lapsed"
    data = {**article.revisions.get().document, "expires_on": "2030-01-01"}
    draft = save_draft(Article.objects.get(pk=article.pk), by=the_office_of(news)["writer"], at=LATER, document=data)
    carry_through(submit_revision(draft, by=the_office_of(news)["writer"], at=LATER), at=LATER)
    assert status_of(article) == "in-force"


def test_every_change_is_in_the_record_and_in_the_index(old, new):
    OutboxRow.objects.all().delete()
    relate(new, "repeals", old)
    entry = AuditEntry.objects.filter(event="content.document.status-changed").latest("pk")
    assert (entry.before, entry.after["status"]) == ({"status": "in-force"}, "repealed")
    assert AuditEntry.objects.filter(event="content.document.related").count() == 1
    assert OutboxRow.objects.filter(subject="content.Article", subject_id=old.pk).exists()
    assert documents_for("content.Article", [old.pk], at=NOW)[old.pk].status == "repealed"


def test_relating_twice_is_relating_once(old, new):
    relate(new, "repeals", old)
    before = AuditEntry.objects.count()
    relate(new, "repeals", old)
    assert (DocumentRelation.objects.count(), AuditEntry.objects.count()) == (1, before)


def test_unrelating_twice_is_refused_with_a_sentence(old, new):
    relation = relate(new, "repeals", old)
    again = DocumentRelation.objects.get(pk=relation.pk)
    unrelate_documents(relation, by=signer_of(old), at=NOW)
    with pytest.raises(Refused, match="已经解除"):
        unrelate_documents(again, by=signer_of(old), at=NOW)


def test_a_document_does_nothing_to_itself_nor_to_what_changed_it(old, new):
    with pytest.raises(Refused, match="自身"):
        relate(old, "repeals", old)
    relate(new, "repeals", old)
    with pytest.raises(Refused, match="反过来"):
        relate(old, "amends", new)


def test_an_article_that_is_no_document_has_no_relations(old, news):
    with pytest.raises(Refused, match="政策文件"):
        relate(a_draft(news).article, "repeals", old)


def test_the_status_of_another_sites_document_is_changed_only_by_its_own_issuers(news, city):
    theirs = a_document(a_column(city, "docs", type="policy"), title="市里的办法")
    ours = a_document(news, title="省里的办法")
    with pytest.raises(Refused, match="请联系“测试市人民政府”"):
        relate_documents(ours, "repeals", theirs.policy_document, by=signer_of(ours), at=NOW)
    relate_documents(ours, "implements", theirs.policy_document, by=signer_of(ours), at=NOW)
    assert status_of(theirs) == "in-force"
    both = a_person("both", (Role.ISSUER, news), (Role.ISSUER, city))
    relate_documents(ours, "repeals", theirs.policy_document, by=both, at=NOW)
    assert status_of(theirs) == "repealed"


def test_a_declaration_by_hand_holds_until_it_is_taken_back(old):
    set_document_status(old.policy_document, DocumentStatus.REPEALED, by=signer_of(old), at=NOW, why="国务院决定")
    document = PolicyDocument.objects.get(article=old)
    assert (document.status, document.status_on, document.declared_why) == (
        "repealed",
        date(2026, 11, 18),
        "国务院决定",
    )
    set_document_status(document, DocumentStatus.IN_FORCE, by=signer_of(old), at=NOW, why="更正")
    assert status_of(old) == "in-force"


def test_a_declaration_cannot_undo_what_another_document_did(old, new):
    relate(new, "repeals", old)
    with pytest.raises(Refused, match="《新办法》"):
        set_document_status(old.policy_document, DocumentStatus.IN_FORCE, by=signer_of(old), at=NOW, why="试试")
    assert status_of(old) == "repealed"


def test_a_document_that_is_not_for_the_public_is_not_published(news):
    with pytest.raises(Refused, match="不予公开"):
        a_document(news, document={"openness": "closed", "exemption": "internal"})


acts = st.lists(
    st.tuples(st.sampled_from(RelationKind.values), st.integers(1, 5), st.dates(date(2020, 1, 1), date(2026, 12, 31)))
)
declarations = st.sampled_from(["", *DocumentStatus.values])


@given(acts=acts, expires=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)), declared=declarations)
def test_the_strongest_ground_prevails_whatever_the_order(acts, expires, declared):
    today = date(2026, 11, 18)

    def status(rows) -> Ground:
        return prevailing(grounds_of(rows, expires_on=expires, declared=(declared, None), on=today))

    ground = status(acts)
    assert status(reversed(acts)) == ground
    kinds = {kind for kind, _article, _since in acts}
    if kinds & {"repeals", "replaces"} or declared == "repealed":
        assert ground.status == "repealed"
    elif (expires and expires < today) or declared == "lapsed":
        assert ground.status == "lapsed"
    elif "amends" in kinds or declared == "amended":
        assert ground.status == "amended"
    else:
        assert ground.status == "in-force"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_edits_of_relations_leave_every_status_as_its_relations_say(db, province, data):
    column = Column.objects.filter(site=province, slug="library").first() or a_column(
        province, "library", type="policy"
    )
    articles = [a_document(column, title=f"文件{number}") for number in range(4)]
    signer = the_office_of(column)["signer"]
    for _step in range(data.draw(st.integers(1, 10))):
        what = data.draw(st.sampled_from(["relate", "unrelate", "withdraw"]))
        one, other = data.draw(st.permutations(articles))[:2]
        try:
            if what == "relate":
                kind = data.draw(st.sampled_from(RelationKind.values))
                relate_documents(one, kind, other.policy_document, by=signer, at=NOW)
            elif what == "unrelate" and DocumentRelation.objects.filter(article=one).exists():
                unrelate_documents(DocumentRelation.objects.filter(article=one).first(), by=signer, at=NOW)
            elif what == "withdraw":
                withdraw_article(one, by=signer, at=NOW, reason="wrong")
        except Refused:
            continue
    for article in articles:
        kinds = set(
            DocumentRelation.objects.filter(target__article=article, article__state="published").values_list(
                "kind", flat=True
            )
        )
        expected = "repealed" if kinds & {"repeals", "replaces"} else "amended" if "amends" in kinds else "in-force"
        assert status_of(article) == expected
