"""Addresses of the workbench, under /admin/workbench/."""

from django.urls import path

from interaction import urls  # noqa: F401 (registers the converter for letter numbers)
from interaction.office import (
    board,
    changes,
    circular_pages,
    citizens,
    copy,
    desk,
    doing,
    letter_page,
    mails,
    many,
    readings,
    template_pages,
    workbench,
)

app_name = "interaction-office"
urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("many/<slug:verb>/", many.do, name="many-do"),
    path("many/result/<uuid:token>/", many.result, name="many-result"),
    path("mails/", mails.mails, name="mails"),
    path("mails/<int:pk>/", mails.mail, name="mail"),
    path("mails/<int:pk>/take/", mails.take, name="mail-take"),
    path("mails/<int:pk>/dismiss/", mails.dismiss, name="mail-dismiss"),
    path("readings/", readings.readings, name="readings"),
    path("readings/<int:pk>/", readings.read, name="read"),
    path("letters/<letter_number:number>/", letter_page.letter, name="letter"),
    path("letters/<letter_number:number>/changes/", changes.changes, name="changes"),
    path("letters/<letter_number:number>/copy/", copy.copy, name="copy"),
    path("letters/<letter_number:number>/copy/preview/", copy.preview, name="copy-preview"),
    path("letters/<letter_number:number>/files/<int:pk>/", citizens.file, name="file"),
    path("letters/<letter_number:number>/clear/", citizens.clear, name="clear"),
    path("letters/<letter_number:number>/keep-answer/", citizens.keep_answer, name="keep-answer"),
    path("letters/<letter_number:number>/note/", desk.note, name="note"),
    path("letters/<letter_number:number>/draft/keep/", desk.keep, name="draft-keep"),
    path("letters/<letter_number:number>/draft/template/", desk.insert, name="draft-template"),
    path("letters/<letter_number:number>/draft/preview/", desk.preview, name="draft-preview"),
    path("letters/<letter_number:number>/draft/discard/", desk.discard, name="draft-discard"),
    path("letters/<letter_number:number>/urge/", board.urge, name="urge"),
    path("urges/<int:pk>/answer/", board.answer, name="urge-answer"),
    path("board/", board.oversight, name="board"),
    path("circulars/", circular_pages.circulars, name="circulars"),
    path("circulars/<int:pk>/<int:year>-<int:month>/", circular_pages.circular, name="circular"),
    path("circulars/<int:pk>/<int:year>-<int:month>/issue/", circular_pages.issue, name="circular-issue"),
    path("circulars/<int:pk>/<int:year>-<int:month>/pdf/", circular_pages.circular_pdf, name="circular-pdf"),
    path("circulars/<int:pk>/<int:year>-<int:month>/xlsx/", circular_pages.circular_xlsx, name="circular-xlsx"),
    path("templates/", template_pages.templates, name="templates"),
    path("templates/add/", template_pages.template, name="template-add"),
    path("templates/<int:pk>/", template_pages.template, name="template"),
    path("templates/<int:pk>/delete/", template_pages.delete, name="template-delete"),
    path("letters/<letter_number:number>/<slug:move>/", doing.act, name="act"),
]
