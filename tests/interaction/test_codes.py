"""Query codes as people type them, and form tokens."""

from datetime import timedelta

import pytest

from interaction.codes import CODE_LENGTH, code_fits, code_for, code_hash, new_token, plain, read_token, spaced
from tests.cast import NOW


@pytest.mark.parametrize(
    "typed", ["7K3M-9QXT-2ABC-D0F1", "7k3m 9qxt 2abc dof1", "７Ｋ３Ｍ９ＱＸＴ２ＡＢＣＤ０Ｆl", " 7K3M9QXT2ABCD0FI "]
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert plain(typed) == "7K3M9QXT2ABCD0F1"


def test_codes_have_eighty_bits_and_no_letters_to_mistake():
    code = code_for("token")
    assert len(code) == CODE_LENGTH and not set(code) & set("ILOU")
    assert spaced(code).count("-") == 3


def test_a_hash_needs_the_secret_key(settings):
    before = code_hash("1", "A")
    settings.SECRET_KEY = "another"
    assert code_hash("1", "A") != before


@pytest.mark.parametrize("code", ["7K3M-9QXT-2ABC-D0F1", "0000-0000-0000-0000", ""])
def test_every_key_is_tried_in_constant_time_whatever_fits(settings, monkeypatch, code):
    settings.SECRET_KEY_FALLBACKS = ["a key of last year"]
    compared = []
    monkeypatch.setattr(
        "interaction.codes.constant_time_compare", lambda *both: compared.append(both) or both[0] == both[1]
    )
    stored = code_hash("1", "7K3M9QXT2ABCD0F1")
    assert code_fits(stored, "1", code) == (plain(code) == "7K3M9QXT2ABCD0F1")
    assert len(compared) == 2 and all(len(one) == len(other) for one, other in compared)


def test_a_token_is_good_for_its_mailbox_and_for_twelve_hours():
    text = new_token(7, at=NOW).signed()
    assert read_token(text, mailbox_id=7, at=NOW + timedelta(hours=11)).mailbox_id == 7
    assert read_token(text, mailbox_id=8, at=NOW) is None
    assert read_token(text, mailbox_id=7, at=NOW + timedelta(hours=13)) is None


@pytest.mark.parametrize("forged", ["", "abc", "a:b:c", "é" * 50, "\x00"])
def test_a_forged_token_is_none(forged):
    assert read_token(forged, mailbox_id=7, at=NOW) is None


def test_a_changed_token_is_none():
    text = new_token(7, at=NOW).signed()
    assert read_token(text[:-2] + "xx", mailbox_id=7, at=NOW) is None
