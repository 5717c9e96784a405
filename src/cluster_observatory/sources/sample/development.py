"""How far the countries and regions of Invented Europe are, and indicators drawn from that."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cluster_observatory.sources.sample.world import Figures, World

COUNTRY, REGION, OWN = 0.7, 0.5, 0.5  # what the country, the region and the indicator alone have in a figure
OWN_OF_COUNTRY = 0.3


@dataclass(frozen=True)
class Development:
    """How far each country and each NUTS-2 region is, in standard deviations; and the generator that draws the rest."""

    countries: dict[str, float]
    regions: dict[str, float]
    random: np.random.Generator

    def drawn(self, codes: Sequence[str], *, national: bool = False) -> Figures:
        """Return how far each of the NUTS-2 regions is in one indicator; ``national``: every region as its country."""
        own = {country: float(self.random.normal(0, OWN_OF_COUNTRY)) for country in self.countries}
        of_country = np.array([COUNTRY * self.countries[code[:2]] + own[code[:2]] for code in codes])
        if national:
            return of_country
        of_region = np.array([REGION * self.regions[code] for code in codes])
        found: Figures = of_country + of_region + self.random.normal(0, OWN, len(codes))
        return found


def development(world: World, random: np.random.Generator) -> Development:
    """Return how far the regions of a world are: countries with high wages and large regions are further."""
    wages = np.log(list(world.country_wage.values()))
    relative = (wages - wages.mean()) / wages.std()
    size = np.log(world.weight)
    regions = 0.4 * size / size.std() + random.normal(0, 0.9, size.size)
    return Development(
        dict(zip(world.country_wage, relative.tolist(), strict=True)),
        dict(zip(world.regions, regions.tolist(), strict=True)),
        random,
    )


def as_figures(far: Figures, middle: float, spread: float, *, percent: bool) -> Figures:
    """Return figures around ``middle``, log-normal; of percentages those between 0 and 100, by their logit."""
    if not percent:
        return middle * np.exp(spread * far)
    odds = middle / (100 - middle) * np.exp(spread * far)
    found: Figures = 100 * odds / (1 + odds)
    return found
