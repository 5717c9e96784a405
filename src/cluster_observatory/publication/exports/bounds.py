"""How much one file may hold."""

from cluster_observatory.errors import NotPossible


class TooLarge(NotPossible):
    """More was asked for than one file of its format may hold; the message says what to do."""


def at_most(cells: int, rows: int, columns: int, format_: str) -> None:
    """Raise TooLarge where a table has more cells than a file of the format may hold."""
    if rows * columns > cells:
        raise TooLarge(
            f"The table has {rows:,} rows and {columns:,} columns, too many for {format_} of at most {cells:,} cells. "
            "Ask for fewer rows or columns, or take it as CSV or as the whole Parquet file, which come in any size."
        )
