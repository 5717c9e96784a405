"""The addresses of partnerships."""

from django.urls import path

from cluster_observatory.web.partnerships import feeds
from cluster_observatory.web.partnerships.views import deciding, editing, managing, public, registry, results

ONE = "partnerships/<slug:slug>/"
PLACE = f"{ONE}members/<int:number>/"

app_name = "partnerships"
urlpatterns = [
    path("partnerships/", registry.registry, name="registry"),
    path("partnerships/partnerships.<str:form>", registry.file, name="file"),
    path("partnerships/feed.atom", feeds.new_partnerships, name="feed"),
    path("partnerships/network/", registry.network_page, name="network"),
    path("partnerships/statistics/", registry.statistics, name="statistics"),
    path("partnerships/new/", editing.propose, name="propose"),
    path("partnerships/organisations/", editing.organisations, name="organisations"),
    path(ONE, public.page, name="page"),
    path(f"{ONE}manage/", managing.manage, name="manage"),
    path(f"{ONE}edit/", editing.edit, name="edit"),
    path(f"{ONE}steps/<slug:name>/", managing.step, name="step"),
    path(f"{ONE}invite/", managing.invite, name="invite"),
    path(f"{ONE}invitation/<int:number>/", managing.invitation, name="invitation"),
    path(f"{PLACE}<slug:name>/", managing.answer, name="answer"),
    path(f"{ONE}changes/new/", managing.change, name="change"),
    path(f"{ONE}changes/<int:number>/<slug:name>/", managing.decide, name="decide"),
    path(f"{ONE}measures/", results.measures, name="measures"),
    path(f"{ONE}results/", results.results, name="results"),
    path(f"{ONE}results/<int:number>/remove/", results.remove, name="remove_result"),
    path(f"{ONE}certificates/new/", deciding.issue, name="issue"),
    path(f"{ONE}certificates/<int:number>/revoke/", deciding.revoke, name="revoke"),
    path("office/partnerships/", deciding.queue, name="queue"),
    path("verify/", public.verify_any, name="verify_any"),
    path("verify/<str:code>/", public.verify, name="verify"),
    path("verify/<str:code>/code.svg", public.certificate_code, name="certificate_code"),
    path("verify/<str:code>/certificate.pdf", public.certificate_file, name="certificate_file"),
]
