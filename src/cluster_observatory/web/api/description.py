"""The description of the API: OpenAPI 3.1 for programs, and the same read out for people."""

import json
from functools import lru_cache

from django.urls import get_script_prefix

from cluster_observatory.publication.exports.formats import FORMATS
from cluster_observatory.web.api import problems
from cluster_observatory.web.api.api import api

FILE_TYPES = {
    "file": [format_.media_type.split(";")[0] for format_ in FORMATS.values()],
    "archive": ["application/zip"],
}
"""What the addresses of files answer, which are not JSON of ours."""


def openapi():
    """Return the description as OpenAPI 3.1."""
    return _described(get_script_prefix())


@lru_cache(maxsize=2)
def _described(prefix):
    described = json.loads(json.dumps(api.get_openapi_schema()))
    described["info"]["license"] = {"name": "Figures: the licences of their sources, in the summary of each edition"}
    for path in described["paths"].values():
        for operation in path.values():
            _complete(operation)
    return described


def _complete(operation):
    """Give an operation the media types of its answers, the headers of its answers, and words for each status."""
    for parameter in operation["parameters"]:
        # A list of examples belongs to the schema, which has it.
        parameter.pop("examples", None)
    for status, answer in operation["responses"].items():
        answer["description"] = WORDS[int(status)]
        if int(status) >= 400:
            answer["content"] = {problems.MEDIA_TYPE: answer["content"]["application/json"]}
    if operation["operationId"] in FILE_TYPES:
        operation["responses"]["200"]["content"] = {
            media_type: {"schema": {"type": "string", "format": "binary"}}
            for media_type in FILE_TYPES[operation["operationId"]]
        }
    if "304" in operation["responses"]:
        operation["responses"]["200"]["headers"] = HEADERS
        operation["responses"]["307"]["headers"] = {"Location": {"schema": {"type": "string"}}}
        operation["parameters"].append(IF_NONE_MATCH)


WORDS = {
    200: "The answer.",
    304: "You have the answer already.",
    307: "The edition `current` has this name now.",
    400: "The request cannot be understood.",
    404: "There is no such edition, table, column, region or format; near ones are named.",
    405: "Only reading is possible.",
    413: "The file would be too large; what to do is said.",
    422: "A parameter has a value that is not possible; what is possible is said.",
    503: "No edition has been published yet, or it is damaged.",
}
HEADERS = {
    "ETag": {"description": "Stays the same as long as the answer does.", "schema": {"type": "string"}},
    "X-Observatory-Edition": {"description": "Name of the edition.", "schema": {"type": "string"}},
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "description": "ETag of the answer you have.",
    "required": False,
    "schema": {"type": "string"},
}


def read_out():
    """Return the operations for people: address, summary, description, parameters, statuses with their words."""
    described = openapi()
    return [
        {
            "address": address,
            "summary": operation["summary"],
            "description": _plain(operation.get("description", "")),
            "parameters": [
                _parameter(parameter) for parameter in operation["parameters"] if parameter["in"] != "header"
            ],
            "statuses": [
                (status, _plain(answer["description"])) for status, answer in sorted(operation["responses"].items())
            ],
            "example": _example(address),
        }
        for address, path in described["paths"].items()
        for operation in path.values()
    ]


EXAMPLES = {"{edition}": "current", "{table}": "specialisation", "{form}": "csv", "{code}": "DE11"}
ASKED = {
    "search": "?q=Stutgart",
    "rows": "?region=DE11&year=2014&columns=industry,persons,location_quotient",
    "csv": "?region=DE11&year=2014",
}


def _example(address):
    """Return an address to try, empty where it holds what each site has of its own, such as an organisation."""
    for part, example in EXAMPLES.items():
        address = address.replace(part, example)
    if "{" in address:
        return ""
    return address + next((asked for ending, asked in ASKED.items() if address.endswith(ending)), "")


def _plain(words):
    """Return words without the marks of code."""
    return words.replace("`", "")


def _parameter(parameter):
    schema = parameter["schema"]
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "type": schema.get("type", ""),
        "default": schema.get("default", ""),
        "description": _plain(parameter["description"]),
        "required": parameter.get("required", False),
    }
