"""Word files become drafts: what they hold, whose they are, what must be confirmed, and that files do not hurt each other."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from content.actions import begin_import, import_word_file, save_draft, submit_revision
from content.actions import imports as word_imports
from content.actions.imports import known_issuers
from content.models import Article, ArticleKind, Asset, ImportBatch, ImportedFile
from sites.models import AuditEntry
from sites.refusals import Refused
from tests.cast import NOW, an_organization
from tests.content.word_builders import a_policy_document, a_report, a_word, line

IMPORT = "content-office:import-word"


@pytest.fixture
def at_desk(client, editor):
    """The editor, signed in."""
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def imported(column, content, *, by, name="来文.docx", kind=ArticleKind.ARTICLE, **more) -> ImportedFile:
    batch = begin_import(column, by=by, at=NOW, kind=kind)
    return import_word_file(batch, name, content, by=by, at=NOW, **more)


def upload(content: bytes, name: str = "来文.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_becomes_a_draft_of_whoever_imports_it(news, editor):
    file = imported(news, a_report(), by=editor)
    revision = file.article.revisions.get()
    assert (revision.author, revision.state, revision.title) == (editor, "draft", "全省春耕备耕工作情况")
    asset = Asset.objects.get()
    assert (asset.alt, asset.name) == ("农机具整齐停放在库房内", "image1.png")
    assert f'<img src="{asset.file.url}"' in revision.body
    assert "来文.docx" in revision.change_note
    assert AuditEntry.objects.filter(event="content.article.imported").count() == 1


def test_the_body_is_what_the_sanitiser_lets_through(news, editor):
    from content.sanitising import clean_html

    body = imported(news, a_report(), by=editor).article.revisions.get().body
    assert clean_html(body) == body
    for part in ("<h2>", "<caption>", 'rowspan="2"', "<figcaption>", "text-align:right", "<sub>2</sub>"):
        assert part in body


def test_a_document_carries_what_was_recognised_for_confirmation(news, editor):
    office = an_organization("测试省人民政府办公厅")
    file = imported(news, a_policy_document(), by=editor, kind=ArticleKind.DOCUMENT)
    data = file.article.revisions.get().document
    assert data["document_number"] == "测府办发〔2026〕12号"
    assert (data["issuer"], data["genre"], data["written_on"]) == (office.pk, "通知", "2026-11-02")
    assert "版头" in "".join(file.report)


def test_an_ordinary_article_keeps_letterhead_and_number_in_its_text(news, editor):
    body = imported(news, a_policy_document(), by=editor).article.revisions.get().body
    assert "测府办发〔2026〕 12号" in body


def test_an_issuer_is_found_by_its_short_name_or_at_the_beginning_of_a_title(province, bureau):
    from content.actions.imports import issuer_named

    assert issuer_named(["测试省教育厅"], known_issuers()) == bureau.pk
    assert issuer_named(["测试省教育厅关于做好招生工作的通知"], known_issuers()) == bureau.pk
    assert issuer_named(["无此机关"], known_issuers()) is None


def test_a_draft_cannot_be_submitted_before_somebody_looked_it_over(news, editor):
    article = imported(news, a_report(), by=editor).article
    with pytest.raises(Refused, match="核对"):
        submit_revision(article.revisions.get(), by=editor, at=NOW.replace(hour=3))
    revision = save_draft(article, by=editor, at=NOW.replace(hour=3), title="核对过的标题")
    assert submit_revision(revision, by=editor, at=NOW.replace(hour=4)).state == "first-review"


def test_a_document_that_lacks_its_facts_cannot_be_submitted(news, editor):
    article = imported(news, a_report(), by=editor, kind=ArticleKind.DOCUMENT).article
    revision = save_draft(article, by=editor, at=NOW.replace(hour=3))
    with pytest.raises(Refused, match="发文机关、公文种类"):
        submit_revision(revision, by=editor, at=NOW.replace(hour=4))


def test_a_picture_that_cannot_be_opened_is_left_out_with_a_line(news, editor):
    from tests.content.word_builders import repacked

    broken = repacked(a_report(), lambda parts: parts.update({"word/media/image1.png": b"\x89PNG broken"}))
    file = imported(news, broken, by=editor)
    assert "<img" not in file.article.revisions.get().body
    assert any(each.startswith("图片没有导入") for each in file.report)


def test_the_source_comes_along_as_an_attachment_when_asked_for(news, editor):
    file = imported(news, a_report(), by=editor, keeps_source=True)
    assert [each.title for each in file.article.revisions.get().attachments.all()] == ["来文.docx"]


def test_a_second_import_of_the_same_is_a_draft_of_its_own_and_said_to_be_a_double(news, editor):
    first, second = (imported(news, a_report(), by=editor) for _once in range(2))
    assert not any("重复" in line for line in first.report)
    assert "重复：“要闻”栏目已有同名稿件，请核对是否重复导入。" in second.report
    assert first.article_id != second.article_id


def test_one_bad_file_hurts_no_other(at_desk, news):
    files = [upload(a_report(), "一.docx"), upload(b"", "空.docx"), upload(b"junk", "坏.docx"),
             upload(a_policy_document(), "二.docx")]  # fmt: skip
    response = at_desk.post(reverse(IMPORT), {"column": news.pk, "kind": "article", "files": files})
    batch = ImportBatch.objects.get()
    assert response.url == reverse("content-office:import", args=[batch.pk])
    assert [bool(each.article) for each in batch.files.all()] == [True, False, False, True]
    page = at_desk.get(response.url).content.decode()
    assert "“空.docx”是空文件。" in page
    assert "“坏.docx”不是 Word 文档" in page
    assert "4 个文件，2 个已成为草稿，2 个未导入" in page


def test_files_that_were_never_reached_are_named_when_an_import_breaks_off(at_desk, news, monkeypatch):
    read = word_imports.read_word

    def broken_off(name: str, content: bytes):
        if name == "c.docx":
            raise SystemExit  # as near to a kill as a test can come: nobody catches it
        return read(name, content)

    monkeypatch.setattr(word_imports, "read_word", broken_off)
    sent = [upload(a_report(), f"{letter}.docx") for letter in "abcd"]
    with pytest.raises(SystemExit):
        at_desk.post(reverse(IMPORT), {"column": news.pk, "kind": "article", "files": sent})
    page = at_desk.get(reverse("content-office:import", args=[ImportBatch.objects.get().pk])).content.decode()
    assert "4 个文件，2 个已成为草稿，2 个未导入" in page
    assert "d.docx" in page and page.count("请重新导入这个文件") == 2


def test_a_name_with_a_path_or_markup_is_only_a_name(at_desk, news):
    at_desk.post(reverse(IMPORT), {"column": news.pk, "kind": "article", "files": [upload(b"x", "<b>x</b>.docx")]})
    page = at_desk.get(reverse("content-office:import", args=[ImportBatch.objects.get().pk])).content.decode()
    assert "<b>x" not in page


@pytest.mark.parametrize(
    ("missing", "words"), [("files", "请选择要导入的"), ("column", "请选择栏目"), ("kind", "请选择类别")]
)
def test_what_was_not_chosen_is_asked_for(at_desk, news, missing, words):
    sent = {"column": news.pk, "kind": "article", "files": [upload(a_report())]}
    del sent[missing]
    assert words in at_desk.post(reverse(IMPORT), sent).content.decode()
    assert not ImportBatch.objects.exists()


def test_too_many_files_at_once_get_a_sentence(at_desk, news, settings):
    settings.IMPORT_FILES = 2
    files = [upload(b"x", f"{n}.docx") for n in range(3)]
    page = at_desk.post(reverse(IMPORT), {"column": news.pk, "kind": "article", "files": files}).content.decode()
    assert "一次最多导入 2 个文件" in page


def test_another_sites_column_is_no_choice(at_desk, city_news):
    at_desk.post(reverse(IMPORT), {"column": city_news.pk, "kind": "article", "files": [upload(a_report())]})
    assert not Article.objects.exists()


def test_what_was_recognised_is_confirmed_on_the_page(at_desk, news, editor):
    office = an_organization("测试省人民政府办公厅")
    file = imported(news, a_policy_document(), by=editor, kind=ArticleKind.DOCUMENT)
    page = at_desk.get(reverse("content-office:import", args=[file.batch_id])).content.decode()
    assert "测府办发〔2026〕12号" in page
    assert "待核对" in page and '<input type="date" name="written_on"' in page
    sent = {"title": "关于印发方案的通知", "document_number": "测府办发〔2026〕13号", "issuer": office.pk, "genre": "通知",
            "written_on": "2026-11-02", "printed_on": ""}  # fmt: skip
    address = reverse("content-office:confirm-import", args=[file.pk])
    at_desk.post(address, sent)
    revision = file.article.revisions.get()
    assert (revision.title, revision.document["document_number"]) == ("关于印发方案的通知", "测府办发〔2026〕13号")
    page = at_desk.post(address, {**sent, "title": "另一个窗口的标题"}, follow=True).content.decode()
    assert "已有人修改" in page


def test_what_a_second_window_typed_is_still_there_to_be_read(at_desk, news, editor):
    office, other = an_organization("测试省人民政府办公厅"), an_organization("测试省财政厅")
    file = imported(news, a_policy_document(), by=editor, kind=ArticleKind.DOCUMENT)
    address = reverse("content-office:confirm-import", args=[file.pk])
    first = {"title": "第一个窗口", "issuer": office.pk, "genre": "通知", "written_on": "2026-11-02"}
    at_desk.post(address, first)
    response = at_desk.post(address, {**first, "title": "第二个窗口<b>", "issuer": other.pk})
    page = response.content.decode()
    assert response.status_code == 409 and file.article.revisions.get().title == "第一个窗口"
    assert "您刚才填写的内容没有保存" in page
    assert "<dt>标题</dt><dd>第二个窗口&lt;b&gt;</dd>" in page and "<dt>发文机关</dt><dd>测试省财政厅</dd>" in page
    assert "<dt>公文种类</dt>" not in page and "<dt>成文日期</dt>" not in page
    page = at_desk.post(address, {**first, "title": "第三个窗口", "written_on": "不知道"}).content.decode()
    assert "<dd>第三个窗口</dd>" in page and "<dd>不知道</dd>" in page


def test_a_second_click_on_confirming_is_told_that_it_is_saved(at_desk, news, editor):
    file = imported(news, a_report(), by=editor)
    address = reverse("content-office:confirm-import", args=[file.pk])
    at_desk.post(address, {"title": "核对过的标题"})
    page = at_desk.post(address, {"title": "核对过的标题"}, follow=True).content.decode()
    assert "重复的点击没有再写入" in page and "您刚才填写的内容没有保存" not in page


def test_bad_facts_are_shown_beside_their_fields(at_desk, news, editor):
    file = imported(news, a_policy_document(), by=editor, kind=ArticleKind.DOCUMENT)
    sent = {"title": "", "written_on": "2026-02-30", "genre": "诗", "issuer": "99999"}
    response = at_desk.post(reverse("content-office:confirm-import", args=[file.pk]), sent)
    assert response.status_code == 422
    assert "请填写标题" in response.content.decode()
    assert file.article.revisions.get().edited_at == NOW


def test_the_page_of_the_report_that_has_the_file_comes_back(at_desk, news, editor, monkeypatch):
    monkeypatch.setattr("content.office.imports.ROWS", 1)
    batch = begin_import(news, by=editor, at=NOW, kind=ArticleKind.ARTICLE)
    first, second = (import_word_file(batch, f"{n}.docx", a_report(), by=editor, at=NOW) for n in range(2))
    address = reverse("content-office:confirm-import", args=[second.pk])
    html = at_desk.post(address, {"title": ""}).content.decode()
    assert "请填写标题" in html and f'id="file-{second.pk}"' in html and f'id="file-{first.pk}"' not in html
    assert at_desk.post(address, {"title": "核对过的标题"}).url.endswith("?page=2")


def test_an_import_of_another_site_is_not_there(client, news, editor, other_site_editor):
    file = imported(news, a_report(), by=editor)
    client.force_login(other_site_editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("content-office:import", args=[file.batch_id])).status_code == 404
    assert client.post(reverse("content-office:confirm-import", args=[file.pk]), {"title": "x"}).status_code == 404


def test_the_result_costs_the_same_whatever_the_number_of_files(at_desk, news, editor, django_assert_max_num_queries):
    batch = begin_import(news, by=editor, at=NOW, kind=ArticleKind.DOCUMENT)
    for number in range(12):
        import_word_file(batch, f"{number}.docx", a_word(line(f"标题{number}")), by=editor, at=NOW, position=number)
    address = reverse("content-office:import", args=[batch.pk])
    at_desk.get(address)
    with django_assert_max_num_queries(16):
        assert at_desk.get(address).status_code == 200


def run(folder, *more: str, column: str = "province:news", person: str = "editor") -> str:
    said = io.StringIO()
    call_command(
        "import_word", str(folder), "--column", column, "--as", person, *more, stdout=said, stderr=io.StringIO()
    )
    return said.getvalue()


def test_the_command_imports_a_folder_and_says_what_it_left(news, editor, tmp_path):
    (tmp_path / "a.docx").write_bytes(a_report())
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99)
    (tmp_path / "~$a.docx").write_bytes(b"lock")
    said = run(tmp_path)
    assert "共 2 个文件，1 个可用，1 个未导入" in said
    assert "“old.doc”是旧格式文件" in said
    assert Article.objects.get().created_by == editor


def test_the_command_shows_how_far_it_is(news, editor, tmp_path):
    for name in ("a.docx", "b.docx"):
        (tmp_path / name).write_bytes(a_report())

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    watched = Terminal()
    call_command("import_word", str(tmp_path), "--column", "province:news", "--as", "editor",
                 stdout=io.StringIO(), stderr=watched)  # fmt: skip
    assert "] 1/2\r" in watched.getvalue() and "] 2/2" in watched.getvalue()


def test_a_dry_run_keeps_nothing(news, editor, tmp_path):
    (tmp_path / "a.docx").write_bytes(a_report())
    assert "全省春耕备耕工作情况" in run(tmp_path, "--dry-run")
    assert not Article.objects.exists()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [({"column": "province:nowhere"}, "没有栏目"), ({"column": "news"}, "没有栏目"), ({"person": "nobody"}, "没有登录名"),
     ({"person": "cityeditor"}, "没有在")],
)  # fmt: skip
def test_the_command_refuses_what_cannot_be(news, editor, other_site_editor, tmp_path, given, words):
    (tmp_path / "a.docx").write_bytes(a_report())
    with pytest.raises(CommandError, match=words):
        run(tmp_path, **given)


def test_an_empty_folder_is_said_to_be_empty(news, editor, tmp_path):
    with pytest.raises(CommandError, match="没有 Word 文件"):
        run(tmp_path)
