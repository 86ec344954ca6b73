"""Addresses of the reprint ledger in the office."""

from django.urls import path

from content import reprint_office

app_name = "reprint-office"
urlpatterns = [
    path("", reprint_office.ledger, name="ledger"),
    path("<int:pk>/", reprint_office.duty, name="duty"),
    path("<int:pk>/complete/", reprint_office.complete, name="complete"),
    path("<int:pk>/waive/", reprint_office.waive, name="waive"),
    path("<int:pk>/articles/", reprint_office.articles, name="articles"),
]
