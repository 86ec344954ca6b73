"""Filters of lists by site and column, quick however many rows there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, ForeignKey, OuterRef, Q
from django.http import HttpRequest, QueryDict

from sites.query_fields import number_in

CHOSEN_COLUMN = "column__id__exact"


class WithRowsFilter(admin.RelatedFieldListFilter):
    """Offers what has rows within the person's reach. Each place is asked whether it has any, instead of all rows where they
    are."""

    def field_choices(
        self, field: ForeignKey, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[Any, str]]:
        """Return keys and names."""
        rows = model_admin.get_queryset(request).order_by().filter(**{field.name: OuterRef("pk")})
        return field.get_choices(
            include_blank=False,
            limit_choices_to=self.limits(request) & Q(Exists(rows)),
            ordering=self.field_admin_ordering(field, request, model_admin),
        )

    def limits(self, request: HttpRequest) -> Q:
        """Return which places come into question."""
        return Q()

    def has_output(self) -> bool:
        """A filter that is set is shown and applied, even where it offers nothing else."""
        return self.lookup_val is not None or super().has_output()


class SiteOfColumnsFilter(WithRowsFilter):
    """Sites of a list that may be narrowed to a column, too."""

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """Yield the choices; another site's list does not begin empty because a column of this one is still chosen."""
        for choice in super().choices(changelist):
            query = QueryDict(choice["query_string"].removeprefix("?"), mutable=True)
            query.pop(CHOSEN_COLUMN, None)
            yield {**choice, "query_string": f"?{query.urlencode()}"}


class ColumnFilter(WithRowsFilter):
    """Columns of the chosen site, or of the only one; before a site is chosen, a province's columns would fill the page."""

    def limits(self, request: HttpRequest) -> Q:
        """Return the columns of one site, or none but the chosen one."""
        reach = request.user.grants.reach
        site = number_in(request.GET.get("site__id__exact", "")) or (next(iter(reach)) if len(reach) == 1 else None)
        return Q(site=site) if site else Q(pk=number_in(request.GET.get(CHOSEN_COLUMN, "")) or 0)
