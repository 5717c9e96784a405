"""The states of partnerships, their members, changes of members and certificates, and the steps between them."""

from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.process import Process, Transition
from cluster_observatory.web.partnerships import rules

PARTNERSHIP = Process(
    name="partnership",
    first="proposed",
    states={
        "proposed": _("proposed"),
        "selected": _("selected"),
        "active": _("active"),
        "completed": _("completed"),
        "archived": _("archived"),
        "withdrawn": _("withdrawn, or not selected"),
        "terminated": _("terminated early"),
    },
    transitions=(
        Transition(
            "select", _("Select"), ("proposed",), "selected",
            permission=rules.obstacle_to_judging, rule=rules.obstacle_to_whole,
        ),
        Transition(
            "refuse", _("Do not select"), ("proposed",), "withdrawn",
            permission=rules.obstacle_to_owning, needs_reason=True,
        ),
        Transition(
            "withdraw", _("Withdraw the proposal"), ("proposed",), "withdrawn",
            permission=rules.obstacle_to_coordinating, needs_reason=True,
        ),
        Transition(
            "start", _("Start"), ("selected",), "active",
            permission=rules.obstacle_to_owning, rule=rules.obstacle_to_whole,
        ),
        Transition(
            "complete", _("Complete"), ("active",), "completed",
            permission=rules.obstacle_to_owning, rule=rules.obstacle_to_completing,
        ),
        Transition(
            "terminate", _("Terminate"), ("selected", "active"), "terminated",
            permission=rules.obstacle_to_owning, needs_reason=True,
        ),
        Transition("archive", _("Archive"), ("completed",), "archived", permission=rules.obstacle_to_owning),
    ),
)  # fmt: skip

PARTNER = Process(
    name="partner",
    first="invited",
    states={
        "invited": _("invited"),
        "active": _("member"),
        "left": _("left"),
        "declined": _("declined, or the invitation was taken back"),
    },
    transitions=(
        Transition(
            "accept", _("Join"), ("invited",), "active",
            permission=rules.obstacle_to_answering, rule=rules.obstacle_to_accepting,
        ),
        Transition("decline", _("Decline"), ("invited",), "declined", permission=rules.obstacle_to_answering),
        Transition(
            "take_back", _("Take the invitation back"), ("invited",), "declined",
            permission=rules.obstacle_to_taking_back,
        ),
        Transition(
            "leave", _("Leave"), ("active",), "left",
            permission=rules.obstacle_to_answering, rule=rules.obstacle_to_leaving,
        ),
        Transition(
            "release", _("Let go"), ("active",), "left",
            permission=rules.obstacle_to_owning, rule=rules.obstacle_to_releasing,
        ),
    ),
)  # fmt: skip

AMENDMENT = Process(
    name="amendment",
    first="requested",
    states={
        "requested": _("requested"),
        "accepted": _("accepted"),
        "refused": _("refused"),
        "withdrawn": _("withdrawn"),
    },
    transitions=(
        Transition(
            "accept", _("Accept"), ("requested",), "accepted",
            permission=rules.obstacle_to_deciding, rule=rules.obstacle_to_amendment,
        ),
        Transition(
            "refuse", _("Refuse"), ("requested",), "refused",
            permission=rules.obstacle_to_deciding, needs_reason=True,
        ),
        Transition(
            "withdraw", _("Withdraw"), ("requested",), "withdrawn", permission=rules.obstacle_to_withdrawing
        ),
    ),
)  # fmt: skip

CERTIFICATE = Process(
    name="certificate",
    first="issued",
    states={"issued": _("valid"), "revoked": _("revoked")},
    transitions=(
        Transition(
            "revoke", _("Revoke"), ("issued",), "revoked",
            permission=rules.obstacle_to_owning,
            needs_reason=True,
        ),
    ),
)  # fmt: skip
