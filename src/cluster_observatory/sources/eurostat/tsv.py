r"""Reads Eurostat's bulk TSV files, the older form and the present one, into one row per cell.

Both forms hold a series per line: a key whose parts are parted by commas, then
one cell per period.  The header names the parts and the periods:

    nace_r2,indic_sb,geo\time         2015    2014       older: newest period first
    freq,nace_r2,indic_sbs,geo\TIME_PERIOD    2021  2022     present: oldest first, lines end in CR LF

A cell is a number or ``:`` (no value), then the provider's flags where there are
any.  Since 2025 Eurostat writes confidentiality as a capital behind ``@``.
"""

import polars as pl

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.eurostat import faults
from cluster_observatory.sources.eurostat.faults import HOW_TO_MEND, Header, read_header
from cluster_observatory.sources.unpacking import unpack

LARGEST = 2_000_000_000


def read_tsv(data: bytes, name: str, *, largest: int = LARGEST) -> pl.DataFrame:
    """Return every cell of a bulk TSV file, plain or gzip, as one row.

    Columns: the provider's dimensions under the provider's names (text),
    ``time`` (text, as in the header), ``value`` (float64; null where the file
    has ``:``, so a confidential cell is missing and never zero) and ``flags``
    (text as given, ``""`` where none).  Nothing is dropped, not even cells
    that hold neither a value nor a flag; a header alone gives a table without
    rows.  Rows come period by period, in the order of the file.

    ``name`` stands in messages; ``largest`` is the most bytes the unpacked
    text may have.  Raises SourceChanged with file, line and the words met for
    anything this form does not allow.
    """
    text = _clean(unpack(data, name, largest=largest), name)
    header = read_header(text, name)
    body = text.find(b"\n") + 1
    if not body or body == len(text):
        return _join(header, [])
    lines = _lines(text, header, name)
    keys = lines.select(pl.col("key").str.splitn(",", len(header.dimensions))).unnest("key")
    keys.columns = list(header.dimensions)
    _check_keys(lines["key"], keys, text, name)
    periods = []
    for period in header.periods:
        cells = _cells(lines.drop_in_place(period))
        _check_cells(cells, text, name)
        time = pl.repeat(period, keys.height, dtype=pl.String, eager=True).alias("time")
        periods.append(keys.with_columns(time, cells["value"], cells["flags"]))
    return _join(header, periods)


def _clean(text: bytes, name: str) -> bytes:
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n")
    for byte, word in ((b"\r", "a carriage return inside a line"), (b"\0", "a NUL byte")):
        if byte in text:
            line = text.count(b"\n", 0, text.find(byte)) + 1
            raise SourceChanged(f"{name}, line {line}: found {word}; expected plain text. {HOW_TO_MEND}")
    if not text.isascii():
        faults.check_unicode(text, name)
    return text


def _lines(text: bytes, header: Header, name: str) -> pl.DataFrame:
    expected = text.count(b"\n") - text.endswith(b"\n")
    try:
        lines = pl.read_csv(
            text,
            separator="\t",
            quote_char=None,
            has_header=False,
            skip_rows=1,
            schema=dict.fromkeys(("key", *header.periods), pl.String),
        )
    except pl.exceptions.PolarsError as error:
        raise faults.first_fault(text, name, str(error)) from error
    if lines.height != expected:
        raise faults.first_fault(text, name, f"{lines.height} lines instead of {expected}")
    return lines


def _check_keys(whole: pl.Series, keys: pl.DataFrame, text: bytes, name: str) -> None:
    parts = pl.all()
    wrong = keys.select(
        pl.any_horizontal(parts.is_null().any(), (parts == "").any(), pl.last().str.contains(",", literal=True).any())
    )
    if wrong.item() or whole.n_unique() != whole.len():
        raise faults.first_fault(text, name, "a key with missing parts or met twice")


def _cells(cells: pl.Series) -> pl.DataFrame:
    parts = cells.str.strip_chars(" ").str.splitn(" ", 2).struct.unnest()
    return parts.select(
        pl.col("field_0").alias("number"),
        pl.col("field_0").cast(pl.Float64, strict=False).alias("value"),
        pl.col("field_1").fill_null("").alias("flags"),
    )


def _check_cells(cells: pl.DataFrame, text: bytes, name: str) -> None:
    number, value = pl.col("number"), pl.col("value")
    unread = number.is_null() | (value.is_null() & (number != ":")) | ~value.is_finite()
    if cells.select(unread.any()).item():
        raise faults.first_fault(text, name, "a cell that is no number")
    if not all(faults.FLAGS.fullmatch(flags) for flags in cells["flags"].unique() if flags):
        raise faults.first_fault(text, name, "a cell with unknown flags")


def _join(header: Header, periods: list[pl.DataFrame]) -> pl.DataFrame:
    schema = {**dict.fromkeys((*header.dimensions, "time"), pl.String), "value": pl.Float64, "flags": pl.String}
    return pl.concat(periods) if periods else pl.DataFrame(schema=schema)
