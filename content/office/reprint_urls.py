"""Addresses of the reprint ledger in the office."""

from django.urls import path

from content.office import corrections, reprint_cockpit, reprints

app_name = "reprint-office"
urlpatterns = [
    path("", reprints.ledger, name="ledger"),
    path("league/", reprint_cockpit.league, name="league"),
    path("league/xlsx/", reprint_cockpit.league_xlsx, name="league-xlsx"),
    path("items/<int:pk>/", reprint_cockpit.receipts, name="receipts"),
    path("items/<int:pk>/xlsx/", reprint_cockpit.receipts_xlsx, name="receipts-xlsx"),
    path("items/<int:pk>/urge/", reprint_cockpit.urge, name="urge"),
    path("<int:pk>/", reprints.duty, name="duty"),
    path("<int:pk>/draft/", reprints.draft, name="draft"),
    path("<int:pk>/complete/", reprints.complete, name="complete"),
    path("<int:pk>/waive/", reprints.waive, name="waive"),
    path("corrections/<int:pk>/follow/", corrections.follow, name="follow"),
    path("corrections/<int:pk>/followed/", corrections.followed, name="followed"),
    path("corrections/<int:pk>/keep/", corrections.keep, name="keep"),
    path("ask/<int:pk>/", corrections.ask, name="ask"),
    path("<int:pk>/articles/", reprints.articles, name="articles"),
]
