"""The addresses of the site: pages in every language, the API and Django's back office in none."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from cluster_observatory.web.api.urls import versions
from cluster_observatory.web.atlas.urls import probes

urlpatterns = [
    path("api/v1/", include(versions)),
    path("admin/", admin.site.urls),
    path("", include(probes)),
    *i18n_patterns(
        path("", include("cluster_observatory.web.api.urls")),
        path("account/", include("allauth.urls")),
        path("", include("cluster_observatory.web.atlas.urls")),
        path("", include("cluster_observatory.web.base.urls")),
        path("", include("cluster_observatory.web.people.urls")),
        path("", include("cluster_observatory.web.organisations.urls")),
        path("", include("cluster_observatory.web.partnerships.urls")),
        path("", include("cluster_observatory.web.office.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "cluster_observatory.web.base.refusals.bad_request"
handler404 = "cluster_observatory.web.base.refusals.not_found"
handler500 = "cluster_observatory.web.base.refusals.server_error"
