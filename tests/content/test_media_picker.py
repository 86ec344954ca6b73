"""The picker offers the files of the site in which somebody writes, and keeps what is uploaded on the spot."""

import pytest
from django.urls import reverse

from content.actions import replace_asset, upload_asset
from content.models import Asset
from tests.builders import the_office_of
from tests.cast import NOW, a_column
from tests.content.files import a_pdf, a_picture

PICKER, UPLOAD = "/admin/media/picker/", "/admin/media/upload/"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def at_desk(client, editor):
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def found(client, column, **asked) -> list[dict]:
    answer = client.get(PICKER, {"column": column.pk, **asked})
    assert answer.status_code == 200
    return answer.json()["found"]


def test_it_offers_the_files_of_the_columns_site(at_desk, news, city_news):
    mine = upload_asset(news.site, a_picture(), by=the_office_of(news)["writer"], at=NOW, alt="春耕")
    upload_asset(city_news.site, a_picture(), by=the_office_of(city_news)["writer"], at=NOW)
    (item,) = found(at_desk, news)
    assert (item["id"], item["alt"], item["url"], item["width"]) == (mine.pk, "春耕", mine.file.url, 32)


def test_it_looks_by_kind_and_by_words(at_desk, news):
    writer = the_office_of(news)["writer"]
    upload_asset(news.site, a_picture("a.png"), by=writer, at=NOW, alt="水库")
    upload_asset(news.site, a_pdf("通知.pdf"), by=writer, at=NOW)
    assert [item["kind"] for item in found(at_desk, news, kind="document")] == ["document"]
    assert [item["alt"] for item in found(at_desk, news, q="水库")] == ["水库"]
    assert found(at_desk, news, q="没有的") == []


def test_what_was_replaced_is_no_longer_offered(at_desk, news):
    writer = the_office_of(news)["writer"]
    old = upload_asset(news.site, a_picture(), by=writer, at=NOW)
    new = replace_asset(old, a_picture(colour=(200, 0, 0)), by=writer, at=NOW).asset
    assert [item["id"] for item in found(at_desk, news)] == [new.pk]


def test_there_are_further_pages(at_desk, news):
    writer = the_office_of(news)["writer"]
    for number in range(25):
        upload_asset(news.site, a_picture(colour=(number, 0, 0)), by=writer, at=NOW)
    assert at_desk.get(PICKER, {"column": news.pk}).json()["more"]
    second = at_desk.get(PICKER, {"column": news.pk, "page": 2}).json()
    assert (len(second["found"]), second["more"]) == (1, False)


def test_the_picker_asks_for_a_fixed_number_of_queries(at_desk, news, django_assert_max_num_queries):
    writer = the_office_of(news)["writer"]
    for number in range(6):
        upload_asset(news.site, a_picture(colour=(number, 0, 0)), by=writer, at=NOW)
    with django_assert_max_num_queries(10):
        assert len(found(at_desk, news)) == 6


@pytest.mark.parametrize(
    "asked",
    [{}, {"column": "x"}, {"column": 0}, {"column": 10**30}, {"site": "1;"}, {"kind": "x", "site": 1}, {"page": -1}],
)
def test_questions_that_make_no_sense_find_nothing(at_desk, asked):
    assert at_desk.get(PICKER, asked).status_code == 404


def test_another_sites_files_are_not_offered(at_desk, city_news, city):
    assert at_desk.get(PICKER, {"column": city_news.pk}).status_code == 404
    assert at_desk.get(PICKER, {"site": city.pk}).status_code == 404


def test_several_files_are_kept_and_a_bad_one_harms_no_other(at_desk, news):
    files = [a_picture("a.png"), a_picture("b.svg"), a_pdf("c.pdf")]
    answer = at_desk.post(UPLOAD, {"column": news.pk, "files": files}, **JSON)
    assert answer.status_code == 200
    said = answer.json()
    assert [item["name"] for item in said["kept"]] == ["a.png", "c.pdf"]
    assert [each["name"] for each in said["refused"]] == ["b.svg"]
    assert said["refused"][0]["error"].endswith("。")


def test_nothing_kept_is_an_error(at_desk, news):
    answer = at_desk.post(UPLOAD, {"column": news.pk, "files": [a_picture("b.svg")]}, **JSON)
    assert (answer.status_code, answer.json()["kept"]) == (400, [])
    answer = at_desk.post(UPLOAD, {"column": news.pk}, **JSON)
    assert (answer.status_code, answer.json()["refused"][0]["error"]) == (400, "请选择要上传的文件。")


def test_without_a_script_the_form_comes_back_with_the_sentences(at_desk, news):
    answer = at_desk.post(
        UPLOAD, {"site": news.site_id, "files": [a_picture("a.png"), a_picture("b.svg")]}, follow=True
    )
    page = answer.content.decode()
    assert "已上传 1 个文件。" in page
    assert "SVG" in page


def test_the_same_file_twice_is_one(at_desk, news):
    for _ in range(2):
        at_desk.post(UPLOAD, {"site": news.site_id, "files": [a_picture()]}, **JSON)
    assert Asset.objects.count() == 1


def test_nobody_uploads_to_another_site(at_desk, city, city_news):
    for asked in ({"site": city.pk}, {"column": city_news.pk}):
        assert at_desk.post(UPLOAD, {**asked, "files": [a_picture()]}, **JSON).status_code == 404
    assert not Asset.objects.exists()


def test_a_supervisor_only_looks(client, supervisor, province):
    client.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(PICKER, {"site": province.pk}).status_code == 200
    assert client.post(UPLOAD, {"site": province.pk, "files": [a_picture()]}, **JSON).status_code == 404


def test_the_office_must_be_signed_in_to(client, news):
    for answer in (client.get(PICKER, {"column": news.pk}), client.post(UPLOAD, {"column": news.pk})):
        assert answer.status_code == 302
    assert client.get(reverse("content-office:media")).status_code == 302


def test_a_column_that_one_does_not_write_in_gives_nothing(at_desk, province):
    other = a_column(province, "other")
    assert at_desk.get(PICKER, {"column": other.pk}).status_code == 404
