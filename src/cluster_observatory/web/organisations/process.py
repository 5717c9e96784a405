"""The states of profiles, memberships, links and changes, and the steps between them."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.process import Process, Transition
from cluster_observatory.web.organisations import rules

CONFIRMED_EVERY = timedelta(days=365)
STALE_FOR = timedelta(days=183)


def last_confirmed(organisation):
    """Return when the organisation last said that its profile is up to date, or was published."""
    return organisation.confirmed_at or organisation.published_at


def stale_since(organisation):
    """Return from when the profile has not been confirmed for a year, or None where it never was public."""
    confirmed = last_confirmed(organisation)
    return None if confirmed is None else confirmed + CONFIRMED_EVERY


PROFILE = Process(
    name="Profile",
    first="draft",
    states={
        "draft": _("draft"),
        "submitted": _("submitted"),
        "in_review": _("being checked"),
        "info_requested": _("more is asked"),
        "rejected": _("rejected"),
        "published": _("published"),
        "stale": _("not confirmed"),
        "archived": _("archived"),
        "merged": _("merged"),
    },
    transitions=(
        Transition("submit", _("Submit to the moderators"), ("draft",), "submitted",
                   rules.obstacle_to_administering, rules.obstacle_to_submitting),
        Transition("resubmit", _("Submit again"), ("info_requested",), "submitted",
                   rules.obstacle_to_administering, rules.obstacle_to_submitting),
        Transition("start_review", _("Begin to check"), ("submitted",), "in_review", rules.obstacle_to_checking),
        Transition("approve", _("Publish"), ("in_review",), "published",
                   rules.obstacle_to_checking, rules.obstacle_to_approving),
        Transition("request_info", _("Ask for more"), ("in_review",), "info_requested",
                   rules.obstacle_to_checking, needs_reason=True),
        Transition("reject", _("Reject"), ("in_review",), "rejected", rules.obstacle_to_checking, needs_reason=True),
        Transition("reopen", _("Open again as a draft"), ("rejected",), "draft", rules.obstacle_to_administering),
        Transition("confirm_up_to_date", _("Confirm that it is up to date"), ("published", "stale"), "published",
                   rules.obstacle_to_administering),
        Transition("go_stale", _("has not been confirmed for a year"), ("published",), "stale",
                   after=CONFIRMED_EVERY, since=last_confirmed),
        Transition("archive_unconfirmed", _("has not been confirmed for half a year more"), ("stale",), "archived",
                   after=STALE_FOR, since=stale_since),
        Transition("archive", _("Archive"),
                   ("draft", "submitted", "in_review", "info_requested", "rejected", "published", "stale"), "archived",
                   rules.obstacle_to_moderating, needs_reason=True),
        Transition("restore", _("Restore"), ("archived",), "published",
                   rules.obstacle_to_checking, rules.obstacle_to_restoring),
        Transition("give_back", _("Give back as a draft"), ("archived",), "draft",
                   rules.obstacle_to_checking, rules.obstacle_to_returning),
        Transition("merge", _("Merge into another profile"),
                   ("draft", "submitted", "in_review", "info_requested", "rejected", "published", "stale", "archived"),
                   "merged", rules.obstacle_to_checking, rules.obstacle_to_merging),
    ),
)  # fmt: skip

MEMBERSHIP = Process(
    name="Membership",
    first="requested",
    states={
        "invited": _("invited"),
        "requested": _("has asked to join"),
        "active": _("active"),
        "ended": _("ended"),
    },
    transitions=(
        Transition("accept", _("Accept"), ("invited",), "active", rules.obstacle_to_answering_invitation),
        Transition("decline", _("Decline"), ("invited",), "ended", rules.obstacle_to_answering_invitation),
        Transition("withdraw_invitation", _("Withdraw the invitation"), ("invited",), "ended",
                   rules.obstacle_to_managing_people),
        Transition("approve", _("Let in"), ("requested",), "active",
                   rules.obstacle_to_answering_request, rules.obstacle_to_deciding_now),
        Transition("refuse", _("Refuse"), ("requested",), "ended",
                   rules.obstacle_to_answering_request, rules.obstacle_to_deciding_now),
        Transition("withdraw_request", _("Withdraw the request"), ("requested",), "ended",
                   rules.obstacle_to_withdrawing_request),
        Transition("end", _("End the membership"), ("active",), "ended",
                   rules.obstacle_to_ending, rules.obstacle_to_leaving),
    ),
)  # fmt: skip

MEMBER_LINK = Process(
    name="Link between a cluster and a member",
    first="proposed",
    states={"proposed": _("proposed"), "confirmed": _("confirmed"), "ended": _("ended")},
    transitions=(
        Transition("confirm", _("Confirm"), ("proposed",), "confirmed", rules.obstacle_to_confirming_link),
        Transition("decline", _("Decline"), ("proposed",), "ended", rules.obstacle_to_confirming_link),
        Transition("withdraw", _("Withdraw"), ("proposed",), "ended", rules.obstacle_to_withdrawing_link),
        Transition("end", _("End the link"), ("confirmed",), "ended", rules.obstacle_to_ending_link),
    ),
)

CHANGE = Process(
    name="Change of a published profile",
    first="proposed",
    states={
        "proposed": _("waits for the moderators"),
        "accepted": _("accepted"),
        "refused": _("refused"),
        "withdrawn": _("withdrawn"),
    },
    transitions=(
        Transition("accept", _("Accept"), ("proposed",), "accepted", rules.obstacle_to_checking_change),
        Transition("refuse", _("Refuse"), ("proposed",), "refused",
                   rules.obstacle_to_checking_change, needs_reason=True),
        Transition("withdraw", _("Withdraw"), ("proposed",), "withdrawn", rules.obstacle_to_withdrawing_change),
    ),
)  # fmt: skip
