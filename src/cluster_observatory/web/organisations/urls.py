"""The addresses of organisations; those of one organisation stand last, since any word could be its slug."""

from django.urls import path

from cluster_observatory.web.organisations.views import comparing, directory, profile

app_name = "organisations"
urlpatterns = [
    path("organisations/", directory.directory, name="directory"),
    path("organisations/list.<slug:form>", directory.file, name="file"),
    path("organisations/compare/", comparing.compare, name="compare"),
    path("organisations/<slug:slug>/", profile.profile, name="profile"),
]
