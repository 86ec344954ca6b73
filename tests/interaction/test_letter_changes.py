"""A letter's page says what colleagues and the writer did since it was opened, before anybody types in vain."""

import re

import pytest
from django.urls import reverse

from interaction.actions import add_note, assign_letter, take_letter
from tests.cast import NOW
from tests.interaction.letters import a_letter_in


@pytest.fixture
def letter(mailbox, people):
    """A letter that was handed over and is not signed for."""
    return a_letter_in("assigned", mailbox, people)


@pytest.fixture
def ask(client, handler, letter):
    """What the page, opened now, is told when it asks later."""
    client.force_login(handler)
    page = client.get(reverse("interaction-office:letter", args=[letter.number])).content.decode()
    address = re.search(r'data-changes="([^"]+)"', page)[1].replace("&amp;", "&")
    return lambda: client.get(address)


def test_nothing_is_said_while_nothing_happens(ask):
    assert ask().status_code == 204


def test_what_a_colleague_did_is_said_with_name_and_words(ask, letter, people):
    take_letter(letter, by=people.handler, at=NOW)
    add_note(letter, text="已电话联系来信人。", by=people.approver, at=NOW)
    said = ask().content.decode()
    assert "开始办理" in said and people.handler.name in said and "已电话联系来信人。" in said
    assert "收到来信" not in said


def test_once_the_letter_is_somebody_elses_nothing_of_it_is_said(ask, letter, people, other_bureau):
    assign_letter(letter, organization=other_bureau, by=people.intake, at=NOW)
    assert ask().status_code == 404


@pytest.mark.parametrize("query", ["", "?event=x&note=-1", "?event=99999999999999999999"])
def test_nonsense_counts_as_having_seen_nothing(client, handler, letter, query):
    client.force_login(handler)
    response = client.get(reverse("interaction-office:changes", args=[letter.number]) + query)
    assert response.status_code == 200 and "收到来信" in response.content.decode()


def test_asking_costs_few_queries(ask, letter, people, django_assert_max_num_queries):
    take_letter(letter, by=people.handler, at=NOW)
    with django_assert_max_num_queries(9):
        ask()
