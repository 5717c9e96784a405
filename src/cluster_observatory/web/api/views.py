"""The API described: for programs as OpenAPI, for people as a page."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cluster_observatory.web.api import description, problems
from cluster_observatory.web.api.answers import AN_HOUR

EXPLAINED = {
    "bad-request": _("The server could not read the request at all. Mend its form."),
    "not-found": _("Nothing goes by that name. The answer names near ones, or those that there are."),
    "method-not-allowed": _("Nothing can be changed here: use GET or HEAD."),
    "too-large": _("Ask for fewer rows or columns, or take the table as CSV or Parquet, which come in any size."),
    "wrong-value": _("The answer says what was met and what is possible."),
    "server-error": _("Tell whoever runs the site what you asked for."),
    "no-edition": _("The site runs, but has nothing to show yet. Try again later."),
    "damaged": _("Whoever runs the site must mend the edition. Other editions may still answer."),
}


def openapi(request):
    """Give the description of the API as OpenAPI 3.1."""
    return JsonResponse(description.openapi(), headers={"Cache-Control": AN_HOUR})


def nothing_here(request, **_parts):
    """Refuse an address that the API does not have."""
    return problems.problem(request, "not-found", "The API has no such address. Its addresses are in openapi.json.")


@require_safe
def page(request):
    """Show the API for people, from the same description."""
    operations = description.read_out()
    examples = {operation["address"].rsplit("/", 1)[-1]: operation["example"] for operation in operations}
    context = {
        "operations": operations,
        "problems": [(kind, *problems.TITLES[kind], words) for kind, words in EXPLAINED.items()],
        "nav": "about",
        "host": request.build_absolute_uri("/").rstrip("/"),
        "rows_example": examples["rows"],
        "file_example": examples["{table}.{form}"],
    }
    return render(request, "api/page.html", context)
