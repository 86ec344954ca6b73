"""Addresses of the editorial pages in the office."""

from django.urls import path

from content import office

app_name = "content-office"
urlpatterns = [
    path("review/", office.review_queue, name="review-queue"),
    path("review/<int:pk>/", office.review, name="review"),
    path("review/<int:pk>/judge/", office.judge, name="judge"),
    path("review/<int:pk>/preview/", office.preview, name="preview"),
    path("articles/<int:pk>/", office.article, name="article"),
    path("articles/<int:pk>/submit/", office.submit, name="submit"),
    path("articles/<int:pk>/recall/", office.recall, name="recall"),
    path("articles/<int:pk>/discard/", office.discard, name="discard"),
    path("articles/<int:pk>/withdraw/", office.withdraw, name="withdraw"),
    path("articles/<int:pk>/pin/", office.pin, name="pin"),
    path("articles/<int:pk>/status/", office.document_status, name="document-status"),
    path("upload/", office.upload, name="upload"),
]
