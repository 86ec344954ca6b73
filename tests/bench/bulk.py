"""What it costs to issue a thousand revisions in one go, each with its review step, audit entry and outbox rows, and with the
stored pages dropped on which it shows."""

import shutil
import time
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from tests.bench.registry import Figure, measurement
from tests.bench.workshop import Workshop

MANY = 1000


@measurement
def bulk_issue(workshop: Workshop) -> Iterator[Figure]:
    """Lay out revisions that have passed two reviews, then time what the bulk page does with them."""
    from content.actions import issue_revision
    from content.actions.many import holding_open_revisions, open_revision
    from content.models import Article, Revision
    from content.page_store.folder import PageFolder
    from content.page_store.purging import open_store
    from sites.many import act_on_each
    from tests.builders import the_office_of

    site = workshop.province
    column = Article.objects.filter(column__site=site).latest("pk").column
    people, now = the_office_of(column), timezone.now()
    made = _waiting_to_be_issued(column, people, now)
    open_ones = Prefetch("revisions", Revision.objects.open(), to_attr="open_ones")
    articles = list(Article.objects.filter(pk__in=made).prefetch_related(open_ones))
    open_store(PageFolder(settings.PAGE_STORE), at=now)  # as a server does, which then follows every change
    signer = type(people["signer"]).objects.get(pk=people["signer"].pk)
    began = time.perf_counter()
    outcome = act_on_each(
        articles,
        lambda article: issue_revision(open_revision(article), by=signer, at=now),
        holding=holding_open_revisions,
    )
    seconds = time.perf_counter() - began
    shutil.rmtree(settings.PAGE_STORE)  # the other measurements store nothing
    assert len(outcome.done) == MANY, outcome.refused[:3]
    yield Figure("issue 1,000 revisions at once", seconds, "s", 8)


def _waiting_to_be_issued(column, people, now) -> list:
    from content.models import Article, ReviewStep, Revision

    articles = Article.objects.bulk_create(
        Article(
            site=column.site, column=column, title=f"全省春耕备耕工作简报第 {n} 期", created_by=people["writer"],
            created_at=now, edited_at=now,
        )
        for n in range(MANY)
    )  # fmt: skip
    revisions = Revision.objects.bulk_create(
        Revision(
            article=article, number=1, state="issue", title=article.title, body="<p>各地抢抓农时，有序推进春耕。</p>" * 40,
            source="测试日报", author=people["writer"], first_reviewer=people["reviewer1"],
            second_reviewer=people["reviewer2"], created_at=now, edited_at=now, submitted_at=now, entered_stage_at=now,
        )
        for article in articles
    )  # fmt: skip
    ReviewStep.objects.bulk_create(
        ReviewStep(revision=revision, stage=stage, decision=decision, by=people[who], at=now, text_hash="0" * 64)
        for revision in revisions
        for stage, decision, who in (
            ("draft", "submit", "writer"),
            ("first-review", "pass", "reviewer1"),
            ("second-review", "pass", "reviewer2"),
        )
    )
    return [article.pk for article in articles]
