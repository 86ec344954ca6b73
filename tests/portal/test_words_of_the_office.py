"""What libraries say in the office is said in Chinese, and as an office would say it."""

import pytest
from django.urls import reverse


def test_the_way_in_speaks_chinese(client, province):
    page = client.get(reverse("admin:login")).content.decode()
    assert "返回网站" in page and "Return to site" not in page


def test_who_changes_a_password_is_told_politely_what_it_must_be(client, province, root):
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:password_change")).content.decode()
    assert "请先填写旧密码" in page and "至少 10 个字符" in page and "你的" not in page


@pytest.mark.parametrize(("label", "title"), [("sites_user", "人员"), ("interaction_mailbox", "信箱")])
def test_lists_and_forms_are_named_without_gaps(client, province, root, label, title):
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    listed = client.get(reverse(f"admin:{label}_changelist"))
    assert listed.context["title"] == title and "条" in listed.content.decode()
    assert client.get(reverse(f"admin:{label}_add")).context["title"] == f"新增{title}"
