"""The possible partners of a region as a file."""

from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.atlas import partner_choices
from cluster_observatory.web.atlas.choice_files import rounded
from cluster_observatory.web.atlas.partners import Finder
from cluster_observatory.web.atlas.taken import Taken


def partners(edition, parameters):
    """Return the possible partners of a region in a topic, best first, with every part of their scores."""
    choice = partner_choices.read(edition, parameters)
    finder = Finder(edition, choice)
    if not finder.has_figures:
        raise NotPossible(
            _("Choose a region with figures in {year}, such as {some}.").format(
                year=choice.year, some=", ".join(sorted(finder.regions)[:3])
            )
        )
    found = rounded(finder.table)
    return Taken(
        table=found,
        title=_("Partners for {region} ({code}) in {topic}, {year}").format(
            region=finder.name, code=choice.region, topic=choice.subject.short, year=choice.year
        ),
        description=_(
            "Regions that could work with it, ranked by named parts. Quotients by which parts are judged allow for how "
            "uncertain they are; figures of clusters are mostly modelled."
        ),
        datasets=tuple(table["dataset"] for table in finder.source["tables"]),
        name="-".join(str(part) for part in ("partners", choice.region, choice.subject.code, finder.mode)),
        key=("region", "partner", "topic", "year"),
        columns=partner_choices.COLUMNS,
        query=choice.parameters,
    )
