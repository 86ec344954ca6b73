"""What the demo lays on the desks of staff is fit to be used."""

import pytest

from interaction.reply_templates import check_variables
from portal.loading.oversight import DEMAND, FEEDBACK, OF_BODY, OF_SITE, OTHER_DEMAND


@pytest.mark.parametrize(("name", "text"), [*OF_SITE, OF_BODY])
def test_the_templates_of_the_demo_use_variables_that_there_are(name, text):
    check_variables(text)
    assert name and "{承办单位}" in text and text.startswith("{称呼}")


@pytest.mark.parametrize(("name", "text"), [*OF_SITE, OF_BODY])
def test_the_templates_leave_who_answers_and_when_to_the_page(name, text):
    assert "{今天}" not in text and not text.rstrip().endswith("{承办单位}")


def test_what_is_demanded_and_answered_says_something():
    assert all(len(words) >= 10 for words in (DEMAND, OTHER_DEMAND, FEEDBACK))
