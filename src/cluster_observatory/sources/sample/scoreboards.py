"""Writes the published scoreboards of Invented Europe in the very forms of the real files: RCI, EQI and panel."""

import csv
import gzip
import io
import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

import numpy as np

from cluster_observatory.sources.sample.development import Development, as_figures
from cluster_observatory.sources.sample.figures import sizes
from cluster_observatory.sources.sample.world import Figures, World, regions_of
from cluster_observatory.sources.scoreboards.rci import HEADINGS, MERGED
from cluster_observatory.taxonomy import industrial_change, rci, regions

OUTSIDE_THE_UNION = ("NO", "UK")
SINGLE = ("CY", "EE", "LU", "LV", "MT")
"""Countries of one region, which stand under their own code in the scoreboards that use NUTS 2 elsewhere."""

GAPS = 0.02  # of the cells
INHABITANTS_PER_PERSON = 3.4
TOLD_FROM_NUTS_1, UNTOLD_FROM_NUTS_1, TOLD_FROM_COUNTRY = ("EL", "PL"), ("DE",), ("IE",)
"""Countries whose regions all have the value of what is around them, where an indicator is known to have such ones:
the metadata of the competitiveness index tell of some and are silent on others."""

PANEL_YEARS = {2014: 2013, 2015: 2013, 2016: 2016, 2018: 2016}
"""Years of the panel, and the edition of NUTS that it has them in."""

_QUALITY_HEADINGS = (
    *("region_code", "name", "year", "EQIregionN2", "nuts_level", "nuts0", "nuts1", "nuts2", "cname"),
    *("eqi21_n2", "eqi21_n2_lowME", "eqi21_n2_highME", "qualityp21_n2", "impartialityp21_n2", "corruptionp21_n2"),
)
_INHABITANTS = "demo_r_d2jan_UNIT_NR__SEX_T__AGE_TOTAL"


@cache
def _middles() -> dict[str, dict[str, dict[str, float | str]]]:
    text = (resources.files("cluster_observatory.sources.sample") / "scoreboards.toml").read_text("utf-8")
    return tomllib.loads(text)


def in_the_union(edition: int) -> tuple[str, ...]:
    """Return the NUTS-2 regions of the European Union in an edition of NUTS."""
    return tuple(code for code in regions_of(edition) if code[:2] not in OUTSIDE_THE_UNION)


def competitiveness(development: Development) -> tuple[bytes, bytes]:
    """Return the raw data and the metadata of the Regional Competitiveness Index, 2022, with the indicators needed.

    Capitals are merged with their belts.  Some indicators are of the countries, some
    of NUTS 1 in a few of them, of which the metadata tell a part; gaps are empty.
    """
    codes = in_the_union(2021)
    parts = {code: [code] for code in codes} | {capital: list(members) for capital, members in MERGED.items()}
    members = {member for merged in MERGED.values() for member in merged}
    rows = sorted(code for code in parts if code not in members)
    names = dict(regions.table().filter(nuts_edition=2021).select("region", "name").rows())
    data: list[list[str]] = [[code, names.get(code, f"{code[:2]}, capital with its belt")] for code in rows]
    header, metadata = ["NUTS", "Region name"], []
    known = {row["code"]: row for row in rci.framework().iter_rows(named=True)}
    for row in industrial_change.indicators().iter_rows(named=True):
        if row["code"] not in _middles()["rci_2022"]:
            continue
        national, coarser = row["geography"] == "national", "NUTS 1" in row["geography"]
        figures = _drawn(development, "rci_2022", row["code"], codes, national=national)
        if coarser:
            figures = _copied(codes, figures)
        of_code = dict(zip(codes, figures.tolist(), strict=True))
        shown = _with_gaps(development, [float(np.mean([of_code[part] for part in parts[code]])) for code in rows])
        for line, cell in zip(data, shown, strict=True):
            line.append(cell)
        code = row["selection"].partition("indicator=")[2].partition(";")[0]
        name = known[code]["name"]
        header.append({indicator: heading for heading, indicator in HEADINGS.items()}.get(name, name))
        level = "Country" if national else "NUTS 2"
        if coarser:
            level += f"; NUTS 1 level: {', '.join(TOLD_FROM_NUTS_1)}; NUTS 0 level: {', '.join(TOLD_FROM_COUNTRY)}"
        unit = known[code]["unit"]
        metadata.append([_pillar(code, name), name, row["numerator"], unit, "Invented", "2022", level, "Yes"])
    headings = (
        *("Pillar name", "Indicator name", "Description", "Unit of measurement", "Source", "Reference year"),
        *("Geographical level", "Present in RCI 2019"),
    )
    return _text([header, *data]), _text([headings, *metadata])


