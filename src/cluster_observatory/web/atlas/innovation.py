"""The innovation index of a region: the newest value, its performance group, and how it changed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.publication import labels
from cluster_observatory.publication.frames import part
from cluster_observatory.web.atlas import numbers, region_peers, territories
from cluster_observatory.web.atlas.evidence import source_line

TABLE = "innovation_index"
GROUPS = {
    "Leader": gettext_lazy("Innovation Leader"),
    "Strong": gettext_lazy("Strong Innovator"),
    "Moderate": gettext_lazy("Moderate Innovator"),
    "Emerging": gettext_lazy("Emerging Innovator"),
}
HEIGHT, ROOM = 40.0, 4.0


@dataclass(frozen=True)
class Innovation:
    """The innovation index of a region, or of the larger region that it is measured in."""

    code: str
    name: str
    is_own: bool
    rows: tuple
    source: dict

    @property
    def newest(self):
        """Return the newest row with an index."""
        return self.rows[-1]

    @property
    def group(self):
        """Return the performance group in words, with + and − for the thirds of it."""
        row = self.newest
        found = str(GROUPS.get(row["performance_group"], row["performance_group"] or ""))
        sign = {"+": " +", "-": " −"}.get((row["performance_subgroup"] or "")[-1:], "")
        return found + sign

    @property
    def in_words(self):
        """Return index, group and change as a sentence or two."""
        first, last = self.rows[0], self.newest
        sentences = [
            _(
                "{name} has {index} in the innovation index of {year}, where the European Union of the same year is "
                "100: {group}."
            ).format(
                name=self.name, index=numbers.decimal(last["relative_index"], 0), year=last["year"], group=self.group
            )
        ]
        if first["year"] < last["year"]:
            change = last["published"] - first["published"]
            sentences.append(
                _("Since {year} it changed by {points} points, counted in % of the Union of 2016.").format(
                    year=first["year"], points=numbers.signed(change, 1)
                )
            )
        return " ".join(sentences)

    @property
    def years(self):
        """Return the index over the years as rows of a table."""
        return [
            {
                "year": row["year"],
                "published": numbers.decimal(row["published"], 1),
                "relative": numbers.decimal(row["relative_index"], 1),
            }
            for row in self.rows
        ]

    @property
    def line(self):
        """Return the index over the years as the points of a line on 100 by 40 units; empty with fewer than two."""
        if len(self.rows) < 2:
            return ""
        values = [row["published"] for row in self.rows]
        low, high = min(values), max(values)
        span, first, last = (high - low) or 1.0, self.rows[0]["year"], self.newest["year"]
        return " ".join(
            f"{100 * (row['year'] - first) / (last - first):.1f},"
            f"{HEIGHT - ROOM - (HEIGHT - 2 * ROOM) * (row['published'] - low) / span:.1f}"
            for row in self.rows
        )


def of_region(edition, region):
    """Return the innovation index of a region; of the larger region where only that is measured; None without one."""
    if TABLE not in edition.tables:
        return None
    own = territories.codes(region)
    above = [code[:length] for length in (3, 2) for code in own if len(code) > length]
    for code in dict.fromkeys((region, *own, *above)):
        rows = part(edition, TABLE, region=code).drop_nulls(["published", "relative_index"]).sort("year").to_dicts()
        if rows:
            names = labels.region_names(edition, region_peers.NUTS_EDITION)
            source = source_line(edition, {rows[-1]["dataset"]}, "innovation-scoreboard")
            # A larger region of the same name holds no other one.
            is_own = code in own or names.get(code, code) in {names.get(known) for known in own}
            return Innovation(code, names.get(code, code), is_own, tuple(rows), source)
    return None
