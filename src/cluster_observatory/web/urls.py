"""The addresses of the site."""

from django.urls import include, path

urlpatterns = [path("", include("cluster_observatory.web.atlas.urls"))]

handler400 = "cluster_observatory.web.atlas.refusals.bad_request"
handler404 = "cluster_observatory.web.atlas.refusals.not_found"
handler500 = "cluster_observatory.web.atlas.refusals.server_error"
