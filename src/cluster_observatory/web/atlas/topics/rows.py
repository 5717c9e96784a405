"""The regions of a topic, best first: values, ranks, and in words how much of each figure is the region's own."""

from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from cluster_observatory.publication import labels
from cluster_observatory.web.atlas import numbers
from cluster_observatory.web.atlas import queries as atlas
from cluster_observatory.web.atlas.topics import figures, measures, queries

MARKS = {
    "missing in the source": gettext_lazy("missing in the source"),
    "imputed": gettext_lazy("imputed"),
    "value of the NUTS 1 region": gettext_lazy("value of the NUTS 1 region, copied down"),
    "value of the country": gettext_lazy("value of the country, copied down"),
    "value of the capital with its commuting belt": gettext_lazy("value of the capital with its commuting belt"),
    "value of a former region": gettext_lazy("value of a former region"),
    "estimated": gettext_lazy("estimated"),
    "break in series": gettext_lazy("break in series"),
    "confidential": gettext_lazy("confidential"),
    "not defined": gettext_lazy("not defined"),
    "winsorised": gettext_lazy("outlier brought in"),
    "transformed": gettext_lazy("transformed, as the indicator is skewed"),
    "made of a part of its indicators": gettext_lazy("made of a part of its indicators"),
    "minimum or missing in the source": gettext_lazy("minimum or missing in the source"),
}
"""What happened to a value, as the table of values says it, in words for people."""

NOT_ITS_OWN = (
    *("imputed", "estimated", "value of the NUTS 1 region", "value of the country"),
    *("value of the capital with its commuting belt", "value of a former region"),
)
"""Marks of a figure that was not measured for the region itself."""

LETTERS = 4
"""How many letters the code of a region of level 2 has."""

MOSTLY = 0.5
"""A score of which more than so much of the weight is imputed or copied is drawn hatched."""


@dataclass(frozen=True)
class Row:
    """One region's figure: its value under the chosen measure, its rank, what is to be said of it.

    `part_of` is the larger region that the source gives the figure for, where the
    row stands for a part of it.  `rank` is the place among all regions with a value, 1 best.  `figures` is the
    region's row of the table.  `modelled` says that most of it was not measured for
    the region: imputed, estimated, or copied from a larger area.
    """

    region: str
    name: str
    country: str
    value: float | None
    rank: int | None
    figures: dict
    flags: str = ""
    modelled: bool = False
    remarks: list = field(default_factory=list)
    part_of: str = ""

    @property
    def address(self):
        """Return the address of the region's page, of a part that of the whole."""
        return reverse("atlas:region", args=[self.part_of or self.region])

    @property
    def country_name(self):
        """Return the country in words."""
        return labels.country_name(self.country, get_language())

    @property
    def interval(self):
        """Return between which ranks the region stays, each a number or None; of scores only."""
        return self.figures.get("rank_low"), self.figures.get("rank_high")


def of_choice(edition, choice):
    """Return a row per region, best first, regions without a value last; whatever countries are chosen."""
    found = figures.of_regions(edition, choice.topic, choice.year, choice.industry)
    names = labels.region_names(edition, queries.nuts_edition(edition, found["region"]))
    made = [_row(edition, choice, row, names) for row in found.iter_rows(named=True)]
    sign = 1 if choice.measure.lowest_first else -1
    ordered = sorted(made, key=lambda row: (row.value is None, sign * (row.value or 0), row.name, row.region))
    return [replace(row, rank=rank) for row, rank in zip(ordered, ranks(ordered), strict=True)]


def ranks(ordered):
    """Return the rank of each of the rows, which stand in order; equal values share the best rank."""
    found, before, rank = [], None, 0
    for place, row in enumerate(ordered, start=1):
        if row.value is None:
            found.append(None)
            continue
        if row.value != before:
            before, rank = row.value, place
        found.append(rank)
    return found


def in_small(edition, found, nuts_edition):
    """Return the rows for a map of level 2: those of larger regions stand for each of their parts, as modelled."""
    parts = queries.parts(edition, nuts_edition)
    drawn = []
    for row in found:
        inside = [code for code in parts if len(row.region) < LETTERS and code.startswith(row.region)]
        if not inside:
            drawn.append(row)
            continue
        words = [*row.remarks, _("figure of {name} ({region}) as a whole").format(name=row.name, region=row.region)]
        is_one = len(inside) == 1
        drawn += [
            replace(row, region=code, part_of=row.region, modelled=row.modelled or not is_one,
                    remarks=row.remarks if is_one else words)
            for code in inside
        ]  # fmt: skip
    return drawn


def _row(edition, choice, row, names):
    region = row["region"]
    return Row(
        region=region,
        name=names.get(region, region),
        country=region[:2],
        value=row[choice.measure.column],
        rank=None,
        figures=row,
        flags=flags(edition, choice.topic, row),
        modelled=is_modelled(choice, row),
        remarks=remarks(choice, row),
    )


def flags(edition, topic, row):
    """Return what is flagged of a figure, in words: the provider's flags, or the marks of a scoreboard's value."""
    if topic.is_indicator:
        return marks_in_words(row["marks"])
    return atlas.flags_in_words(edition, row["flags"]) if "flags" in row else ""


def marks_in_words(marks):
    """Return the marks of a value as the table has them, in words for people, separated by commas."""
    return ", ".join(str(MARKS.get(mark, mark)) for mark in (marks or "").split("; ") if mark)


def is_modelled(choice, row):
    """Return whether most of the figure was not measured for the region itself."""
    if choice.topic.is_indicator:
        return any(mark in NOT_ITS_OWN for mark in (row["marks"] or "").split("; "))
    if choice.topic.family == queries.SCOREBOARD:
        return own_share(row) is not None and own_share(row) < 1 - MOSTLY
    if choice.topic.family == queries.INNOVATION:
        return choice.measure.key == "factor"
    return "e" in row["flags"]


def own_share(row):
    """Return the share of the weight that is the region's own figures, or None."""
    if row["imputed_share"] is None or row["copied_share"] is None:
        return None
    return max(0.0, 1 - row["imputed_share"] - row["copied_share"])


def remarks(choice, row):
    """Return what a tooltip says of the figure beside value and rank, a list of words."""
    if choice.topic.family == queries.INNOVATION:
        return _of_innovation(row)
    if choice.topic.family == queries.DEMOGRAPHY or choice.topic.is_indicator:
        return []
    found = []
    if interval := interval_in_words(row):
        found.append(_("between ranks {interval}").format(interval=interval))
    if row["tied_with"]:
        found.append(tied_in_words(row["tied_with"]))
    if row["copied_share"]:
        found.append(_("{share} copied from above").format(share=numbers.share_in_text(row["copied_share"])))
    if row["imputed_share"]:
        found.append(_("{share} imputed").format(share=numbers.share_in_text(row["imputed_share"])))
    return found


def interval_in_words(row):
    """Return between which ranks a region stays, whole ones: "98 to 138"; empty where that is not known."""
    low, high = row["rank_low"], row["rank_high"]
    if low is None or high is None:
        return ""
    return _("{low} to {high}").format(low=numbers.count(low), high=numbers.count(high))


def tied_in_words(count):
    """Return with how many regions one is tied."""
    return ngettext("tied with {n} region", "tied with {n} regions", count).format(n=count)


def _of_innovation(row):
    found = [measures.in_group(row)]
    if row["unknown_indicators"]:
        found.append(
            ngettext("{n} indicator at its minimum or missing", "{n} indicators at their minimum or missing",
                     row["unknown_indicators"]).format(n=row["unknown_indicators"])
        )  # fmt: skip
    return [words for words in found if words]
