"""The tables of comparisons as files: units side by side, one cluster under several rules, other weights."""

import polars as pl
from django.http import QueryDict
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.publication.labels import region_names
from cluster_observatory.web.atlas import choice_files, queries, stars
from cluster_observatory.web.atlas.side_by_side import SideBySide
from cluster_observatory.web.atlas.taken import Taken
from cluster_observatory.web.atlas.under_rules import UnderRules
from cluster_observatory.web.atlas.weighing import NUTS_EDITION, WhatIf

COMPARE, RULES, WHAT_IF = "compare", "rules", "what-if"
"""What these tables are called in addresses."""

JUDGED = (
    *("year", "profile", "profile_status", "stars", "criteria_known", "is_cluster", "tier", "tier_at_least"),
    *("cluster_probability", "sweep_share", "stands", "modelled_share", "regions_compared", "dataset"),
)
"""What the table of rules has of the published stars, where they have it."""

WEIGHED = {
    "score": "Score under the weights of this address.",
    "rank": "Rank under these weights: 1 is best, by the unrounded score; equal scores share the best rank.",
    "published_score": "Score as published.",
    "published_rank": "Rank as published.",
    "rank_low": "Rank that 5 % of the published replications fall below.",
    "rank_high": "Rank that 5 % of the published replications go above.",
}


def compare(edition, parameters):
    """Return all figures of the regions, or of every region in the sectors and clusters, that stand side by side."""
    found = SideBySide(edition, parameters)
    if not found.codes:
        raise NotPossible(_("Name what stands side by side, such as region=DE11."))
    asked = {found.key: list(found.codes), "year": found.year, "profile": found.profile}
    units = found.table.units
    codes = [unit.figured for unit in units if unit.figured] if found.of_regions else [unit.code for unit in units]
    if not codes:
        raise NotPossible(_("None of these regions has figures by sector in {year}.").format(year=found.year))
    make = choice_files.region if found.of_regions else choice_files.explore
    each = [make(edition, _parameters(found.key, code, found)) for code in codes]
    return Taken(
        table=pl.concat([one.table for one in each], how="diagonal_relaxed"),
        title=_("Side by side, {year}: {names}").format(year=found.year, names=", ".join(unit.name for unit in units)),
        description=each[0].description,
        datasets=tuple(dict.fromkeys(dataset for one in each for dataset in one.datasets)),
        name="-".join(["side-by-side", *found.codes, str(found.year)]),
        key=each[0].key,
        query=asked,
    )


def _parameters(key, code, found):
    parameters = QueryDict(mutable=True)
    parameters.update({key: code, "year": str(found.year), "profile": found.profile})
    return parameters


def rules(edition, parameters):
    """Return the stars of every region in one sector or cluster under each of the chosen profiles."""
    found = UnderRules(edition, parameters)
    column = queries.TABLES[found.subject.kind][2]
    tables = []
    for name in found.names:
        judged = stars.of_subject(edition, found.subject, found.year, name)
        tables.append(judged.select("region", column, *(one for one in JUDGED if one in judged.columns)))
    names = region_names(edition, queries.nuts_edition(edition, found.subject.kind, found.year))
    table = _named(edition, pl.concat(tables, how="diagonal_relaxed"), names)
    return Taken(
        table=table,
        title=_("{subject} ({code}) under several rules, {year}").format(
            subject=found.subject.name, code=found.subject.code, year=found.year
        ),
        description=_(
            "Stars of every region under each profile. The figures are the same, only the rules change; profiles that "
            "are reconstructed have parameters that are not verified."
        ),
        datasets=tuple(table["dataset"].drop_nulls().unique().sort()),
        name="-".join(["rules", found.subject.code, str(found.year), *found.names]),
        key=("region", column, "year", "profile"),
        query={"of": found.subject.code, "year": found.year, "profile": list(found.names)},
    )


def weighed(edition, parameters):
    """Return the ranking of a scoreboard under the weights that the address gives, beside the published one."""
    name = parameters.get("name") or ""
    found = WhatIf(edition, name, parameters)
    rows = [
        (row.region, row.score, row.rank, row.published["score"], row.published["rank"],
         row.published["rank_low"], row.published["rank_high"])
        for row in found.rows
    ]  # fmt: skip
    types = dict.fromkeys(WEIGHED, pl.Float64) | {"rank": pl.Int64, "published_rank": pl.Int64}
    table = pl.DataFrame(rows, schema={"region": pl.String, **types}, orient="row")
    return Taken(
        table=_named(edition, table.with_columns(year=pl.lit(found.board.year)), region_names(edition, NUTS_EDITION)),
        title=_("{scoreboard} under other weights, {year}").format(scoreboard=found.title, year=found.board.year),
        description=_(
            "Scores and ranks under the weights that stand in the address of this table; all others are as published."
        ),
        datasets=tuple(table["dataset"] for table in found.source["tables"]),
        name=f"what-if-{name}-{found.board.year}",
        key=("region", "year"),
        columns=WEIGHED,
        query={"name": name, **found.changed},
    )


def _named(edition, table, names):
    region = pl.col("region")
    name = region.replace_strict(names, default=region, return_dtype=pl.String)
    return table.with_columns(name=name, edition=pl.lit(edition.name)).select(
        "region", "name", pl.exclude("region", "name")
    )
