"""Demonstration data: what the newsletter of 2019 says of the community, filled up with invented organisations.

The numbers, dates and places are the newsletter's: 114 cluster organisations of 21 countries with more than 10,000
enterprises, 45 + 13 partnerships, 11 certificates of 25 October 2018.  Who they are it does not say; the names of the
invented ones say that they are invented.
"""

from cluster_observatory.web.office.demonstration.loading import Loaded, load

__all__ = ["Loaded", "load"]
