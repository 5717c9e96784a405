"""Search over the names and codes of an edition, for programs."""

from ninja import Query, Router

from cluster_observatory.publication.search import LONGEST, search
from cluster_observatory.web.api.answers import AN_HOUR, answer, of_edition
from cluster_observatory.web.api.editions import EDITION
from cluster_observatory.web.api.failures import may_fail
from cluster_observatory.web.api.schemas import Matches

router = Router(tags=["search"])
MOST = 50


@router.get(
    "/editions/{slug:edition}/search",
    response=may_fail({200: Matches}),
    url_name="search",
    operation_id="search",
    summary="Regions, sectors and clusters by name or code",
)
@of_edition(AN_HOUR)
def searched(
    request,
    edition: str = EDITION,
    q: str = Query("", description="Words or a code, in any language of the labels.", examples=["Stutgart"]),
    limit: int = Query(10, ge=1, le=MOST, description="Answers at most."),
):
    """Find regions, sectors, clusters and scoreboards by name or code, forgiving of typing errors, best first."""
    found = [
        {"kind": one.kind, "code": one.code, "name": one.label, "language": one.language, "score": round(one.score, 4)}
        for one in search(request.edition, q, limit)
    ]
    return answer({"edition": edition, "question": q[:LONGEST], "found": found})
