"""The to-do page: every number is the number of rows of the list it leads to, for every role, with few queries."""

import re
from datetime import timedelta

import pytest
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from content.actions import (
    decline_submission,
    fault_emergency,
    issue_revision,
    offer_article,
    pass_revision,
    publish_emergency,
    return_revision,
    take_submission,
    withdraw_article,
)
from content.models.article import WithdrawalReason
from interaction import actions as letters
from interaction.models import Mailbox
from portal.todo import todo_page
from sites.actions import grant_role
from sites.models import Column, Organization, Site, User
from sites.paging import Numbered
from sites.policy import ORGANIZATION_ROLES, SITE_ROLES, Role
from tests.builders import a_document, a_draft, a_submitted, an_article, the_office_of
from tests.cast import a_column, a_person

REASON = "山洪预警须立即告知沿河群众"
ROLES = [*Role, "everything", "platform"]


@pytest.fixture
def busy(province, news, city_news, bureau) -> dict[str, User]:
    """A province where something of every kind waits, at this very moment, and the people who made it so."""
    now = timezone.now()
    for column in (news, city_news):
        people = the_office_of(column)
        alarm = a_person(f"alarm-{column.site.slug}", (Role.EMERGENCY_ISSUER, column))
        a_draft(column, at=now)
        for _ in range(2):
            a_submitted(column, at=now - timedelta(hours=5))
        return_revision(a_submitted(column, at=now), by=people["reviewer1"], at=now, opinion="请核对数字")
        passed = pass_revision(a_submitted(column, at=now), by=people["reviewer1"], at=now)
        passed = pass_revision(passed, by=people["reviewer2"], at=now)
        issue_revision(passed, by=people["signer"], at=now, publish_at=now + timedelta(days=2))
        an_article(column, at=now)
        an_article(column, at=now - timedelta(days=3))
        publish_emergency(a_draft(column, at=now), by=alarm, at=now, reason=REASON)
        publish_emergency(a_draft(column, at=now), by=alarm, at=now - timedelta(days=9), reason=REASON)
        wrong = publish_emergency(a_draft(column, at=now), by=alarm, at=now, reason=REASON)
        fault_emergency(wrong, by=people["reviewer1"], at=now, opinion="数字有误")
        a_document(a_column(column.site, "docs", type="policy"), at=now - timedelta(days=30))
        box = letters.save_mailbox(
            Mailbox(site=column.site, kind="consult", name="咨询", slug="consult", purpose="咨询政策"),
            by=a_person(f"box-{column.site.slug}", (Role.SITE_ADMIN, column.site)), at=now,
        )  # fmt: skip
        intake = a_person(f"intake-{column.site.slug}", (Role.INTAKE, column.site))
        for days in (0, 20):
            letter = letters.submit_letter(
                box, title="路灯不亮", body="小区门口路灯坏了三天。", writer_name="李雨晴", writer_phone="13900000000",
                at=now - timedelta(days=days),
            ).letter  # fmt: skip
            letter = letters.accept_letter(letter, by=intake, at=now)
            letters.assign_letter(letter, organization=bureau, by=intake, at=now)
        letters.submit_letter(
            box, title="公交改线", body="请问十二路何时恢复？", writer_name="王思远", writer_phone="13900000001", at=now
        )
    busy_with_submissions(news, city_news, now)
    return the_office_of(news)


def busy_with_submissions(news, city_news, now) -> None:
    """What the city offers: one that waits, one declined, one in use whose original was taken down."""
    news.takes_submissions = True
    news.save()
    sender, taker = the_office_of(city_news), the_office_of(news)
    _waits, two, three = (
        offer_article(an_article(city_news, at=now, title=title), news, by=sender["writer"], at=now)
        for title in ("第一篇", "第二篇", "第三篇")
    )
    decline_submission(two, "重复", by=taker["writer"], at=now)
    take_submission(three, by=taker["writer"], at=now)
    withdraw_article(three.article, by=sender["signer"], at=now, reason=WithdrawalReason.WRONG)


def with_role(role: str, site: Site, column: Column, organization: Organization) -> User:
    """Somebody who holds the role, all of them, or the whole platform."""
    if role == "platform":
        return User.objects.create_superuser("platform", "p@example.org", "pw", name="平台管理员")
    wanted = list(Role) if role == "everything" else [Role(role)]
    person = a_person("somebody")
    for each in wanted:
        place = organization if each in ORGANIZATION_ROLES else site if each in SITE_ROLES else column
        grant_role(person, each, place, by=None, at=timezone.now())
    return person


def cards_of(desk) -> list:
    page = desk.get(reverse("admin:index"))
    return [card for group in page.context["groups"] for card in group.cards]


def rows_at(desk, link: str) -> int:
    """How many rows the linked list has, over all its pages."""
    response = desk.get(link)
    assert response.status_code == 200, link
    page = response.context.get("page")
    if page is not None:
        return page.paginator.count if isinstance(page.paginator, Paginator) else len(page)
    paging = response.context.get("paging")
    return int(paging.total) if isinstance(paging, Numbered) else len(response.context["rows"])


@pytest.mark.parametrize("role", ROLES)
def test_every_number_is_the_number_of_rows_behind_its_link(client, busy, province, news, bureau, role):
    client.force_login(with_role(role, province, news, bureau), backend="django.contrib.auth.backends.ModelBackend")
    cards = cards_of(client)
    assert cards, "everybody with a role has something on the desk"
    wrong = []
    for place, card in enumerate(cards):
        if "readings" in card.link:  # opening the queue before it was the day's look at the mailboxes
            card = cards_of(client)[place]
        wrong.append((card.label, card.number, rows_at(client, card.link)))
    assert [line for line in wrong if line[1] != line[2]] == []


@pytest.mark.parametrize("name", ["writer", "reviewer1", "reviewer2", "signer"])
def test_the_numbers_of_those_who_did_the_work_are_right_too(client, busy, name):
    client.force_login(busy[name], backend="django.contrib.auth.backends.ModelBackend")
    cards = cards_of(client)
    assert any(card.number for card in cards)
    assert [card.label for card in cards if card.number != rows_at(client, card.link)] == []


@pytest.mark.parametrize("role", ROLES)
def test_it_costs_at_most_five_queries(rf, busy, province, news, bureau, role, django_assert_max_num_queries):
    person = with_role(role, province, news, bureau)
    request = rf.get("/admin/")
    request.user = User.objects.get(pk=person.pk)
    assert request.user.grants is not None  # loaded once for the whole request, before any page
    with django_assert_max_num_queries(5):
        todo_page(request)


def test_late_emergencies_are_red_and_say_how_many(client, busy):
    client.force_login(busy["reviewer1"], backend="django.contrib.auth.backends.ModelBackend")
    card = next(card for card in cards_of(client) if card.label == "应急发布待处理")
    assert (card.number, card.tone) == (3, "late")
    assert re.search("逾期 1.*追审不通过 1", card.note)


def test_somebody_without_a_role_is_told_so(client, province):
    client.force_login(a_person("nobody"), backend="django.contrib.auth.backends.ModelBackend")
    assert "还没有被授予角色" in client.get(reverse("admin:index")).content.decode()
