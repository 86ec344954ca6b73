"""Addresses of the interpretation ledger in the office."""

from django.urls import path

from interpretation import chart_office, office, plan_office

app_name = "interpretation-office"
urlpatterns = [
    path("", office.ledger, name="ledger"),
    path("<int:pk>/", office.duty, name="duty"),
    path("<int:pk>/link/", office.link, name="link"),
    path("<int:pk>/exempt/", office.exempt, name="exempt"),
    path("articles/<int:pk>/explain/", office.explain, name="explain"),
    path("articles/<int:pk>/unlink/<int:document_pk>/", office.unlink, name="unlink"),
    path("articles/<int:pk>/chart/", chart_office.chart, name="chart"),
    path("articles/<int:pk>/clauses/<int:document_pk>/", office.clauses, name="clauses"),
    path("articles/<int:pk>/plan/", plan_office.plan, name="plan"),
    path("documents/", office.documents, name="documents"),
    path("articles/", office.articles, name="articles"),
]
