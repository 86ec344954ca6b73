"""A notice is typed as lines of dates, the way an office reads it."""

import pytest
from django.urls import reverse

from sites.models import CalendarNotice


@pytest.fixture
def desk(client, root, province):
    """The platform's administrator, signed in."""
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


def post(desk, **fields):
    typed = {
        "year": "2027",
        "title": "2027 年放假安排",
        "published_on": "2026-11-20",
        "days_off": "2027-01-01 元旦",
        "days_on": "",
    }
    return confirmed(desk, {**typed, **fields})


def confirmed(desk, typed: dict[str, str], *, address: str = ""):
    """Preview what was typed and confirm it; a page that shows no preview is returned as it is."""
    address = address or reverse("admin:sites_calendarnotice_add")
    page = desk.post(address, {**typed, "step": "preview"})
    preview = page.context["preview"]
    if preview is None:
        return page
    return desk.post(
        address, {**typed, "step": "apply", "seen": preview.seen, "then": preview.then, "count": str(preview.count)}
    )


def test_a_span_of_days_becomes_its_days(desk):
    post(desk, days_off="2027-02-06 至 2027-02-08 春节", days_on="2027-02-20 春节调休上班")
    notice = CalendarNotice.objects.get()
    assert [entry["day"] for entry in notice.days_off] == ["2027-02-06", "2027-02-07", "2027-02-08"]
    assert {entry["name"] for entry in notice.days_off} == {"春节"}
    assert notice.days_on == [{"day": "2027-02-20", "name": "春节调休上班"}]


def test_a_kept_notice_is_shown_as_lines(desk):
    post(desk)
    page = desk.get(reverse("admin:sites_calendarnotice_change", args=[CalendarNotice.objects.get().pk]))
    assert "2027-01-01 元旦" in page.content.decode()


@pytest.mark.parametrize(
    "line", ["元旦", "2027-13-01 元旦", "2027-02-08 至 2027-02-06 春节", "2027-01-01 至 2029-01-01 长假", "[" * 4000]
)
def test_a_line_that_cannot_be_read_is_named(desk, line):
    assert post(desk, days_off=line).status_code == 200
    assert not CalendarNotice.objects.exists()
