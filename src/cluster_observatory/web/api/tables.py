"""Tables of an edition: their list, their dictionary, their rows."""

from urllib.parse import urlencode

from django.urls import reverse
from ninja import Path, Query, Router

from cluster_observatory.publication import extracts
from cluster_observatory.publication.dictionary import told
from cluster_observatory.publication.exports.formats import FORMATS
from cluster_observatory.web.api import cursors
from cluster_observatory.web.api.answers import AN_HOUR, answer, link, of_edition
from cluster_observatory.web.api.editions import EDITION
from cluster_observatory.web.api.failures import may_fail
from cluster_observatory.web.api.schemas import Dictionary, Rows, Tables

router = Router(tags=["tables"])
TABLE = Path(description="Name of a table.", examples=["specialisation"])
COLUMNS = Query([], description="Names of the columns to give, separated by commas or repeated; all where left out.")
MOST, USUAL = 10_000, 100
RESERVED = ("columns", "limit", "cursor")
FILTERS = {
    "parameters": [
        {
            "in": "query",
            "name": "filters",
            "description": (
                "Any column of text, whole numbers or booleans as a parameter of its own: `region=DE11&year=2014`. "
                "Repeated, a row may have any of the values: `region=DE11&region=DE12`."
            ),
            "required": False,
            "style": "form",
            "explode": True,
            "schema": {"type": "object", "additionalProperties": {"type": "string"}},
            "example": {"region": "DE11", "year": "2014"},
        }
    ]
}


@router.get(
    "/editions/{slug:edition}/tables",
    response=may_fail({200: Tables}),
    url_name="tables",
    operation_id="tables",
    summary="The tables of an edition",
)
@of_edition(AN_HOUR)
def tables(request, edition: str = EDITION):
    """List the tables of an edition with their size and the checksum of their files."""
    entries = request.edition.manifest["tables"]
    return answer({"edition": edition, "tables": [_in_list(edition, entry) for entry in entries]})


@router.get(
    "/editions/{slug:edition}/tables/{slug:table}",
    response=may_fail({200: Dictionary}),
    url_name="table",
    operation_id="dictionary",
    summary="The data dictionary of a table",
)
@of_edition(AN_HOUR)
def dictionary(request, edition: str = EDITION, table: str = TABLE):
    """Give the data dictionary of a table: type, unit and meaning of every column."""
    columns = extracts.described(request.edition, table)
    entry = next(entry for entry in request.edition.manifest["tables"] if entry["name"] == table)
    key = extracts.key(table)
    return answer(
        {
            "edition": edition,
            "name": table,
            "description": extracts.description(table),
            "rows": entry["rows"],
            "sha256": entry["sha256"],
            "columns": [told(column, key) | {"can_be_filtered": column.type != "float"} for column in columns.values()],
            "row_address": reverse("api-1:rows", args=[edition, table]),
            "files": {
                form: reverse("api-1:file", args=[edition, table, form_.ending]) for form, form_ in FORMATS.items()
            },
        }
    )


@router.get(
    "/editions/{slug:edition}/tables/{slug:table}/rows",
    response=may_fail({200: Rows}),
    url_name="rows",
    operation_id="rows",
    summary="Rows of a table, page by page",
    openapi_extra=FILTERS,
)
@of_edition()
def rows(
    request,
    edition: str = EDITION,
    table: str = TABLE,
    columns: list[str] = COLUMNS,
    limit: int = Query(USUAL, ge=1, le=MOST, description="Rows of a page.", examples=[USUAL]),
    cursor: str = Query("", description="Where to go on, as `next` of the page before has it."),
):
    """Give rows that fit; `next` and the header `Link` lead to the following page, until each was given once."""
    found = asked(request, table, columns)
    places = found.places()
    question = f"{edition} {table} {sorted(_conditions(request).items())}"
    start = int(places.searchsorted(cursors.read(cursor, question))) if cursor else 0
    page = places[start : start + limit]
    after = None
    if start + limit < len(places):
        parameters = _conditions(request) | ({"columns": found.columns} if columns else {}) | {"limit": limit}
        parameters["cursor"] = cursors.written(int(places[start + limit]), question)
        after = f"{request.path}?{urlencode(parameters, doseq=True)}"
    response = answer(
        {
            "edition": edition,
            "table": table,
            "columns": found.columns,
            "rows": found.at(page).rows(),
            "count": len(places),
            "next": after,
        }
    )
    if after:
        response.headers["Link"] = link(after, "next")
    return response


def asked(request, table, columns):
    """Return the rows and columns of a table that an address asks for."""
    named = [name for part in columns for name in part.split(",") if name]
    return extracts.extract(request.edition, table, _conditions(request), named)


def _conditions(request):
    return {name: values for name, values in request.GET.lists() if name not in RESERVED}


def _in_list(edition, entry):
    return {
        "name": entry["name"],
        "description": extracts.description(entry["name"]),
        "rows": entry["rows"],
        "bytes": entry["bytes"],
        "sha256": entry["sha256"],
        "address": reverse("api-1:table", args=[edition, entry["name"]]),
    }
