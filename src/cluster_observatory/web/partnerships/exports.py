"""Lists of partnerships as files: CSV and Excel workbook, one row for each partnership."""

import csv
import io

from cluster_observatory.web.base import spreadsheets
from cluster_observatory.web.base.languages import said
from cluster_observatory.web.organisations.exports import SEPARATOR

COLUMNS = (
    "partnership", "acronym", "title", "initiative", "programme", "generation", "call", "programme_year", "strand",
    "state", "funding", "grant", "budget", "contribution", "begins_on", "ends_on", "coordinator", "members",
    "countries", "sectors", "priority", "target_countries", "value_chain", "is_dual_use", "smes_reached", "objectives",
    "website", "source", "address",
)  # fmt: skip
"""The columns, in order; `partnership` is the last part of the address of its page, amounts are in euro."""

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def row(partnership, address):
    """Return what is public of a partnership with its `members`, as a dictionary of plain values by `COLUMNS`."""
    generation, members = partnership.generation, partnership.members
    found = {
        "partnership": partnership.slug,
        "initiative": partnership.initiative.code,
        "programme": partnership.initiative.programme,
        "generation": generation.number if generation else None,
        "call": generation.call if generation else "",
        "programme_year": generation.programme_year if generation else None,
        "coordinator": next((place.organisation.name for place in members if place.role == "coordinator"), ""),
        "members": [place.organisation.name for place in members],
        "countries": sorted({place.organisation.country for place in members}),
        "objectives": said(partnership.objectives).text,
        "address": address,
    }
    return {name: found[name] if name in found else getattr(partnership, name) for name in COLUMNS}


def as_csv(partnerships, address):
    """Return partnerships as CSV in UTF-8, a header line first; `address` returns the whole address of each."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    for one in partnerships:
        writer.writerow(spreadsheets.harmless(_cell(value)) for value in row(one, address(one)).values())
    return lines.getvalue()


def as_workbook(partnerships, address):
    """Return partnerships as an Excel workbook, a file at its beginning."""
    cells = (map(_cell, row(one, address(one)).values()) for one in partnerships)
    return spreadsheets.workbook("Partnerships", COLUMNS, cells)


def _cell(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return SEPARATOR.join(map(str, value))
    return value.isoformat() if hasattr(value, "isoformat") else value
