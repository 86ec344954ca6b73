"""Queries that are compiled once: what is put into their blanks, and what is left over."""

import pytest

from sites.models import Site
from sites.prepared import BLANKS, prepared
from sites.scope import everything


@pytest.fixture
def asked(db):
    with everything("every site, by number"):
        return prepared(Site.objects.filter(pk__in=BLANKS["keys"]).order_by("pk").values_list("pk", "name"))


def test_a_list_of_keys_is_filled_as_far_as_it_goes(asked, city, subsite):
    assert [pk for pk, _name in asked.about(keys=[subsite.pk, city.pk]).rows()] == sorted([city.pk, subsite.pk])
    assert asked.about(keys=[city.pk]).rows() == [(city.pk, city.name)]
    assert asked.about(keys=[]).rows() == []


def test_what_was_filled_in_once_is_not_remembered(asked, city, subsite):
    asked.about(keys=[city.pk, subsite.pk]).rows()
    assert asked.about(keys=[subsite.pk]).rows() == [(subsite.pk, subsite.name)]


def test_more_keys_than_there_are_places_are_refused_not_forgotten(asked):
    with pytest.raises(ValueError):
        asked.about(keys=range(len(BLANKS["keys"]) + 1))
