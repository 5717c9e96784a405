"""The computed tables of an edition: sectors from what was measured, clusters from what was split."""

from collections.abc import Sequence

import polars as pl

from cluster_observatory.statistics.clusters import by_cluster
from cluster_observatory.statistics.gaps import split_equally
from cluster_observatory.statistics.profiles import Profile
from cluster_observatory.statistics.specialisation import specialisation
from cluster_observatory.statistics.stars import stars
from cluster_observatory.taxonomy import activities, clusters

Tables = dict[str, pl.DataFrame]
