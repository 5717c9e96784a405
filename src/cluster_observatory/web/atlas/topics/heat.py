"""Correlations as a table of heat: each cell with its number and one of nine tints."""

import polars as pl

from cluster_observatory.web.atlas import numbers

STEPS = (0.2, 0.4, 0.6, 0.9)
"""Where the tints change, on either side of 0."""


def table(correlations, order):
    """Return the lower half of the table: for each topic its number, and its cells with those before it.

    Takes a frame of code, other and correlation, and the topics in their order; those
    without correlations are left out.
    """
    known = {(code, other): value for code, other, value in _triples(correlations)}
    shown = [topic for topic in order if (topic.code, topic.code) in known]
    lines = [
        {
            "place": place + 1,
            "topic": topic,
            "cells": [_cell(known[topic.code, other.code]) for other in shown[:place]],
            "rest": range(len(shown) - place),
        }
        for place, topic in enumerate(shown)
    ]
    return {"places": range(1, len(shown) + 1), "lines": lines}


def _triples(correlations):
    return correlations.select("code", "other", "correlation").iter_rows()


def _cell(value):
    if value is None:
        return {"words": numbers.NONE, "look": "heat-none"}
    step = sum(abs(value) >= limit for limit in STEPS)
    side = "with" if value >= 0 else "against"
    return {
        "words": numbers.signed(value, 2) if value < 0 else numbers.decimal(value, 2),
        "look": f"heat-{side}-{step}",
    }


def pairs(correlations, topics, *, above=None, below=None):
    """Return the pairs of topics that correlate above or below a limit, the most first: two topics and the number."""
    found = correlations.filter(pl.col("code") < pl.col("other")).drop_nulls("correlation")
    if above is not None:
        found = found.filter(pl.col("correlation") > above).sort("correlation", descending=True)
    else:
        found = found.filter(pl.col("correlation") < below).sort("correlation")
    return [
        (topics[code], topics[other], numbers.signed(value, 2) if value < 0 else numbers.decimal(value, 2))
        for code, other, value in _triples(found)
    ]


def value(correlations, code, other):
    """Return the correlation of two codes, or None."""
    found = correlations.filter((pl.col("code") == code) & (pl.col("other") == other))["correlation"]
    return found[0] if found.len() else None
