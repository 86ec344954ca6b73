"""The list of articles answers what is mine: what I began, and what I am writing on now."""

import pytest
from django.urls import reverse

from content.actions import create_article, save_draft
from sites.policy import Role
from tests.builders import a_draft, an_article, the_office_of
from tests.cast import NOW, a_person


@pytest.fixture
def second(news):
    """Another contributor of the column."""
    return a_person("second", (Role.CONTRIBUTOR, news))


def test_mine_is_what_i_began_and_what_i_am_rewriting(client, news, second):
    rewritten, other = an_article(news, title="别人发的稿"), a_draft(news, title="别人的草稿").article
    save_draft(rewritten, by=second, at=NOW, title="我在改的稿", body="<p>新的内容。</p>")
    begun = create_article(news, by=second, at=NOW, title="我起草的稿", body="<p>内容。</p>")
    client.force_login(second, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:content_article_changelist"), {"mine": "1"}).content.decode()
    assert begun.live is None and "我起草的稿" in page and "我在改的稿" in page
    assert "别人的草稿" not in page and other.created_by == the_office_of(news)["writer"]
