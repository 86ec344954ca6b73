"""Writing an article through the admin: what the editor types is kept, cleaned, and limited to where they may write."""

import pytest
from django.urls import reverse

from content.actions import upload_asset
from content.models import Article, Revision
from content.workflow import State
from sites.models import Organization
from tests.builders import a_document, a_draft, a_submitted, the_office_of
from tests.cast import NOW, a_column, an_organization
from tests.content.files import a_picture

ADD = "admin:content_article_add"


def typed(column, **fields) -> dict:
    """What a browser sends for a new article."""
    return {
        "column": column.pk, "kind": "article", "title": "全省水利建设推进会召开", "body": "<p>会议部署冬春水利建设。</p>",
        "source": "测试日报", "openness": "active", **fields,
    }  # fmt: skip


@pytest.fixture
def at_desk(client, editor):
    """The editor, signed in."""
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_editor_writes_a_draft(at_desk, editor, news):
    response = at_desk.post(reverse(ADD), typed(news, _save="1"))
    article = Article.objects.get()
    assert response.url == reverse("content-office:article", args=[article.pk])
    revision = article.revisions.get()
    assert (revision.author, revision.state, revision.source) == (editor, State.DRAFT, "测试日报")


def test_saving_and_submitting_goes_into_the_first_review(at_desk, news):
    at_desk.post(reverse(ADD), typed(news, _submit="1"))
    assert Revision.objects.get().state == State.FIRST_REVIEW


def test_an_empty_text_is_kept_as_a_draft_when_it_cannot_be_submitted(at_desk, news):
    response = at_desk.post(reverse(ADD), typed(news, body="", _submit="1"), follow=True)
    assert Revision.objects.get().state == State.DRAFT
    assert "没有送审" in response.content.decode()


def test_a_script_in_the_text_is_taken_out(at_desk, news):
    nasty = '<p onclick="x()">好<script>alert(1)</script><img src="https://evil.example/x.png"><a href="javascript:x()">链</a></p>'
    at_desk.post(reverse(ADD), typed(news, body=nasty))
    body = Revision.objects.get().body
    assert "好" in body
    assert not any(word in body for word in ("script", "onclick", "evil", "alert"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "题" * 201),
        ("title", "空\x00字节"),
        ("title", "   "),
        ("expires_at", "昨天"),
        ("expires_at", "0001-01-01T00:00"),
        ("written_on", "9999-12-31"),
        ("source_url", "javascript:x"),
    ],
)
def test_bad_input_is_shown_beside_the_field_and_nothing_is_saved(at_desk, news, field, value):
    response = at_desk.post(reverse(ADD), typed(news, **{field: value}))
    assert response.status_code == 200
    assert not Article.objects.exists()
    assert "会议部署冬春水利建设" in response.content.decode()


def test_a_column_without_a_grant_is_no_choice(at_desk, province):
    other = a_column(province, "notices")
    response = at_desk.post(reverse(ADD), typed(other))
    assert response.status_code == 200
    assert not Article.objects.exists()


def test_another_sites_column_is_no_choice(at_desk, city_news):
    at_desk.post(reverse(ADD), typed(city_news))
    assert not Article.objects.exists()


def test_a_document_needs_its_issuer_kind_and_date(at_desk, news):
    page = at_desk.post(reverse(ADD), typed(news, kind="document")).content.decode()
    assert page.count("政策文件须填写此项") == 6  # beside each field, and in the summary above


def test_a_picture_needs_words_for_those_who_cannot_see_it(at_desk, news):
    page = at_desk.post(reverse(ADD), typed(news, picture_file=a_picture())).content.decode()
    assert "请写明图片内容" in page


def test_files_and_picture_come_with_the_draft(at_desk, news):
    at_desk.post(
        reverse(ADD),
        typed(news, picture_file=a_picture(), picture_alt="会场", new_files=[a_picture("附件.png", (64, 64))]),
    )
    revision = Revision.objects.get()
    assert revision.picture.alt == "会场"
    assert [attachment.title for attachment in revision.attachments.all()] == ["附件.png"]


def test_a_refused_file_is_a_sentence_and_the_text_stays(at_desk, news):
    lie = a_picture("报名表.jpg")
    lie.file.seek(0)
    lie.file.truncate()
    lie.file.write(b"<html><script>alert(1)</script></html>")
    lie.file.seek(0)
    lie.size = 38
    page = at_desk.post(reverse(ADD), typed(news, new_files=[lie])).content.decode()
    assert "不是可以打开的图片" in page
    assert "全省水利建设推进会召开" in page
    assert not Article.objects.exists()


def test_an_article_in_review_opens_its_page_instead_of_the_form(client, news):
    revision = a_submitted(news)
    client.force_login(the_office_of(news)["writer"], backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("admin:content_article_change", args=[revision.article_id]))
    assert response.url == reverse("content-office:article", args=[revision.article_id])


def test_saving_over_a_newer_draft_is_refused_with_the_text_kept(client, news, editor):
    draft = a_draft(news)
    address = reverse("admin:content_article_change", args=[draft.article_id])
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    seen = client.get(address).context["adminform"].form.initial["seen"]
    Revision.objects.filter(pk=draft.pk).update(edited_at="2026-11-19T00:00:00Z")
    page = client.post(address, typed(news, title="晚了一步的标题", seen=seen)).content.decode()
    assert "更新的版本" in page
    assert "晚了一步的标题" in page


