"""The doors to topics, statements and rebuttals: in the office by right, in public by what is public; else 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from responses.models import HotTopic, Rebuttal, ResponseDuty, Statement
from sites.access import get_permitted
from sites.policy import Action

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sites.models import Site, User


def get_topic_for(user: User, pk: int, action: Action = Action.TOPIC_VIEW) -> HotTopic:
    """Return a topic that the person may do the action to."""
    rows = HotTopic.objects.select_related("site", "organization", "opened_by")
    return get_permitted(rows, user, action, pk=pk)


def get_duty_for(user: User, pk: int, action: Action = Action.TOPIC_CHANGE) -> ResponseDuty:
    """Return one clock of a topic that the person may change."""
    return get_permitted(ResponseDuty.objects.select_related("topic__site"), user, action, pk=pk)


def get_statement_for(user: User, pk: int, action: Action = Action.RESPONSE_VIEW) -> Statement:
    """Return a statement that the person may do the action to."""
    rows = Statement.objects.select_related(
        "topic__site", "topic__organization", "organization", "author", "reviewer", "issuer", "corrects"
    )
    return get_permitted(rows, user, action, pk=pk)


def get_rebuttal_for(user: User, pk: int, action: Action = Action.RESPONSE_VIEW) -> Rebuttal:
    """Return a rebuttal that the person may do the action to."""
    rows = Rebuttal.objects.select_related("site", "organization", "author", "reviewer", "issuer", "topic")
    return get_permitted(rows, user, action, pk=pk)


def public_topics(site: Site) -> QuerySet[HotTopic]:
    """What the site's list of topics shows, what was last spoken to first."""
    return HotTopic.objects.for_site(site).public().select_related("organization").newest_first()


def public_rebuttals(site: Site) -> QuerySet[Rebuttal]:
    """What the site's list of rebuttals shows, newest first."""
    return Rebuttal.objects.for_site(site).public().select_related("organization").newest_first()


def get_public_topic(site: Site, pk: int) -> HotTopic:
    """Return a public topic of the site; raise Http404 for anything else."""
    return _one(public_topics(site), pk)


def get_public_rebuttal(site: Site, pk: int) -> Rebuttal:
    """Return a public rebuttal of the site, or one that was withdrawn, whose page says so; else raise Http404."""
    rows = Rebuttal.objects.for_site(site).filter(state__in=["published", "withdrawn"])
    return _one(rows.select_related("organization", "topic", "site"), pk)


def _one(rows: QuerySet, pk: int):  # noqa: ANN202 (a row of whatever is asked)
    try:
        return rows.get(pk=pk)
    except (rows.model.DoesNotExist, OverflowError):
        raise Http404 from None


def timeline_of(topic: HotTopic) -> list[Statement]:
    """What was ever said on the topic in public, newest first; of what was withdrawn the page shows only that, and why."""
    rows = Statement.objects.filter(topic=topic, state__in=["published", "withdrawn"])
    found = list(rows.select_related("organization", "corrects").prefetch_related("corrections").newest_first())
    for statement in found:
        statement.topic = topic
        statement.corrected_by = [each for each in statement.corrections.all() if each.is_public]
    return found
