"""What topics an edition has beside sectors and clusters: scoreboards and their parts, innovation, demography."""

import difflib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotFound
from cluster_observatory.publication import labels
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame

SCOREBOARD, INNOVATION, DEMOGRAPHY = "scoreboard", "innovation", "demography"
BOARD_TABLES = ("scoreboards", "scoreboard_indicators", "scoreboard_values", "scoreboard_scores")
DEMOGRAPHY_TABLES = ("demography", "demography_measures")

MEASURED = {
    "NUTS 2 and NUTS 1": gettext_lazy("NUTS 2 and NUTS 1"),
    "NUTS 1 in some countries": gettext_lazy("NUTS 1 in some countries"),
    "NUTS 1 or national in some countries": gettext_lazy("NUTS 1 or national in some countries"),
    "national": gettext_lazy("national"),
    "direct": gettext_lazy("direct"),
}
"""For which areas an indicator is measured, as the table of indicators says it, in words for people."""


@dataclass(frozen=True)
class Topic:
    """An aggregate or indicator of a scoreboard, the innovation index, or a measure of business demography.

    `about` is its row in the table that describes it, empty for the innovation index.
    """

    family: str
    board: str
    code: str
    name: str
    is_indicator: bool = False
    english_unit: str = ""
    english_board: str = ""
    about: dict = field(default_factory=dict, compare=False, hash=False)

    @property
    def title(self):
        """Return the name of the topic in the visitor's language; the innovation index has none in the tables."""
        if self.family == INNOVATION:
            return _("Innovation index")
        kind = {SCOREBOARD: "dimension", DEMOGRAPHY: "measure"}[self.family]
        return labels.name("indicator" if self.is_indicator else kind, self.code, get_language(), self.name)

    @property
    def unit(self):
        """Return the unit of its figures in the visitor's language; nothing for scores."""
        return labels.name("unit", self.english_unit, get_language(), self.english_unit)

    @property
    def levels(self):
        """Return the levels of NUTS for which the indicator is published, in the visitor's language."""
        level = self.about.get("nuts_level") or ""
        return MEASURED.get(level, level)

    @property
    def years(self):
        """Return of which year or years the figures are, in the visitor's language."""
        years = self.about.get("reference_year") or ""
        return labels.name("reference_year", years, get_language(), years)

    @property
    def geography(self):
        """Return where a region without a figure of its own gets one from, in the visitor's language."""
        geography = self.about.get("geography") or ""
        return MEASURED.get(geography, geography)

    @property
    def board_title(self):
        """Return what the scoreboard is called in a list, in the visitor's language."""
        return short_title({"scoreboard": self.board, "name": self.english_board})

    @property
    def key(self):
        """Return what names the topic in a list to choose from: "res/res_finance"."""
        return f"{self.board}/{self.code}"

    @property
    def address(self):
        """Return the address of its page."""
        if self.family == INNOVATION:
            return reverse("atlas:topic_board", args=[INNOVATION])
        return reverse("atlas:topic", args=[self.board, self.code])


INDEX = Topic(INNOVATION, INNOVATION, "index", "")


def boards(edition):
    """Return the rows of the table scoreboards, empty where the edition has no scoreboards."""
    return frame(edition, "scoreboards").to_dicts() if set(BOARD_TABLES) <= set(edition.tables) else []


def board(edition, name):
    """Return the row of a scoreboard; raises NotFound with those that there are."""
    known = {row["scoreboard"]: row for row in boards(edition)}
    if name in known:
        return known[name]
    if not known:
        raise NotFound(_("This edition has no scoreboards."))
    raise NotFound(
        _("There is no scoreboard “{name}” in this edition. There are: {known}.").format(
            name=name[:40], known=", ".join(known)
        )
    )


def has_innovation(edition):
    """Return whether the edition has the innovation index."""
    return "innovation_index" in edition.tables


def has_demography(edition):
    """Return whether the edition has business demography by region."""
    return set(DEMOGRAPHY_TABLES) <= set(edition.tables)


def topics(edition):
    """Return the topics of the edition by board and code, in the order in which pages list them."""
    return _topics(edition.folder)


