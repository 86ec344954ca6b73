"""Personal data in sentences as people write them: all of it is found and marked where it stands, and nothing else is."""

from itertools import pairwise

import pytest

from sites.privacy import findings, masked
from tests.sites.personal_texts import CLEAN, FOUND


def test_there_are_enough_sentences_to_learn_from():
    assert len(FOUND) >= 60 and len(CLEAN) >= 60


@pytest.mark.parametrize(("text", "kind", "stretch"), FOUND)
def test_personal_data_is_marked_where_it_stands(text, kind, stretch):
    assert [(finding.kind.value, finding.text) for finding in findings(text)] == [(kind, stretch)]


@pytest.mark.parametrize(("text", "kind", "stretch"), FOUND)
def test_what_is_masked_is_gone_and_leaves_nothing_to_find(text, kind, stretch):
    hidden = masked(text)
    assert stretch not in hidden and findings(hidden) == []


@pytest.mark.parametrize("text", CLEAN)
def test_what_is_no_personal_data_is_left_alone(text):
    assert [(finding.kind.value, finding.text) for finding in findings(text)] == []


def test_a_long_letter_with_everything_in_it_is_marked_in_order():
    text = "\n".join(text for text, _kind, _stretch in FOUND)
    found = findings(text)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert findings(masked(text)) == []
