"""Statistics of the community: for everyone, and more of them for those who run the platform."""

import csv
from itertools import chain

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cluster_observatory.web.base import times
from cluster_observatory.web.office.queries import statistics as queries
from cluster_observatory.web.office.rules import EVERY_OFFICE
from cluster_observatory.web.office.views.access import only_for
from cluster_observatory.web.organisations.queries import counts, public
from cluster_observatory.web.organisations.vocabularies import country_name
from cluster_observatory.web.partnerships.queries import statistics as partnership_statistics


@require_GET
def public_statistics(request):
    """Show the statistics that everyone may see."""
    return render(request, "office/public_statistics.html", _public(times.now()) | {"nav": "organisations"})


@only_for(*EVERY_OFFICE)
@require_GET
def statistics(request):
    """Show all statistics, those of persons without small numbers."""
    now = times.now()
    by_country = [
        {"name": country_name(country), "count": count} for country, count in queries.persons_by_country()
    ]  # fmt: skip
    context = _public(now) | {
        "persons": queries.persons(), "persons_by_month": queries.persons_by_month(now),
        "persons_by_country": sorted(by_country, key=lambda row: row["name"]),
        "fewest_shown": queries.FEWEST_SHOWN, "nav": "account",
    }  # fmt: skip
    return render(request, "office/statistics.html", context)


@require_GET
def table(request, name):
    """Return one of the public tables as CSV, with codes and a header."""
    tables = {
        "organisations-by-country": _countries_written,
        "organisations-by-type": _kinds_written,
        "profiles-over-time": _months_written,
        "partnerships-by-initiative": _initiatives_written,
    }
    if name not in tables:
        raise Http404
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
    csv.writer(response).writerows(tables[name]())
    return response


def _public(now):
    countries = queries.organisations_by_country()
    kinds, months = queries.organisations_by_kind(), queries.states_over_time(now)
    initiatives, whole = partnership_statistics()
    return {
        "counts": counts(public()),
        "countries": [
            {"name": country_name(row.country), "row": row, "share": _share(row.clusters, _of(countries, "clusters"))}
            for row in countries
        ],
        "kinds": [
            {"label": label, "count": count, "share": _share(count, [one for _kind, one in kinds])}
            for label, count in kinds
        ],
        "months": [{"row": row, "share": _share(row.published, _of(months, "published"))} for row in months],
        "initiatives": [
            {
                "initiative": initiative, "row": row,
                "share": _share(row.partnerships, [one.partnerships for _initiative, one in initiatives]),
            }
            for initiative, row in initiatives
        ],
        "partnerships": whole,
        "taken": [
            (_("Profiles"), queries.days_to_decide_profiles()),
            (_("Partnerships"), queries.days_to_decide_partnerships()),
        ],
    }  # fmt: skip


def _of(rows, name):
    return [getattr(row, name) for row in rows]


def _share(value, values):
    """Return the length of a bar in hundredths of the longest."""
    return round(100 * value / max(values)) if any(values) else 0


def _countries_written():
    return chain(
        [("country", "organisations", "cluster_organisations", "declared_smes")],
        ((row.country, row.organisations, row.clusters, row.smes) for row in queries.organisations_by_country()),
    )


def _kinds_written():
    return chain([("type", "organisations")], queries.organisations_by_kind())


def _months_written():
    return chain(
        [("at", "published", "not_confirmed", "being_checked", "archived")],
        (
            (row.at.isoformat(timespec="seconds"), row.published, row.stale, row.being_checked, row.archived)
            for row in queries.states_over_time(times.now())
        ),
    )


def _initiatives_written():
    rows, _whole = partnership_statistics()
    return chain(
        [("initiative", "programme", "partnerships", "co_funded", "organisations", "countries", "certificates")],
        (
            (one.code, one.programme, row.partnerships, row.co_funded, row.organisations, row.countries,
             row.certificates)
            for one, row in rows
        ),
    )  # fmt: skip
