"""Regions: what their page says, for programs."""

from django.urls import get_script_prefix, reverse
from ninja import Path, Query, Router

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.api.answers import AN_HOUR, answer, of_edition
from cluster_observatory.web.api.editions import EDITION
from cluster_observatory.web.api.failures import may_fail
from cluster_observatory.web.api.schemas import Region
from cluster_observatory.web.atlas import certainty, choices, parents, queries
from cluster_observatory.web.atlas.portrait import Portrait

router = Router(tags=["regions"])


@router.get(
    "/editions/{slug:edition}/regions/{code}",
    response=may_fail({200: Region}),
    url_name="region",
    operation_id="region",
    summary="What a region is strong in",
)
@of_edition(AN_HOUR)
def region(
    request,
    edition: str = EDITION,
    code: str = Path(description="NUTS-2 code of the region.", examples=["DE11"]),
    year: str = Query("", description="Year; left out, the newest that is well filled.", examples=["2014"]),
    profile: str = Query("", description="Method profile whose rules give the stars.", examples=["eocic2019"]),
):
    """Tell what a region is strong in, as its page does: with stars, how sure they are, and the finding in words."""
    found = request.edition
    chosen = choices.year(found, queries.SECTOR, year)
    known = queries.region_code(found, code)
    if parents.parent(found, known, chosen):
        raise NotPossible(
            f"{known} is a country or a NUTS-1 region. What a region is strong in is told of NUTS-2 regions; figures "
            "of larger ones are in the table specialisation_by_level."
        )
    portrait = Portrait(found, known, chosen, choices.profile(found, queries.SECTOR, profile))
    kinds = {
        "sectors": portrait.strongest,
        "clusters": portrait.strongest_clusters,
        "emerging": portrait.strongest_emerging,
    }
    return answer(
        {
            "edition": edition,
            "region": portrait.code,
            "name": portrait.name,
            "country": portrait.country,
            "year": chosen,
            "years": portrait.years,
            "nuts_edition": portrait.nuts_edition,
            "profile": portrait.profile_name,
            "finding": str(portrait.finding),
            "strongest": {kind: [_strength(entry) for entry in entries] for kind, entries in kinds.items()},
            "page": _page(edition, portrait.code),
        }
    )


def _page(edition, code):
    prefix = get_script_prefix()
    return f"{prefix}editions/{edition}/{reverse('atlas:region', args=[code]).removeprefix(prefix)}"


def _strength(entry):
    row, starred = entry["row"], entry["stars"]
    return {
        "code": entry["subject"].code,
        "name": entry["subject"].name,
        "persons": row["persons"],
        "flags": row["flags"] or "",
        "location_quotient": row["location_quotient"],
        "location_quotient_low": row.get("location_quotient_low"),
        "location_quotient_high": row.get("location_quotient_high"),
        "modelled_share": row.get("modelled_share"),
        "stars": starred.count,
        "criteria_known": starred.judged,
        "tier": starred.tier,
        "is_cluster": starred.is_cluster,
        "cluster_probability": starred.probability,
        "certainty": certainty.word(starred.probability),
    }
