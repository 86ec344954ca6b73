"""Columns: their place, their address, and the tree that stays sound when many write at once."""

import pytest
from django.core.exceptions import ValidationError

from sites.actions import change_column, create_column
from sites.audit import Event
from sites.models import AuditEntry, Column, ColumnState, ColumnType, Site
from sites.refusals import Refused
from tests.cast import NOW, a_column, a_site
from tests.sites.at_once import all_at_once, is_sound, needs_postgres


def make(site, slug="zwgk", **fields):
    defaults = {"name": slug, "type": ColumnType.OTHER, "purpose": "说明"}
    return create_column(site, by=None, at=NOW, slug=slug, **{**defaults, **fields})


def test_a_site_begins_with_its_home_page_as_root(province):
    root = Column.objects.get(site=province, parent=None)
    assert (root.path, root.type, root.is_home) == ("", ColumnType.HOME, True)


def test_a_column_lies_below_the_home_page_unless_said_otherwise(province):
    column = make(province)
    assert column.parent.is_home
    assert column.path == "zwgk"
    assert make(province, "guize", parent=column).path == "zwgk/guize"


def test_the_update_frequency_follows_the_type(province):
    assert make(province, "dt", type=ColumnType.NEWS).update_days == 14
    assert make(province, "tz", type=ColumnType.NOTICES).update_days == 182
    assert make(province, "qt", type=ColumnType.OTHER).update_days is None
    assert make(province, "kd", type=ColumnType.NEWS, update_days=3).update_days == 3


@pytest.mark.parametrize("slug", ["admin", "static", "media", "search", "hudong", "feeds", "api", "health"])
def test_no_column_can_shadow_a_part_of_the_platform(province, slug):
    with pytest.raises(Refused, match="保留"):
        make(province, slug)


def test_below_another_column_such_a_name_is_harmless(province):
    assert make(province, "search", parent=make(province)).path == "zwgk/search"


def test_an_address_is_given_once(province, city):
    make(province)
    with pytest.raises(Refused, match="已有目录"):
        make(province)
    assert make(city).path == "zwgk"


def test_a_column_cannot_lie_below_one_of_another_site(province, city):
    with pytest.raises(Refused, match="不属于本网站"):
        make(province, parent=make(city))


def test_nothing_begins_below_a_closed_column(province):
    column = make(province)
    Column.objects.filter(pk=column.pk).update(state=ColumnState.CLOSED)
    with pytest.raises(Refused, match="停用"):
        make(province, "neu", parent=column)


@pytest.mark.parametrize("slug", ["", "a b", "a/b", "../x", "中文", "x" * 41, "a\x00b"])
def test_a_name_that_makes_no_address_is_refused(province, slug):
    with pytest.raises((ValidationError, Refused)):
        make(province, slug)
    assert Column.objects.for_site(province).count() == 1


@pytest.mark.parametrize("field", ["site", "parent", "slug", "path", "state"])
def test_place_and_address_are_not_changed_by_the_way(province, root, field):
    with pytest.raises(Refused):
        change_column(make(province), by=root, at=NOW, **{field: "x"})


def test_a_change_is_recorded_with_what_really_changed(province, root):
    column = change_column(make(province), by=root, at=NOW, name="政务公开", purpose="说明")
    entry = AuditEntry.objects.filter(event=Event.COLUMN_CHANGED).latest("pk")
    assert column.name == "政务公开"
    assert entry.before == {"name": "zwgk"}
    assert entry.after == {"name": "政务公开"}


def test_each_change_raises_the_version_by_which_navigation_is_kept(province, root):
    before = Site.objects.get(pk=province.pk).structure_version
    column = make(province)
    change_column(column, by=root, at=NOW, name="新名称")
    assert Site.objects.get(pk=province.pk).structure_version == before + 2


def test_siblings_stand_by_position_and_the_tree_stays_sound(province, root):
    for position, slug in enumerate(["c", "a", "b"]):
        make(province, slug, position=position)
    change_column(Column.objects.get(slug="b"), by=root, at=NOW, position=0, name="b")
    home = Column.objects.get(site=province, parent=None)
    assert [child.slug for child in home.get_children()][-1] == "a"
    assert is_sound(Column)


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_many_columns_at_once_leave_a_sound_tree():
    site, other = a_site("one", host="one.testserver"), a_site("two", host="two.testserver")
    parent = a_column(site, "parent")
    works = [lambda n=n: make(site, f"a{n}", parent=parent) for n in range(6)]
    works += [lambda n=n: make(site, f"b{n}") for n in range(4)] + [lambda n=n: make(other, f"c{n}") for n in range(4)]
    made = all_at_once(*works)
    assert [each for each in made if isinstance(each, Exception)] == []
    assert Column.objects.count() == 14 + 3
    assert is_sound(Column)


@needs_postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_columns_with_one_address_exactly_one_is_made():
    site = a_site("one", host="one.testserver")
    made = all_at_once(*[lambda: make(site, "same")] * 4)
    refused = [each for each in made if isinstance(each, Refused)]
    assert len(refused) == 3
    assert Column.objects.filter(slug="same").count() == 1
