"""Which files: shown somewhere, used nowhere, waiting for their renditions or for their folder."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, F, OuterRef, Q

from content.querysets.articles import public_where
from sites.scope import TenantManager, TenantQuerySet

if TYPE_CHECKING:
    from content.models import Revision


class AssetQuerySet(TenantQuerySet):
    """Which files."""

    def shown(self, *, at: datetime) -> Self:
        """Files on a page, of whatever site, that anybody may read, or at a place of a home page."""
        from content.models import AssetUse, HomeSlot

        public = public_where(at=at, article="revision__article__")
        live = AssetUse.objects.filter(public, asset=OuterRef("pk"), revision__article__live=F("revision"))
        places = HomeSlot.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), picture=OuterRef("pk"))
        return self.filter(Exists(live) | Exists(places))

    def unused(self) -> Self:
        """Files that no version of any article, no place of a home page and no item to reprint uses."""
        from content.models import AssetUse, HomeSlot, UpstreamPicture

        uses = AssetUse.objects.filter(asset=OuterRef("pk"))
        places = HomeSlot.objects.filter(picture=OuterRef("pk"))
        upstream = UpstreamPicture.objects.filter(asset=OuterRef("pk"))
        return self.filter(~Exists(uses), ~Exists(places), ~Exists(upstream))

    def orphans(self, *, before: datetime) -> Self:
        """Unused files that were uploaded before the moment."""
        return self.unused().filter(uploaded_at__lt=before)

    def outdated_in(self, revision: Revision) -> Self:
        """Files that the revision shows or offers and that were replaced since."""
        return self.filter(uses__revision=revision, replaced_by__isnull=False).distinct().order_by("pk")

    def to_render(self) -> Self:
        """Pictures without their renditions; what failed too often waits for a person."""
        return self.filter(kind="image", is_rendered=False, render_attempts__lt=3)

    def to_place(self) -> Self:
        """Files that may lie in the wrong folder."""
        return self.filter(is_placed=False)


class AssetManager(TenantManager.from_queryset(AssetQuerySet)):
    """Files behind the tenant net."""
