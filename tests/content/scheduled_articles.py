"""Run by a process of its own: articles whose hour has come, in the database of PORTAL_VAR. Every third is public already and
gets its second version; one waits for tomorrow, and one that expired is to be taken down by the same sweep."""

import sys
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from content.actions import issue_revision, pass_revision, save_draft, submit_revision  # noqa: E402
from sites.scope import everything  # noqa: E402
from tests.builders import a_submitted, an_article, the_office_of  # noqa: E402
from tests.cast import a_column, a_site  # noqa: E402

now = timezone.now()
before, due = now - timedelta(hours=2), now - timedelta(hours=1)


def schedule(revision, publish_at):
    for name in ("reviewer1", "reviewer2"):
        revision = pass_revision(revision, by=people[name], at=before)
    issue_revision(revision, by=people["signer"], at=before, publish_at=publish_at)


with everything("scheduled articles for a test"):
    news = a_column(a_site("province", host="province.example", name="测试省人民政府"))
    people = the_office_of(news)
    for number in range(int(sys.argv[1])):
        if number % 3:
            schedule(a_submitted(news, at=before, title=f"第{number}项工作的通报"), due)
            continue
        public = an_article(news, at=before, title=f"第{number}项工作的通报")
        draft = save_draft(public, by=people["writer"], at=before, title=public.title, body="<p>通报如下，已更正。</p>")
        schedule(submit_revision(draft, by=people["writer"], at=before), due)
    schedule(a_submitted(news, at=before, title="明日发布的公告"), now + timedelta(days=1))
    an_article(news, at=before, title="已到期的公告", expires_at=due)
