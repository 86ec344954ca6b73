"""Addresses of the interpretation ledger in the office."""

from django.urls import path

from interpretation.office import charts, duties, plans, reports

app_name = "interpretation-office"
urlpatterns = [
    path("", duties.ledger, name="ledger"),
    path("report/", reports.report, name="report"),
    path("report/xlsx/", reports.report_xlsx, name="report-xlsx"),
    path("report/pdf/", reports.report_pdf, name="report-pdf"),
    path("<int:pk>/", duties.duty, name="duty"),
    path("<int:pk>/link/", duties.link, name="link"),
    path("<int:pk>/exempt/", duties.exempt, name="exempt"),
    path("articles/<int:pk>/explain/", duties.explain, name="explain"),
    path("articles/<int:pk>/unlink/<int:document_pk>/", duties.unlink, name="unlink"),
    path("articles/<int:pk>/chart/", charts.chart, name="chart"),
    path("articles/<int:pk>/clauses/<int:document_pk>/", duties.clauses, name="clauses"),
    path("articles/<int:pk>/plan/", plans.plan, name="plan"),
    path("documents/", duties.documents, name="documents"),
    path("articles/", duties.articles, name="articles"),
]
