"""Django's back office as part of this site: our sign-in, our offices, our audit trail."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.people.models import Office
from cluster_observatory.web.people.rules import obstacle_to_office


class BackOffice(AdminSite):
    """Settings that administrators change without a programmer, and the records to look at."""

    site_header = _("Cluster Observatory: records and settings")
    site_title = _("Cluster Observatory")
    index_title = _("What do you want to look at or set up?")
    site_url = "/office/"
    index_template = "office/back_office/index.html"
    rooms = {
        "base": _("Questions, letters, files and the audit trail"), "people": _("People"),
        "organisations": _("Organisations"), "partnerships": _("Partnerships and their initiatives"),
    }  # fmt: skip

    def get_app_list(self, request, app_label=None):
        """Return the records by what they are about, in plain words."""
        found = super().get_app_list(request, app_label)
        return [{**app, "name": self.rooms.get(app["app_label"], app["name"])} for app in found]

    def has_permission(self, request):
        """Whether the person may enter: administrators with a second factor."""
        return obstacle_to_office(request.user, Office.ADMINISTRATOR) is None

    def login(self, request, extra_context=None):
        """Lead a visitor to the sign-in page of the site; tell others why they cannot enter."""
        if request.user.is_authenticated:
            if refusal := obstacle_to_office(request.user, Office.ADMINISTRATOR):
                raise NotAllowed(refusal)
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next", request.path))

    def logout(self, request, extra_context=None):
        """Lead to the page that signs out."""
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        """Lead to the page that changes the password."""
        return redirect("account_change_password")
