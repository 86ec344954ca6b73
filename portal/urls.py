"""Addresses, nested lists per app; the column tree is matched last, so no column can shadow an app."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", include("content.office.urls")),
    path("admin/reprints/", include("content.office.reprint_urls")),
    path("admin/submissions/", include("content.office.submission_urls")),
    path("admin/knowledge-feed/", include("portal.office_urls")),
    path("admin/interpretations/", include("interpretation.office_urls")),
    path("admin/responses/", include("responses.office.urls")),
    path("admin/workbench/", include("interaction.office_urls")),
    path("admin/", admin.site.urls),
    path("search/", include("search.urls")),
    path("jieduqingkuang/", include("interpretation.urls")),
    path("hudong/", include("interaction.urls")),
    path("", include("responses.urls")),
    path("", include("content.urls")),
]
