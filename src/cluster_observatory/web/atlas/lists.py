"""The lists: sectors, clusters, the classes of a cluster, regions by country."""

import unicodedata
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cluster_observatory.publication import labels
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame
from cluster_observatory.web.atlas import numbers, queries, twins
from cluster_observatory.web.atlas.findings import WORTH_NAMING

KINDS = {"traded": _("traded"), "local": _("local"), "emerging": _("emerging industry")}
NOT_PUBLISHED = _(
    "No figures: none of the divisions that its classes belong to is published by region in this edition."
)
WITHOUT_FIGURES = {
    "traded": NOT_PUBLISHED,
    "local": _("No figures: local clusters serve the people of their own region and are only listed here."),
    "emerging": NOT_PUBLISHED,
}


def subjects(edition, kind, year):
    """Return the subjects of a kind by section, each with its persons, its largest and its most specialised region."""
    sections = {}
    facts = _facts(edition.folder, kind, year)
    for code, subject in queries.subjects(edition, kind).items():
        entry = {"subject": subject, **facts.get(code, {})}
        entry["twins"] = twins.of_cluster(edition, code) if kind == queries.CLUSTER else []
        entry["quotient"] = numbers.quotient_in_text(entry.get("location_quotient"))
        entry["written"] = (numbers.about if subject.is_modelled else numbers.count)(entry.get("persons"))
        sections.setdefault(subject.section, []).append(entry)
    return list(sections.items())


@lru_cache(maxsize=32)
def _facts(folder: Path, kind, year):
    edition = Edition(folder)
    column = queries.TABLES[kind][2]
    known = queries.of_kind(edition, kind).filter((pl.col("year") == year) & pl.col("persons").is_not_null())
    if known.is_empty():
        return {}
    names = labels.region_names(edition, known["nuts_edition"][0])
    largest = (
        known.sort("persons", "region")
        .group_by(column)
        .agg(persons=pl.col("persons").sum(), regions=pl.len(), largest=pl.col("region").last())
    )
    worth = known.filter((pl.col("persons") >= WORTH_NAMING) & pl.col("location_quotient").is_not_null())
    first = (
        worth.sort("location_quotient", "region")
        .group_by(column)
        .agg(strongest=pl.col("region").last(), location_quotient=pl.col("location_quotient").last())
    )
    found = {}
    for row in largest.join(first, on=column, how="left").iter_rows(named=True):
        row["largest"] = _link(row["largest"], names)
        row["strongest"] = _link(row["strongest"], names) if row["strongest"] else None
        found[row.pop(column)] = row
    return found


def _link(region, names):
    return {"region": region, "name": names.get(region, region)}


def clusters_without_figures(edition):
    """Return the clusters that have no figures by kind, traded ones first, with how many classes each has."""
    members = frame(edition, "cluster_members").group_by("cluster").len()
    rows = (
        frame(edition, "clusters")
        .filter(~pl.col("cluster").is_in(list(queries.subjects(edition, (queries.CLUSTER, queries.EMERGING)))))
        .join(members, on="cluster", how="left")
        .iter_rows(named=True)
    )
    kinds, language = {kind: [] for kind in KINDS}, get_language()
    for row in sorted(rows, key=lambda row: (len(row["cluster"]), row["cluster"])):
        kinds[row["kind"]].append(
            {
                "code": row["cluster"],
                "name": labels.name("cluster", row["cluster"], language, row["name"]),
                "note": labels.name("cluster_note", row["cluster"], language, row["note"]),
                "classes": row["len"] or 0,
                "address": reverse("atlas:cluster", args=[row["cluster"]]),
                "kind_in_words": KINDS[row["kind"]],
                "why": WITHOUT_FIGURES[row["kind"]],
            }
        )
    return {kind: found for kind, found in kinds.items() if found}


def cluster_without_figures(edition, code):
    """Return a cluster that has no figures, with its kind and why, or None where the code is none of them."""
    found = (entry for entries in clusters_without_figures(edition).values() for entry in entries)
    return next((entry for entry in found if entry["code"] == code), None)


def members(edition, cluster):
    """Return the NACE classes of a cluster with label, confidence, note and origin, which is in English."""
    industries = frame(edition, "industries").select("industry", "label")
    rows = (
        frame(edition, "cluster_members")
        .filter(pl.col("cluster") == cluster)
        .join(industries, on="industry", how="left")
        .sort("industry")
        .to_dicts()
    )
    language = get_language()
    return [
        row
        | {
            "label": labels.name("industry", row["industry"], language, row["label"]),
            "note": labels.name("member_note", row["note"], language, row["note"]),
        }
        for row in rows
    ]


def regions(edition, words=""):
    """Return the regions with figures by country, those whose code, name or country holds the words."""
    wanted, language = _plain(words), get_language()
    countries, names = {}, {}
    for entry in _regions(edition.folder):
        code = entry["country"]
        if code not in names:
            names[code] = _plain(f"{labels.country_name(code)} {labels.country_name(code, language)}")
        searched = f"{entry['searched']} {names[code]}"
        if all(word in searched for word in wanted.split()):
            countries.setdefault(code, []).append(entry)
    named = [
        {"code": code, "name": labels.country_name(code, language), "regions": found}
        for code, found in countries.items()
    ]
    return sorted(named, key=lambda country: _plain(country["name"]))


@lru_cache(maxsize=8)
def _regions(folder: Path):
    edition = Edition(folder)
    known = queries.regions_with_figures(folder, queries.SECTOR)
    best = queries.best_year(edition, queries.SECTOR)
    years_of = {}
    for year in sorted(known):
        for region in known[year]:
            years_of.setdefault(region, []).append(year)
    if "scoreboard_scores" in edition.tables:
        for region in frame(edition, "scoreboard_scores")["region"].unique():
            years_of.setdefault(region, [])
    names = labels.region_names(edition, queries.nuts_edition(edition, queries.SECTOR, best))
    return tuple(
        {
            "region": region,
            "name": names.get(region, region),
            "country": region[:2],
            "years": "–".join(str(year) for year in dict.fromkeys((years[0], years[-1]))) if years else "",
            "searched": _plain(f"{region} {names.get(region, '')}"),
        }
        for region, years in sorted(years_of.items())
    )


def _plain(words):
    """Return words in small letters without accents, so that "Jihozapad" finds Jihozápad."""
    parts = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
