"""The addresses of the API: `versions` stand outside the languages, `pages` in each of them."""

from django.urls import path, re_path

from cluster_observatory.web.api import views
from cluster_observatory.web.api.api import api

app_name = "api"
urlpatterns = [path("api/", views.page, name="page")]

versions = [
    path("openapi.json", views.openapi, name="openapi"),
    path("", api.urls),
    re_path(r"", views.nothing_here),
]
"""Version 1 of the API."""
