"""The office's pages about addresses: a column's life and tables of redirects."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.models import Redirect
from sites.models import AuditEntry, Column
from tests.builders import a_submitted, an_article
from tests.cast import NOW, a_column
from tests.content.test_sheets import a_book


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        yield


@pytest.fixture
def office(client, site_admin):
    """The browser of the site's administrator."""
    client.force_login(site_admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


def life(column: Column) -> str:
    return reverse("content-office:column-life", args=[column.pk])


def test_a_column_is_merged_by_looking_confirming_and_reading_the_report(office, province, news):
    notices = a_column(province, "notices", name="通知公告")
    an_article(news)
    choice = {"verb": "merge", "into": notices.pk, "grants": "carry"}
    preview = office.get(life(news), choice).content.decode()
    assert "归并到“通知公告”" in preview and "/notices/" in preview and "确认办理" in preview
    assert Column.objects.get(pk=news.pk).state == "active"
    done = office.post(reverse("content-office:column-change", args=[news.pk]), choice, follow=True)
    report = done.content.decode()
    assert done.status_code == 200 and "已归并" in report and "通知公告" in report and "其中已公开" in report
    again = office.post(reverse("content-office:column-change", args=[news.pk]), choice)
    assert again.status_code == 409 and "已停用" in again.content.decode()


def test_the_report_of_a_merger_names_every_column_its_articles_and_the_roles(office, province, news, editor):
    notices, county = a_column(province, "notices", name="通知公告"), a_column(province, "county", parent=news)
    an_article(news)
    an_article(county)
    choice = {"verb": "merge", "into": notices.pk, "grants": "carry"}
    page = office.get(life(news), choice).content.decode()
    report = office.post(reverse("content-office:column-change", args=[news.pk]), choice, follow=True).content.decode()
    for text in (page, report):
        cells = re.findall(r"<td[^>]*>([^<]*)</td>", text)
        assert "连同下级移到“通知公告”之下" in cells
        assert [cells[at + 1] for at, cell in enumerate(cells) if cell in {"/notices/county/", "/notices/"}] == [
            "1",
            "1",
        ]
    assert "转到“通知公告”" in report and "data-print" in report


@pytest.mark.parametrize(
    ("articles", "said", "unsaid"),
    [
        ("stay", "保留：原地址照常访问", "留下转向的旧地址"),
        ("archive", "撤下归档的稿件（原地址提示已撤下）</th><td>1", "留下转向的旧地址"),
        ("move", "留下转向的旧地址</th><td>1", "撤下归档的稿件"),
    ],
)
def test_the_report_of_a_closing_says_what_became_of_the_articles(office, province, news, articles, said, unsaid):
    notices = a_column(province, "notices", name="通知公告")
    an_article(news)
    choice = {"verb": "close", "articles": articles, "into": notices.pk if articles == "move" else ""}
    report = office.post(reverse("content-office:column-change", args=[news.pk]), choice, follow=True).content.decode()
    assert said in report and unsaid not in report and '<th scope="row">栏目中的稿件</th>' in report


@pytest.mark.parametrize(
    ("choice", "path"), [({"verb": "rename", "slug": "yaowen"}, "yaowen"), ({"verb": "move"}, "open/news")]
)
def test_a_column_is_renamed_or_moved(office, province, news, choice, path):
    if choice["verb"] == "move":
        choice = {**choice, "parent": a_column(province, "open", name="公开").pk}
    assert office.get(life(news), choice).status_code == 200
    report = office.post(reverse("content-office:column-change", args=[news.pk]), choice, follow=True)
    assert report.status_code == 200 and f"/{path}/" in report.content.decode()
    assert "：地址已变动" in report.content.decode()
    assert Column.objects.get(pk=news.pk).path == path


def test_a_new_address_is_shown_for_every_column_before_it_is_taken(office, province, news):
    a_column(province, "sub", name="市县", parent=news)
    an_article(news)
    page = office.get(life(news), {"verb": "rename", "slug": "dongtai"}).content.decode()
    assert "/dongtai/sub/" in page
    assert "确认办理" in page
    taken = a_column(province, "notices")
    for choice, said in (
        ({"verb": "rename", "slug": "notices"}, "本网站已有目录“notices”"),
        ({"verb": "rename", "slug": news.slug}, "栏目的地址没有变化"),
        ({"verb": "rename", "slug": "admin"}, "平台保留"),
    ):
        page = office.get(life(news), choice).content.decode()
        assert said in page
        assert "确认办理" not in page
    assert taken.path == "notices"


def test_a_column_that_ended_says_so_and_offers_nothing(office, province, news):
    notices = a_column(province, "notices", name="通知公告")
    office.post(reverse("content-office:column-change", args=[news.pk]), {"verb": "merge", "into": notices.pk})
    page = office.get(life(news)).content.decode()
    assert "已归并到“通知公告”" in page
    assert "预览变动" not in page
    page = office.get(life(news), {"verb": "rename", "slug": "other"}).content.decode()
    assert "已停用" in page
    assert "确认办理" not in page


def test_what_stands_against_it_is_shown_instead_of_the_button(office, news):
    waiting = a_submitted(news)
    page = office.get(life(news), {"verb": "close", "articles": "stay"}).content.decode()
    assert "1 篇稿件正在审核" in page and "确认办理" not in page
    assert f'href="{reverse("content-office:article", args=[waiting.article_id])}"' in page


@pytest.mark.parametrize(
    "choice", [{"verb": "eat"}, {"verb": "merge"}, {"verb": "merge", "into": "x"}, {"verb": "rename", "slug": "a/b"}]
)
def test_a_bad_choice_is_asked_again(office, news, city_news, choice):
    assert office.get(life(news), choice).status_code == 400
    assert office.post(reverse("content-office:column-change", args=[news.pk]), choice).status_code == 400
    foreign = {"verb": "merge", "into": city_news.pk}
    assert office.post(reverse("content-office:column-change", args=[news.pk]), foreign).status_code == 400


def test_others_columns_are_not_there(office, city_news):
    assert office.get(life(city_news)).status_code == 404


def table(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("old.csv", text.encode("gb18030"))


def a_sheet(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("old.xlsx", a_book(*(line.split(",") for line in text.splitlines())))


def test_a_table_is_looked_at_and_then_taken_over_once(office, province, news):
    text = "原地址,跳转到,类型,备注\n/旧.asp?id=1,/news/,302,老网站\n/bad,http://evil.example/,,\n"
    data = {"site": province.pk, "file": table(text)}
    response = office.post(reverse("content-office:redirects"), data)
    page = response.content.decode()
    assert "新增 1 条" in page and "不能导入 1 条" in page and not Redirect.objects.exists()
    ticket = response.context["ticket"]
    done = office.post(reverse("content-office:redirects-take-over"), {"ticket": ticket})
    assert done.status_code == 200 and Redirect.objects.get().is_permanent is False
    assert office.post(reverse("content-office:redirects-take-over"), {"ticket": ticket}).status_code == 409
    exported = office.get(reverse("content-office:redirects-export", args=[province.pk])).content.decode("utf-8-sig")
    assert "/旧.asp?id=1,/news/,302,老网站" in exported


@pytest.mark.parametrize("heading", ["原地址,跳转到", "旧地址,新地址", "序号说明,"])
def test_a_heading_in_any_words_is_no_row(office, province, news, heading):
    data = {"site": province.pk, "file": table(f"{heading}\n/old.html,/news/\n")}
    page = office.post(reverse("content-office:redirects"), data).content.decode()
    assert "新增 1 条" in page and "不能导入 0 条" in page


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\x00\x00", "原地址,跳转到\n".encode()])
def test_a_file_that_is_no_table_is_refused_with_a_sentence(office, province, content):
    data = {"site": province.pk, "file": SimpleUploadedFile("x.xlsx", content)}
    response = office.post(reverse("content-office:redirects"), data)
    assert response.status_code == 400 and not AuditEntry.objects.filter(event="content.redirect.imported").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [("原地址,跳转到\n/old/,/news/\n".encode(), "扩展名改为 .csv"), (b"\x00\x01\x02broken", "已经损坏")],
    ids=["csv", "broken"],
)
def test_what_is_no_workbook_is_not_read_because_its_name_says_so(office, province, news, content, said):
    data = {"site": province.pk, "file": SimpleUploadedFile("旧址.xlsx", content)}
    response = office.post(reverse("content-office:redirects"), data)
    page = response.content.decode()
    assert response.status_code == 400 and said in page and "确认导入" not in page


def test_a_table_for_another_site_is_refused(office, city, news):
    assert (
        office.post(reverse("content-office:redirects"), {"site": city.pk, "file": table("/a,/b\n")}).status_code == 400
    )


def test_a_redirect_is_added_in_the_admin(office, province, news):
    data = {"site": province.pk, "source": "/old.asp", "target": "/news/", "is_permanent": "on", "note": ""}
    assert office.post(reverse("admin:content_redirect_add"), data).status_code == 302
    refused = office.post(
        reverse("admin:content_redirect_add"), {**data, "source": "/x", "target": "https://evil.example/"}
    )
    assert refused.status_code == 200 and "只能跳转到" in refused.content.decode()
    assert Redirect.objects.count() == 1


def test_a_redirect_that_a_page_hides_is_saved_with_a_warning(office, province, news):
    data = {"site": province.pk, "source": "/news/", "target": "/sitemap.html", "is_permanent": "on", "note": ""}
    page = office.post(reverse("admin:content_redirect_add"), data, follow=True).content.decode()
    assert "“/news/”现在有本站的页面" in page and "暂不生效" in page
    page = office.post(
        reverse("admin:content_redirect_add"), {**data, "source": "/old.asp"}, follow=True
    ).content.decode()
    assert Redirect.objects.count() == 2 and "暂不生效" not in page


@pytest.mark.parametrize("make", [table, a_sheet])
def test_the_preview_of_a_table_names_the_rows_that_a_page_hides(office, province, news, make):
    file = make("原地址,跳转到\n/old.asp,/sitemap.html\n/news/,/sitemap.html\n")
    page = office.post(reverse("content-office:redirects"), {"site": province.pk, "file": file}).content.decode()
    assert "有 1 条的原地址现在有本站的页面" in page and page.count("原地址有页面，暂不生效") == 1
    assert page.index("/news/</td>") < page.index("/old.asp</td>")  # what needs a look stands first
