"""The library shows what a site keeps and where it is used; files are described, replaced and cleared away."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from content.actions import describe_asset, fill_slot, replace_asset, upload_asset
from content.media_folders import place_of
from content.models import Article, Asset, HomeSlot
from sites.models import AuditEntry
from sites.refusals import Refused
from tests.builders import a_draft, a_submitted, an_article, the_office_of
from tests.cast import NOW, a_person
from tests.content.files import a_pdf, a_picture, a_video

LIBRARY = "/admin/media/"
OTHER = (200, 30, 30)


@pytest.fixture
def writer(news):
    return the_office_of(news)["writer"]


@pytest.fixture
def picture(news, writer) -> Asset:
    return upload_asset(news.site, a_picture("春耕.png"), by=writer, at=NOW, alt="春耕现场")


@pytest.fixture
def at_desk(client, writer):
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def with_picture(asset) -> str:
    return f'<p>图</p><p><img src="{asset.file.url}" alt="图" width="32" height="18"></p>'


def listed(client, **asked) -> str:
    answer = client.get(LIBRARY, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_library_lists_and_filters(at_desk, news, writer, picture):
    upload_asset(news.site, a_pdf("通知.pdf"), by=writer, at=NOW)
    assert all(name in listed(at_desk) for name in ("春耕.png", "通知.pdf"))
    assert "通知.pdf" not in listed(at_desk, kind="image")
    assert "春耕.png" in listed(at_desk, q="现场", view="list")
    assert "春耕.png" not in listed(at_desk, q="没有")
    assert "春耕.png" in listed(at_desk, since="2026-11-18", until="2026-11-18", uses="unused", standing="unseen")
    assert "春耕.png" not in listed(at_desk, uses="used")
    assert "春耕.png" not in listed(at_desk, since="2026-11-19")


@pytest.mark.parametrize(
    "asked",
    [{"site": "x"}, {"kind": "x"}, {"since": "昨天"}, {"page": "x"}, {"q": "\x00"}, {"site": 10**40}, {"view": "x"}],
)
def test_filters_that_make_no_sense_are_left_out(at_desk, picture, asked):
    assert "春耕.png" in listed(at_desk, **asked)


def test_the_grid_costs_ten_queries_at_most(at_desk, news, writer, django_assert_max_num_queries):
    for shade in range(12):
        upload_asset(news.site, a_picture(colour=(shade, 0, 0)), by=writer, at=NOW)
    listed(at_desk)
    for asked in ({}, {"view": "list", "uses": "unused"}):
        with django_assert_max_num_queries(10):
            listed(at_desk, **asked)


def test_another_sites_files_are_neither_listed_nor_shown(client, picture, other_site_editor):
    client.force_login(other_site_editor, backend="django.contrib.auth.backends.ModelBackend")
    assert "春耕.png" not in listed(client)
    assert client.get(f"{LIBRARY}{picture.pk}/").status_code == 404
    assert client.post(f"{LIBRARY}{picture.pk}/delete/").status_code == 404
    assert client.get(f"{LIBRARY}99999/").status_code == 404


def test_the_page_of_a_file_says_where_it_is_used(at_desk, news, picture):
    article = an_article(news, title="春耕开始", body=with_picture(picture))
    a_draft(news, title="另一份草稿", picture=picture)
    shown = at_desk.get(f"{LIBRARY}{picture.pk}/").content.decode()
    for words in ("春耕开始", f"/admin/articles/{article.pk}/", "公开中", "另一份草稿", "题图"):
        assert words in shown


def test_only_what_is_there_can_be_dropped_from_a_recording(at_desk, news, writer):
    film = upload_asset(news.site, a_video(), by=writer, at=NOW)
    assert "去掉现有" not in at_desk.get(f"{LIBRARY}{film.pk}/").content.decode()
    Asset.objects.filter(pk=film.pk).update(captions="x/a.vtt")
    page = at_desk.get(f"{LIBRARY}{film.pk}/").content.decode()
    assert "去掉现有字幕" in page
    assert "去掉现有封面" not in page


def test_words_and_focal_point_are_kept_with_a_record(at_desk, picture):
    answer = at_desk.post(
        f"{LIBRARY}{picture.pk}/",
        {"name": "春耕.png", "alt": "农机在田里", "caption": "", "credit": "本站", "focal_x": 20, "focal_y": 80},
    )
    assert answer.status_code == 302
    picture.refresh_from_db()
    assert (picture.alt, picture.focal_x, picture.focal_y) == ("农机在田里", 20, 80)
    entry = AuditEntry.objects.get(event="content.asset.changed")
    assert (entry.before["alt"], entry.after["alt"]) == ("春耕现场", "农机在田里")


@pytest.mark.parametrize(
    "wrong", [{"focal_x": 101}, {"focal_y": -1}, {"focal_x": "x"}, {"name": ""}, {"alt": "长" * 300}]
)
def test_bad_words_come_back_with_a_sentence(at_desk, picture, wrong):
    given = {"name": "a.png", "alt": "新", "focal_x": 50, "focal_y": 50, **wrong}
    answer = at_desk.post(f"{LIBRARY}{picture.pk}/", given)
    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()
    picture.refresh_from_db()
    assert picture.alt == "春耕现场"


def test_what_the_public_sees_is_described_by_those_who_answer_for_it(news, picture, writer, site_admin):
    an_article(news, body=with_picture(picture))
    with pytest.raises(Refused, match="审发员或站点管理员"):
        describe_asset(picture, by=writer, at=NOW, alt="新")
    for person in (site_admin, the_office_of(news)["signer"]):
        assert describe_asset(picture, by=person, at=NOW, alt=person.name).alt == person.name


def test_replacing_drafts_every_article_and_leaves_the_live_page(news, writer, picture):
    live, draft = an_article(news, body=with_picture(picture)), a_draft(news, title="草稿", picture=picture)
    done = replace_asset(picture, a_picture("新.png", colour=OTHER), by=writer, at=NOW)
    assert [each.article_id for each in done.drafts] == [live.pk, draft.article_id]
    body = done.drafts[0].body
    assert done.asset.file.url in body
    assert picture.file.url not in body
    assert "width=" not in body
    assert picture.file.url in Article.objects.get(pk=live.pk).live.body
    assert done.drafts[1].picture_id == done.asset.pk
    assert done.asset.alt == "春耕现场"


def test_an_attachment_keeps_its_title_when_the_file_is_replaced(news, writer):
    paper = upload_asset(news.site, a_pdf(), by=writer, at=NOW)
    an_article(news, attachments=[(paper, "实施方案")])
    done = replace_asset(paper, a_pdf("新.pdf", b"other"), by=writer, at=NOW)
    (attachment,) = done.drafts[0].attachments.all()
    assert (attachment.title, attachment.asset_id) == ("实施方案", done.asset.pk)


def test_what_is_in_review_is_reported_and_not_touched(news, writer, picture):
    waiting = a_submitted(news, body=with_picture(picture))
    done = replace_asset(picture, a_picture(colour=OTHER), by=writer, at=NOW)
    assert (done.drafts, [thing for thing, _why in done.refused]) == ([], [waiting.article])


def test_places_of_the_home_page_follow_at_once_for_those_who_may(news, picture, site_admin, writer):
    fill_slot(news.site, "pictures", by=site_admin, at=NOW, article=an_article(news), picture=picture)
    refused = replace_asset(picture, a_picture(colour=OTHER), by=writer, at=NOW)
    assert len(refused.refused) == 1
    done = replace_asset(refused.asset, a_picture(colour=(1, 1, 1)), by=site_admin, at=NOW)
    assert HomeSlot.objects.get().picture_id == picture.pk
    assert done.places == []


@pytest.mark.parametrize("file", [a_pdf(), a_picture("春耕.png"), a_picture("x.svg")])
def test_a_file_that_cannot_take_the_place_is_refused(at_desk, picture, file):
    answer = at_desk.post(f"{LIBRARY}{picture.pk}/replace/", {"file": file}, follow=True)
    assert answer.status_code == 200
    picture.refresh_from_db()
    assert picture.replaced_by is None


def test_replacing_twice_is_refused(at_desk, picture):
    for colour in (OTHER, (3, 3, 3)):
        at_desk.post(f"{LIBRARY}{picture.pk}/replace/", {"file": a_picture(colour=colour)})
    assert Asset.objects.count() == 2


def test_a_used_file_is_not_deleted(at_desk, news, picture):
    a_draft(news, body=with_picture(picture))
    answer = at_desk.post(f"{LIBRARY}{picture.pk}/delete/", follow=True)
    assert "不能删除" in answer.content.decode()
    assert Asset.objects.filter(pk=picture.pk).exists()


def test_an_unused_file_goes_with_all_that_was_made_of_it(at_desk, picture, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert at_desk.post(f"{LIBRARY}{picture.pk}/delete/").status_code == 302
    assert not Asset.objects.exists()
    assert place_of(picture.file.name) is None
    assert at_desk.post(f"{LIBRARY}{picture.pk}/delete/").status_code == 404


def test_orphans_are_what_nothing_used_for_ninety_days(at_desk, news, writer, picture):
    old = NOW - timedelta(days=200)
    lonely = upload_asset(news.site, a_picture("旧图.png", colour=OTHER), by=writer, at=old)
    used = upload_asset(news.site, a_picture("旧图二.png", colour=(9, 9, 9)), by=writer, at=old)
    a_draft(news, picture=used)
    shown = at_desk.get(f"{LIBRARY}orphans/").content.decode()
    assert "旧图.png" in shown
    assert "旧图二.png" not in shown
    answer = at_desk.post(f"{LIBRARY}orphans/delete/", {"asset": [lonely.pk, used.pk, "x"]}).content.decode()
    assert "已删除 1 个文件" in answer
    assert "1 个没有删除" in answer
    assert "没有勾选文件" in at_desk.post(f"{LIBRARY}orphans/delete/").content.decode()
    again = at_desk.post(f"{LIBRARY}orphans/delete/", {"asset": [used.pk]}).content.decode()
    assert "1 个没有删除" in again
    assert "释放" not in again
    assert Asset.objects.count() == 2


def test_a_site_has_only_so_much_room(news, writer, settings):
    settings.MEDIA_QUOTA_MB = 0
    with pytest.raises(Refused, match="媒体空间"):
        upload_asset(news.site, a_picture(), by=writer, at=NOW)


def test_a_supervisor_only_looks(client, picture, supervisor):
    client.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get(f"{LIBRARY}{picture.pk}/").content.decode()
    assert "替换文件" not in shown
    client.post(f"{LIBRARY}{picture.pk}/", {"name": "x.png", "alt": "x", "focal_x": 1, "focal_y": 1})
    client.post(f"{LIBRARY}{picture.pk}/replace/", {"file": a_picture(colour=OTHER)})
    client.post(f"{LIBRARY}{picture.pk}/delete/")
    picture.refresh_from_db()
    assert (picture.alt, Asset.objects.count()) == ("春耕现场", 1)


def test_somebody_without_grants_sees_an_empty_library(client, picture):
    client.force_login(a_person("nobody"), backend="django.contrib.auth.backends.ModelBackend")
    assert "春耕.png" not in listed(client)
    assert default_storage.exists(picture.file.name)