@lru_cache(maxsize=8)
def _topics(folder: Path):
    edition = Edition(folder)
    found = {}
    if set(BOARD_TABLES) <= set(edition.tables):
        rows = frame(edition, "scoreboard_indicators").sort(
            "scoreboard", "level", "name", descending=[False, True, False]
        )
        titles = {row["scoreboard"]: row["name"] for row in boards(edition)}
        for row in rows.iter_rows(named=True):
            found[row["scoreboard"], row["code"]] = Topic(
                family=SCOREBOARD,
                board=row["scoreboard"],
                code=row["code"],
                name=row["name"],
                is_indicator=row["kind"] == "indicator",
                english_unit=row["unit"] or "",
                english_board=titles[row["scoreboard"]],
                about=row,
            )
    if has_innovation(edition):
        found[INNOVATION, INDEX.code] = INDEX
    if has_demography(edition):
        for row in frame(edition, "demography_measures").iter_rows(named=True):
            key = DEMOGRAPHY, row["measure"]
            found[key] = Topic(DEMOGRAPHY, DEMOGRAPHY, row["measure"], row["name"], english_unit=row["unit"], about=row)
    return found


def topic(edition, board_name, code):
    """Return the topic of that code; raises NotFound with codes that look alike."""
    known = topics(edition)
    if (board_name, code) in known:
        return known[board_name, code]
    if board_name == DEMOGRAPHY and not has_demography(edition):
        raise NotFound(_("This edition has no business demography by region."))
    if board_name not in (DEMOGRAPHY, INNOVATION):
        board(edition, board_name)
    codes = [found for owner, found in known if owner == board_name]
    near = difflib.get_close_matches(code[:40].lower(), codes, n=3, cutoff=0.5)
    raise NotFound(
        _("There is no topic “{code}” in “{board}”. There are, among others: {known}.").format(
            code=code[:40], board=board_name[:40], known=", ".join(near or codes[:5])
        )
    )


def tops(edition, name):
    """Return the topics at the top of a scoreboard, the index first."""
    found = [
        topic for topic in topics(edition).values() if topic.board == name and not topic.is_indicator and _is_top(topic)
    ]
    return sorted(found, key=lambda topic: (-topic.about["level"], topic.name))


def _is_top(topic):
    return topic.family == SCOREBOARD and topic.about["parent"] is None


def members(edition, name, parent):
    """Return the topics just below one of a scoreboard, aggregates first."""
    found = [topic for topic in topics(edition).values() if topic.board == name and topic.family == SCOREBOARD]
    below = [topic for topic in found if topic.about["parent"] == parent]
    return sorted(below, key=lambda topic: (topic.is_indicator, topic.name))


def grouped(edition):
    """Return the topics that can be chosen in groups: a title, and the topics under it.

    Indicators are left out: their pages are reached from those of their scoreboard.
    """
    found = []
    for row in boards(edition):
        own = [topic for topic in topics(edition).values() if topic.board == row["scoreboard"]]
        title = _("Scoreboard: {name}").format(name=short_title(row))
        found.append((title, [topic for topic in own if not topic.is_indicator]))
    if has_innovation(edition):
        found.append((_("Innovation"), [INDEX]))
    if has_demography(edition):
        own = [topic for topic in topics(edition).values() if topic.family == DEMOGRAPHY]
        found.append((_("Start-ups and scale-ups"), own))
    return found


def offered(edition):
    """Return the topics that can be chosen in groups: a title, and pairs of address and name."""
    return [(title, [(topic.address, topic.title) for topic in own]) for title, own in grouped(edition)]


def full_title(row):
    """Return the title of a scoreboard in the visitor's language."""
    return labels.name("scoreboard", row["scoreboard"], get_language(), row["name"])


def short_title(row):
    """Return the title of a scoreboard up to its colon, in the visitor's language: what it is called in a list."""
    return full_title(row).partition(":")[0].rstrip()


@lru_cache(maxsize=64)
def _regions_of_editions(folder: Path):
    known = frame(Edition(folder), "regions").group_by("nuts_edition").agg(pl.col("region"))
    return {year: frozenset(regions) for year, regions in known.iter_rows()}


def nuts_edition(edition, regions):
    """Return the edition of NUTS that has most of the codes; of several that nearest to 2021, which the sources follow.

    Tables of scoreboards and of demography do not say it: their codes do.
    """
    wanted = frozenset(regions)
    known = _regions_of_editions(edition.folder)
    return max(known, key=lambda year: (len(wanted & known[year]), -abs(year - 2021)))


def parts(edition, year):
    """Return the codes of the regions of level 2 in an edition of NUTS."""
    return _parts(edition.folder, year)


@lru_cache(maxsize=32)
def _parts(folder: Path, year):
    known = frame(Edition(folder), "regions").filter((pl.col("nuts_edition") == year) & (pl.col("level") == 2))
    return tuple(known["region"].sort())
