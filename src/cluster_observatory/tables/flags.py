"""What the letters beside a figure mean: the flags of European statistics."""

from typing import NamedTuple

import polars as pl

from cluster_observatory.tables.shapes import fit, shape


class Flag(NamedTuple):
    """One letter with its meaning."""

    flag: str
    name: str
    description: str


FLAGS = (
    Flag("b", "break in series", "Not comparable with the years before: definition, method or territory changed."),
    Flag("c", "confidential", "Not published because it would tell on single enterprises; missing, never zero."),
    Flag("d", "definition differs", "The country measures by another definition than the European one."),
    Flag("e", "estimated", "Estimated by who published it."),
    Flag("f", "forecast", "Expected, not yet measured."),
    Flag("i", "imputed", "Filled in by Eurostat or another receiving agency."),
    Flag("m", "cannot exist", "Missing because there can be no such figure."),
    Flag("n", "not significant", "Smaller than what the source can tell from zero."),
    Flag("p", "provisional", "Will be revised."),
    Flag("r", "revised", "Differs from what was published before."),
    Flag("s", "Eurostat estimate", "Estimated by Eurostat; written i since 2025."),
    Flag("u", "low reliability", "Rests on few observations."),
    Flag("z", "not applicable", "Does not apply to this case; written m since 2025."),
    Flag("N", "not for publication", "Withheld at the request of who gave it; missing, never zero."),
    Flag(
        "P",
        "held back by other secrecy",
        "Withheld under a secrecy that is not the statistical one; missing, never zero.",
    ),
)


def table() -> pl.DataFrame:
    """Return the flags as the table ``flags``: flag, name, description."""
    return fit(pl.DataFrame(FLAGS, schema=Flag._fields, orient="row"), shape("flags"))
