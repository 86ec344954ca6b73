"""Preview links: a draft for somebody without an account, until the link expires or is revoked; nobody else learns of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.actions import create_preview_link, revoke_preview_link, upload_asset
from content.models import PreviewLink, Revision
from content.workflow import State
from sites.actions import set_site_state
from sites.models import AuditEntry, SiteState
from sites.policy import Role
from sites.refusals import Refused
from tests.builders import a_document, a_draft, an_article, the_office_of
from tests.cast import a_column, a_person
from tests.content.files import a_picture


@pytest.fixture
def draft(news) -> Revision:
    """A draft that nobody has judged."""
    return a_draft(news, title="未经审核的稿件")


@pytest.fixture
def shared(draft, editor) -> tuple[PreviewLink, str]:
    """A link to the draft, with its secret."""
    return create_preview_link(draft, by=editor, at=timezone.now())


def address(token: str) -> str:
    return reverse("content:preview", args=[token])


def test_whoever_has_the_link_reads_the_draft_under_a_banner(client, shared):
    page = client.get(address(shared[1])).content.decode()
    assert "未经审核的稿件" in page
    assert "预览稿</strong> 未经审核 请勿外传" in page


def test_nothing_keeps_finds_or_passes_on_the_page(client, shared):
    response = client.get(address(shared[1]))
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "weibo" not in response.content.decode()
    assert "/qr/" not in response.content.decode()


def test_the_page_store_never_keeps_it(client, shared, settings, tmp_path):
    settings.PAGE_STORE = tmp_path / "pages"
    client.get(address(shared[1]))
    assert not [file for file in (tmp_path / "pages").rglob("*") if "preview" in str(file)]


def test_the_secret_itself_is_kept_nowhere(shared):
    link, token = shared
    assert len(token) >= 43
    assert token not in str(PreviewLink.objects.filter(pk=link.pk).values())
    assert token not in str(list(AuditEntry.objects.values()))


def gone(client, token: str) -> tuple[int, bytes]:
    response = client.get(address(token))
    return response.status_code, response.content.replace(token.encode(), b"")


def test_unknown_expired_revoked_and_given_up_all_look_the_same(client, draft, editor):
    now = timezone.now()
    _old, expired = create_preview_link(draft, by=editor, at=now - timedelta(days=8))
    link, revoked = create_preview_link(draft, by=editor, at=now)
    revoke_preview_link(link, by=editor, at=now)
    answers = {gone(client, token) for token in (expired, revoked, "A" * 43)}
    assert len(answers) == 1
    _link, given_up = create_preview_link(draft, by=editor, at=now)
    Revision.objects.filter(pk=draft.pk).update(state=State.DISCARDED)
    assert gone(client, given_up) in answers
    assert answers.pop()[0] == 404


@pytest.mark.parametrize("token", ["x", "A" * 42, "A" * 44, "%00" * 43, "../" * 20])
def test_what_is_no_secret_is_404(client, province, token):
    assert client.get(f"/preview/{token}/").status_code == 404


def test_another_site_does_not_know_the_link(client, shared, city):
    assert client.get(address(shared[1]), headers={"host": "city.testserver"}).status_code == 404


def test_a_link_dies_with_the_account_of_who_made_it(client, shared, editor):
    editor.is_active = False
    editor.save()
    assert client.get(address(shared[1])).status_code == 404


def test_a_suspended_site_shows_no_drafts_and_makes_no_links(client, shared, draft, editor, root):
    set_site_state(draft.article.site, SiteState.SUSPENDED, by=root, at=timezone.now(), note="改版")
    assert client.get(address(shared[1])).status_code == 503
    with pytest.raises(Refused, match="没有上线"):
        create_preview_link(Revision.objects.get(pk=draft.pk), by=editor, at=timezone.now())


def test_looks_are_counted_but_not_probes(client, shared):
    client.get(address(shared[1]))
    client.get(address(shared[1]))
    client.head(address(shared[1]))
    assert PreviewLink.objects.get().opens == 2


def test_a_look_at_a_draft_changes_nothing_public(client, news, editor):
    article = an_article(news)
    _link, token = create_preview_link(article.live, by=editor, at=timezone.now())
    client.get(address(token))
    article.refresh_from_db()
    assert article.views == 0


def test_its_files_open_with_the_link_and_only_with_it(client, news, editor):
    writer = the_office_of(news)["writer"]
    asset = upload_asset(news.site, a_picture(), by=writer, at=timezone.now(), alt="图")
    draft = a_draft(news, attachments=[(asset, "任务分解表")])
    other = a_draft(news, attachments=[(asset, "别的")])
    link, token = create_preview_link(draft, by=editor, at=timezone.now())
    file = reverse("content:preview_file", args=[token, draft.attachments.get().pk])
    assert file in client.get(address(token)).content.decode()
    response = client.get(file)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert client.get(reverse("content:preview_file", args=[token, other.attachments.get().pk])).status_code == 404
    revoke_preview_link(link, by=editor, at=timezone.now())
    assert client.get(file).status_code == 404


def test_a_document_is_previewed_as_its_page(client, province):
    article = a_document(a_column(province, "docs", type="policy"))
    person = a_person("docs", (Role.CONTRIBUTOR, article.column))
    _link, token = create_preview_link(article.live, by=person, at=timezone.now())
    page = client.get(address(token)).content.decode()
    assert "测政发〔2026〕1号" in page and "引用格式" in page
    assert "下载 PDF" not in page and "下载数据" not in page  # they are made of the public text
    assert "下载 PDF" in client.get(article.path).content.decode()


def test_a_draft_that_never_was_public_has_nothing_to_share(client, draft, editor):
    client.force_login(editor)
    seen = reverse("content-office:preview", args=[draft.pk])
    assert "微信" not in client.get(seen).content.decode()
    public = an_article(draft.article.column, title="已公开")
    assert "微信" in client.get(reverse("content-office:preview", args=[public.live_id])).content.decode()


def test_whoever_does_not_write_in_the_column_shares_and_revokes_nothing(draft, shared, supervisor, other_site_editor):
    for person in (supervisor, other_site_editor):
        with pytest.raises(Refused):
            create_preview_link(draft, by=person, at=timezone.now())
        with pytest.raises(Refused):
            revoke_preview_link(shared[0], by=person, at=timezone.now())


@pytest.mark.parametrize("days", [0, -1, 31])
def test_a_life_that_cannot_be_meant_is_refused(draft, editor, days):
    with pytest.raises(Refused, match="有效期"):
        create_preview_link(draft, by=editor, at=timezone.now(), days=days)


@pytest.fixture
def desk(client, editor):
    """A browser at which the editor is signed in."""
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_office_makes_tells_once_lists_and_revokes(desk, draft):
    made = desk.post(
        reverse("content-office:preview-share", args=[draft.pk]), {"days": 3, "note": "某专家"}, follow=True
    )
    page = made.content.decode()
    assert "http://testserver/preview/" in page
    assert "某专家" in page
    again = desk.get(reverse("content-office:preview-frame", args=[draft.pk])).content.decode()
    assert "http://testserver/preview/" not in again
    link = PreviewLink.objects.get()
    desk.post(reverse("content-office:preview-revoke", args=[link.pk]))
    link.refresh_from_db()
    assert link.revoked_at is not None
    twice = desk.post(reverse("content-office:preview-revoke", args=[link.pk]), follow=True).content.decode()
    assert "已经撤销" in twice


@pytest.mark.parametrize("fields", [{}, {"days": "9999"}, {"days": "7", "note": "长" * 61}, {"days": "七"}])
def test_bad_input_makes_no_link(desk, draft, fields):
    desk.post(reverse("content-office:preview-share", args=[draft.pk]), fields)
    assert not PreviewLink.objects.exists()


def test_both_are_in_the_trail(shared, editor):
    revoke_preview_link(shared[0], by=editor, at=timezone.now())
    events = set(AuditEntry.objects.filter(object_type="content.PreviewLink").values_list("event", flat=True))
    assert events == {"content.preview.shared", "content.preview.revoked"}
