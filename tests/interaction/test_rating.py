"""The citizen rates the answer, once, after showing the code."""

import pytest
from django.urls import reverse
from django.utils import timezone

from interaction.actions import rate_reply
from interaction.codes import code_for
from interaction.models import Letter, Rating
from sites.refusals import Conflict
from tests.cast import NOW
from tests.interaction.letters import a_letter_in


@pytest.fixture
def opened(client, mailbox, people):
    """An answered letter whose code was shown in this browser."""
    letter = a_letter_in("replied", mailbox, people, at=timezone.now(), form_secret="secret")
    client.post(reverse("interaction:lookup"), {"number": letter.number, "code": code_for("secret")})
    return letter


def rate(client, letter, **data):
    return client.post(reverse("interaction:rate", args=[letter.number]), data)


def test_a_rating_is_kept_and_shown(client, opened):
    assert rate(client, opened, score="5").status_code == 302
    assert Letter.objects.get().state == "rated"
    assert "您已评价" in client.get(reverse("interaction:status", args=[opened.number])).content.decode()


def test_a_second_rating_is_a_conflict(client, opened):
    rate(client, opened, score="5")
    assert rate(client, opened, score="1", comment="改主意了").status_code == 409
    assert Rating.objects.get().score == 5


@pytest.mark.parametrize(
    "data", [{}, {"score": "9"}, {"score": "x"}, {"score": "1"}, {"score": "5", "comment": "\x00"}]
)
def test_a_bad_rating_is_a_sentence(client, opened, data):
    assert rate(client, opened, **data).status_code == 400
    assert not Rating.objects.exists()


def test_nobody_rates_without_the_code(client, opened):
    client.cookies.clear()
    assert rate(client, opened, score="5").url == reverse("interaction:lookup")
    assert not Rating.objects.exists()


def test_a_rating_is_a_post(client, opened):
    assert client.get(reverse("interaction:rate", args=[opened.number])).status_code == 405


def test_an_unanswered_letter_is_not_rated(mailbox, people):
    with pytest.raises(Conflict):
        rate_reply(a_letter_in("in-hand", mailbox, people), score=5, at=NOW)
