"""A region against its peers on the scoreboard of industrial change: place, ties, strengths, weaknesses, bottleneck."""

from functools import lru_cache

from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cluster_observatory.publication import drawing, labels, picture_files, standing
from cluster_observatory.publication.frames import part
from cluster_observatory.publication.radar import Spoke, radar
from cluster_observatory.web.atlas import dimensions, numbers, region_peers
from cluster_observatory.web.atlas.evidence import source_line

SHOWN = 6
"""How many strengths and how many weaknesses are shown."""

NAMED = 8
"""How many tied regions a sentence names."""


class Standing:
    """How a region stands on the scoreboard against its peers; without a score `is_scored` is false."""

    def __init__(self, edition, region, peers):
        self.edition = edition
        self.region = region
        self.peers = peers
        self.code = dimensions.scored_code(edition, region)

    @property
    def is_scored(self):
        """Return whether the region is on the scoreboard."""
        return self.code is not None

    @cached_property
    def name(self):
        """Return the region's name in the edition of NUTS of the scoreboard."""
        return self._names.get(self.code, self.code)

    @cached_property
    def _names(self):
        return labels.region_names(self.edition, region_peers.NUTS_EDITION)

    @cached_property
    def _stood(self):
        if not self.is_scored:
            return {}
        rows = standing.against(self.edition, dimensions.BOARD, self.code, self.peers.codes)
        return {row["code"]: row for row in rows.iter_rows(named=True)}

    @cached_property
    def dimensions(self):
        """Return the dimensions and what the framework has beside its index."""
        return dimensions.of_region(self.edition, self.code, self.peers.codes, self._stood) if self.is_scored else []

    @cached_property
    def six(self):
        """Return the dimensions of the index alone."""
        if not self.is_scored:
            return []
        known = dimensions.elements(self.edition.folder)
        return [one for one in self.dimensions if known[one.code]["parent"] is not None]

    @cached_property
    def whole(self):
        """Return the score on the whole scoreboard, or None."""
        if not self.is_scored:
            return None
        return dimensions.whole(self.edition, self.code, self.peers.codes, self._stood)

    @cached_property
    def spokes(self):
        """Return the six dimensions as a radar has them, none where fewer than three have a score."""
        found = tuple(Spoke(one.name, one.score, one.peers_mean, one.median, one.is_modelled) for one in self.six)
        return found if sum(spoke.own is not None for spoke in found) > 2 else ()

    @property
    def radar(self):
        """Return the radar of the six dimensions as an inline drawing, or None."""
        return _drawn(self.spokes) if self.spokes else None

    @property
    def radar_alone(self):
        """Return the radar in literal colours for a file, or None."""
        return picture_files.drawing_of(drawing.standalone(radar(self.spokes, RADAR))) if self.spokes else None

    @property
    def place(self):
        """Return score and rank with what it could be under other choices, as a sentence; empty without a score."""
        one = self.whole
        if one is None or one.rank is None:
            return ""
        if one.ranks:
            sentence = _(
                "{name} scores {score} of 100 on industrial change: rank {rank} of {all}, and {ranks} in 90 "
                "of 100 runs with other choices of method."
            )
        else:
            sentence = _("{name} scores {score} of 100 on industrial change: rank {rank} of {all}.")
        return sentence.format(name=self.name, score=one.written, rank=one.rank, all=one.ranked, ranks=one.ranks)

    @property
    def ties_in_words(self):
        """Return from how many regions it cannot be told apart, as a sentence; empty where that is not known."""
        one = self.whole
        if one is None or one.tied_with is None:
            return ""
        if not one.tied_with:
            return _("No other region is tied with it.")
        return ngettext(
            "It cannot be told apart from {n} region: which of the two is ahead depends on the choices.",
            "It cannot be told apart from {n} regions: which of two is ahead depends on the choices.",
            one.tied_with,
        ).format(n=one.tied_with)

    @cached_property
    def tied(self):
        """Return the regions tied with it, the nearest to an even chance first: code, name, probability, in words."""
        if self.whole is None or "scoreboard_ties" not in self.edition.tables:
            return []
        rows = part(
            self.edition, "scoreboard_ties", scoreboard=dimensions.BOARD, code=self.whole.code, region=self.code
        )
        ordered = sorted(
            rows.iter_rows(named=True), key=lambda row: (abs(row["probability_above"] - 0.5), row["other_region"])
        )
        return [
            {
                "code": row["other_region"],
                "name": self._names.get(row["other_region"], row["other_region"]),
                "ahead": numbers.share_in_text(row["probability_above"]),
            }
            for row in ordered
        ]

    @property
    def strengths(self):
        """Return the indicators farthest above the peers, the farthest first."""
        return self._notable("strength", reverse=True)

    @property
    def weaknesses(self):
        """Return the indicators farthest below the peers, the farthest first."""
        return self._notable("weakness", reverse=False)

    def _notable(self, kind, *, reverse):
        known = dimensions.elements(self.edition.folder)
        rows = [row for row in self._stood.values() if row["level"] == 1 and row["standing"] == kind]
        ordered = sorted(rows, key=lambda row: (row["deviations"], row["code"]), reverse=reverse)
        return [self._entry(row, known) for row in ordered[:SHOWN]]

    def _entry(self, row, known):
        described = known[row["code"]]
        above = described["parent"] or ""
        return {
            "code": row["code"],
            "name": labels.name("indicator", row["code"], get_language(), described["name"]),
            "dimension": dimensions.name_of(above, known[above]["name"]) if above in known else "",
            "own": numbers.decimal(row["own"], 1),
            "peers_mean": numbers.decimal(row["peers_mean"], 1),
            "difference": numbers.signed(row["difference"], 1),
            "deviations": numbers.signed(row["deviations"], 1),
            "remarks": self._remarks.get(row["code"], ""),
        }

    @cached_property
    def _remarks(self):
        """Return for each indicator what happened to the region's value, in words."""
        rows = part(
            self.edition,
            "scoreboard_values",
            ("code", "marks", "level_used"),
            scoreboard=dimensions.BOARD,
            region=self.code,
        )
        return {row["code"]: _remark(row["marks"] or "") for row in rows.iter_rows(named=True)}

    @property
    def bottleneck(self):
        """Return the dimension in which the region is farthest below its peers, or None."""
        return next((one for one in self.six if one.bottleneck), None)

    @property
    def bottleneck_in_words(self):
        """Return the bottleneck as a sentence, or that there is none; empty without peers to compare with."""
        if not self._stood:
            return ""
        one = self.bottleneck
        if one is None:
            return _("In none of the six dimensions is it below the mean of these peers.")
        return _(
            "Its bottleneck is {name}: {points} points below the mean of its peers ({score} against {mean}), the "
            "farthest of the six dimensions in their standard deviations ({deviations})."
        ).format(
            name=one.name,
            points=numbers.decimal(abs(one.difference), 1),
            score=one.written,
            mean=one.peers_written,
            deviations=numbers.signed(one.deviations, 1),
        )

    @property
    def extremes(self):
        """Return the dimension farthest above and the one farthest below the peers, None where fewer than two are."""
        known = sorted((one for one in self.six if one.deviations is not None), key=lambda one: one.deviations)
        return (known[-1], known[0]) if len(known) > 1 else None

    @property
    def peers_without_score(self):
        """Return how many of the peers have no score on the scoreboard."""
        return sum(dimensions.scored_code(self.edition, code) != code for code in self.peers.codes)

    @property
    def other_code(self):
        """Return the code of the scoreboard where it is another than the page's, else nothing."""
        return self.code if self.code != self.region else ""

    @cached_property
    def source(self):
        """Return the source line: the tables that the region's values are from."""
        rows = part(
            self.edition, "scoreboard_values", ("dataset",), scoreboard=dimensions.BOARD, region=self.code
        ).drop_nulls()
        datasets = {name for cell in rows["dataset"].unique() for name in cell.split(" / ")}
        return source_line(self.edition, datasets, "score")


RADAR = 400
"""How wide a radar is drawn, in units."""


def _remark(marks):
    """Return what to know about a value before quoting it: that it is imputed, or another region's."""
    if "imputed" in marks:
        return _("imputed")
    if "NUTS 1" in marks:
        return _("value of the larger region")
    if "country" in marks:
        return _("value of the country")
    if "former region" in marks or "commuting" in marks:
        return _("value of another region")
    return ""


@lru_cache(maxsize=256)
def _drawn(spokes):
    return mark_safe(drawing.svg(radar(spokes, RADAR)))
