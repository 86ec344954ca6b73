"""What is too large to be read at once gets a page that says what to do, wherever it is sent; nothing is changed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from content.models import Article
from interaction.models import Letter
from tests.content.test_article_form import typed
from tests.interaction.letters import a_mailbox

ADD = "admin:content_article_add"


@pytest.fixture
def at_desk(editor, settings):
    """The editor, signed in, where little is read at once; forgery is looked for as in real life."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_article_that_is_too_large_is_told_what_to_do(at_desk, news):
    response = at_desk.post(reverse(ADD), typed(news, body="甲" * 1_100_000))
    page = response.content.decode()
    assert response.status_code == 413 and not Article.objects.exists()
    assert "一次提交的文字不得超过 3 MB" in page and "后退" in page and "填写的内容还在" in page


def test_the_check_against_forgery_does_not_hide_the_reason(editor, news, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse(ADD), typed(news, body="a" * 1_100_000)).status_code == 413
    assert client.post(reverse(ADD), typed(news)).status_code == 403


def test_a_paste_that_is_too_large_is_no_longer_a_bad_request(at_desk, news):
    address = f"{reverse('content-office:paste')}?column={news.pk}"
    assert at_desk.post(address, {"html": "<p>甲</p>" * 400_000}).status_code == 413


def test_too_many_fields_or_files_are_told_apart(at_desk, news, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS, settings.DATA_UPLOAD_MAX_NUMBER_FILES = 20, 2
    page = at_desk.post(reverse(ADD), {f"field{number}": "1" for number in range(21)})
    assert page.status_code == 413 and "项目过多" in page.content.decode()
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(3)]
    page = at_desk.post(reverse(ADD), {"title": "t", "new_files": files})
    assert page.status_code == 413 and "文件过多" in page.content.decode()


def test_files_do_not_count_as_text(at_desk, news):
    file = SimpleUploadedFile("a.txt", b"x" * 4 * 1024 * 1024)
    assert at_desk.post(reverse(ADD), typed(news, title="", new_files=file)).status_code == 200


def test_a_citizen_is_told_so_too(client, province, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    box = a_mailbox(province)
    response = client.post(reverse("interaction:write", args=[box.slug]), {"body": "甲" * 1000})
    assert response.status_code == 413 and not Letter.objects.exists()
    assert "提交的内容过大，没有保存" in response.content.decode()


def test_a_text_longer_than_its_field_says_what_to_do_and_stays(at_desk, news):
    page = at_desk.post(reverse(ADD), typed(news, body="a" * 2_000_001)).content.decode()
    assert "正文过长：最多 2000000 个字符，现有 2000001 个" in page and "aaaaaaaa" in page


def test_an_upload_that_breaks_off_is_no_error_of_ours(editor, caplog):
    class Broken:
        """What a browser that hung up leaves behind."""

        def read(self, *size):
            raise OSError("gone")

        readline = read

    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        response = client.generic("POST", reverse(ADD), b"x" * 100, kind, **{"wsgi.input": Broken()})
        assert response.status_code == 403
    assert "Internal Server Error" not in caplog.text
