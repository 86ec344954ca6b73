"""The order of locks: a statement's topic before the statement, so that two statements never settle one topic at once."""

from __future__ import annotations

from responses.actions.topics import locked_topic
from responses.models import Rebuttal, ReviewedText, Statement


def locked_text(text: ReviewedText) -> ReviewedText:
    """Return the text as it is now, with its row locked until the transaction ends."""
    if isinstance(text, Statement):
        topic = locked_topic(text.topic)
        rows = Statement.objects.select_for_update(of=("self",)).select_related("organization", "corrects")
        found = rows.get(pk=text.pk)
        found.topic = topic
        return found
    rows = Rebuttal.objects.select_for_update(of=("self",)).select_related("site__sponsor", "organization", "topic")
    return rows.get(pk=text.pk)
