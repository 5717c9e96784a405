"""The addresses of base."""

from django.urls import path

from cluster_observatory.web.base.views import files, notices

app_name = "base"
urlpatterns = [
    path("files/<int:number>/<str:name>", files.file, name="file"),
    path("me/notices/", notices.listed, name="notices"),
    path("me/notices/read/", notices.read, name="read_notices"),
]
