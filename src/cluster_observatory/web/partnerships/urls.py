"""The addresses of partnerships."""

from django.urls import path

from cluster_observatory.web.partnerships import views

app_name = "partnerships"
urlpatterns = [path("partnerships/", views.registry, name="registry")]
