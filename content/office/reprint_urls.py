"""Addresses of the reprint ledger in the office."""

from django.urls import path

from content.office import reprints

app_name = "reprint-office"
urlpatterns = [
    path("", reprints.ledger, name="ledger"),
    path("<int:pk>/", reprints.duty, name="duty"),
    path("<int:pk>/draft/", reprints.draft, name="draft"),
    path("<int:pk>/complete/", reprints.complete, name="complete"),
    path("<int:pk>/waive/", reprints.waive, name="waive"),
    path("<int:pk>/articles/", reprints.articles, name="articles"),
]
