"""A holiday notice is read, previewed with what it would move, and applied in one act; nothing counts before."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from interaction.actions import save_mailbox
from interaction.models import Letter
from sites.actions import save_calendar_notice
from sites.models import AuditEntry, CalendarNotice
from tests.builders import a_document
from tests.cast import NOW, a_column
from tests.interaction.letters import a_letter, a_letter_in, china

RECEIVED = china(2026, 11, 18)  # due on the 27th
TEXT = """关于调整2026年部分节假日安排的通知
测办发〔2026〕3号
一、临时放假：11月20日（周五）放假，共1天。11月28日（周六）上班。
2026年11月19日
"""


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def desk(client, root, province):
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def address() -> str:
    return reverse("admin:sites_calendarnotice_add")


def a_day_off(**fields) -> dict[str, str]:
    typed = {
        "year": "2026", "title": "补充通知", "document_number": "", "published_on": "2026-11-18",
        "days_off": "2026-11-20 临时放假", "days_on": "", "note": "",
    }  # fmt: skip
    return {**typed, **fields}


def moves_of(page, label: str = "在办来信"):
    return next(moves for moves in page.context["preview"].moves if moves.label == label)


def confirm(desk, address, typed, preview):
    hidden = {"step": "apply", "seen": preview.seen, "then": preview.then, "count": str(preview.count)}
    return desk.post(address, {**typed, **hidden}, follow=True)


# --- reading -------------------------------------------------------------------------------------------------------------------


def test_a_pasted_text_fills_the_form_and_keeps_nothing(desk, address):
    page = desk.post(address, {"step": "read", "text": TEXT})
    said = page.content.decode()
    assert page.status_code == 200 and "识别出放假 1 天、调休上班 1 天" in said
    assert "2026-11-20 临时放假" in said and "测办发〔2026〕3号" in said and 'value="2026-11-19"' in said
    assert TEXT.splitlines()[2] in said  # nothing typed is lost
    assert not CalendarNotice.objects.exists()


def test_what_does_not_fit_is_shown(desk, address):
    page = desk.post(address, {"step": "read", "text": TEXT.replace("周五", "周四")})
    assert "2026-11-20 是周五，通知写的是周四" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("days.csv", "日期,安排,名称\n2027-01-01,放假,元旦\n2027/1/2,休,元旦\n2027年1月3日,上班,元旦调休上班\n".encode()),
        ("days.csv", "2027-01-01,放假,元旦\n2027-01-02,放假,元旦\n2027-01-03,上班\n".encode("gb18030")),
        (
            "days.json",
            json.dumps(
                {
                    "year": 2027,
                    "title": "通知",
                    "days_off": [{"day": "2027-01-01", "name": "元旦"}, {"day": "2027-01-02", "name": "元旦"}],
                    "days_on": [{"day": "2027-01-03"}],
                }
            ).encode(),
        ),
        (
            "days.json",
            json.dumps(
                {
                    "year": 2027,
                    "days": [
                        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
                        {"name": "元旦", "date": "2027-01-02", "isOffDay": True},
                        {"name": "元旦", "date": "2027-01-03", "isOffDay": False},
                    ],
                }
            ).encode(),
        ),
    ],
)  # fmt: skip
def test_a_file_is_read_like_a_text(desk, address, name, content):
    page = desk.post(address, {"step": "read", "file": SimpleUploadedFile(name, content)})
    found = page.context["found"]
    assert (found.year, found.doubts) == (2027, [])
    assert sorted(found.days_off) == [date(2027, 1, 1), date(2027, 1, 2)] and list(found.days_on) == [date(2027, 1, 3)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "不是可读的 JSON"), (b"[1]", "JSON 应是一个对象"), (b'{"days_off": 3}', "列表"), (b"{" * 5000, "JSON"),
        ("日期\n2027-13-01,放假".encode(), "不是日期"), (b"2027-01-01,maybe", "没有写明"), (b"PK\x03\x04", "XLSX"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_a_sentence(desk, address, content, sentence):
    page = desk.post(address, {"step": "read", "file": SimpleUploadedFile("x", content)})
    assert page.status_code == 200 and sentence in page.content.decode()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("x.xlsx", "扩展名改为 .csv"), ("x.json", "不是可读的 JSON"), ("x.pdf", "只能导入 CSV 或 XLSX")],
)
def test_a_file_that_is_not_what_its_name_says_is_a_sentence(desk, address, name, sentence):
    page = desk.post(address, {"step": "read", "file": SimpleUploadedFile(name, "2027-01-01,放假\n".encode())})
    assert sentence in page.content.decode()


def test_nothing_to_read_is_said(desk, address):
    assert "请粘贴通知原文" in desk.post(address, {"step": "read"}).content.decode()


# --- the preview -----------------------------------------------------------------------------------------------------------------


def test_the_preview_lists_the_letters_that_would_move_and_by_how_much(desk, address, mailbox, people):
    moved = a_letter_in("in-hand", mailbox, people, at=RECEIVED)
    a_letter_in("replied", mailbox, people, at=RECEIVED)
    page = desk.post(address, {**a_day_off(), "step": "preview"})
    letters = moves_of(page)
    [move] = letters.first
    assert (letters.count, move.before, move.after, move.days) == (1, date(2026, 11, 27), date(2026, 11, 30), 3)
    said = page.content.decode()
    assert moved.number in said and "推后 3 天" in said and people.bureau.name in said
    assert Letter.objects.get(pk=moved.pk).due_on == date(2026, 11, 27) and not CalendarNotice.objects.exists()


def test_a_day_that_becomes_a_working_day_makes_it_earlier(desk, address, mailbox):
    a_letter(mailbox, at=RECEIVED)
    typed = a_day_off(days_off="", days_on="2026-11-21 调休上班")
    [move] = moves_of(desk.post(address, {**typed, "step": "preview"})).first
    assert (move.after, move.days) == (date(2026, 11, 26), -1)


def test_a_preview_costs_the_same_for_many_letters(desk, address, mailbox, django_assert_max_num_queries):
    for _number in range(30):
        a_letter(mailbox, at=RECEIVED)
    with django_assert_max_num_queries(25):
        page = desk.post(address, {**a_day_off(), "step": "preview"})
    assert page.context["preview"].count == 30


def test_duties_to_interpret_are_previewed_and_moved_too(desk, address, province):
    duty = a_document(
        a_column(province, "zcwj", type="policy"), document={"written_on": "2026-11-18"}
    ).policy_document.duty
    before = duty.due_on
    typed = a_day_off()
    page = desk.post(address, {**typed, "step": "preview"})
    assert moves_of(page, "待解读文件").count == 1
    confirm(desk, address, typed, page.context["preview"])
    duty.refresh_from_db()
    assert duty.due_on > before


# --- applying --------------------------------------------------------------------------------------------------------------------


def test_applying_keeps_the_notice_counts_anew_and_leaves_a_record(desk, address, mailbox):
    letter = a_letter(mailbox, at=RECEIVED)
    typed = a_day_off()
    page = confirm(desk, address, typed, desk.post(address, {**typed, "step": "preview"}).context["preview"])
    letter.refresh_from_db()
    assert letter.due_on == date(2026, 11, 30)
    assert "在办来信 1" in page.content.decode()
    assert AuditEntry.objects.get(event="sites.calendar.applied").after == {
        "moved": {"转载任务": 0, "更正任务": 0, "应急发布追审": 0, "在办来信": 1, "待解读文件": 0}
    }
    assert AuditEntry.objects.get(event="sites.calendar.saved").after["days_off"][0]["day"] == "2026-11-20"


def test_a_second_notice_for_the_year_amends_the_first_and_both_are_kept(desk, address, mailbox):
    for day in ("20", "23"):
        typed = a_day_off(days_off=f"2026-11-{day} 临时放假")
        page = desk.post(address, {**typed, "step": "preview"})
        confirm(desk, address, typed, page.context["preview"])
    assert "本年度已有 1 份通知" in page.content.decode()
    calendar = CalendarNotice.objects.calendar()
    assert CalendarNotice.objects.count() == 2
    assert not calendar.is_working_day(date(2026, 11, 20)) and not calendar.is_working_day(date(2026, 11, 23))


def test_a_calendar_changed_meanwhile_asks_for_another_look(desk, address, mailbox):
    letter, typed = a_letter(mailbox, at=RECEIVED), a_day_off()
    preview = desk.post(address, {**typed, "step": "preview"}).context["preview"]
    other = [{"day": "2026-11-23", "name": "临时放假"}]
    notice = CalendarNotice(year=2026, title="另一份", published_on=date(2026, 11, 18), days_off=other)
    save_calendar_notice(notice, by=None, at=NOW)
    page = confirm(desk, address, typed, preview)
    assert page.status_code == 409 and CalendarNotice.objects.count() == 1
    [move] = moves_of(page).first
    assert move.after == date(2026, 12, 1) and letter.number in page.content.decode()


def test_fields_changed_after_the_preview_ask_for_another_look(desk, address):
    preview = desk.post(address, {**a_day_off(), "step": "preview"}).context["preview"]
    page = confirm(desk, address, a_day_off(days_off="2026-11-24 临时放假"), preview)
    assert page.status_code == 409 and not CalendarNotice.objects.exists()


def test_letters_that_came_in_since_are_counted_too_and_named(desk, address, mailbox):
    typed = a_day_off()
    preview = desk.post(address, {**typed, "step": "preview"}).context["preview"]
    letter = a_letter(mailbox, at=RECEIVED)
    page = confirm(desk, address, typed, preview)
    letter.refresh_from_db()
    assert letter.due_on == date(2026, 11, 30)
    assert "其中 1 件是预览之后新到的" in page.content.decode()


def test_a_corrected_notice_counts_anew_as_well(desk, address, mailbox):
    letter, typed = a_letter(mailbox, at=RECEIVED), a_day_off()
    confirm(desk, address, typed, desk.post(address, {**typed, "step": "preview"}).context["preview"])
    change = reverse("admin:sites_calendarnotice_change", args=[CalendarNotice.objects.get().pk])
    right = a_day_off(days_off="2026-12-18 临时放假")
    confirm(desk, change, right, desk.post(change, {**right, "step": "preview"}).context["preview"])
    letter.refresh_from_db()
    assert letter.due_on == date(2026, 11, 27)
    assert (
        AuditEntry.objects.filter(event="sites.calendar.saved").order_by("pk").last().before["days_off"][0]["day"]
        == "2026-11-20"
    )


@pytest.mark.parametrize("step", ["read", "preview", "apply"])
def test_only_the_platforms_administrators_may(client, site_admin, address, step):
    client.force_login(site_admin, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address, {**a_day_off(), "step": step}).status_code in (403, 404)
    assert not CalendarNotice.objects.exists()


def test_a_mailboxs_promise_is_not_touched_by_a_notice(desk, address, mailbox):
    mailbox.reply_days = 3
    save_mailbox(mailbox, by=None, at=NOW)
    letter, typed = a_letter(mailbox, at=RECEIVED), a_day_off()
    confirm(desk, address, typed, desk.post(address, {**typed, "step": "preview"}).context["preview"])
    letter.refresh_from_db()
    assert (letter.working_days, letter.due_on) == (3, date(2026, 11, 24))
