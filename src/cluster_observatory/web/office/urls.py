"""The addresses of office."""

from django.urls import path

from cluster_observatory.web.office.views import hub, letters, people, privacy, statistics, trail

app_name = "office"
urlpatterns = [
    path("statistics/", statistics.public_statistics, name="public_statistics"),
    path("statistics/<slug:name>.csv", statistics.table, name="table"),
    path("office/", hub.hub, name="hub"),
    path("office/statistics/", statistics.statistics, name="statistics"),
    path("office/people/", people.people, name="people"),
    path("office/people/<int:number>/", people.person, name="person"),
    path("office/people/<int:number>/appoint/", people.appoint, name="appoint"),
    path("office/people/<int:number>/dismiss/<int:appointment>/", people.dismiss, name="dismiss"),
    path("office/people/<int:number>/suspend/", people.suspend, name="suspend"),
    path("office/people/<int:number>/bring-back/", people.bring_back, name="bring_back"),
    path("office/people/<int:number>/erase/", people.erase, name="erase"),
    path("office/trail/", trail.trail, name="trail"),
    path("office/trail/verify/", trail.verify, name="verify"),
    path("office/trail.csv", trail.trail_csv, name="trail_csv"),
    path("office/letters/", letters.letters, name="letters"),
    path("office/letters/<int:number>/send-again/", letters.send_again, name="send_again"),
    path("office/privacy/", privacy.privacy, name="privacy"),
]