def test_another_sites_editor_finds_no_article_here(client, news, other_site_editor):
    draft = a_draft(news)
    client.force_login(other_site_editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("admin:content_article_change", args=[draft.article_id])).status_code == 404


def test_the_list_costs_the_same_whatever_its_length(at_desk, news, django_assert_max_num_queries):
    for number in range(12):
        a_draft(news, title=f"第{number}篇")
    address = reverse("admin:content_article_changelist")
    at_desk.get(address)
    with django_assert_max_num_queries(14):
        assert at_desk.get(address).status_code == 200


def test_a_summary_that_nobody_wrote_follows_the_text(client, news):
    draft = a_draft(news, body="<p>会期定于二月三十日。</p>")
    client.force_login(the_office_of(news)["writer"], backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("admin:content_article_change", args=[draft.article_id])
    shown = client.get(address).context["adminform"].form.initial["summary"]
    assert shown == ""
    client.post(address, typed(news, summary=shown, body="<p>会期定于二月二十八日。</p>"))
    draft.refresh_from_db()
    assert draft.summary == "会期定于二月二十八日。"
    client.post(address, typed(news, summary="编辑写的摘要", body="<p>会期定于三月一日。</p>"))
    assert client.get(address).context["adminform"].form.initial["summary"] == "编辑写的摘要"


def test_files_to_keep_and_a_picture_to_drop_are_asked_about_only_where_there_are_any(client, news):
    writer = the_office_of(news)["writer"]
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    bare = a_draft(news)
    page = client.get(reverse("admin:content_article_change", args=[bare.article_id])).content.decode()
    assert "保留的附件" not in page and "去掉现有题图" not in page
    picture = upload_asset(news.site, a_picture(), by=writer, at=NOW, alt="会场")
    full = a_draft(news, picture_id=picture.pk, attachments=[(picture, "附表")])
    page = client.get(reverse("admin:content_article_change", args=[full.article_id])).content.decode()
    assert "保留的附件" in page and "去掉现有题图" in page


def test_kept_attachments_keep_their_order_and_their_names(client, news):
    people = the_office_of(news)
    first, second = (
        upload_asset(news.site, a_picture(f"{n}.png", (n, n)), by=people["writer"], at=NOW) for n in (20, 30)
    )
    draft = a_draft(news, attachments=[(second, "附件一"), (first, "附件二")])
    client.force_login(people["writer"], backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("admin:content_article_change", args=[draft.article_id])
    client.post(address, typed(news, kept_files=[first.pk, second.pk]))
    assert [each.title for each in draft.attachments.all()] == ["附件一", "附件二"]


def test_the_buttons_that_save_belong_to_the_form_though_they_stand_below_it(client, editor, news):
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse(ADD)).content.decode()
    for verb in ("_submit", "_save", "_continue"):
        assert f'form="article_form" name="{verb}"' in page
    assert 'id="article_form"' in page


def test_issuers_are_named_in_full_where_short_names_are_alike(client, news, editor):
    names = [an_organization(f"{city}人民政府教育局").name for city in ("甲市", "乙市")]
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:content_article_add")).content.decode()
    assert all(f">{name}</option>" in page for name in names)


def test_a_document_keeps_the_issuer_that_has_been_dissolved_since(client, news):
    dissolved = an_organization("测试省经济贸易委员会")
    article = a_document(news, document={"issuer": dissolved.pk})
    Organization.objects.filter(pk=dissolved.pk).update(is_active=False)
    client.force_login(the_office_of(news)["writer"], backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("admin:content_article_change", args=[article.pk])
    assert (
        f'<option value="{dissolved.pk}" selected>测试省经济贸易委员会</option>' in client.get(address).content.decode()
    )
    revision = article.revisions.get()
    sent = {
        "title": "改正后的标题", "body": revision.body, "seen": revision.edited_at.isoformat(), "openness": "active",
        "issuer": dissolved.pk, "genre": "通知", "written_on": "2026-11-01",
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    assert article.revisions.latest("number").document["issuer"] == dissolved.pk


def test_no_other_document_is_issued_by_a_dissolved_body(at_desk, news):
    dissolved = an_organization("测试省经济贸易委员会")
    Organization.objects.filter(pk=dissolved.pk).update(is_active=False)
    sent = typed(news, kind="document", issuer=dissolved.pk, genre="通知", written_on="2026-11-01")
    page = at_desk.post(reverse(ADD), sent).content.decode()
    assert not Article.objects.exists() and "请重新选择" in page
    assert "政策文件须填写此项" not in page


def test_a_refused_form_begins_with_what_stands_against_it_and_the_way_there(at_desk, news):
    page = at_desk.post(reverse(ADD), typed(news, kind="document", genre="通知", title="")).content.decode()
    assert "还没有保存，请按提示更正后再次保存。" in page
    for name, label in (("title", "标题"), ("issuer", "发文机关"), ("written_on", "成文日期")):
        assert f'<a href="#id_{name}" data-fault>{label}</a>' in page
    assert 'href="#id_genre"' not in page
