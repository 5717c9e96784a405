"""Two results side by side - of two editions, profiles or years - and the cause of every star that changed."""

import re
from dataclasses import dataclass, replace
from functools import reduce
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.publication import catalogue
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.statistics.comparison import star_changes, starred
from cluster_observatory.statistics.profiles import Profile, profile, profile_names
from cluster_observatory.statistics.specialisation import specialisation
from cluster_observatory.statistics.stars import stars
from cluster_observatory.taxonomy import regions, versions

KINDS = {
    "sectors": ("specialisation", "stars", "industry", None),
    "clusters": ("cluster_specialisation", "cluster_stars", "cluster", "traded"),
    "emerging": ("cluster_specialisation", "cluster_stars", "cluster", "emerging"),
}
"""What can be compared: its tables of figures and of stars, the column of its codes, and the kind of clusters."""

FIGURES = ("persons", "wages", "local_units", "growth")
STEPS = ("method", "classification", "method", "data", "classification", "method")
ELSEWHERE = "@"
PROFILE = "eocic2019"
YEAR = re.compile("(?:19|20)[0-9]{2}")  # other digits may begin the name of an edition
WELL_FILLED = 0.9  # of the cells of the best filled year


@dataclass(frozen=True)
class Side:
    """One of the two results: an edition's stars of a year under a profile."""

    edition: Edition
    year: int
    profile: str

    @property
    def words(self) -> str:
        """Return the side in words."""
        return f"edition {self.edition.name}, {self.year}, {self.profile}"


@dataclass(frozen=True)
class Named:
    """What the words for a side name; None where they leave it open."""

    edition: Edition | None = None
    year: int | None = None
    profile: str | None = None


@dataclass(frozen=True)
class Comparison:
    """Every star gained or lost with its cause, and the stars of both sides by criterion.

    ``changes`` holds region, nuts_edition (of the code), name, category,
    criterion, change, cause; ``summary`` criterion, first, last and the stars
    gained and lost by each cause.
    """

    first: Side
    last: Side
    changes: pl.DataFrame
    summary: pl.DataFrame


def sides(home: Path, first: str, last: str, *, year: int | None, profile_name: str | None) -> tuple[Side, Side]:
    """Return the two sides that the words name.

    A word is an edition (its name or the start of it), a profile or a year, or
    several of these parted by colons; what it does not name is taken from
    ``year`` and ``profile_name``, else it is the current edition, the newest well
    filled year that both have, and the profile eocic2019.  Raises NotFound where something is
    not there.
    """
    named = [_read(home, words) for words in (first, last)]
    editions = [one.edition or catalogue.current(home) for one in named]
    filled = [_years(edition, WELL_FILLED) for edition in editions]
    both = [year for year in filled[0] if year in filled[1]]
    made = []
    for one, edition, well in zip(named, editions, filled, strict=True):
        asked = one.year or year or max(both or well)
        if asked not in (there := _years(edition)):
            raise NotFound(
                f"The edition {edition.name} has no figures of {asked}. It has {', '.join(map(str, there))}."
            )
        made.append(Side(edition, asked, profile(one.profile or profile_name or PROFILE).name))
    return made[0], made[1]


def compare(first: Side, last: Side, kind: str) -> Comparison:
    """Return what changed from the first side to the last among one of `KINDS`.

    The way from one to the other and the meaning of a cause are those of
    `statistics.comparison.star_changes`: published, judged anew by this software,
    the regions of the same territory alone, the other's rules, the other's
    figures, all of the other's regions, published.
    """
    figures, starry, category, of = KINDS[kind]
    cells = [_cells(side, figures, category, of) for side in (first, last)]
    same = _same_territory(_edition_of(cells[0]), _edition_of(cells[1]))
    kept = set(same.values())
    mine = _marked(cells[0].with_columns(region=pl.col("region").replace(same)), kept, _edition_of(cells[0]))
    theirs = _marked(cells[1], kept, _edition_of(cells[1]))
    common = [table.filter(~pl.col("region").str.contains(ELSEWHERE, literal=True)) for table in (mine, theirs)]
    rules = [profile(side.profile) for side in (first, last)]
    way = [
        _published(first, starry, category, mine, same),
        _judged(mine, rules[0], category),
        _judged(common[0], rules[0], category),
        _judged(common[0], rules[1], category),
        _judged(common[1], rules[1], category),
        _judged(theirs, rules[1], category),
        _published(last, starry, category, theirs, {}),
    ]
    changes = star_changes(*way, causes=STEPS, category=category)
    named = _named(changes, category, _edition_of(cells[1]))
    return Comparison(first, last, named, _summary(way[0], way[-1], named))


def _read(home: Path, words: str) -> Named:
    named = Named()
    for word in words.split(":"):
        found = _named_by(home, word)
        if again := [name for name in found if getattr(named, name) is not None]:
            raise NotPossible(f"{words!r} names {again[0]} twice; expected one edition, profile and year at most.")
        named = replace(named, **found)
    return named


def _named_by(home: Path, word: str) -> dict[str, Any]:
    if word in profile_names():
        return {"profile": word}
    return {"year": int(word)} if YEAR.fullmatch(word) else {"edition": _edition(home, word)}


def _edition(home: Path, word: str) -> Edition:
    known = catalogue.editions(home)
    found = [edition for edition in known if word and edition.name.startswith(word)]
    if len(found) != 1:
        raise NotFound(
            f"{word!r} is no year, no profile ({', '.join(profile_names())}) and not the start of the name of one "
            f"edition ({', '.join(edition.name for edition in known) or 'there is none'})."
        )
    return found[0]


