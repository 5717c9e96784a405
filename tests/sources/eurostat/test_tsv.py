"""The reader of bulk TSV files: both forms, values and flags parted, refusals with the very words met."""

import gzip
import io
import zipfile

import pytest

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.eurostat.tsv import read_tsv

OLDER = (
    b"nace_r2,indic_sb,geo\\time\t2014 \t2013 \n"
    b"C29,V16110,DE11\t158012 b\t156000 \n"
    b"C29,V16110,DE12\t: c\t: \n"
    b"C29,V91290,DE12\t-3.5 \t0.0 bp\n"
)
PRESENT = (
    b"freq,nace_r2,indic_sbs,geo\\TIME_PERIOD\t2021 \t2022 \r\n"
    b"A,C29,EMP_LOC_NR,DE11\t1.2E5 \t160000 p\r\n"
    b"A,C29,EMP_LOC_NR,DE12\t: @C\t: \r\n"
)


def rows(frame):
    return {row[:-2]: row[-2:] for row in frame.iter_rows()}


def test_the_older_form_is_read_with_flags_parted_from_values():
    frame = read_tsv(OLDER, "older.tsv")

    assert frame.columns == ["nace_r2", "indic_sb", "geo", "time", "value", "flags"]
    assert rows(frame) == {
        ("C29", "V16110", "DE11", "2014"): (158012.0, "b"),
        ("C29", "V16110", "DE11", "2013"): (156000.0, ""),
        ("C29", "V16110", "DE12", "2014"): (None, "c"),
        ("C29", "V16110", "DE12", "2013"): (None, ""),
        ("C29", "V91290", "DE12", "2014"): (-3.5, ""),
        ("C29", "V91290", "DE12", "2013"): (0.0, "bp"),
    }


def test_the_present_form_is_read_with_its_line_ends_and_its_confidentiality():
    frame = read_tsv(PRESENT, "present.tsv")

    assert frame.columns == ["freq", "nace_r2", "indic_sbs", "geo", "time", "value", "flags"]
    assert rows(frame) == {
        ("A", "C29", "EMP_LOC_NR", "DE11", "2021"): (120000.0, ""),
        ("A", "C29", "EMP_LOC_NR", "DE11", "2022"): (160000.0, "p"),
        ("A", "C29", "EMP_LOC_NR", "DE12", "2021"): (None, "@C"),
        ("A", "C29", "EMP_LOC_NR", "DE12", "2022"): (None, ""),
    }


def test_gzip_is_known_by_its_bytes_and_not_by_its_name():
    assert read_tsv(gzip.compress(OLDER), "no-ending").equals(read_tsv(OLDER, "plain.tsv.gz"))


def test_gzip_in_several_members_is_one_file():
    assert read_tsv(gzip.compress(OLDER[:50]) + gzip.compress(OLDER[50:]), "two").equals(read_tsv(OLDER, "one"))


def test_a_last_line_without_line_end_is_a_line():
    assert read_tsv(OLDER.removesuffix(b"\n"), "cut").equals(read_tsv(OLDER, "whole"))


def test_a_header_alone_is_a_table_without_rows():
    frame = read_tsv(OLDER.partition(b"\n")[0], "header.tsv")

    assert (frame.height, frame.columns) == (0, ["nace_r2", "indic_sb", "geo", "time", "value", "flags"])


