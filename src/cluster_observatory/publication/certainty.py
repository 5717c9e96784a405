"""How sure a star is, in the words of the statistics, for pages and downloads."""

from cluster_observatory.statistics.uncertainty import CERTAINTIES, certainty

LIKELY = next(least for least, words in CERTAINTIES if words == "likely")
"""A star of at least this probability is likely; below it pages draw it lighter."""

__all__ = ["CERTAINTIES", "LIKELY", "certainty"]
