"""Refusals of the site that have an answer of their own: who may not, and who comes too late."""

from cluster_observatory.errors import NotPossible


class NotAllowed(NotPossible):
    """A person has no right to do this or to see it; answered with 403."""


class ChangedMeanwhile(NotPossible):
    """Another change came between seeing a thing and changing it; answered with 409."""
