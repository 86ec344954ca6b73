"""What the editor wrote is the same in the preview and on the public page, and long texts are refused in plain words."""

import re

import pytest
from django.urls import reverse

from content.rendering import for_page
from tests.builders import an_article, the_office_of
from tests.content.test_article_form import ADD, at_desk, typed

__all__ = ["at_desk"]
BODY = (
    '<h2>一、总体要求</h2><p style="text-indent:0">各市：</p><p style="padding-left:40px">缩进</p>'
    '<table><caption>表一</caption><thead><tr><th scope="col">甲</th></tr></thead><tbody><tr>'
    '<td style="text-align:right">1</td></tr></tbody></table><ol start="3"><li>三</li></ol>'
    '<section><h4>注释</h4><ol><li id="note-1">注</li></ol></section>'
)


def prose_of(page: str) -> str:
    return re.search(r'<div[^>]*class="prose[^"]*"[^>]*>(.*?)</div>', page, re.S)[1].strip()


def test_preview_and_public_page_show_the_same_html(client, news):
    article = an_article(news, body=BODY)
    public = client.get(article.path).content.decode()
    client.force_login(the_office_of(news)["writer"], backend="django.contrib.auth.backends.ModelBackend")
    preview = client.get(reverse("content-office:preview", args=[article.live_id])).content.decode()
    assert prose_of(preview) == prose_of(public)
    assert '<ol start="3">' in prose_of(public)


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("text-align: center", ' class="center"'),
        ("padding-left: 40px", ' class="indent-1"'),
        ("margin-left:4em", ' class="indent-2"'),
        ("padding-left:9999px", ' class="indent-4"'),
        ("padding-left:3px", ""),
        ("vertical-align: middle", ' class="at-middle"'),
        ("position: fixed", ""),
    ],
)
def test_what_an_editor_arranged_becomes_a_class_of_our_sheet(style, shown):
    assert for_page(f'<p style="{style}">x</p>') == f"<p{shown}>x</p>"


def test_words_about_html_are_not_taken_for_it():
    assert for_page('<p>每个 class="a" 和 style="b" 都要写明</p>') == '<p>每个 class="a" 和 style="b" 都要写明</p>'


def test_a_text_that_is_too_long_is_refused_in_plain_words(at_desk, news):
    page = at_desk.post(reverse(ADD), typed(news, title="题" * 231)).content.decode()
    assert "不得超过 200 个字，现在有 231 个字。" in page
    assert "确保该变量" not in page
