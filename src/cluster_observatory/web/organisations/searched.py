"""The words by which an organisation is found, without accents: Lodz finds Łódź."""

from django.utils import translation

from cluster_observatory.web.base.languages import FALLBACK
from cluster_observatory.web.organisations import vocabularies
from cluster_observatory.web.organisations.folding import folded

LONGEST = 200_000
"""Characters of the words that are kept for one organisation."""

OF_CLUSTERS = ("sectors", "clusters", "emerging_industries", "ecosystems", "technologies", "services")


def words_of(organisation):
    """Return the folded words of the public part of a profile: names, places, texts, keywords, names of codes."""
    texts = [organisation.name, organisation.name_original, organisation.acronym, organisation.city]
    texts += [vocabularies.region_name(organisation.region[:length]) for length in (3, 4, 5)]
    texts += [*organisation.description.values(), *organisation.mission.values()]
    cluster = getattr(organisation, "cluster", None)
    with translation.override(FALLBACK):
        texts.append(vocabularies.country_name(organisation.country))
        if cluster is not None:
            texts += [*cluster.offers.values(), *cluster.requests.values(), *map(str, cluster.keywords)]
            texts += [vocabularies.label(name, code) for name in OF_CLUSTERS for code in getattr(cluster, name)]
    return " ".join(map(folded, texts))[:LONGEST]
