"""Files inside a text: pasted pictures are kept, linked documents are attached, pictures without words stop a submission."""

import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.actions import save_draft, submit_revision, upload_asset
from content.models import Asset
from sites.refusals import Refused
from tests.builders import a_draft, the_office_of
from tests.cast import NOW
from tests.content.files import a_picture

PICTURE = "data:image/png;base64," + base64.b64encode(a_picture().read()).decode()


def test_a_picture_pasted_as_data_becomes_a_file_of_the_site(news):
    draft = a_draft(news, body=f'<p>前<img src="{PICTURE}" alt="会场">后</p>')
    asset = Asset.objects.get()
    assert draft.body == f'<p>前<img src="{asset.file.url}" alt="会场">后</p>'
    assert asset.site == news.site


@pytest.mark.parametrize(
    "src",
    ["data:image/png;base64,AAAA", "data:image/svg+xml;base64,AAAA", "data:text/html,x", "data:image/png;base64,%%%"],
)
def test_data_that_is_no_picture_is_refused_with_a_sentence(news, src):
    with pytest.raises(Refused, match="第 1 幅图片无法识别"):
        a_draft(news, body=f'<p><img src="{src}"></p>')


def test_a_document_that_the_text_links_to_is_attached_once(news):
    writer = the_office_of(news)["writer"]
    file = upload_asset(news.site, SimpleUploadedFile("通知.pdf", b"%PDF-1.7\n%"), by=writer, at=NOW)
    body = f'<p><a href="{file.file.url}">通知（PDF）</a></p>'
    draft = a_draft(news, body=body)
    assert [each.asset for each in draft.attachments.all()] == [file]
    revision = save_draft(draft.article, by=writer, at=NOW, body=body, attachments=[(file, "附件一")])
    assert [each.title for each in revision.attachments.all()] == ["附件一"]


def test_a_document_of_another_site_is_not_attached(news, city_news):
    writer = the_office_of(city_news)["writer"]
    file = upload_asset(city_news.site, SimpleUploadedFile("通知.pdf", b"%PDF-1.7\n%"), by=writer, at=NOW)
    assert not a_draft(news, body=f'<p><a href="{file.file.url}">x</a></p>').attachments.exists()


@pytest.mark.parametrize("alt", ["", ' alt=""', ' alt="  "'])
def test_a_picture_without_words_stops_the_submission_by_its_name(news, alt):
    people = the_office_of(news)
    file = upload_asset(news.site, a_picture("会场.png"), by=people["writer"], at=NOW)
    draft = a_draft(news, body=f'<p><img src="{file.file.url}"{alt}></p>')
    with pytest.raises(Refused, match=r"第 1 幅图片（会场.png）没有替代文字"):
        submit_revision(draft, by=people["writer"], at=NOW)


def test_pictures_of_other_sites_are_taken_out_and_said_so(client, editor, news):
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    sent = {"column": news.pk, "kind": "article", "title": "标题", "openness": "active",
            "body": '<p>文<img src="https://mmbiz.example/1.png"></p>'}  # fmt: skip
    page = client.post(reverse("admin:content_article_add"), sent, follow=True).content.decode()
    assert "1 幅引用其他网站的图片" in page


def test_an_upload_tells_the_editor_what_the_file_is(client, editor, news):
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("content-office:upload") + f"?column={news.pk}"
    answer = client.post(address, {"file": a_picture("会场.png", (64, 36)), "alt": "会场"}).json()
    assert (answer["kind"], answer["width"], answer["height"], answer["name"]) == ("image", 64, 36, "会场.png")
    assert Asset.objects.get().alt == "会场"
