"""Addresses of the interpretation ledger in the office."""

from django.urls import path

from interpretation import chart_office, office, plan_office, report_office

app_name = "interpretation-office"
urlpatterns = [
    path("", office.ledger, name="ledger"),
    path("report/", report_office.report, name="report"),
    path("report/xlsx/", report_office.report_xlsx, name="report-xlsx"),
    path("report/pdf/", report_office.report_pdf, name="report-pdf"),
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
