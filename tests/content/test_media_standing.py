"""A file is open while something public shows it: in the table, on the disk, and at its address; whole or in part."""

from datetime import timedelta

import pytest
from django.conf import settings

from content.actions import fill_slot, replace_asset, upload_asset, withdraw_article
from content.actions.articles import save_draft
from content.actions.slots import empty_slot
from content.actions.standing import place_files, recount_media
from content.models import Asset, AssetUse, Standing
from tests.builders import a_draft, an_article, carry_through, the_office_of
from tests.cast import NOW, a_person
from tests.content.files import a_pdf, a_picture, a_video

LATER = NOW + timedelta(hours=1)


def kept(column, file, **fields) -> Asset:
    return upload_asset(column.site, file, by=the_office_of(column)["writer"], at=NOW, **fields)


def shown(asset) -> str:
    return f'<p>图</p><p><img src="{asset.file.url}" alt="图"></p>'


def standing(asset) -> str:
    asset.refresh_from_db()
    return asset.standing


def lies_open(asset) -> bool:
    place_files()
    is_open = (settings.MEDIA_ROOT / asset.file.name).exists()
    assert is_open != (settings.MEDIA_HELD / asset.file.name).exists()
    return is_open


def status(client, asset) -> int:
    return client.get(asset.file.url).status_code


def take_down(article):
    withdraw_article(article, by=the_office_of(article.column)["signer"], at=LATER, reason="wrong")


def test_a_picture_follows_its_article(client, news):
    picture = kept(news, a_picture())
    assert (standing(picture), lies_open(picture), status(client, picture)) == ("unseen", True, 200)
    article = an_article(news, body=shown(picture))
    assert (standing(picture), lies_open(picture), status(client, picture)) == ("public", True, 200)
    take_down(article)
    assert (standing(picture), lies_open(picture), status(client, picture)) == ("gone", False, 404)


def test_a_picture_of_two_articles_stays_with_the_second(client, news):
    picture = kept(news, a_picture())
    first, _second = an_article(news, body=shown(picture)), an_article(news, title="另一篇", picture=picture)
    take_down(first)
    assert (standing(picture), status(client, picture)) == (Standing.PUBLIC, 200)


def test_a_document_opens_on_the_disk_with_its_article(client, news):
    paper = kept(news, a_pdf())
    assert not lies_open(paper)
    article = an_article(news, attachments=[(paper, "附件")])
    assert lies_open(paper)
    take_down(article)
    assert not lies_open(paper)


def test_what_a_correction_leaves_out_is_gone(client, news):
    picture = kept(news, a_picture())
    article = an_article(news, body=shown(picture))
    draft = save_draft(article, by=the_office_of(news)["writer"], at=LATER, body="<p>不再有图。</p>")
    assert standing(picture) == "public"
    from content.actions import submit_revision

    carry_through(submit_revision(draft, by=the_office_of(news)["writer"], at=LATER), at=LATER)
    assert (standing(picture), status(client, picture)) == ("gone", 404)


def test_a_place_on_the_home_page_shows_a_picture_too(news, site_admin):
    picture, article = kept(news, a_picture()), an_article(news)
    slot = fill_slot(news.site, "pictures", by=site_admin, at=NOW, article=article, picture=picture)
    assert standing(picture) == "public"
    empty_slot(slot, by=site_admin, at=LATER)
    assert standing(picture) == "gone"


def test_the_sites_office_still_sees_what_is_gone_but_no_other(client, news, editor, other_site_editor):
    picture = kept(news, a_picture())
    take_down(an_article(news, body=shown(picture)))
    for person, expected in ((editor, 200), (other_site_editor, 404), (a_person("nobody"), 404)):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(picture.file.url)
        assert answer.status_code == expected
        assert "no-store" in answer.get("Cache-Control", "no-store")


