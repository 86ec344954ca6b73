"""Filters of lists by site and column, quick however many rows there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, ForeignKey, OuterRef, Q, QuerySet
from django.http import HttpRequest, QueryDict

from sites.models import Site
from sites.query_fields import number_in

CHOSEN_SITE, CHOSEN_COLUMN = "site__id__exact", "column__id__exact"


class WithRowsFilter(admin.RelatedFieldListFilter):
    """Offers what has rows within the person's reach. Each place is asked whether it has any, instead of all rows where they
    are."""

    def field_choices(
        self, field: ForeignKey, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[Any, str]]:
        """Return keys and names."""
        rows = model_admin.get_queryset(request).order_by()
        return field.get_choices(
            include_blank=False,
            limit_choices_to=self.limits(request, rows) & with_rows(rows, self.field_path),
            ordering=self.field_admin_ordering(field, request, model_admin),
        )

    def limits(self, request: HttpRequest, rows: QuerySet) -> Q:
        """Return which places come into question."""
        return Q()

    def has_output(self) -> bool:
        """A filter that is set is shown and applied, even where it offers nothing else."""
        is_set = self.lookup_val is not None or self.lookup_val_isnull is not None
        return is_set or super().has_output()


class SiteOfColumnsFilter(WithRowsFilter):
    """Sites of a list that may be narrowed to a column, too."""

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """Yield the choices; another site's list does not begin empty because a column of this one is still chosen."""
        for choice in super().choices(changelist):
            query = QueryDict(choice["query_string"].removeprefix("?"), mutable=True)
            query.pop(CHOSEN_COLUMN, None)
            yield {**choice, "query_string": f"?{query.urlencode()}"}


class ColumnFilter(WithRowsFilter):
    """Columns of the chosen site, or of the only one with rows; before a site is chosen, a province's columns would fill the
    page."""

    def limits(self, request: HttpRequest, rows: QuerySet) -> Q:
        """Return the columns of one site, or none but the chosen one."""
        site = number_in(request.GET.get(CHOSEN_SITE, ""))
        sites = [site] if site else list(Site.objects.filter(with_rows(rows, "site")).values_list("pk", flat=True)[:2])
        return Q(site=sites[0]) if len(sites) == 1 else Q(pk=number_in(request.GET.get(CHOSEN_COLUMN, "")) or 0)


def with_rows(rows: QuerySet, place: str) -> Q:
    """The condition for places that have any of the rows, which say by this name where they are."""
    return Q(Exists(rows.filter(**{place: OuterRef("pk")})))
