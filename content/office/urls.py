"""Addresses of the editorial pages in the office."""

from django.urls import path

from content.office import (
    articles,
    bulk,
    emergencies,
    media,
    media_orphans,
    media_picker,
    moves,
    previews,
    registration,
    reviews,
    uploads,
    withdrawals,
)

app_name = "content-office"
urlpatterns = [
    path("review/", reviews.review_queue, name="review-queue"),
    path("review/<int:pk>/", reviews.review, name="review"),
    path("review/<int:pk>/judge/", reviews.judge, name="judge"),
    path("review/<int:pk>/seen/", reviews.seen, name="seen"),
    path("review/<int:pk>/preview/", previews.preview, name="preview"),
    path("review/<int:pk>/registration/", registration.registration, name="registration"),
    path("review/<int:pk>/registration.pdf", registration.registration_pdf, name="registration-pdf"),
    path("articles/<int:pk>/", articles.article, name="article"),
    path("articles/<int:pk>/submit/", articles.submit, name="submit"),
    path("articles/<int:pk>/recall/", articles.recall, name="recall"),
    path("articles/<int:pk>/discard/", articles.discard, name="discard"),
    path("articles/<int:pk>/withdraw/", withdrawals.withdraw, name="withdraw"),
    path("articles/<int:pk>/successors/", withdrawals.successors, name="successors"),
    path("articles/<int:pk>/move/", moves.move, name="move"),
    path("articles/<int:pk>/emergency/", emergencies.publish, name="emergency"),
    path("retrospects/", emergencies.retrospects, name="retrospects"),
    path("retrospects/<int:pk>/", emergencies.retrospect, name="retrospect"),
    path("articles/<int:pk>/pin/", articles.pin, name="pin"),
    path("articles/<int:pk>/status/", articles.document_status, name="document-status"),
    path("bulk/<slug:verb>/", bulk.choose, name="bulk"),
    path("bulk/<slug:verb>/do/", bulk.do, name="bulk-do"),
    path("bulk/results/<uuid:token>/", bulk.result, name="bulk-result"),
    path("upload/", uploads.upload, name="upload"),
    path("media/", media.library, name="media"),
    path("media/picker/", media_picker.picker, name="media-picker"),
    path("media/upload/", media_picker.upload_files, name="media-upload"),
    path("media/orphans/", media_orphans.orphans, name="media-orphans"),
    path("media/orphans/delete/", media_orphans.delete_orphans, name="media-orphans-delete"),
    path("media/<int:pk>/", media.asset, name="media-asset"),
    path("media/<int:pk>/replace/", media.replace, name="media-replace"),
    path("media/<int:pk>/delete/", media.delete, name="media-delete"),
]
