"""Which organisations belong to a cluster, seen from either side: links, and lists of members as CSV."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.times import now
from cluster_observatory.web.organisations import criteria, rules
from cluster_observatory.web.organisations.actions import member_links
from cluster_observatory.web.organisations.forms.acting import LinkForm, MembersFileForm
from cluster_observatory.web.organisations.member_lists import matched
from cluster_observatory.web.organisations.models import MemberLink, Organisation
from cluster_observatory.web.organisations.process import MEMBER_LINK
from cluster_observatory.web.organisations.views.acting import for_role

ACTING = (rules.ADMIN, rules.EDITOR)
WITH_MEMBERS = (*criteria.CLUSTER_KINDS, "national_association", "cluster_network")
STEPS = {
    "confirm": (member_links.answer_link, {"confirms": True}, gettext_noop("The link is confirmed.")),
    "decline": (member_links.answer_link, {"confirms": False}, gettext_noop("The link is declined.")),
    "withdraw": (member_links.withdraw_link, {}, gettext_noop("The proposal is withdrawn.")),
    "end": (member_links.end_link, {}, gettext_noop("The link has ended.")),
}


@require_safe
@for_role(*ACTING)
def members(request, organisation):
    """Show the members of the organisation and the clusters it belongs to, confirmed and proposed."""
    return _draw(request, organisation, LinkForm())


@require_POST
@for_role(*ACTING)
def propose(request, organisation):
    """Propose a link: another organisation as a member, or this one as a member of a cluster."""
    form = LinkForm(request.POST)
    as_member = request.POST.get("as") == "member"
    if form.is_valid():
        other = Organisation.objects.filter(slug=form.cleaned_data["other"], state__in=rules.PUBLIC_STATES).first()
        if other is None:
            form.add_error("other", _("There is no public profile at this address."))
        else:
            sides = {"cluster": other, "member": organisation} if as_member else {
                "cluster": organisation, "member": other}  # fmt: skip
            try:
                member_links.propose_link(**sides, person=request.user, now=now())
            except NotAllowed:
                raise
            except NotPossible as refusal:
                form.add_error("other", str(refusal))
    if form.errors:
        return _draw(request, organisation, form, status=422, as_member=as_member)
    messages.success(request, _("The link is proposed; the other side is asked."))
    return redirect("organisations:members", organisation.slug)


@require_POST
@login_required
def take_step(request, number, step):
    """Confirm, decline, withdraw or end a link."""
    link = MemberLink.objects.select_related("cluster", "member").filter(pk=number).first()
    if link is None or step not in STEPS:
        raise NotFound("")
    sides = [one for one in (link.cluster, link.member) if rules.role(request.user, one) in ACTING]
    if not sides:
        raise NotAllowed(_("Only people who act for one of the two may do this."))
    act, more, done = STEPS[step]
    act(link=link, person=request.user, now=now(), **more)
    messages.success(request, _(done))
    return redirect("organisations:members", sides[0].slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_role(*ACTING)
def import_members(request, organisation):
    """Read a list of members, show which of them have a profile, and propose links to those that are chosen."""
    if organisation.kind not in WITH_MEMBERS:
        raise NotFound("")
    form = MembersFileForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        said = {"organisation": organisation, "form": form, "nav": "organisations"}
        status = 422 if request.method == "POST" else 200
        return render(request, "organisations/manage/import_members.html", said, status=status)
    rows = matched(organisation, form.cleaned_data["lines"], request.user, now())
    if "propose" in request.POST:
        chosen = set(request.POST.getlist("member"))
        wanted = [row.member for row in rows if row.member and not row.obstacle and row.member.slug in chosen]
        links = member_links.propose_members(cluster=organisation, members=wanted, person=request.user, now=now())
        messages.success(request, _("Links proposed: {number}.").format(number=len(links)))
        return redirect("organisations:members", organisation.slug)
    said = {"organisation": organisation, "rows": rows, "text": form.cleaned_data["text"], "nav": "organisations"}
    return render(request, "organisations/manage/preview_members.html", said)


def _draw(request, organisation, form, status=200, as_member=False):
    moment = now()
    found = (
        MemberLink.objects.filter(Q(cluster=organisation) | Q(member=organisation))
        .exclude(state="ended")
        .select_related("cluster", "member")
        .order_by("state", "member__name", "pk")
    )
    own_members, own_clusters = [], []
    rules.know_roles(request.user, [side for link in found for side in (link.cluster, link.member)])
    for link in found:
        steps = MEMBER_LINK.available(link, request.user, moment)
        row = (link, MEMBER_LINK.states[link.state], steps)
        (own_members if link.cluster_id == organisation.pk else own_clusters).append(row)
    said = {
        "organisation": organisation, "members": own_members, "clusters": own_clusters, "form": form,
        "as_member": as_member, "has_members": organisation.kind in WITH_MEMBERS, "nav": "organisations",
    }  # fmt: skip
    return render(request, "organisations/manage/members.html", said, status=status)
