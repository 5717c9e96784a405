"""Whatever table is written is read back; whatever bytes come give a table or a refusal, never a crash."""

import gzip

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.eurostat.tsv import read_tsv

codes = st.text("ABCXYZ0123456789_-", min_size=1, max_size=6)
values = st.one_of(
    st.none(), st.integers(-(10**12), 10**12).map(float), st.floats(allow_nan=False, allow_infinity=False)
)
flags = st.one_of(st.just(""), st.text("bcdefimnprsuz", min_size=1, max_size=3), st.just("p@C"))
cells = st.tuples(values, flags)


@st.composite
def tables(draw):
    dimensions = draw(st.lists(st.sampled_from(["freq", "nace_r2", "unit", "geo", "sex"]), min_size=1, unique=True))
    periods = draw(st.lists(st.integers(1900, 2099).map(str), min_size=1, max_size=4, unique=True))
    keys = draw(st.lists(st.tuples(*[codes] * len(dimensions)), max_size=8, unique=True))
    series = {key: draw(st.lists(cells, min_size=len(periods), max_size=len(periods))) for key in keys}
    return dimensions, periods, series


def written(dimensions, periods, series, time, end):
    lines = ["\t".join([",".join(dimensions) + "\\" + time, *(f"{period} " for period in periods)])]
    for key, row in series.items():
        shown = (f"{':' if value is None else repr(value)} {flags}" for value, flags in row)
        lines.append("\t".join([",".join(key), *shown]))
    return (end.join(lines) + end).encode()


@settings(deadline=None)
@given(tables(), st.sampled_from([("time", "\n"), ("TIME_PERIOD", "\r\n")]), st.booleans())
def test_any_table_written_is_read_back(table, form, packed):
    dimensions, periods, series = table
    data = written(dimensions, periods, series, *form)

    frame = read_tsv(gzip.compress(data) if packed else data, "any.tsv")

    found = {row[:-2]: row[-2:] for row in frame.iter_rows()}
    assert found == {
        (*key, period): cell for key, row in series.items() for period, cell in zip(periods, row, strict=True)
    }
    assert frame.schema["value"] == pl.Float64


def table_or_refusal(data):
    try:
        frame = read_tsv(data, "any.tsv", largest=1_000_000)
    except SourceChanged:
        return
    assert frame.columns[-3:] == ["time", "value", "flags"]


@settings(deadline=None)
@given(st.binary(max_size=300))
@example(b"geo\\time\t2014\n\n")
@example(b"geo\\time\t2014\n\n\n")
@example(b"geo\\time\t2014\nAT\t1\n\n")
@example(b"\xef\xbb\xbfgeo\\time\t2014\nAT\t1\n")
@example(b"geo\\time\t2014\nAT\t+1\nBE\t.5\nBG\t5.\nCH\t1e5\nCY\t0x1\nDE\t1_0\n")
def test_arbitrary_bytes_give_a_table_or_a_refusal(data):
    for form in (data, gzip.compress(data), b"\x1f\x8b\x08" + data, b"geo\\time\t2014\t2013\n" + data):
        table_or_refusal(form)


@settings(deadline=None)
@given(tables(), st.data())
def test_a_damaged_file_gives_a_table_or_a_refusal(table, data):
    whole = bytearray(written(*table, "time", "\n"))
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.sampled_from(b'\t\n, :"\\\0\r\xff1xc'))

    table_or_refusal(bytes(whole))
    table_or_refusal(gzip.compress(bytes(whole))[: data.draw(st.integers(0, len(whole)))])


@settings(deadline=None)
@given(st.text("\t\n ,:.eE+-0123456789abinfNAT\\@\"'", max_size=80))
def test_what_is_read_fast_and_what_is_refused_slowly_obey_one_grammar(body):
    data = ("geo\\time\t2014\nAT\t1\n" + body).encode()
    try:
        read_tsv(data, "any.tsv")
    except SourceChanged as refusal:
        assert "any.tsv, line " in str(refusal)
