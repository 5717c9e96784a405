"""The addresses of people."""

from django.urls import path

from cluster_observatory.web.people.views import account, data

app_name = "people"
urlpatterns = [
    path("me/", account.me, name="me"),
    path("me/profile/", account.profile, name="profile"),
    path("me/notices/choices/", account.notice_choices, name="notice_choices"),
    path("me/data/", data.data, name="data"),
    path("me/data/take/", data.take, name="take"),
    path("me/data/erase/", data.erase, name="erase"),
    path("me/data/erased/", data.erased, name="erased"),
    path("me/data/consents/<slug:purpose>/", data.consent, name="consent"),
    path("privacy/", data.privacy, name="privacy"),
]
