"""Editions: their list, what one rests on, and the whole of one as an archive."""

from django.http import StreamingHttpResponse
from django.urls import reverse
from ninja import Path, Router

from cluster_observatory.publication.exports.archive import archive
from cluster_observatory.web.api import lookups
from cluster_observatory.web.api.answers import A_MINUTE, AN_HOUR, answer, of_edition
from cluster_observatory.web.api.compressed import compressed_already
from cluster_observatory.web.api.failures import may_fail
from cluster_observatory.web.api.schemas import Editions, EditionSummary
from cluster_observatory.web.atlas.public_addresses import public

router = Router(tags=["editions"])
EDITION = Path(description="Name of an edition, or `current`, which redirects to its name.", examples=["current"])


@router.get(
    "/editions",
    response=may_fail({200: Editions}, of_edition=False),
    url_name="editions",
    operation_id="editions",
    summary="All editions",
)
def editions(request):
    """List every edition laid down here, oldest first; addresses that name one give the same figures for ever."""
    current = lookups.current().name
    found = [
        {
            "name": edition.name,
            "number": number,
            "is_current": edition.name == current,
            "invented": lookups.edition(edition.name).invented,
            "address": reverse("api-1:edition", args=[edition.name]),
        }
        for number, edition in enumerate(lookups.editions(), start=1)
    ]
    response = answer({"editions": found})
    response.headers["Cache-Control"] = A_MINUTE
    return response


@router.get(
    "/editions/{slug:edition}",
    response=may_fail({200: EditionSummary}),
    url_name="edition",
    operation_id="edition",
    summary="What an edition is and rests on",
)
@of_edition(AN_HOUR)
def edition(request, edition: str = EDITION):
    """Tell what an edition rests on: sources with date and checksum, classifications, profiles, checks."""
    manifest = request.edition.manifest
    source_fields = ("dataset", "title", "producer", "address", "read_on", "sha256")
    licence_fields = ("licence", "licence_address", "citation")
    return answer(
        {
            "name": edition,
            "invented": request.edition.invented,
            "software": manifest["software"],
            "classifications": manifest["classifications"],
            "profiles": [_part(profile, ("name", "title", "status")) for profile in manifest["profiles"]],
            "sources": [_part(source, source_fields + licence_fields) for source in manifest["sources"]],
            "checks": [_part(check, ("name", "description", "measured", "outcome")) for check in manifest["checks"]],
            "tables": reverse("api-1:tables", args=[edition]),
            "archive": reverse("api-1:archive", args=[edition]),
        }
    )


@router.get(
    "/editions/{slug:edition}/archive.zip",
    response=may_fail({200: None}),
    url_name="archive",
    operation_id="archive",
    summary="A whole edition as one archive",
)
@of_edition(AN_HOUR)
def whole_edition(request, edition: str = EDITION):
    """Take a ZIP archive of README with licences and citation, manifest, data dictionary and all tables as Parquet."""
    compressed_already(request)
    address = public(request, request.path)
    return StreamingHttpResponse(
        archive(request.edition, address),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="observatory-edition-{edition}.zip"'},
    )


def _part(entry, names):
    return {name: entry.get(name) or "" for name in names}
