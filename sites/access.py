"""The doors to sites and columns in the office: hidden and absent are both 404."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import Http404

from sites.models import Column, Site
from sites.policy import Action, can

if TYPE_CHECKING:
    from sites.models import User


def get_permitted(rows: QuerySet, user: User, action: Action, **lookup: Any) -> Any:
    """Return the one row that the lookup finds and the person may do the action to; raise Http404 otherwise.

    Every door is made of this, so that an absent object and a forbidden one cannot be told apart.
    """
    try:
        obj = rows.get(**lookup)
    except (rows.model.DoesNotExist, ValueError, OverflowError):
        raise Http404 from None
    if not can(user, action, obj):
        raise Http404
    return obj


def get_site_for(user: User, pk: int, action: Action = Action.SITE_VIEW) -> Site:
    """Return a site the person may do the action to."""
    return get_permitted(Site.objects.all(), user, action, pk=pk)


def get_column_for(user: User, pk: int, action: Action = Action.COLUMN_VIEW) -> Column:
    """Return a column the person may do the action to."""
    return get_permitted(Column.objects.select_related("site"), user, action, pk=pk)
