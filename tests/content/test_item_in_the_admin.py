"""An item in the admin: read as its readers would read it, and noted as withdrawn above only by somebody who is sure."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from content.models import Reprint, UpstreamSource
from tests.cast import NOW
from tests.content.reprint_cast import received

HOSTILE = (
    '<p onclick="steal()">第一段<script>alert(1)</script><img src="https://spy.example/p.png" onerror="x()"></p>'
    '<p>第二段<img src="/media/upstream/0123456789abcdef0123456789abcdef"><a href="javascript:alert(1)">链接</a></p>'
    '<iframe src="https://spy.example/"></iframe>'
)


@pytest.fixture
def office(client, root):
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(item) -> str:
    return reverse("admin:content_upstreamitem_change", args=[item.pk])


def test_what_was_fetched_is_shown_as_text_and_loads_nothing(office, source, province):
    page = office.get(page_of(received(source, body=HOSTILE))).content.decode()
    assert "<p>第一段</p>" in page and "&lt;p" not in page
    for trace in ("spy.example", "steal()", "javascript:alert", "alert(1)", "/media/upstream/"):
        assert trace not in page, trace


def test_the_page_of_the_duty_shows_it_as_safely(office, source, province):
    item = received(source, body=HOSTILE)
    duty = Reprint.objects.create(item=item, site=province, target_at=NOW, due_on=timezone.localdate(NOW))
    page = office.get(reverse("reprint-office:duty", args=[duty.pk])).content.decode()
    assert "<p>第一段</p>" in page and "spy.example" not in page and "alert(1)" not in page


def test_what_people_entered_stays_editable_as_they_wrote_it(office, province):
    manual = UpstreamSource.objects.create(name="人工", kind="manual")
    page = office.get(page_of(received(manual))).content.decode()
    assert '<textarea name="body"' in page


def test_a_withdrawal_is_noted_only_after_a_look(office, source, province, supervisor):
    item = received(source)
    Reprint.objects.create(item=item, site=province, target_at=NOW, due_on=timezone.localdate(NOW))
    address = reverse("admin:content_upstreamitem_withdraw", args=[item.pk])
    receipts = reverse("reprint-office:receipts", args=[item.pk])
    assert page_of(item) in office.get(receipts).content.decode()
    assert "请先核对上级原文" in office.post(address, follow=True).content.decode()
    item.refresh_from_db()
    assert item.withdrawn_at is None
    office.post(address, {"sure": "1"})
    item.refresh_from_db()
    assert item.withdrawn_at is not None
    page = office.get(receipts).content.decode()
    assert "登记上级撤下" not in page and "撤销撤下登记" in page
    office.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")
    assert page_of(item) not in office.get(receipts).content.decode()
