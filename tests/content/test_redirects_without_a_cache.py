"""A cache that is down costs who brings a table of redirects a sentence, never a failed page."""

from django.core.files.uploadedfile import SimpleUploadedFile

from content.office import redirects


def test_the_preview_says_that_it_cannot_be_kept(client, province, site_admin, monkeypatch):
    def refuse(*_args, **_more):
        raise ConnectionError("no cache")

    monkeypatch.setattr(redirects.cache, "set", refuse)
    client.force_login(site_admin, backend="django.contrib.auth.backends.ModelBackend")
    table = SimpleUploadedFile("a.csv", "原地址,跳转到\n/old/,/news/\n".encode(), content_type="text/csv")
    answer = client.post("/admin/redirects/", {"site": province.pk, "file": table})
    assert answer.status_code == 503
    assert "系统暂时不能保存预览" in answer.content.decode()
