"""The addresses of the site: pages in every language, the API in none."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from cluster_observatory.web.api.urls import versions

urlpatterns = [
    path("api/v1/", include(versions)),
    *i18n_patterns(
        path("", include("cluster_observatory.web.api.urls")),
        path("", include("cluster_observatory.web.atlas.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "cluster_observatory.web.atlas.refusals.bad_request"
handler404 = "cluster_observatory.web.atlas.refusals.not_found"
handler500 = "cluster_observatory.web.atlas.refusals.server_error"
