"""The figures of a topic: which years it has, which industries, and one row per region."""

from functools import lru_cache
from pathlib import Path

import polars as pl

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame, part
from cluster_observatory.web.atlas.topics import queries

TOTAL = "TOTAL"
"""All regions, or all industries, of a register."""

WHOLE = (TOTAL, "B-S_X_K642", "B-S_X_O_S94")
"""Codes of the whole of the economy, as the tables of business demography write it."""


def years(edition, topic, industry=""):
    """Return the years in which any region has a row for a topic, oldest first."""
    return _years(edition.folder, topic.board, topic.code, industry)


@lru_cache(maxsize=512)
def _years(folder: Path, board, code, industry):
    rows = _rows(folder, board, code, industry)
    return tuple(sorted(rows["year"].unique()))


def best_year(edition, topic, industry=""):
    """Return the newest year with a value; the newest of all where none has one."""
    rows = _rows(edition.folder, topic.board, topic.code, industry)
    column = value_column(topic)
    known = rows.filter(pl.col(column).is_not_null())
    return (known if known.height else rows)["year"].max()


def value_column(topic):
    """Return the column of the figures that holds what the topic is about."""
    if topic.family == queries.INNOVATION:
        return "published"
    return "value" if topic.is_indicator or topic.family == queries.DEMOGRAPHY else "score"


def industries(edition, topic):
    """Return the industries a measure of demography is given for, the whole economy first; else nothing."""
    if topic.family != queries.DEMOGRAPHY:
        return ()
    known = _demography(edition.folder, topic.code)["industry"].unique().sort().to_list()
    return tuple(sorted(known, key=lambda code: (WHOLE.index(code) if code in WHOLE else len(WHOLE), code)))


def of_regions(edition, topic, year, industry=""):
    """Return the rows of every region for a topic in a year; columns are those of the table they stand in."""
    return _rows(edition.folder, topic.board, topic.code, industry).filter(pl.col("year") == year)


def countries(edition, topic, year, industry=""):
    """Return the codes of the countries with a region in the figures."""
    return {region[:2] for region in of_regions(edition, topic, year, industry)["region"]}


def series(edition, topic, regions, industry=""):
    """Return the rows of some regions for a topic over all years, by region and year."""
    rows = _rows(edition.folder, topic.board, topic.code, industry)
    return rows.filter(pl.col("region").is_in(list(regions))).sort("region", "year")


def of_all_regions(edition, topic, industry):
    """Return the rows of a register's total over its regions by year, empty where there is none."""
    found = _demography(edition.folder, topic.code)
    return found.filter((pl.col("region") == TOTAL) & (pl.col("industry") == industry)).sort("year")


@lru_cache(maxsize=128)
def _rows(folder: Path, board, code, industry):
    edition = Edition(folder)
    if board == queries.INNOVATION:
        return frame(edition, "innovation_index")
    if board == queries.DEMOGRAPHY:
        return _level(_demography(folder, code).filter((pl.col("industry") == industry) & (pl.col("region") != TOTAL)))
    is_indicator = queries.topics(edition)[board, code].is_indicator
    return part(edition, "scoreboard_values" if is_indicator else "scoreboard_scores", scoreboard=board, code=code)


def _level(rows):
    """Return the rows of NUTS level 2, or where there are none of the finest level above it."""
    for length in (4, 3, 2):
        found = rows.filter(pl.col("region").str.len_chars() == length)
        if found.height:
            return found
    return rows.clear()


@lru_cache(maxsize=64)
def _demography(folder: Path, measure):
    """Return a measure of demography; where two tables give the same figure, that of the later table."""
    rows = part(Edition(folder), "demography", measure=measure)
    return rows.sort("dataset").unique(("region", "industry", "year"), keep="last", maintain_order=True)