def test_the_old_address_of_a_replaced_file_leads_to_the_new_one(client, news):
    writer = the_office_of(news)["writer"]
    picture = kept(news, a_picture())
    take_down(an_article(news, body=shown(picture)))
    new = replace_asset(Asset.objects.get(pk=picture.pk), a_picture(colour=(1, 2, 3)), by=writer, at=LATER).asset
    answer = client.get(picture.file.url)
    assert (answer.status_code, answer["Location"]) == (302, new.file.url)


def test_uses_and_standing_can_be_found_anew(news):
    picture = kept(news, a_picture())
    an_article(news, body=shown(picture))
    AssetUse.objects.all().delete()
    Asset.objects.update(standing="unseen")
    recount_media(at=NOW)
    assert (standing(picture), AssetUse.objects.filter(asset=picture).count()) == ("public", 1)


def test_moving_files_twice_is_harmless(news):
    paper = kept(news, a_pdf())
    an_article(news, attachments=[(paper, "附件")])
    assert place_files() == 1
    assert place_files() == 0
    assert lies_open(paper)


def test_a_revision_names_the_files_that_it_uses(news):
    picture, paper, title = kept(news, a_picture()), kept(news, a_pdf()), kept(news, a_picture(colour=(1, 1, 1)))
    draft = a_draft(news, body=shown(picture), attachments=[(paper, "附件")], picture=title)
    assert set(draft.asset_uses.values_list("place", "asset")) == {
        ("body", picture.pk), ("attachment", paper.pk), ("title", title.pk),
    }  # fmt: skip


@pytest.fixture
def film(news) -> Asset:
    film = kept(news, a_video())
    an_article(news, body=f'<p>看</p><video src="{film.file.url}"></video>')
    film.refresh_from_db()
    return film


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=100-", 100, -1), ("bytes=-50", -50, -1), ("bytes=5-999999", 5, -1)],
)
def test_a_part_is_sent_when_a_part_is_asked_for(client, film, asked, first, last):
    whole = a_video().read()
    first, last = first % len(whole), last % len(whole)
    answer = client.get(film.file.url, HTTP_RANGE=asked)
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"
    assert b"".join(answer.streaming_content) == whole[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=9-1", "bytes=x", "bytes=-", "items=1-2", "bytes=0-1,5-6"])
def test_a_range_that_makes_no_sense_gets_the_whole(client, film, asked):
    answer = client.get(film.file.url, HTTP_RANGE=asked)
    assert (answer.status_code, answer["Accept-Ranges"]) == (200, "bytes")


def test_a_range_beyond_the_end_is_refused(client, film):
    assert client.get(film.file.url, HTTP_RANGE="bytes=99999999-").status_code == 416


def test_an_unchanged_file_is_not_sent_again(client, film):
    etag = client.get(film.file.url)["ETag"]
    assert client.get(film.file.url, HTTP_IF_NONE_MATCH=etag).status_code == 304
    assert client.get(film.file.url, HTTP_RANGE="bytes=0-1", HTTP_IF_RANGE='"other"').status_code == 200


def test_files_are_never_guessed_at_and_saved_under_their_name(client, news, film):
    paper = kept(news, a_pdf("关于 通知.pdf"))
    an_article(news, title="通知", attachments=[(paper, "附件")])
    answer = client.get(paper.file.url)
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    assert "%E5%85%B3%E4%BA%8E" in answer["Content-Disposition"]
    assert client.get(film.file.url)["Content-Type"] == "video/mp4"
    assert client.head(film.file.url)["Content-Length"] == str(a_video().size)
    assert client.post(film.file.url).status_code == 405


def test_a_web_server_in_front_is_told_where_the_file_lies(client, film, settings):
    settings.MEDIA_ACCEL = "/internal-media/"
    answer = client.get(film.file.url)
    assert answer["X-Accel-Redirect"].startswith("/internal-media/media")
    assert answer["X-Accel-Redirect"].endswith(film.file.name)
