"""Two revisions compared field by field, in words and not in codes."""

from datetime import timedelta

import pytest

from content.actions import save_draft, upload_asset
from content.comparison import compare_revisions
from content.models import Article, Revision
from tests.builders import a_document, an_article, the_office_of
from tests.cast import NOW, a_column
from tests.content.files import a_picture


def edited(article: Article, **fields) -> tuple[Revision, Revision]:
    """The live revision and the next one with these changes."""
    writer = the_office_of(article.column)["writer"]
    text = {"title": article.live.title, "body": article.live.body, "summary": article.live.summary, **fields}
    return article.live, save_draft(article, by=writer, at=NOW + timedelta(hours=1), **text)


def shown(old: Revision, new: Revision) -> dict[str, tuple[str, str]]:
    """Label → what went and what came."""
    return {
        change.label: tuple(
            "".join(p.text for p in change.parts if p.change == which) for which in ("removed", "added")
        )
        for change in compare_revisions(old, new).fields
    }


def test_what_did_not_change_is_not_named(news):
    old, new = edited(an_article(news))
    assert compare_revisions(old, new).is_same


def test_lines_are_named_with_their_labels(news):
    old, new = edited(an_article(news), title="全省春季备耕工作会议召开", source="测试晚报")
    assert set(shown(old, new)) == {"标题", "来源"}


def test_a_change_of_the_text_counts_by_passages(news):
    old, new = edited(an_article(news), body="<p>会议研究部署春耕备耕工作。</p>")
    comparison = compare_revisions(old, new)
    assert (comparison.count, comparison.fields, comparison.text.is_same) == (1, [], False)


def test_document_data_is_shown_in_words(province):
    article = a_document(a_column(province, "docs", type="policy"))
    data = {**article.live.document, "genre": "意见", "is_normative": True, "openness": "on-request", "topic": ""}
    old, new = edited(article, document=data)
    assert shown(old, new) == {
        "公文种类": ("通知", "意见"),
        "行政规范性文件": ("", "是"),
        "公开属性": ("", "依申请公开"),
        "主题分类": ("综合政务", ""),
    }


def test_an_issuer_is_shown_by_name(province, bureau):
    article = a_document(a_column(province, "docs", type="policy"))
    old, new = edited(article, document={**article.live.document, "issuer": bureau.pk})
    assert shown(old, new)["发文机关"] == (province.sponsor.name, bureau.name)


def test_data_that_no_field_knows_is_shown_and_breaks_nothing(province):
    article = a_document(a_column(province, "docs", type="policy"))
    old, new = edited(article, document={**article.live.document, "unheard_of": [1]})
    assert shown(old, new) == {"unheard_of": ("", "[1]")}


def test_attachments_and_the_picture_are_named(news):
    article = an_article(news)
    writer = the_office_of(news)["writer"]
    asset = upload_asset(news.site, a_picture(), by=writer, at=NOW, alt="开工现场")
    old, new = edited(article, picture_id=asset.pk, attachments=[(asset, "任务分解表")])
    assert shown(old, new) == {"题图": ("", "开工现场"), "附件": ("", "任务分解表")}


def test_an_expiry_is_shown_as_a_moment_in_china(news):
    old, new = edited(an_article(news), expires_at=NOW + timedelta(days=30))
    assert shown(old, new) == {"到期下线时间": ("不设", "2026-12-18 10:00")}


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "<ins>假的</ins>", "{{ 7|add:7 }}"])
def test_hostile_titles_are_only_text_on_the_screen(client, news, hostile):
    from django.urls import reverse

    from content.actions import submit_revision

    _old, new = edited(an_article(news), title=f"标题{hostile}")
    submit_revision(new, by=the_office_of(news)["writer"], at=NOW + timedelta(hours=1))
    client.force_login(the_office_of(news)["reviewer1"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("content-office:review", args=[new.pk])).content.decode()
    assert "<script>alert(1)" not in page
    assert "<ins>假的</ins>" not in page
