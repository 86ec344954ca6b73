"""Addresses of the workbench, under /admin/workbench/."""

from django.urls import path

from interaction import urls  # noqa: F401 (registers the converter for letter numbers)
from interaction.office import doing, letter_page, workbench

app_name = "interaction-office"
urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("letters/<letter_number:number>/", letter_page.letter, name="letter"),
    path("letters/<letter_number:number>/<slug:move>/", doing.act, name="act"),
]
