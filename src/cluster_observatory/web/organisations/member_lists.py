"""Which organisations a list of members means, line by line."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from cluster_observatory.web.organisations import rules
from cluster_observatory.web.organisations.duplicates import host, normalised
from cluster_observatory.web.organisations.identifiers import compact
from cluster_observatory.web.organisations.models import Organisation


class Row(NamedTuple):
    """A line of the list: its number and name, the profile it means and by what, or why no link can be proposed."""

    number: int
    name: str
    member: Organisation | None
    why: str
    obstacle: str


def matched(cluster, lines, person, now):
    """Return the rows of a list, in its order; a profile is found by VAT number, by website or by its very name."""
    public = list(
        Organisation.objects.filter(state__in=rules.PUBLIC_STATES)
        .exclude(pk=cluster.pk)
        .only("pk", "slug", "name", "vat", "website", "website_in_english", "state", "kind")
    )
    by_vat = {compact(one.vat): one for one in public if one.vat}
    by_host = {host(address): one for one in public for address in (one.website, one.website_in_english) if address}
    by_name = {normalised(one.name): one for one in public}
    linked = set(cluster.member_links.exclude(state="ended").values_list("member", flat=True))
    rows, seen = [], set()
    for number, line in enumerate(lines, 1):
        vat, website = compact(line.get("vat", "")), line.get("website", "")
        website = website if "//" in website else f"https://{website}"
        member, why = next(
            (
                (found[key], words)
                for found, key, words in (
                    (by_vat, vat, _("by VAT number")),
                    (by_host, host(website), _("by website")),
                    (by_name, normalised(line["name"]), _("by name")),
                )
                if key and key in found
            ),
            (None, ""),
        )
        obstacle = ""
        if member is None:
            obstacle = _("has no public profile here")
        elif member.pk in seen:
            obstacle = _("stands twice in the list")
        elif member.pk in linked:
            obstacle = _("is linked or proposed already")
        seen.add(member.pk if member else None)
        rows.append(Row(number, line["name"], member, why, obstacle))
    return rows
