"""Addresses of responses in the office."""

from django.urls import path

from responses.office import rebuttals, texts, topics

app_name = "responses-office"
urlpatterns = [
    path("", topics.ledger, name="topics"),
    path("open/", topics.open_topic, name="topic-open"),
    path("<int:pk>/", topics.topic, name="topic"),
    path("<int:pk>/change/", topics.change, name="topic-change"),
    path("<int:pk>/close/", topics.close, name="topic-close"),
    path("<int:pk>/void/", topics.void, name="topic-void"),
    path("<int:pk>/reopen/", topics.reopen, name="topic-reopen"),
    path("duties/<int:pk>/waive/", topics.waive, name="duty-waive"),
    path("<int:pk>/statements/add/", texts.add_statement, name="statement-add"),
    path("statements/<int:pk>/", texts.statement, name="statement"),
    path("statements/<int:pk>/edit/", texts.edit_statement, name="statement-edit"),
    path("statements/<int:pk>/do/<slug:move>/", texts.do_statement, name="statement-do"),
    path("waiting/", texts.waiting, name="waiting"),
    path("rebuttals/", rebuttals.ledger, name="rebuttals"),
    path("rebuttals/add/", rebuttals.add, name="rebuttal-add"),
    path("rebuttals/<int:pk>/", texts.rebuttal, name="rebuttal"),
    path("rebuttals/<int:pk>/edit/", rebuttals.edit, name="rebuttal-edit"),
    path("rebuttals/<int:pk>/do/<slug:move>/", texts.do_rebuttal, name="rebuttal-do"),
]
