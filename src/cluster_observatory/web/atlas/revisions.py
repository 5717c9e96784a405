"""What changed between two editions: their sources, rules and tables, and the cause of every star that differs."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cluster_observatory.errors import NotPossible
from cluster_observatory.publication import catalogue, comparison
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.comparison import Side
from cluster_observatory.web.atlas import choices, criteria, evidence, measures, numbers, queries, stars

KINDS = {"sectors": queries.SECTOR, "clusters": queries.CLUSTER, "emerging": queries.EMERGING}
"""What can be compared, and the kind of subject that it is."""

TITLES = {
    "sectors": gettext_lazy("Sectors"),
    "clusters": gettext_lazy("Traded clusters"),
    "emerging": gettext_lazy("Emerging industries"),
}
CAUSES = {
    "data": gettext_lazy("the figures"),
    "classification": gettext_lazy("the regions"),
    "method": gettext_lazy("the rules"),
}
"""The causes of a change as a sentence says them."""

CHANGES = {"gained": gettext_lazy("gained"), "lost": gettext_lazy("lost")}
SHOWN = 200


def known():
    """Return every edition laid down, oldest first."""
    return catalogue.editions(Path(settings.HOME))


def listed(current):
    """Return what the list of editions shows of each, the newest first."""
    found = known()
    before = [None, *found[:-1]]
    return [
        {
            "edition": edition,
            "is_current": edition.name == current.name,
            "before": earlier,
            "rows": sum(table["rows"] for table in edition.manifest["tables"]),
            "read_on": max((source["read_on"] or "" for source in edition.manifest["sources"]), default=""),
            "passed": sum(check["outcome"] == "passed" for check in edition.manifest["checks"]),
        }
        for edition, earlier in zip(reversed(found), reversed(before), strict=True)
    ]


@dataclass(frozen=True)
class Asked:
    """The two results a visitor wants to see side by side."""

    kind: str
    first: Side
    last: Side

    @property
    def parameters(self):
        """Return the parameters that ask for the same again."""
        sides = (("from", self.first), ("to", self.last))
        return {"of": self.kind} | {
            f"{name}{part}": value
            for name, side in sides
            for part, value in (("", side.edition.name), ("_year", side.year), ("_profile", side.profile))
        }

    @property
    def sides(self):
        """Return both with the names of their fields in the form, and what can be chosen for each."""
        return [
            {
                "name": name,
                "title": title,
                "side": side,
                "years": queries.years(side.edition, KINDS[self.kind])[::-1],
                "profiles": evidence.offered(side.edition, KINDS[self.kind]),
            }
            for name, title, side in (("from", _("From"), self.first), ("to", _("To"), self.last))
        ]


def read(parameters, current):
    """Return what is asked for: by default the edition before the current one, and the current one, of the same year.

    Where there is one edition only it is the last two well filled years of it.
    Raises NotPossible with what can be chosen.
    """
    kind = parameters.get("of") or "sectors"
    if kind not in KINDS:
        raise NotPossible(
            _("“{asked}” cannot be compared. Choose one of {known}.").format(asked=kind[:40], known=", ".join(KINDS))
        )
    editions = {edition.name: edition for edition in known()}
    names = list(editions)
    earlier = next((name for name in reversed(names) if name != current.name), current.name)
    first = _edition(editions, parameters.get("from") or earlier)
    last = _edition(editions, parameters.get("to") or current.name)
    profile = choices.profile(last, KINDS[kind], parameters.get("to_profile"))
    there = {found["name"] for found in stars.profiles(first, KINDS[kind])}
    before = choices.profile(
        first, KINDS[kind], parameters.get("from_profile") or (profile if profile in there else "")
    )
    year = choices.year(last, KINDS[kind], parameters.get("to_year"))
    usual = _year_before(first, kind, year, is_same=first.name == last.name and before == profile)
    asked = choices.year(first, KINDS[kind], parameters.get("from_year")) if parameters.get("from_year") else usual
    return Asked(kind, Side(first, asked, before), Side(last, year, profile))


def _edition(editions, name):
    if name in editions:
        return editions[name]
    raise NotPossible(
        _("There is no edition “{name}” here. There are: {known}.").format(name=name[:40], known=", ".join(editions))
    )


def _year_before(edition, kind, year, is_same):
    """Return the year to compare with: the same, or the one before it where all else is the same."""
    years = queries.years(edition, KINDS[kind])
    earlier = [known for known in years if known < year]
    if is_same and earlier:
        return earlier[-1]
    return year if year in years else queries.best_year(edition, KINDS[kind])


def compared(asked):
    """Return every change between both sides with its cause, as `publication.comparison.compare` finds them."""
    sides = [(side.edition.folder, side.year, side.profile) for side in (asked.first, asked.last)]
    return _compared(asked.kind, *sides)


@lru_cache(maxsize=32)
def _compared(kind, first, last):
    return comparison.compare(*(Side(Edition(folder), year, profile) for folder, year, profile in (first, last)), kind)


def finding(found):
    """Return how many stars were gained and lost, and through what, as a sentence."""
    gained, lost = (found.changes["change"].eq(change).sum() for change in CHANGES)
    before = found.summary["first"].sum()
    if not gained and not lost:
        return _("No star differs: all {n} are the same on both sides.").format(n=numbers.count(before))
    by_cause = dict(found.changes["cause"].value_counts().iter_rows())
    if len(by_cause) == 1:
        (cause,) = by_cause
        return ngettext(
            "{n} star differs: {gained} gained and {lost} lost, all through {cause}.",
            "{n} stars differ: {gained} gained and {lost} lost, all through {cause}.",
            gained + lost,
        ).format(
            n=numbers.count(gained + lost),
            gained=numbers.count(gained),
            lost=numbers.count(lost),
            cause=CAUSES[cause],
        )
    causes = ", ".join(
        _("{n} through {cause}").format(n=numbers.count(by_cause[cause]), cause=words)
        for cause, words in CAUSES.items()
        if cause in by_cause
    )
    changes = ngettext("{n} star differs", "{n} stars differ", gained + lost).format(n=numbers.count(gained + lost))
    return _("{changes}: {gained} gained and {lost} lost. Of them {causes}.").format(
        changes=changes, gained=numbers.count(gained), lost=numbers.count(lost), causes=causes
    )


def summary(found):
    """Return for each criterion the stars of both sides and the gains and losses by cause, the sum of all last."""
    rows = found.summary.to_dicts()
    if rows:
        rows.append({name: sum(row[name] for row in rows) for name in rows[0] if name != "criterion"})
    longest = max((max(row["first"], row["last"]) for row in rows[:-1]), default=0) or 1
    return [
        {
            "title": criteria.NAMES[row["criterion"]] if "criterion" in row else _("all"),
            "is_sum": "criterion" not in row,
            "first": row["first"],
            "last": row["last"],
            "bars": [f"{100 * row[side] / longest:.1f}" for side in ("first", "last")],
            "causes": [(row[f"gained_{cause}"], row[f"lost_{cause}"]) for cause in CAUSES],
        }
        for row in rows
    ]


def changes(asked, found, region):
    """Return the changes in words, of one region or all, at most `SHOWN`; and how many there are."""
    table = found.changes if not region else found.changes.filter(region=region)
    subjects = queries.subjects(asked.last.edition) | queries.subjects(asked.first.edition)
    rows = [
        {
            "region": row["region"],
            "name": row["name"] or row["region"],
            "subject": subjects.get(row["category"]),
            "category": row["category"],
            "criterion": criteria.NAMES[row["criterion"]],
            "change": CHANGES[row["change"]],
            "cause": CAUSES[row["cause"]],
        }
        for row in table.head(SHOWN).iter_rows(named=True)
    ]
    return {"rows": rows, "all": table.height, "regions": _regions(found)}


def _regions(found):
    named = found.changes.select("region", "name").unique().sort("region")
    return [(region, name or region) for region, name in named.iter_rows()]


def differences(asked):
    """Return what differs between the two editions themselves: sources, classifications, software, tables."""
    first, last = asked.first.edition, asked.last.edition
    if first.name == last.name:
        return []
    found = []
    for title, describe in (
        (_("Sources"), _sources),
        (_("Tables"), _tables),
        (_("Profiles"), _profiles),
        (_("Classifications"), _classifications),
        (_("Software"), _software),
    ):
        before, after = describe(first.manifest), describe(last.manifest)
        rows = [
            {"name": name, "before": before.get(name, ""), "after": after.get(name, "")}
            for name in dict.fromkeys((*before, *after))
            if before.get(name) != after.get(name)
        ]
        found.append({"title": title, "rows": rows, "same": len(before.keys() & after.keys()) - _in_both(rows)})
    return found


def _in_both(rows):
    return sum(bool(row["before"] and row["after"]) for row in rows)


def _sources(manifest):
    return {source["dataset"]: _with_checksum(source["read_on"] or "", source) for source in manifest["sources"]}


def _tables(manifest):
    return {
        table["name"]: _with_checksum(_("{n} rows").format(n=numbers.count(table["rows"])), table)
        for table in manifest["tables"]
    }


def _with_checksum(words, entry):
    return " ".join(part for part in (words, _("checksum {start}…").format(start=entry["sha256"][:8])) if part)


def _profiles(manifest):
    return {
        profile["name"]: _("{title}, {n} parameters, {status}").format(
            title=profile["title"],
            n=len(profile["parameters"]),
            status=measures.STATUSES.get(profile["status"], profile["status"]),
        )
        for profile in manifest["profiles"]
    }


def _classifications(manifest):
    return {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in manifest["classifications"].items()
    }


def _software(manifest):
    return {manifest["software"]["name"]: manifest["software"]["version"]}