def zipped(name, data):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (OLDER.replace(b": c", b"12x"), "bad.tsv, line 3: the cell '12x' (series C29,V16110,DE12, 2014)"),
        (OLDER.replace(b": c", b"12 3"), "bad.tsv, line 3: the cell '12 3' (series C29,V16110,DE12, 2014) has flags"),
        (OLDER.replace(b": c", b"5 q"), "bad.tsv, line 3: the cell '5 q' (series C29,V16110,DE12, 2014) has flags 'q'"),
        (OLDER.replace(b": c", b": B"), "has flags 'B'; expected letters of bcdefimnprsuzNP, or C, N, P behind @"),
        (OLDER.replace(b": c", b": p@B"), "bad.tsv, line 3: the cell ': p@B' (series C29,V16110,DE12, 2014) has flags"),
        (OLDER.replace(b": c", b"nan"), "bad.tsv, line 3: the cell 'nan'"),
        (OLDER.replace(b": c", b"-inf"), "bad.tsv, line 3: the cell '-inf'"),
        (OLDER.replace(b": c", b"1e999"), "bad.tsv, line 3: the cell '1e999'"),
        (OLDER.replace(b": c", b""), "bad.tsv, line 3: the cell ''"),
        (OLDER.replace(b": c", b'"5"'), "bad.tsv, line 3: the cell '\"5\"'"),
        (OLDER.replace(b": c", b"1,5"), "bad.tsv, line 3: the cell '1,5'"),
        (OLDER.replace(b": c\t: ", b": c"), "bad.tsv, line 3: expected 2 cells, found 1 in the series"),
        (OLDER.replace(b": c\t: ", b": c\t: \t1"), "bad.tsv, line 3: expected 2 cells, found 3 in the series"),
        (OLDER.replace(b"C29,V16110,DE12", b"C29,DE12"), "bad.tsv, line 3: expected a key of 3 parts"),
        (OLDER.replace(b"C29,V16110,DE12", b"C29,V16110,DE12,X"), "line 3: expected a key of 3 parts"),
        (OLDER.replace(b"C29,V16110,DE12", b"C29,,DE12"), "line 3: expected a key of 3 parts"),
        (OLDER.replace(b"DE12\t: c", b"DE11\t: c"), "line 3: the key 'C29,V16110,DE11' repeats that of line 2"),
        (OLDER.replace(b"C29,V16110,DE12", b"\nC29,V16110,DE12"), "line 3: expected a key of 3 parts"),
        (OLDER.replace(b"\\time", b""), "bad.tsv, line 1: expected a header ending in \\time or \\TIME_PERIOD, found"),
        (OLDER.replace(b"indic_sb", b"nace_r2"), "line 1: the dimension 'nace_r2' stands twice"),
        (OLDER.replace(b"2013", b"2014"), "line 1: the period '2014' stands twice"),
        (
            OLDER.replace(b"2013", b"last year"),
            "line 1: expected a period such as 2014 in the header, found 'last year'",
        ),
        (b"geo\\time\nAT\n", "line 1: the header names no period"),
        (b"value\\time\t2014\n", "line 1: 'value' cannot be the name of a dimension"),
        (b"<!DOCTYPE html><html>", "line 1: expected a header"),
        (OLDER.replace(b": c", b"\0"), "bad.tsv, line 3: found a NUL byte"),
        (OLDER.replace(b": c", b"\r"), "bad.tsv, line 3: found a carriage return"),
        (OLDER.replace(b": c", b"\xe9"), "bad.tsv, line 3: byte 0xe9 is not UTF-8"),
        (b"", "bad.tsv is empty: 0 bytes"),
        (gzip.compress(b"", mtime=0), "bad.tsv holds nothing"),
        (gzip.compress(OLDER, mtime=0)[:-9], "bad.tsv: the gzip data is cut or damaged after"),
        (gzip.compress(OLDER, mtime=0)[:12], "bad.tsv: the gzip data is cut or damaged after 0"),
        (zipped("older.tsv", OLDER), "bad.tsv is a ZIP archive"),
    ],
)
def test_what_cannot_be_read_is_refused_with_file_line_and_words(data, words):
    with pytest.raises(SourceChanged) as refusal:
        read_tsv(data, "bad.tsv")

    assert words in str(refusal.value)


def test_a_bomb_stops_at_the_size_guard():
    bomb = gzip.compress(b"\0" * 50_000_000)

    with pytest.raises(SourceChanged, match="size guard of 1000000 bytes"):
        read_tsv(bomb, "bomb.tsv.gz", largest=1_000_000)


def test_a_plain_file_over_the_size_guard_is_refused():
    with pytest.raises(SourceChanged, match="size guard of 20 bytes"):
        read_tsv(OLDER, "large.tsv", largest=20)
