"""The addresses of organisations."""

from django.urls import path

from cluster_observatory.web.organisations.views import directory

app_name = "organisations"
urlpatterns = [path("organisations/", directory.directory, name="directory")]
