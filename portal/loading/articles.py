"""Articles, policy documents and interpretations, each carried through its reviews by the people of its site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from content import actions
from content.actions.assets import keep_file
from content.clauses import clauses_in, label_of
from content.models import Article, ArticleKind, Asset, DocumentStatus, PolicyDocument, RelationKind, Revision, Standing
from content.workflow import State
from interpretation.actions import exempt_duty, link_interpretation, plan_companions, plan_interpretation, set_clauses
from interpretation.actions.duties import latest_day
from interpretation.models import AuthorRole, Form, InterpretationDuty
from portal.demo.people import FIRST_OPINIONS, ISSUE_OPINIONS, SECOND_OPINIONS
from portal.demo.pictures import CAPTIONS, draw
from portal.demo.shapes import ArticleSpec, DemoProvince, DocumentSpec, InterpretationSpec
from portal.demo.supplements import supplements
from portal.loading.cluster import Cluster
from portal.loading.moments import moment
from sites.files import RecognisedFile, recognised
from sites.models import User
from sites.titles import in_marks

FORMS = {
    "文字解读": Form.TEXT, "问答": Form.QA, "图解": Form.CHART, "视频解读": Form.VIDEO, "在线访谈": Form.INTERVIEW,
    "专家解读": Form.EXPERT, "媒体评论": Form.MEDIA, "音频解读": Form.AUDIO,
}  # fmt: skip
AUTHOR_ROLES = {
    "起草部门": AuthorRole.DRAFTING_ORGAN, "起草部门负责人": AuthorRole.LEADER, "专家学者": AuthorRole.EXPERT,
    "新闻媒体": AuthorRole.MEDIA,
}  # fmt: skip
STATUSES = {
    "已修改": DocumentStatus.AMENDED,
    "废止": DocumentStatus.REPEALED,
    "失效": DocumentStatus.LAPSED,
}
PLANNED_FORMS = ((Form.TEXT, Form.CHART), (Form.QA,), (Form.TEXT,), (Form.CHART, Form.VIDEO))
PLANNED_IN = {"issue", "published"}  # what waits for its second review has none yet: its reviewer meets the sentence
REVIEWED_HERE = timedelta(days=3)  # what is older came over from the former websites, reviewed there
FREED = "基础养老金标准"
FREED_BECAUSE = "只按上级规定调整发放标准，不涉及新的政策措施，文中已附计算示例，不另行解读。"
MIGRATED = "由原网站迁移导入，原网站已审核发布。"
FOCUS = {"wind-turbines": (60, 40), "wetland": (30, 70), "forest-tower": (67, 45), "bridge-river": (50, 60)}
HOW_FAR = {"draft": 0, "first_review": 1, "second_review": 2, "issue": 3, "returned": 3, "published": 4}


@dataclass(frozen=True)
class Task:
    """One article to load, with what makes it a document or an interpretation."""

    at: datetime
    spec: ArticleSpec
    document: DocumentSpec | None = None
    interpretation: InterpretationSpec | None = None


def load_articles(province: DemoProvince, cluster: Cluster, *, at: datetime) -> None:
    """Load all content in the order in which it was published, so that the audit trail reads as it would have."""
    documents: dict[str, Article] = {}
    for task in sorted(_tasks(province, now=at), key=lambda task: task.at):
        article = _load(task, cluster, documents, now=at)
        if task.document:
            documents[task.document.key] = article
    _change_statuses(province, cluster, documents, now=at)
    _begin_interpretations(cluster, now=at)
    _free_and_accompany(cluster, now=at)


def _tasks(province: DemoProvince, *, now: datetime) -> Iterator[Task]:
    def when(spec: ArticleSpec) -> datetime:
        return moment(spec.days_ago, spec.minute, now=now)

    yield from (Task(when(spec), spec) for spec in province.articles)
    on_their_way = supplements(province.documents, timezone.localdate(now))
    for spec in [*province.documents, *on_their_way]:
        yield Task(when(spec.article), spec.article, document=spec)
    yield from (Task(when(spec.article), spec.article, interpretation=spec) for spec in province.interpretations)


def _load(task: Task, cluster: Cluster, documents: dict[str, Article], *, now: datetime) -> Article:
    spec = task.spec
    column = cluster.columns[spec.site, spec.column]
    writer = cluster.person(spec.site, "contributor")
    begun = task.at - timedelta(hours=5)
    fields = {
        "title": spec.title,
        "summary": spec.summary[:500],
        "body": spec.body,
        "source": spec.source[:60],
        "author_name": spec.author,
        "editor_name": writer.name,
        "keywords": ",".join(spec.keywords)[:100],
    }
    kind = ArticleKind.ARTICLE
    if spec.picture:
        fields["picture"] = _picture(spec.picture, column.site, by=writer, at=begun)
    if task.document:
        kind, fields["document"] = ArticleKind.DOCUMENT, _document_data(task.document, cluster)
    elif task.interpretation:
        kind = ArticleKind.INTERPRETATION
        if FORMS[task.interpretation.form] == Form.MEDIA:
            fields["source_url"] = f"https://paper.example.cn/pinglun/{task.at:%Y%m%d}.html"
    is_migrated = spec.state == "published" and now - task.at > REVIEWED_HERE
    if is_migrated:
        robot = cluster.robot()
        article = actions.publish_standing(column, by=robot, at=task.at, basis=MIGRATED, kind=kind, **fields)
    else:
        article = actions.create_article(column, by=writer, at=begun, kind=kind, **fields)
    if task.interpretation:
        document = documents[task.interpretation.document].policy_document
        _link(article, document, task.interpretation, by=writer, at=task.at if is_migrated else begun)
    if task.document and spec.state in PLANNED_IN and task.document.needs_interpretation:
        _plan(article, task.document, cluster, number=len(documents), at=task.at if is_migrated else begun)
    if not is_migrated:
        article = _carry(article.revisions.get(), spec, cluster, at=task.at).article
    _remember(article, spec, cluster, now=now)
    return article


def _link(article: Article, document: PolicyDocument, spec: InterpretationSpec, *, by: User, at: datetime) -> None:
    """Link the interpretation; those in words and charts name the parts of the document that they are about."""
    link_interpretation(
        article, [document], by=by, at=at, form=FORMS[spec.form], author_role=AUTHOR_ROLES[spec.author_role]
    )
    if spec.form in {"文字解读", "图解"}:
        parts = [clause.key for clause in clauses_in(document.article.live.body)][:2]
        set_clauses(article, document, "、".join(label_of(key) for key in parts), by=by, at=at)


def _plan(article: Article, spec: DocumentSpec, cluster: Cluster, *, number: int, at: datetime) -> None:
    """Settle how the document will be explained; every fifth of those that were migrated has no plan."""
    if article.live_id and number % 5 == 4:
        return
    writer = cluster.person(spec.article.site, "contributor")
    last = latest_day(article)
    planned_on = max(timezone.localdate(at), last) if last else timezone.localdate(at)
    plan_interpretation(
        article, by=writer, at=at, organization=cluster.body(spec.issuer), forms=PLANNED_FORMS[number % len(PLANNED_FORMS)],
        planned_on=planned_on, drafter=writer.name,
    )  # fmt: skip


def _carry(revision: Revision, spec: ArticleSpec, cluster: Cluster, *, at: datetime) -> Revision:
    """Take the draft as far as the demo says; reviewers say something fitting, or what the demo has them say."""
    steps = HOW_FAR[spec.state]
    said = {note.stage: note.opinion for note in spec.notes if note.passed}
    returned = next((note for note in spec.notes if not note.passed), None)
    luck = revision.pk
    if steps == 0:
        return revision
    revision = actions.submit_revision(
        revision, by=cluster.person(spec.site, "contributor"), at=at - timedelta(hours=4)
    )
    stages = [
        ("first_review", "first_reviewer", FIRST_OPINIONS, 3),
        ("second_review", "second_reviewer", SECOND_OPINIONS, 2),
    ]
    for number, (stage, role, opinions, hours) in enumerate(stages, start=2):
        reviewer, then = cluster.person(spec.site, role), at - timedelta(hours=hours)
        if returned and returned.stage == stage:
            return actions.return_revision(revision, by=reviewer, at=then, opinion=returned.opinion)
        if steps < number:
            return revision
        opinion = said.get(stage) or opinions[luck % len(opinions)]
        revision = actions.pass_revision(revision, by=reviewer, at=then, opinion=opinion)
    issuer = cluster.person(spec.site, "issuer")
    if spec.state == "returned":
        opinion = returned.opinion if returned else "请按规范修改后重新报送。"
        return actions.return_revision(revision, by=issuer, at=at, opinion=opinion)
    if spec.state != "published":
        return revision
    return actions.issue_revision(revision, by=issuer, at=at, opinion=ISSUE_OPINIONS[luck % len(ISSUE_OPINIONS)])


def _remember(article: Article, spec: ArticleSpec, cluster: Cluster, *, now: datetime) -> None:
    """Keep what the home page will want, and pin what the demo pins."""
    if spec.state != "published":
        return
    if spec.headline:
        cluster.headlines.setdefault(spec.site, []).append(article)
    if spec.picture:
        cluster.pictured.setdefault(spec.site, []).append(article)
    if spec.pinned:
        actions.pin_article(article, by=cluster.person(spec.site, "issuer"), at=now)


def _document_data(spec: DocumentSpec, cluster: Cluster) -> dict[str, object]:
    issuer = cluster.body(spec.issuer)
    together = [issuer.name, *spec.co_issuers]
    return {
        "issuer": issuer.pk,
        "issuer_text": " ".join(together)[:100] if spec.co_issuers else "",
        "index_number": spec.index_number,
        "document_number": spec.document_number,
        "topic": "/".join(part for part in spec.topic if part),
        "genre": spec.genre,
        "written_on": spec.written_on.isoformat(),
        "printed_on": spec.printed_on.isoformat(),
        "effective_on": spec.effective_on.isoformat(),
        "expires_on": spec.expires_on.isoformat() if spec.expires_on else None,
        "is_normative": spec.normative,
        "needs_interpretation": spec.needs_interpretation,
    }


def _change_statuses(province: DemoProvince, cluster: Cluster, documents: dict[str, Article], *, now: datetime) -> None:
    """Mark what was amended, repealed or has lapsed, by relation where another document did it."""
    for spec in province.documents:
        if spec.validity not in STATUSES:
            continue
        issuer: User = cluster.person(spec.article.site, "issuer")
        document = documents[spec.key].policy_document
        changed_by = documents.get(spec.changed_by) if spec.changed_by else None
        if changed_by:
            kind = RelationKind.AMENDS if spec.validity == "已修改" else RelationKind.REPEALS
            actions.relate_documents(changed_by, kind, document, by=issuer, at=now)
        else:
            why = spec.validity_note or "有效期届满，自行失效。"
            actions.set_document_status(document, STATUSES[spec.validity], by=issuer, at=now, why=why)


def _begin_interpretations(cluster: Cluster, *, now: datetime) -> None:
    """Two interpretations on their way, so that the ledger shows duties at every step: one in review, one a draft."""
    site = cluster.sites["lanjiang"]
    waiting = InterpretationDuty.objects.open().filter(site=site, due_on__gte=timezone.localdate(now))
    writer, column = cluster.person("lanjiang", "contributor"), cluster.columns["lanjiang", "jdhy/zcjd"]
    for duty, is_submitted in zip(waiting.order_by("due_on")[:2], (True, False), strict=False):
        document = duty.document
        article = actions.create_article(
            column, by=writer, at=now - timedelta(hours=3), kind=ArticleKind.INTERPRETATION,
            title=f"{in_marks(document.article.title)}政策解读", source=document.issuer.name[:60],
            body=f"<p>近日，{in_marks(document.article.title)}印发，现就有关内容解读如下。</p><h2>一、主要内容</h2><p>待补充。</p>",
        )  # fmt: skip
        link_interpretation(article, [document], by=writer, at=now - timedelta(hours=3))
        if is_submitted:
            actions.submit_revision(article.revisions.get(), by=writer, at=now - timedelta(hours=2))


def _free_and_accompany(cluster: Cluster, *, now: datetime) -> None:
    """One document freed from its interpretation with a reason, and one that goes out together with an interpretation."""
    site = cluster.sites["lanjiang"]
    issuer, writer = cluster.person("lanjiang", "issuer"), cluster.person("lanjiang", "contributor")
    duty = InterpretationDuty.objects.open().filter(site=site, document__article__title__contains=FREED).first()
    if duty:
        exempt_duty(duty, FREED_BECAUSE, by=cluster.person("lanjiang", "site_manager"), at=now - timedelta(days=2))
    waiting = Article.objects.filter(site=site, kind=ArticleKind.DOCUMENT, revisions__state=State.ISSUE).first()
    if waiting is None:
        return
    title, begun = waiting.revisions.get().title, now - timedelta(hours=20)
    article = actions.create_article(
        cluster.columns["lanjiang", "jdhy/zcjd"], by=writer, at=begun, kind=ArticleKind.INTERPRETATION,
        title=f"问答：{title}", source=site.sponsor.name[:60],
        body="<p>问：为什么作补充？</p><p>答：原通知印发后，各地反映了一些具体执行问题，需要统一口径。</p>"
        "<p>问：已经办过的要不要重新办？</p><p>答：不用。此前受理的按有利于申请人的原则继续办理。</p>",
    )  # fmt: skip
    revision = actions.submit_revision(article.revisions.get(), by=writer, at=begun + timedelta(hours=1))
    for number, role in enumerate(("first_reviewer", "second_reviewer"), start=2):
        person = cluster.person("lanjiang", role)
        revision = actions.pass_revision(
            revision, by=person, at=begun + timedelta(hours=number), opinion="与文件一致，同意。"
        )
    plan_companions(waiting, [article], by=issuer, at=now - timedelta(hours=15))


@cache
def drawn(name: str) -> RecognisedFile:
    """Return one of the demo's pictures, drawn and looked at once for all sites."""
    return recognised(SimpleUploadedFile(f"{name}.jpg", draw(name)))


def _picture(name: str, site: object, *, by: User, at: datetime) -> Asset:
    asset = keep_file(site, drawn(name), by=by, at=at, alt=f"插图：{CAPTIONS[name]}")
    if name in FOCUS and asset.standing == Standing.UNSEEN:
        across, down = FOCUS[name]
        asset = actions.describe_asset(asset, by=by, at=at, focal_x=across, focal_y=down)
    return asset
