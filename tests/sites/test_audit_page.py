"""The office's page of one entry of the audit trail, in words that an inspector reads."""

from django.urls import reverse

from sites.models import AuditEntry
from tests.builders import an_article


def test_an_entry_says_what_happened_to_what_and_how_it_is_sealed(client, news, site_admin):
    article = an_article(news, title="一篇稿件")
    entry = AuditEntry.objects.filter(event="content.article.published", object_id=str(article.pk)).get()
    client.force_login(site_admin, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:sites_auditentry_change", args=[entry.pk])).content.decode()
    for words in (
        "发布",
        "一篇稿件",
        f"稿件，编号 {article.pk}",
        "上一条的指纹",
        entry.previous_hash,
        "本条的指纹",
        entry.hash,
    ):
        assert words in page, words
    for raw in ("content.article.published", "content.Article", "Previous hash"):
        assert raw not in page, raw
    assert (
        client.post(reverse("admin:sites_auditentry_change", args=[entry.pk]), {"actor_name": "别人"}).status_code
        == 403
    )
