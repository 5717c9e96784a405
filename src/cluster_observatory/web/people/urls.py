"""The addresses of people."""

from django.urls import path

from cluster_observatory.web.people import views

app_name = "people"
urlpatterns = [path("me/", views.me, name="me")]