def quality_of_government(development: Development) -> bytes:
    """Return the European Quality of Government Index, 2021, with its margins; countries of one region as such."""
    codes = in_the_union(2016)
    far = development.drawn(codes)
    index = (far - far.mean()) / far.std()
    pillars = [index + development.random.normal(0, 0.3, len(codes)) for _ in range(3)]
    margin = development.random.uniform(0.1, 0.5, len(codes))
    names = dict(regions.table().filter(nuts_edition=2016).select("region", "name").rows())
    figures = np.column_stack([index, index - margin, index + margin, *pillars]).round(3).tolist()
    lines = [list(_QUALITY_HEADINGS)]
    for number, (code, cells) in enumerate(zip(codes, figures, strict=True), start=101):
        country = code[:2]
        place = (
            [country, names[country], 2021, number, 0, country, "", ""]
            if country in SINGLE
            else [code, names[code], 2021, number, 2, country, code[:3], code]
        )
        lines.append([*map(str, place), names[country], *map(str, cells)])
    return _text(lines)


def panel(world: World, development: Development) -> bytes:
    """Return the panel of indicators of NUTS-2 regions, with the columns and years needed, gzip.

    Regions have the codes of the edition of each year; what lies in no region (ATZZ)
    and the Union as a whole (EU28) stand among them, as in the real file.
    """
    columns = {str(facts["column"]): code for code, facts in _middles()["i40"].items()}
    lines = [["NUTS2", "YEAR", _INHABITANTS, *columns]]
    for year, edition in PANEL_YEARS.items():
        codes = regions_of(edition)
        inhabitants = np.rint(INHABITANTS_PER_PERSON * sizes(world, codes, year))
        cells = [_with_gaps(development, inhabitants.tolist(), decimals=0)]
        inside = np.array([code[:2] != "NO" for code in codes])
        whole = [str(int(inhabitants[inside].sum()))]
        for column, code in columns.items():
            figures = _drawn(development, "i40", code, codes)
            if column.startswith("Graduates"):
                figures = np.rint(inhabitants * figures / 1000)
            cells.append(_with_gaps(development, figures.tolist()))
            whole.append("" if column.startswith("Graduates") else f"{figures[inside].mean():.3f}")
        lines += [[code, str(year), *line] for code, *line in zip(codes, *cells, strict=True)]
        lines.append(["ATZZ", str(year), "0.0", *[""] * len(columns)])
        lines.append(["EU28", str(year), *whole])
    return gzip.compress(_text(lines, delimiter="\t"), compresslevel=6, mtime=0)


def _drawn(
    development: Development, dataset: str, code: str, codes: Sequence[str], *, national: bool = False
) -> Figures:
    """Return the figures of an indicator in each region; where less is better, those who are further have less."""
    facts = _middles()[dataset][code]
    known = industrial_change.indicators().filter(code=code).row(0, named=True)
    far = known["direction"] * development.drawn(codes, national=national)
    percent = known["unit"].startswith("%") or known["unit"] == "score from 0 to 100"
    return as_figures(far, float(facts["middle"]), float(facts["spread"]), percent=percent)


def _copied(codes: Sequence[str], figures: Figures) -> Figures:
    """Return the figures with those of some countries in place of their regions', and those of NUTS 1 in others."""
    above = dict.fromkeys((*TOLD_FROM_NUTS_1, *UNTOLD_FROM_NUTS_1), 3) | dict.fromkeys(TOLD_FROM_COUNTRY, 2)
    homes = [code[: above.get(code[:2], 4)] for code in codes]
    means = {home: figures[[other == home for other in homes]].mean() for home in set(homes)}
    return np.array([means[home] for home in homes])


def _with_gaps(development: Development, figures: Sequence[float], *, decimals: int = 3) -> list[str]:
    gaps = development.random.random(len(figures)) < GAPS
    return ["" if gap else f"{figure:.{decimals}f}" for gap, figure in zip(gaps, figures, strict=True)]


def _pillar(code: str, name: str) -> str:
    """Return the pillar's words, which the code of an indicator has before those of its name."""
    own = sum(map(bool, re.split("[^a-z0-9]+", name.lower())))
    return " ".join(code.split("_")[1:-own]).capitalize()


def _text(lines: Iterable[Sequence[str]], *, delimiter: str = ",") -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(lines)
    return written.getvalue().encode("utf-8")
