"""The counts of the public list agree with what is public, whatever is published, corrected and taken back."""

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.urls import reverse

from interaction import public_lists
from interaction.actions import approve_reply, draft_reply, publish_letter, rate_reply, take_letter, unpublish_letter
from interaction.models import Letter, PublicCount
from tests.cast import NOW
from tests.interaction.letters import ANSWER, LATER, a_letter_in, a_mailbox, china, published


def counted() -> dict[tuple, int]:
    rows = PublicCount.objects.filter(count__gt=0)
    return {tuple(row): count for *row, count in rows.values_list("site", "mailbox", "organization", "month", "count")}


def public() -> dict[tuple, int]:
    rows = Letter.objects.public().order_by().annotate(month=TruncMonth("public_replied_on"))
    rows = rows.values_list("site", "mailbox", "public_organization", "month").annotate(Count("pk"))
    return {tuple(row): count for *row, count in rows}


def test_publishing_correcting_and_taking_back_are_counted(province, mailbox, people):
    other = a_mailbox(province, "consult", kind="consult", name="咨询")
    letters = [
        published(a_letter_in("replied", box, people, at=at), people, at=at)
        for box, at in ((mailbox, NOW), (mailbox, china(2026, 10, 20)), (other, NOW), (mailbox, NOW))
    ]
    assert counted() == public() and sum(counted().values()) == 4
    publish_letter(letters[0], title="改过的标题", body="改过的内容", reply=ANSWER, by=people.intake, at=LATER)
    assert counted() == public() and sum(counted().values()) == 4
    unpublish_letter(letters[1], reason="来信人要求撤下", by=people.intake, at=LATER)
    assert counted() == public() and sum(counted().values()) == 3
    published(Letter.objects.get(pk=letters[1].pk), people, at=LATER)
    assert counted() == public() and sum(counted().values()) == 4


def test_a_second_answer_moves_the_letter_to_its_month(mailbox, people):
    letter = published(a_letter_in("replied", mailbox, people, at=china(2026, 10, 20)), people, at=china(2026, 10, 20))
    rate_reply(letter, attitude=1, speed=1, result=1, comment="没有解决问题，路灯还是坏的。", at=NOW)
    letter = take_letter(Letter.objects.get(pk=letter.pk), by=people.handler, at=NOW)
    draft_reply(letter, text=ANSWER, by=people.handler, at=NOW)
    approve_reply(letter, by=people.approver, at=NOW)
    assert [str(month) for *_, month in counted()] == ["2026-10-01"]
    published(Letter.objects.get(pk=letter.pk), people, at=NOW)
    assert [str(month) for *_, month in counted()] == ["2026-11-01"] and counted() == public()


def test_words_are_looked_for_in_the_newest_answers_and_the_page_says_since_when(client, mailbox, people, monkeypatch):
    monkeypatch.setattr(public_lists, "SEARCHED", 2)
    for day in (2, 3, 4, 5):
        published(a_letter_in("replied", mailbox, people, at=china(2026, 11, day)), people, at=china(2026, 11, day))
    old = a_letter_in("replied", mailbox, people, at=china(2026, 10, 20))
    published(old, people, at=china(2026, 10, 20))
    page = client.get(reverse("interaction:letters") + "?q=街道")
    assert page.context["total"] == 3 and "2026-11-03" in page.content.decode()  # whole days: the one it begins on, too
    page = client.get(reverse("interaction:letters") + "?q=街道&month=2026-10")
    assert [letter.pk for letter in page.context["letters"]] == [old.pk]
    assert "letter-since" not in page.content.decode()


def test_the_search_goes_on_to_older_answers_until_all_were_read(client, mailbox, people, monkeypatch):
    monkeypatch.setattr(public_lists, "SEARCHED", 2)
    letters = [a_letter_in("replied", mailbox, people, at=china(2026, 11, day)) for day in (2, 3, 4, 5, 6)]
    for letter, day in zip(letters, (2, 3, 4, 5, 6), strict=True):
        published(letter, people, at=china(2026, 11, day))
    address, found = reverse("interaction:letters") + "?q=街道", []
    for _window in range(3):
        page = client.get(address)
        found += [letter.pk for letter in page.context["letters"]]
        if page.context["since"] is None:
            break
        older = f"q=%E8%A1%97%E9%81%93&amp;before={page.context['since']}"
        assert older in page.content.decode()
        address = reverse("interaction:letters") + f"?q=街道&before={page.context['since']}"
    assert found == [letter.pk for letter in reversed(letters)]
    said = page.content.decode()
    assert "已到最早的一封" in said and "继续查找更早" not in said and "回到最近的来信" in said


def test_the_day_to_search_before_says_nothing_without_words(client, mailbox, people):
    published(a_letter_in("replied", mailbox, people), people)
    page = client.get(reverse("interaction:letters") + "?before=2020-01-01")
    assert len(page.context["letters"]) == 1 and "letter-since" not in page.content.decode()
    for nonsense in ("2026-02-30", "0001-01-01", "9999-12-31", "x", "%00"):
        page = client.get(reverse("interaction:letters") + f"?q=街道&before={nonsense}")
        assert page.status_code == 200 and page.context["total"] == 1


def test_latin_words_are_found_whatever_their_case(client, mailbox, people):
    letter = a_letter_in("replied", mailbox, people)
    publish_letter(letter, title="ETC怎么办理", body="请问ETC在哪里办。", reply=ANSWER, by=people.intake, at=NOW)
    assert client.get(reverse("interaction:letters") + "?q=etc").context["total"] == 1


def test_an_old_copy_that_says_no_day_is_not_counted_and_can_be_taken_back_and_corrected(mailbox, people):
    letters = [published(a_letter_in("replied", mailbox, people), people) for _each in range(2)]
    PublicCount.objects.all().delete()
    Letter.objects.update(public_replied_on=None)
    unpublish_letter(Letter.objects.get(pk=letters[0].pk), reason="来信人要求撤下", by=people.intake, at=LATER)
    assert counted() == {}
    again = Letter.objects.get(pk=letters[1].pk)
    publish_letter(again, title="改过的标题", body="改过的内容", reply=ANSWER, by=people.intake, at=LATER)
    assert counted() == public() and sum(counted().values()) == 1
