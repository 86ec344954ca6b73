"""The demo's media list, and what went to it: the emergency that goes on, and nothing that is over."""

from collections import defaultdict

import pytest

from portal.demo.responses import OUTLETS, TOPICS
from portal.loading.cluster import SITE_ROLES, Cluster
from portal.loading.responses import load_responses
from responses.models import MediaOutlet, Push, Statement
from tests.cast import NOW, a_person


@pytest.fixture
def cluster(province, city, bureau) -> Cluster:
    """The two sites that the demo's topics are about, with an office each."""
    sites = {"lanjiang": province, "linlan": city}
    people = {
        (name, role): [a_person(f"{name}-{role}", (SITE_ROLES[role], site))]
        for name, site in sites.items()
        for role in ("contributor", "second_reviewer", "issuer", "site_manager")
    }
    return Cluster(sites=sites, people=people, organizations=defaultdict(lambda: bureau))


def test_the_media_got_every_statement_on_what_goes_on_and_nothing_older(cluster):
    load_responses(cluster, at=NOW)
    latest = min(TOPICS, key=lambda spec: spec.hours_ago)
    assert set(MediaOutlet.objects.values_list("name", "email")) == set(OUTLETS)
    pushed = Push.objects.filter(statement__topic__title=latest.title)
    assert pushed.count() == len(OUTLETS) * len(latest.statements) == Push.objects.count() > 0
    assert Statement.objects.public().count() > len(latest.statements)


def test_no_outlet_of_the_demo_can_be_reached():
    assert all(email.endswith(".example") for _name, email in OUTLETS)
