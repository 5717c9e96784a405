"""The addresses of organisations; those of one organisation stand last, since any word could be its slug."""

from django.urls import path

from cluster_observatory.web.organisations import feeds
from cluster_observatory.web.organisations.views import (
    badges,
    comparing,
    directory,
    editing,
    files,
    manage,
    members,
    memberships,
    moderation,
    profile,
    questions,
    regional,
)

app_name = "organisations"
urlpatterns = [
    path("organisations/", directory.directory, name="directory"),
    path("organisations/list.<slug:form>", directory.file, name="file"),
    path("organisations/feed.atom", feeds.new_organisations, name="feed"),
    path("organisations/compare/", comparing.compare, name="compare"),
    path("organisations/in/<str:code>/", regional.in_region, name="in_region"),
    path("organisations/badges/<str:code>/", badges.verify, name="verify_badge"),
    path("organisations/criteria/", editing.criteria_page, name="criteria"),
    path("organisations/new/", editing.register, name="register"),
    path("organisations/mine/", manage.mine, name="mine"),
    path("organisations/memberships/<int:number>/role/", memberships.change_role, name="change_role"),
    path("organisations/memberships/<int:number>/<slug:step>/", memberships.take_step, name="membership_step"),
    path("organisations/links/<int:number>/<slug:step>/", members.take_step, name="link_step"),
    path("office/profiles/", moderation.queue, name="queue"),
    path("organisations/<slug:slug>/", profile.profile, name="profile"),
    path("organisations/<slug:slug>/badge/", badges.badge, name="badge"),
    path("organisations/<slug:slug>/badge.<slug:form>", badges.picture, name="badge_picture"),
    path("organisations/<slug:slug>/edit/", editing.edit, name="edit"),
    path("organisations/<slug:slug>/edit/contacts/", editing.edit_contacts, name="edit_contacts"),
    path("organisations/<slug:slug>/edit/projects/", editing.edit_projects, name="edit_projects"),
    path("organisations/<slug:slug>/edit/<slug:part>/", editing.edit_part, name="edit_part"),
    path("organisations/<slug:slug>/manage/", manage.manage, name="manage"),
    path("organisations/<slug:slug>/manage/discard/", manage.discard, name="discard"),
    path("organisations/<slug:slug>/manage/changes/<int:number>/", manage.withdraw_change, name="withdraw_change"),
    path("organisations/<slug:slug>/manage/<slug:step>/", manage.take_step, name="step"),
    path("organisations/<slug:slug>/people/", memberships.people, name="people"),
    path("organisations/<slug:slug>/people/invite/", memberships.invite, name="invite"),
    path("organisations/<slug:slug>/join/", memberships.join, name="join"),
    path("organisations/<slug:slug>/members/", members.members, name="members"),
    path("organisations/<slug:slug>/members/propose/", members.propose, name="propose_link"),
    path("organisations/<slug:slug>/members/import/", members.import_members, name="import_members"),
    path("organisations/<slug:slug>/questions/", questions.answer, name="questions"),
    path("organisations/<slug:slug>/files/", files.listed, name="files"),
    path("organisations/<slug:slug>/files/<int:number>/remove/", files.remove, name="remove_file"),
    path("organisations/<slug:slug>/files/<slug:purpose>/", files.add, name="add_file"),
    path("organisations/<slug:slug>/check/", moderation.check, name="check"),
    path("organisations/<slug:slug>/check/merge/", moderation.merge, name="merge"),
    path(
        "organisations/<slug:slug>/check/changes/<int:number>/<slug:decision>/", moderation.decide_change,
        name="decide_change",
    ),
    path("organisations/<slug:slug>/check/<slug:step>/", moderation.take_step, name="check_step"),
]  # fmt: skip
