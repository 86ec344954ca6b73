"""Tiny builders: only what a test is about is spelt out. They go through the actions, like everybody else."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from content.actions import create_article, issue_revision, pass_revision, submit_revision
from content.issue_conditions import answers_for
from content.models import Article, ArticleKind, Revision
from interpretation.actions import plan_interpretation
from interpretation.models import Form, InterpretationPlan
from sites.models import Column, User
from sites.policy import Role
from tests.cast import NOW, a_person

PEOPLE = {
    "writer": Role.CONTRIBUTOR,
    "reviewer1": Role.FIRST_REVIEWER,
    "reviewer2": Role.SECOND_REVIEWER,
    "signer": Role.ISSUER,
}


def the_office_of(column: Column) -> dict[str, User]:
    """Four different people who can carry an article of the column's site through the three reviews."""
    people = {}
    for name, role in PEOPLE.items():
        username = f"{name}-{column.site.slug}"
        people[name] = User.objects.filter(username=username).first() or a_person(username, (role, column.site))
    return people


def a_draft(column: Column, *, at: datetime = NOW, **fields) -> Revision:
    """The first draft of an article in the column."""
    defaults = {"title": "全省春耕备耕工作会议召开", "body": "<p>会议部署春耕备耕工作。</p>", "source": "测试日报"}
    article = create_article(column, by=the_office_of(column)["writer"], at=at, **{**defaults, **fields})
    return article.revisions.get()


def a_submitted(column: Column, *, at: datetime = NOW, **fields) -> Revision:
    """A revision that waits for its first review."""
    return submit_revision(a_draft(column, at=at, **fields), by=the_office_of(column)["writer"], at=at)


def an_article(column: Column, *, at: datetime = NOW, **fields) -> Article:
    """A published article of the column."""
    return carry_through(a_submitted(column, at=at, **fields), at=at).article


def carry_through(revision: Revision, *, at: datetime = NOW) -> Revision:
    """Pass a submitted revision through all three reviews; a document that must be explained gets a plan on the way."""
    people = the_office_of(revision.article.column)
    if any(not answer.is_met for answer in answers_for(revision, at=at)):
        a_plan(revision.article, by=people["writer"], at=at)
    revision = pass_revision(revision, by=people["reviewer1"], at=at)
    revision = pass_revision(revision, by=people["reviewer2"], at=at)
    return issue_revision(revision, by=people["signer"], at=at)


def a_plan(article: Article, *, by: User, at: datetime = NOW, **said) -> InterpretationPlan:
    """A plan to explain the document in words, by its site's sponsor."""
    defaults = {"organization": article.site.sponsor, "forms": [Form.TEXT], "planned_on": timezone.localdate(at)}
    return plan_interpretation(article, by=by, at=at, **{**defaults, **said})


def a_document(column: Column, *, at: datetime = NOW, document: dict | None = None, **fields) -> Article:
    """A published policy document."""
    data = {
        "issuer": column.site.sponsor_id,
        "document_number": "测政发〔2026〕1号",
        "genre": "通知",
        "topic": "综合政务",
        "written_on": "2026-11-01",
        "needs_interpretation": True,
        **(document or {}),
    }
    defaults = {"title": "测试省人民政府关于稳定粮食生产的通知", "kind": ArticleKind.DOCUMENT}
    return an_article(column, at=at, document=data, **{**defaults, **fields})
