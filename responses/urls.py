"""Public addresses of responses."""

from django.urls import path

from responses import views

app_name = "responses"
urlpatterns = [
    path("huiying/", views.topics, name="topics"),
    path("huiying/rss.xml", views.feed, name="feed"),
    path("huiying/<int:pk>/", views.topic, name="topic"),
    path("piyao/", views.rebuttals, name="rebuttals"),
    path("piyao/<int:pk>/", views.rebuttal, name="rebuttal"),
]
