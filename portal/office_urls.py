"""Addresses of what is composed of several apps in the office."""

from django.urls import path

from portal import knowledge_feed

app_name = "portal-office"
urlpatterns = [
    path("", knowledge_feed.sources, name="knowledge-sources"),
    path("<int:pk>/", knowledge_feed.feed, name="feed-knowledge"),
]
