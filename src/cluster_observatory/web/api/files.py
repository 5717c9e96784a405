"""Tables as files: any number of rows as CSV, the published file as Parquet, smaller parts as Excel and JSON-stat."""

from itertools import chain

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from ninja import Path, Router

from cluster_observatory.errors import NotFound
from cluster_observatory.publication import extracts
from cluster_observatory.publication.exports import delimited, formats, jsonstat, workbook
from cluster_observatory.publication.exports.about import about
from cluster_observatory.publication.exports.bounds import at_most
from cluster_observatory.publication.exports.formats import FORMATS
from cluster_observatory.web.api.answers import link, of_edition
from cluster_observatory.web.api.compressed import compressed_already
from cluster_observatory.web.api.editions import EDITION
from cluster_observatory.web.api.failures import may_fail
from cluster_observatory.web.api.tables import COLUMNS, FILTERS, TABLE, asked
from cluster_observatory.web.atlas.public_addresses import public

router = Router(tags=["files"])
MOST_CELLS = 10_000_000
"""Cells of a part of a table that is made into Parquet; the whole table has no such bound."""

ENDINGS = {format_.ending: form for form, format_ in FORMATS.items()}
FORM = Path(
    description="csv, xlsx, parquet, json (JSON-stat 2.0), or csv-metadata.json (CSV on the Web).", examples=["csv"]
)


@router.get(
    "/editions/{slug:edition}/tables/{slug:table}.{form}",
    response=may_fail({200: None}, is_file=True),
    url_name="file",
    operation_id="file",
    summary="A table as a file",
    openapi_extra=FILTERS,
)
@of_edition()
def file(request, edition: str = EDITION, table: str = TABLE, form: str = FORM, columns: list[str] = COLUMNS):
    """Take a table or a part of it: CSV in any size, Parquet as it was published, Excel and JSON-stat where it fits."""
    if form not in ENDINGS:
        raise NotFound(f"There is no format “{form[:40]}”. There are: {', '.join(ENDINGS)}.")
    found = asked(request, table, columns)
    response = _MADE[ENDINGS[form]](request, found)
    response.headers["Content-Disposition"] = f'attachment; filename="{table}-edition-{edition}.{form}"'
    response.headers["Link"] = ", ".join(_links(request, edition, table, form))
    return response


def _csv(request, found):
    batches = found.batches()
    first = next(batches, None)
    if first is None:
        first = found.at(found.places()[:0])
    lines = chain([delimited.lines(first, header=True)], (delimited.lines(batch, header=False) for batch in batches))
    return StreamingHttpResponse(lines, content_type=FORMATS["csv"].media_type)


def _parquet(request, found):
    compressed_already(request)
    if found.is_whole:
        published = request.edition.folder / "tables" / f"{found.table}.parquet"
        return FileResponse(published.open("rb"), content_type=FORMATS["parquet"].media_type)
    _fits(found, MOST_CELLS, "a part in Parquet")
    return _written(request, found, "parquet")


def _workbook(request, found):
    compressed_already(request)
    _fits(found, workbook.MOST_CELLS, "a workbook")
    return _written(request, found, "xlsx")


def _cube(request, found):
    _fits(found, jsonstat.MOST_VALUES, "JSON-stat")
    return _written(request, found, "json")


def _metadata(request, found):
    return HttpResponse(
        delimited.metadata(_about(request, found, found.at(found.places()[:0]))),
        content_type=FORMATS["csvw"].media_type,
    )


_MADE = {"csv": _csv, "parquet": _parquet, "xlsx": _workbook, "json": _cube, "csvw": _metadata}


def _written(request, found, form):
    rows = found.whole()
    return HttpResponse(formats.write(form, rows, _about(request, found, rows)), content_type=FORMATS[form].media_type)


def _about(request, found, rows):
    return about(
        request.edition,
        rows,
        title=f"table {found.table}",
        description=extracts.description(found.table),
        datasets=found.datasets(),
        address=public(request, _address(request, found.edition.name, found.table, "csv")),
        key=[name for name in extracts.key(found.table) if name in found.columns],
        columns=extracts.described(found.edition, found.table),
    )


def _fits(found, cells, format_):
    at_most(cells, len(found.places()), len(found.columns), format_)


def _address(request, edition, table, form):
    asked_for = request.META.get("QUERY_STRING", "")
    return f"{reverse('api-1:file', args=[edition, table, form])}{'?' if asked_for else ''}{asked_for}"


def _links(request, edition, table, form):
    yield link(reverse("api-1:table", args=[edition, table]), "about", "application/json")
    if form == "csv":
        yield link(_address(request, edition, table, FORMATS["csvw"].ending), "describedby", FORMATS["csvw"].media_type)
