"""The addresses of the atlas."""

from django.urls import path

from cluster_observatory.web.atlas import views

app_name = "atlas"
urlpatterns = [
    path("", views.front, name="front"),
    path("explore.csv", views.explore_csv, name="explore_csv"),
    path("regions/", views.regions, name="regions"),
    path("regions/<str:code>/", views.region, name="region"),
    path("sectors/", views.sectors, name="sectors"),
    path("sectors/<str:code>/", views.sector, name="sector"),
    path("clusters/", views.clusters, name="clusters"),
    path("clusters/<str:code>/", views.cluster, name="cluster"),
    path("methods/", views.methods, name="methods"),
    path("methods/<slug:name>/", views.method, name="method"),
    path("about-the-data/", views.about_the_data, name="about_the_data"),
    path("health", views.health, name="health"),
]
