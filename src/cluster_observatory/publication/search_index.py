"""The index that search reads: every name and code of an edition, made plain, once for each edition."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cluster_observatory.publication import labels
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame

Row = tuple[str, str, str, str]
"""Kind, code, language and text."""

WEIGHTS = {
    "sector": 0.06, "region": 0.06, "country": 0.07, "cluster": 0.05, "emerging": 0.05,
    "scoreboard": 0.04, "dimension": 0.03, "method": 0.03,
}  # fmt: skip
"""How much likelier a kind is to be meant than others; of regions only those with figures."""

WITH_CODES = ("country", "region", "sector", "activity", "cluster", "emerging")
"""Kinds whose codes people know."""

LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n"}
)
"""Letters that are no other letter with an accent."""

SILENT = "’'."
"""Signs that part no words: d'Aosta, 29.10."""

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass
class Entry:
    """One thing that can be found: kind, code, its texts, how likely it is meant, and where its figures are."""

    kind: str
    code: str
    weight: float
    rows: list[Row] = field(default_factory=list)
    is_old: bool = False
    detail: str = ""
    part_of: tuple[tuple[str, str], ...] = ()


class Index:
    """Entries and their texts; the words of all texts in their order, so that those with a beginning lie together."""

    def __init__(self, entries: Sequence[Entry], codes: dict[str, list[int]]) -> None:
        self.entries = list(entries)
        self.codes = codes
        self.code_list = sorted(codes)
        spelled = [(place, row, text) for place, entry in enumerate(entries) for row, text in _spellings(entry)]
        self.entry_of = [place for place, _row, _text in spelled]
        self.rows = [row for _place, row, _text in spelled]
        self.texts = [text for _place, _row, text in spelled]
        self.lengths = np.array([len(text) for text in self.texts], dtype=np.float64)
        split = [text.split() for text in self.texts]
        self._starts: dict[int, list[str]] = {}
        self.words = sorted({word for words in split for word in words})
        self.word_lengths = np.array([len(word) for word in self.words], dtype=np.float64)
        number = {word: place for place, word in enumerate(self.words)}
        self.word_of = np.array([number[word] for words in split for word in words], dtype=np.int64)
        counts = np.array([len(words) for words in split], dtype=np.int64)
        self.first_word: NDArray[np.int64] = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)

    def starting_with(self, start: str) -> tuple[int, int]:
        """Return the first place of the words that begin so, and the place after the last."""
        return _range(self.words, start)

    def starts(self, length: int) -> list[str]:
        """Return the first letters of every word."""
        if length not in self._starts:
            self._starts[length] = [word[:length] for word in self.words]
        return self._starts[length]

    def codes_starting_with(self, start: str) -> tuple[int, int]:
        """Return the first place of the codes that begin so, and the place after the last."""
        return _range(self.code_list, start)


def _range(ordered: Sequence[str], start: str) -> tuple[int, int]:
    return bisect_left(ordered, start), bisect_left(ordered, start + chr(0x10FFFF))


