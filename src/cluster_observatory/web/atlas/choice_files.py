"""The table of a choice and the figures of a region as files: every figure at full precision, and all it rests on."""

import polars as pl
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.publication.frames import part
from cluster_observatory.web.atlas import choices, indicators, levels, parents, queries, stars, viewing
from cluster_observatory.web.atlas.portrait import Portrait
from cluster_observatory.web.atlas.taken import Taken

AHEAD = (
    *("region", "name", "year", "edition", "persons", "flags"),
    *("location_quotient", "location_quotient_low", "location_quotient_high"),
)
"""The columns that stand first, where the table has them."""

OWN = {"location_quotient_low": "specialisation_value_low", "location_quotient_high": "specialisation_value_high"}
"""The interval in the table of stars is that of the profile's own quotient, whatever it divides by."""


def explore(edition, parameters):
    """Return the figures of every region for a choice, with its stars under the chosen profile."""
    choice = choices.read(edition, parameters)
    found = of_choice(edition, choice)
    subject, view = choice.subject, choice.view
    title = _("{subject} ({code}) in the regions, {year}").format(
        subject=subject.name, code=subject.code, year=choice.year
    )
    if which := viewing.which(view):
        title = _("{title}: {which}").format(title=title, which=which)
    stars_too = _(
        "Figures of every region with a value or without, and its stars under the profile {profile}. Figures "
        "marked as modelled are split from coarser ones."
    ).format(profile=choice.profile)
    without = _("Figures as they were published, with a value or without; stars are judged among NUTS-2 regions only.")
    profile = choice.profile if view.level == viewing.REGION_LEVEL else f"nuts{view.level}"
    parts = (subject.kind, subject.code, choice.year, profile, *_countries(view))
    return Taken(
        table=found,
        title=title,
        description=stars_too if view.level == viewing.REGION_LEVEL else without,
        datasets=tuple(found["dataset"].drop_nulls().unique().sort()),
        name="-".join(str(part) for part in parts if part),
        key=("region", queries.TABLES[subject.kind][2], "year"),
        query={"of": subject.code, "year": choice.year, "profile": choice.profile}
        | ({"country": view.countries} if view.countries else {})
        | ({} if view.level == viewing.REGION_LEVEL else {"level": view.level}),
    )


def _countries(view):
    """Return the countries that a file's name names, or how many they are."""
    return view.countries if len(view.countries) <= viewing.NAMED else (f"{len(view.countries)}-countries",)


def of_choice(edition, choice):
    """Return the figures of the regions shown for a choice with their stars under its profile, one row per region.

    Columns are those of the published tables, with the edition's name; modelled
    persons are rounded to whole ones.  Of the profile come its name and status,
    reference area and denominator, tier and probabilities, and for each of its
    criteria the star, value, rank, N (`..._regions`), cut-off and probability.
    """
    figures = rounded(levels.figures(edition, choice.subject, choice.year, choice.view.level))
    if choice.view.countries:
        figures = figures.filter(pl.col("region").str.slice(0, 2).is_in(list(choice.view.countries)))
    code = queries.TABLES[choice.subject.kind][2]
    # Regions without a figure have no row to take the code from.
    figures = figures.with_columns(pl.lit(choice.subject.code).alias(code))
    if choice.view.level != viewing.REGION_LEVEL:
        return _ordered(edition, figures)
    judged = stars.of_subject(edition, choice.subject, choice.year, choice.profile)
    return _ordered(edition, _with_stars(edition, figures, judged, "region", choice.profile))


def region(edition, parameters):
    """Return all figures of a region in a year: of its sectors, traded clusters and emerging industries."""
    code = queries.region_code(edition, parameters.get("region") or "")
    year = choices.year(edition, queries.SECTOR, parameters.get("year"))
    if parents.parent(edition, code, year):
        raise NotPossible(
            _(
                "“{code}” is a country or a NUTS-1 region; all figures in one table are there for NUTS-2 regions."
            ).format(code=code)
        )
    profile = choices.profile(edition, queries.SECTOR, parameters.get("profile"))
    portrait = Portrait(edition, code, year, profile)
    found = pl.concat([_of_kind(edition, kind, code, year, profile) for kind in queries.TABLES], how="diagonal_relaxed")
    found = found.with_columns(region_name=pl.lit(portrait.name))
    ahead = ["region", "region_name", "kind", "code", "name"]
    found = _ordered(edition, found).select(*ahead, pl.exclude(ahead))
    return Taken(
        table=found,
        title=_("{name} ({code}) in {year}: sectors, clusters and emerging industries").format(
            name=portrait.name, code=code, year=year
        ),
        description=_(
            "All figures of one region, with its stars under the profile {profile}. Figures of clusters and emerging "
            "industries are mostly modelled; emerging industries overlap and are never summed."
        ).format(profile=profile),
        datasets=tuple(found["dataset"].drop_nulls().unique().sort()),
        name="-".join(str(part) for part in ("region", code, year, profile) if part),
        key=("region", "kind", "code", "year"),
        query={"region": code, "year": year, "profile": profile},
    )


def _of_kind(edition, kind, code, year, profile):
    column = queries.TABLES[kind][2]
    subjects = queries.subjects(edition, kind)
    figures = rounded(queries.region_figures(edition, kind, code, year))
    figures = figures.filter(pl.col(column).is_in(list(subjects)))
    if indicators.TABLE in edition.tables:
        wanted = ("category", *indicators.COLUMNS)
        found = part(edition, indicators.TABLE, wanted, kind=kind, region=code, year=year)
        figures = figures.join(found.rename({"category": column}), on=column, how="left")
    judged = stars.of_region(edition, kind, code, year, profile)
    names = {subject.code: subject.name for subject in subjects.values()}
    whole = _with_stars(edition, figures, judged, column, profile).rename({column: "code"})
    named = pl.col("code").replace_strict(names, default=pl.col("code"), return_dtype=pl.String)
    return whole.with_columns(kind=pl.lit(kind), name=named)


def rounded(figures):
    """Return the figures with persons that are modelled rounded to whole ones."""
    if "modelled" not in figures.columns:
        return figures
    whole = pl.when(pl.col("modelled")).then(pl.col("persons").round(0)).otherwise(pl.col("persons"))
    return figures.with_columns(persons=whole)


def _with_stars(edition, figures, judged, column, profile):
    others = set(stars.CRITERIA) - set(stars.criteria(edition, profile))
    shared = {name for name in figures.columns if name not in OWN}
    kept = [
        pl.col(name).alias(OWN.get(name, name))
        for name in judged.columns
        if name == column or (name not in shared and not _is_of(name, others))
    ]
    return figures.join(judged.select(kept), on=column, how="left")


def _ordered(edition, figures):
    whole = figures.with_columns(edition=pl.lit(edition.name))
    ahead = [column for column in AHEAD if column in whole.columns]
    return whole.select(*ahead, pl.exclude(ahead))


def _is_of(column, criteria):
    return any(column.startswith(f"{name}_") for name in criteria)
