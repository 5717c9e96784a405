"""Writes the Regional Innovation Scoreboard of Invented Europe: indicators, and the index that they make."""

import csv
import gzip
import io

import numpy as np

from cluster_observatory.sources.sample.development import Development, as_figures
from cluster_observatory.sources.sample.figures import sizes
from cluster_observatory.sources.sample.scoreboards import OUTSIDE_THE_UNION, SINGLE
from cluster_observatory.sources.sample.world import Figures, World, regions_of
from cluster_observatory.taxonomy import regions

YEARS = (2016, 2019, 2023)
EDITION = 2021
IN_NUTS_1 = ("AT", "BE", "FR", "UK")
INDICATORS = (
    "1.1.2 Population with tertiary education (Regional)",
    "1.1.3 Population involved in lifelong learning (Regional)",
    "1.2.1 International scientific co-publications (Regional)",
    "1.2.2 Scientific publications among the top 10% most cited (Regional)",
    "1.3.2 Individuals with above basic overall digital skills (Regional)",
    "2.1.1 R&D expenditure in the public sector (Regional)",
    "2.2.1 R&D expenditure in the business sector (Regional)",
    "2.2.2 Non-R&D innovation expenditures (Regional)",
    "2.2.3 Innovation expenditures per person employed (Regional)",
    "2.3.2 Employed ICT specialists",
    "3.1.1 SMEs introducing product innovations (Regional)",
    "3.1.2 SMEs introducing business process innovations (Regional)",
    "3.2.1 Innovative SMEs collaborating with others (Regional)",
    "3.2.2 Public-private co-publications (Regional)",
    "3.3.1 PCT patent applications (Regional)",
    "3.3.2 Trademark applications (Regional)",
    "3.3.3 Design applications (Regional)",
    "4.1.1 Employment in knowledge-intensive activities (Regional)",
    "4.1.2 Employment in innovative enterprises (Regional)",
    "4.2.3 Sales of new-to-market and new-to-firm innovations (Regional)",
    "4.3.2 Air emissions by fine particulates (Regional)",
)
"""The regional indicators as the file writes them, all of which are in the index."""

INDEX = "0 Summary Innovation Index"
SPREAD, NOISE, GROWTH = 0.4, 0.05, 0.012
ZEROS, OF_THEM_MISSING = 0.01, 0.5
GROUPS = ((125, "Leader"), (100, "Strong"), (70, "Moderate"), (0, "Emerging"))

_HEADINGS = ("Indicator", "Year", "Zone", "Country", "CountryName", "Region", "RegionName", "Level", "Value")


def innovation_scoreboard(world: World, development: Development) -> bytes:
    """Return the long file of the Regional Innovation Scoreboard 2023, gzip: three years of index and indicators.

    Values are relative to the European Union of 2016 = 100.  A 0 is the smallest
    value or none at all, as in the real file, and the index is made as the real one
    seems to be (`statistics.scoreboard.innovation_scoreboard`), with weights and
    factors of countries that are drawn:

        index = factor(country) * n / (n - m) * sum of weight * value
    """
    random = development.random
    of_part = regions_of(EDITION)
    parts = [_listed(code) for code in of_part]
    listed = sorted(set(parts))
    shares = np.array([[part == region for part in parts] for region in listed]) * sizes(world, of_part, YEARS[0])
    persons = shares.sum(axis=1)
    inside = np.array([region[:2] not in OUTSIDE_THE_UNION for region in listed])
    weights = random.dirichlet(np.full(len(INDICATORS), 8.0))
    factors = {country: float(random.lognormal(0, 0.04)) for country in sorted({region[:2] for region in listed})}
    factor = np.array([factors[region[:2]] for region in listed])
    far = np.column_stack([shares @ development.drawn(of_part) / persons for _ in INDICATORS])
    places = _places(listed)
    lines = []
    base: Figures = np.array([])
    for year in YEARS:
        values = as_figures(far, 100, SPREAD, percent=False) * random.lognormal(
            (year - YEARS[0]) * GROWTH, NOISE, far.shape
        )
        union = (persons * inside) @ values / persons[inside].sum()
        base = union if year == YEARS[0] else base
        values, union = (100 * values / base).round(2), (100 * union / base).round(2)
        zero = random.random(values.shape) < ZEROS
        lacking = (zero & (random.random(values.shape) < OF_THEM_MISSING)).sum(axis=1)
        values[zero] = 0
        index = factor * len(INDICATORS) / (len(INDICATORS) - lacking) * (values @ weights)
        table = np.vstack([np.column_stack([index, values]), np.array([union @ weights, *union])]).round(2)
        lines.append((year, table))
    return _written(lines, places)


def _listed(code: str) -> str:
    """Return the region that the scoreboard lists a NUTS-2 region under."""
    return code[:2] if code[:2] in SINGLE else code[:3] if code[:2] in IN_NUTS_1 else code


def _places(listed: list[str]) -> list[tuple[str, ...]]:
    """Return zone, country, name of the country, region and its name of every region and of the European Union."""
    names = dict(regions.table().filter(nuts_edition=EDITION).select("region", "name").rows())
    found = [
        ("non-EU" if region[:2] in OUTSIDE_THE_UNION else "EU", region[:2], names[region[:2]], region, names[region])
        for region in listed
    ]
    return [*found, ("EU", "EU Average", "EU", "EU", "European Union")]


def _written(years: list[tuple[int, Figures]], places: list[tuple[str, ...]]) -> bytes:
    last = years[-1][1][:, 0]
    relative = 100 * last / last[-1]
    groups = [next(name for least, name in GROUPS if index >= least) for index in relative[:-1]]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*_HEADINGS, "performance group"])
    for column, indicator in enumerate((INDEX, *INDICATORS)):
        for place, (region, group) in enumerate(zip(places, [*groups, "EU"], strict=True)):
            writer.writerows(
                [indicator, year, *region, 1, f"{table[place, column]:.2f}", group] for year, table in years
            )
    return gzip.compress(text.getvalue().encode("utf-8"), compresslevel=6, mtime=0)
