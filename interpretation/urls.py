"""Public addresses of interpretation, under /jieduqingkuang/."""

from django.urls import path

from interpretation import views

app_name = "interpretation"
urlpatterns = [path("", views.rate, name="rate")]
