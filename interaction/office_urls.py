"""Addresses of the workbench, under /admin/workbench/."""

from django.urls import path

from interaction import office, urls  # noqa: F401 (registers the converter for letter numbers)

app_name = "interaction-office"
urlpatterns = [
    path("", office.workbench, name="workbench"),
    path("letters/<letter_number:number>/", office.letter, name="letter"),
    path("letters/<letter_number:number>/<slug:move>/", office.act, name="act"),
]
