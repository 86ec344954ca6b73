"""Addresses of submissions in the office."""

from django.urls import path

from content.office import submissions

app_name = "submission-office"
urlpatterns = [
    path("", submissions.ledger, name="ledger"),
    path("export/<slug:what>.xlsx", submissions.export, name="export"),
    path("offer/<int:pk>/", submissions.offer, name="offer"),
    path("<int:pk>/", submissions.submission, name="submission"),
    path("<int:pk>/recall/", submissions.recall, name="recall"),
    path("<int:pk>/take/", submissions.take, name="take"),
    path("<int:pk>/decline/", submissions.decline, name="decline"),
    path("<int:pk>/check/", submissions.check, name="check"),
]
