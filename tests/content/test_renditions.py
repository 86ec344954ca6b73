"""Renditions are drawn after the upload; a page shows the original until then, and every format afterwards."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image

from content.actions import describe_asset, fill_slot, set_poster, subtitle_recording, upload_asset
from content.actions.renditions import make_renditions
from content.models import Asset, Purge
from content.rendering import for_page
from content.sanitising import clean_html
from content.tasks import make_renditions as job
from sites.models import JobRun
from tests.builders import an_article, the_office_of
from tests.cast import NOW, a_column
from tests.content.files import a_photograph, a_picture, a_video

AVIF_WIDTHS = ("480w", "800w", "1200w", "1600w")


@pytest.fixture
def photo(news) -> Asset:
    return upload_asset(news.site, a_photograph(), by=the_office_of(news)["writer"], at=NOW, alt="会场")


def page(client, article) -> str:
    return client.get(article.path).content.decode()


def a_page_with(photo, news):
    return an_article(news, body=f'<p>图文</p><p><img src="{photo.file.url}" alt="会场"></p>')


def test_all_widths_are_drawn_in_all_formats(photo):
    assert make_renditions(at=NOW).drawn == 1
    photo.refresh_from_db()
    assert photo.renditions == "480 800 1200 1600"
    for width in photo.renditions.split():
        for ending, kind in (("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")):
            name = photo.file.name.replace(".jpg", f"-{width}.{ending}")
            with Image.open(io.BytesIO(Path(default_storage.path(name)).read_bytes())) as drawn:
                assert (drawn.format, drawn.width) == (kind, int(width))


def test_a_small_picture_is_never_enlarged(news):
    small = upload_asset(news.site, a_picture(size=(300, 200)), by=the_office_of(news)["writer"], at=NOW)
    make_renditions(at=NOW)
    small.refresh_from_db()
    assert small.renditions == "300"


def test_a_second_run_has_nothing_to_do(photo):
    assert (make_renditions(at=NOW).drawn, make_renditions(at=NOW).drawn) == (1, 0)


def test_a_broken_picture_stops_no_other_and_is_given_up(news, photo):
    bad = upload_asset(news.site, a_picture(), by=the_office_of(news)["writer"], at=NOW)
    Path(default_storage.path(bad.file.name)).write_bytes(b"broken")
    done = make_renditions(at=NOW)
    assert (done.drawn, done.failed) == (1, 1)
    for _ in range(3):
        make_renditions(at=NOW)
    assert make_renditions(at=NOW).failed == 0


def test_the_job_and_the_command_draw_too(photo, capsys):
    call_command("make_renditions", dry_run=True)
    assert not Asset.objects.get(pk=photo.pk).is_rendered
    assert "1 张" in job()
    assert JobRun.objects.filter(name="content.tasks.make_renditions").exists()
    call_command("make_renditions", again=True)
    assert Asset.objects.get(pk=photo.pk).is_rendered


def test_a_page_shows_the_original_first_and_all_formats_later(client, news, photo):
    article = a_page_with(photo, news)
    before = page(client, article)
    assert "<picture>" not in before
    assert 'width="1700" height="1000"' in before
    assert 'loading="lazy"' in before
    Purge.objects.all().delete()
    make_renditions(at=NOW)
    assert Purge.objects.filter(subject="content.Asset", subject_id=photo.pk).exists()
    after = page(client, article)
    assert '<source type="image/avif"' in after
    assert all(width in after for width in AVIF_WIDTHS)
    assert f'src="{photo.file.url}"' in after


def test_ten_pictures_cost_no_more_queries_than_one(client, news, django_assert_max_num_queries):
    writer = the_office_of(news)["writer"]
    pictures = [upload_asset(news.site, a_picture(colour=(shade, 0, 0)), by=writer, at=NOW) for shade in range(10)]
    article = an_article(news, body="".join(f'<p><img src="{each.file.url}" alt="图"></p>' for each in pictures))
    client.get("/")
    with django_assert_max_num_queries(4):
        assert page(client, article).count('loading="lazy"') >= 10


def test_the_home_page_keeps_the_focal_point_in_view(client, news, photo, site_admin):
    describe_asset(photo, by=site_admin, at=NOW, focal_x=20, focal_y=90)
    make_renditions(at=NOW)
    article = an_article(news, picture=photo)
    fill_slot(news.site, "pictures", by=site_admin, at=NOW, article=article)
    home = client.get("/").content.decode()
    assert 'class="focus-x-2 focus-y-9"' in home
    assert '<source type="image/webp"' in home


def test_a_video_has_its_subtitles_poster_and_transcript(client, news, site_admin):
    film = upload_asset(news.site, a_video(), by=the_office_of(news)["writer"], at=NOW)
    describe_asset(film, by=site_admin, at=NOW, transcript="大家好。\n<b>欢迎</b>", alt="新闻发布会")
    srt = SimpleUploadedFile("a.srt", "1\n00:00:01,000 --> 00:00:02,000\n大家好\n".encode())
    subtitle_recording(film, srt, by=site_admin, at=NOW)
    film = set_poster(film, a_picture(), by=site_admin, at=NOW)
    article = an_article(news, body=f'<p>看</p><video src="{film.file.url}"></video>')
    shown = page(client, article)
    assert f'<track kind="captions" srclang="zh" label="字幕" src="{film.captions.url}" default>' in shown
    assert f'poster="{film.poster.url}"' in shown
    assert "<details" in shown
    assert "&lt;b&gt;欢迎" in shown
    assert client.get(film.captions.url)["Content-Type"].startswith("text/vtt")
    assert client.get(film.poster.url).status_code == 200


def test_recordings_come_from_our_own_media_only():
    kept = clean_html(
        '<video src="/media/a/b.mp4" onplay="x()" autoplay></video><audio src="https://evil.example/a.mp3"></audio>'
    )
    assert kept == '<video src="/media/a/b.mp4"></video>'
    assert for_page(kept) == '<video src="/media/a/b.mp4" controls preload="metadata"></video>'


def test_a_topics_banner_is_offered_in_all_formats(client, photo, province, news, site_admin):
    topics = a_column(province, "zt", name="专题专栏", type="topic")
    topic = a_column(province, "spring", name="春耕", parent=topics)
    fill_slot(province, "topic", column=topic, picture=photo, by=site_admin, at=NOW)
    make_renditions(at=NOW)
    page = client.get("/").content.decode()
    stem = photo.file.url.removesuffix(".jpg")
    assert f'<source type="image/avif" srcset="{stem}-480.avif 480w' in page
    banner = page[page.index(f'<img src="{photo.file.url}"') :].partition(">")[0]
    assert 'alt=""' in banner and 'loading="lazy"' in banner and "384px" in banner