class _Signs(dict[int, str]):
    """What stands for each sign in plain words, found out when the sign is first met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code)).translate(LETTERS)
        letters = (
            sign if sign.isalnum() else "" if sign in SILENT or unicodedata.combining(sign) else " " for sign in parts
        )
        self[code] = "".join(letters)
        return self[code]


SIGNS = _Signs()


def plain(words: str) -> str:
    """Return words in small letters without accents, all that is no letter or figure being a space."""
    return " ".join(words.casefold().translate(SIGNS).split())


def _spellings(entry: Entry) -> Iterator[tuple[Row, str]]:
    """Yield each text of an entry as it is compared, those with ä, ö or ü also as ae, oe or ue."""
    for row in entry.rows:
        text = plain(row[3])
        if text:
            yield row, text
        german = row[3].casefold().translate(UMLAUTS)
        if text and german != row[3].casefold():
            yield row, plain(german)


def index_of(edition: Edition, pages: Sequence[Row]) -> Index:
    """Return the index of an edition and of some pages of the site."""
    found: dict[tuple[str, str], Entry] = {}
    regions = _Regions(edition)
    activities = _Activities(edition)
    emerging = set(frame(edition, "clusters").filter(pl.col("kind") == "emerging")["cluster"])
    for kind, code, language, text in (*labels.all_labels(edition), *pages):
        if kind == "region" and regions.is_country(code):
            continue
        meant = {"industry": activities.kind(code), "short": activities.kind(code)}.get(kind, kind)
        if kind == "cluster" and code in emerging:
            meant = "emerging"
        if (meant, code) not in found:
            found[meant, code] = Entry(meant, code, WEIGHTS.get(meant, 0.0))
            if meant == "region":
                regions.complete(found[meant, code])
            elif meant == "activity":
                found[meant, code].part_of = activities.part_of(code)
        found[meant, code].rows.append((meant, code, language, text))
    entries = list(found.values())
    codes: dict[str, list[int]] = {}
    for place, entry in enumerate(entries):
        if entry.kind in WITH_CODES:
            for code in {plain(entry.code), *activities.other_codes(entry)}:
                codes.setdefault(code.replace(" ", ""), []).append(place)
    return Index(entries, codes)


class _Regions:
    """What is known of the codes of regions: level, editions, and which have figures."""

    def __init__(self, edition: Edition) -> None:
        table = frame(edition, "regions")
        rows = table.group_by("region").agg(
            pl.col("level").first(), pl.col("country").first(), pl.col("nuts_edition").unique().sort()
        )
        self.known = {region: (level, country, editions) for region, level, country, editions in rows.iter_rows()}
        newest = table.group_by("country").agg(pl.col("nuts_edition").max())
        self.newest = dict(newest.iter_rows())
        figures = frame(edition, "specialisation").filter(pl.col("persons").is_not_null())
        self.with_figures = frozenset(figures["region"].unique())

    def is_country(self, code: str) -> bool:
        """Return whether a code is that of a country whose names stand in the list of countries."""
        return code in labels.COUNTRIES and self.known[code][0] == 0

    def complete(self, entry: Entry) -> None:
        """Write into an entry whether its code is old, in which editions it stands, and where its figures are."""
        _level, country, editions = self.known[entry.code]
        if entry.code not in self.with_figures:
            entry.weight = -0.01 * len(entry.code)
            above = [entry.code[:length] for length in range(len(entry.code) - 1, 2, -1)]
            nearest = next((code for code in above if code in self.with_figures), None)
            entry.part_of = (("region", nearest),) if nearest else ()
        if editions[-1] < self.newest[country]:
            entry.is_old = True
            entry.weight -= 0.01
            entry.detail = f"{editions[0]}–{editions[-1]}" if len(editions) > 1 else str(editions[0])


class _Activities:
    """What is known of the codes of NACE: which are sectors with figures, and what classes belong to."""

    def __init__(self, edition: Edition) -> None:
        self.sectors = frozenset(frame(edition, "specialisation")["industry"].unique())
        self.nace = dict(frame(edition, "industries").select("industry", "nace").iter_rows())
        self.clusters: dict[str, list[str]] = {}
        kinds = dict(frame(edition, "clusters").select("cluster", "kind").iter_rows())
        self.kinds = {code: "emerging" if kind == "emerging" else "cluster" for code, kind in kinds.items()}
        for cluster, industry in frame(edition, "cluster_members").select("cluster", "industry").iter_rows():
            self.clusters.setdefault(industry, []).append(cluster)

    def kind(self, code: str) -> str:
        """Return what a code of NACE is here: a sector where it has figures, else an activity."""
        return "sector" if code in self.sectors else "activity"

    def part_of(self, code: str) -> tuple[tuple[str, str], ...]:
        """Return the sector that a group or class belongs to, and the clusters that have it as a member."""
        sector = [("sector", code[:3])] if code[:3] in self.sectors else []
        return (*sector, *((self.kinds[cluster], cluster) for cluster in sorted(self.clusters.get(code, ()))))

    def other_codes(self, entry: Entry) -> set[str]:
        """Return the codes of NACE without the letter of their section."""
        return {plain(self.nace[entry.code])} if entry.kind in ("sector", "activity") else set()
