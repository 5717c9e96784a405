"""The addresses of organisations."""

from django.urls import path

from cluster_observatory.web.organisations import views

app_name = "organisations"
urlpatterns = [path("organisations/", views.directory, name="directory")]
