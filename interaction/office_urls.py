"""Addresses of the workbench, under /admin/workbench/."""

from django.urls import path

from interaction import urls  # noqa: F401 (registers the converter for letter numbers)
from interaction.office import citizens, copy, doing, letter_page, many, workbench

app_name = "interaction-office"
urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("many/<slug:verb>/", many.do, name="many-do"),
    path("many/result/<uuid:token>/", many.result, name="many-result"),
    path("letters/<letter_number:number>/", letter_page.letter, name="letter"),
    path("letters/<letter_number:number>/copy/", copy.copy, name="copy"),
    path("letters/<letter_number:number>/copy/preview/", copy.preview, name="copy-preview"),
    path("letters/<letter_number:number>/files/<int:pk>/", citizens.file, name="file"),
    path("letters/<letter_number:number>/clear/", citizens.clear, name="clear"),
    path("letters/<letter_number:number>/keep-answer/", citizens.keep_answer, name="keep-answer"),
    path("letters/<letter_number:number>/<slug:move>/", doing.act, name="act"),
]