def _years(edition: Edition, filled: float = 0.0) -> list[int]:
    """Return the years with figures, oldest first: those with at least that share of the best filled year's."""
    counted = edition.table("specialisation").group_by("year").agg(pl.col("persons").count()).collect()
    known = counted.filter((pl.col("persons") > 0) & (pl.col("persons") >= filled * pl.col("persons").max()))
    return known["year"].sort().to_list()


def _cells(side: Side, table: str, category: str, of: str | None) -> pl.DataFrame:
    found = side.edition.table(table).filter(pl.col("year") == side.year)
    if of is not None:
        wanted = side.edition.table("clusters").filter(pl.col("kind") == of)
        found = found.join(wanted, on="cluster", how="semi")
    known = set(found.collect_schema().names())
    lacking = [pl.lit(None, pl.Float64).alias(name) for name in FIGURES if name not in known]
    return (
        found.with_columns(*lacking)
        .select("region", category, pl.lit(0, pl.Int64).alias("year"), "nuts_edition", *FIGURES, "region_persons")
        .collect()
    )


def _edition_of(cells: pl.DataFrame) -> int:
    return int(cells["nuts_edition"].max())  # type: ignore[arg-type]


def _same_territory(first: int, last: int) -> dict[str, str]:
    """Return the regions of one edition of NUTS that are the same territory in the other, with their code there."""
    forward = first <= last
    way = [year for year in regions.editions() if min(first, last) <= year <= max(first, last)]
    known = regions.table().filter(nuts_edition=way[0], level=2)["region"]
    steps = [_step(*pair) for pair in pairwise(way)]
    ends = {code: reduce(lambda now, step: step.get(now, now) if now else None, steps, code) for code in known}
    same = {code: end for code, end in ends.items() if end}
    return same if forward else {end: code for code, end in same.items()}


def _step(first: int, last: int) -> dict[str, str | None]:
    """Return what became of the regions whose code or territory changed; None where the territory did."""
    listed = versions.changes().filter(pl.col("from_edition") == first, pl.col("to_edition") == last)
    recoded = dict(listed.filter(kind="recoded").select("from_region", "to_region").iter_rows())
    grown = listed.filter(pl.col("kind") != "recoded").drop_nulls("to_region")["to_region"]
    changed = [*listed.filter(pl.col("kind") != "recoded")["from_region"], *grown]
    return {**recoded, **dict.fromkeys(changed)}


def _marked(cells: pl.DataFrame, same: set[str], edition: int) -> pl.DataFrame:
    """Return the cells with the edition of NUTS behind the code of every region that the other side does not know."""
    elsewhere = pl.concat_str(pl.col("region"), pl.lit(f"{ELSEWHERE}{edition}"))
    return cells.with_columns(region=pl.when(pl.col("region").is_in(same)).then("region").otherwise(elsewhere))


def _judged(cells: pl.DataFrame, rules: Profile, category: str) -> pl.DataFrame:
    whole = None
    if rules.denominator == "total employment":
        whole = cells.select("region", "year", "region_persons").drop_nulls("region_persons").unique(["region", "year"])
    figures = cells.select("region", category, "year", *FIGURES)
    measured = specialisation(figures, category=category, region_totals=whole)
    held: pl.DataFrame = starred(stars(measured, rules, category=category), category=category)
    return held


def _published(side: Side, table: str, category: str, cells: pl.DataFrame, same: dict[str, str]) -> pl.DataFrame:
    found = side.edition.table(table).filter(pl.col("year") == side.year, pl.col("profile") == side.profile).collect()
    if found.is_empty():
        there = side.edition.table(table).select(pl.col("profile").unique()).collect()["profile"].sort()
        raise NotFound(
            f"The edition {side.edition.name} has no stars of {side.year} under {side.profile} in {table}. "
            f"It has {', '.join(there)}."
        )
    held: pl.DataFrame = starred(found, category=category).with_columns(region=pl.col("region").replace(same))
    marked = cells.select("region", plain=pl.col("region").str.split(ELSEWHERE).list.first()).unique()
    held = held.join(marked, left_on="region", right_on="plain", suffix="_marked")
    return (
        held.select("region_marked", category, "criterion")
        .rename({"region_marked": "region"})
        .join(cells, on=["region", category], how="semi")
    )


def _named(changes: pl.DataFrame, category: str, edition: int) -> pl.DataFrame:
    parts = pl.col("region").str.split(ELSEWHERE)
    coded = changes.with_columns(
        region=parts.list.first(),
        nuts_edition=parts.list.get(1, null_on_oob=True).cast(pl.Int64).fill_null(edition),
    )
    names = regions.table().select("region", "nuts_edition", "name")
    whole = coded.join(names, on=["region", "nuts_edition"], how="left").rename({category: "category"})
    columns = ["region", "nuts_edition", "name", "category", "criterion", "change", "cause"]
    return whole.select(columns).sort("category", "region", "nuts_edition", "criterion")


def _summary(first: pl.DataFrame, last: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    counts = [
        held.group_by("criterion").agg(pl.len().cast(pl.Int64).alias(name))
        for name, held in (("first", first), ("last", last))
    ]
    table = counts[0].join(counts[1], on="criterion", how="full", coalesce=True)
    for change in ("gained", "lost"):
        for cause in dict.fromkeys(("data", "classification", "method")):
            some = changes.filter(change=change, cause=cause).group_by("criterion")
            column = some.agg(pl.len().cast(pl.Int64).alias(f"{change}_{cause}"))
            table = table.join(column, on="criterion", how="left")
    return table.with_columns(pl.exclude("criterion").fill_null(0)).sort("criterion")
