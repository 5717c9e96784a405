"""Search over the names and codes of an edition in every language, forgiving of typing errors.

A text answers in two ways, the better of which counts: as a whole, by how few letters
must be typed, dropped, changed or swapped (optimal string alignment), and word by
word in any order, where the beginning of a word will do.  Codes answer first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.search_index import Entry, Index, Row, index_of, plain

LONGEST = 200
"""Letters of a question that are read."""

WORDS = 12
"""Words of a question that are read."""

LEAST = 0.66
"""Score from which a text answers a question."""

WORSE = 0.3
"""Answers that are so much worse than the best are not given; the code itself does not count as the best."""

ALIKE = 0.7
"""From this share of equal letters on a word may be another one mistyped."""

ALIKE_START = 0.79
"""From this share of equal letters on a word may be the start of another one, mistyped."""

SHORT = 4
"""Words with fewer letters must be typed without error."""

WHOLE_CODE, START_OF_CODE = 2.0, 0.9
START, INSIDE, MISTYPED = 0.9, 0.8, 0.95
"""What a word of the question counts that is the start of a word, stands inside it, or is alike."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Found:
    """One answer: what it is, the text that answered and its language, and why where that is not obvious.

    ``note`` is "code", "old code" (``detail``: the editions of NUTS that have it), "label"
    (another text than the first one of its kind answered) or empty; ``part_of`` are
    kinds and codes of what it belongs to and what has figures.
    """

    kind: str
    code: str
    label: str
    language: str
    score: float
    note: str = ""
    detail: str = ""
    part_of: tuple[tuple[str, str], ...] = ()


def search(edition: Edition, words: str, limit: int = 40, pages: tuple[Row, ...] = ()) -> list[Found]:
    """Return what answers a question, best first, at most ``limit``; an empty list where nothing does.

    Finds regions (kind ``region``) by name and code in every edition of NUTS,
    countries (``country``), sectors (``sector``), other sections, groups and classes
    of NACE (``activity``), clusters (``cluster``), emerging industries (``emerging``),
    scoreboards, dimensions, indicators of them (``scoreboard``, ``dimension``,
    ``indicator``) and of the context (``context``), and the ``pages`` given as rows
    of (kind, code, language, text).  Only the first 200 letters and 12 words of the
    question are read.  Capital letters, accents and punctuation make no difference.
    """
    index = _index(edition.folder, pages)
    asked = plain(words[:LONGEST])
    if not asked:
        return []
    scores = _of_texts(index, asked)
    best = _best_text_of_each(index, scores)
    codes = _of_codes(index, asked)
    found = {
        place: _found(index.entries[place], index.rows[row], scores[row] + index.entries[place].weight)
        for place, row in best.items()
    }
    for place, score in codes.items():
        entry = index.entries[place]
        note = "old code" if entry.is_old else "code"
        code = Found(
            entry.kind, entry.code, entry.rows[0][3], entry.rows[0][2], score, note, entry.detail, entry.part_of
        )
        if place not in found or code.score > found[place].score:
            found[place] = code
    ordered = sorted(found.values(), key=lambda one: (-round(one.score, 6), len(one.label), one.kind, one.code))
    worth = max((min(one.score, 1.0) for one in ordered), default=0.0) - WORSE
    return _without_repetition([one for one in ordered if one.score >= worth])[:limit]


@lru_cache(maxsize=4)
def _index(folder: Path, pages: tuple[Row, ...]) -> Index:
    return index_of(Edition(folder), pages)


def _found(entry: Entry, row: Row, score: float) -> Found:
    _kind, _code, language, text = row
    note = "old code" if entry.is_old else "label" if row != entry.rows[0] else ""
    return Found(entry.kind, entry.code, text, language, float(score), note, entry.detail, entry.part_of)


def _of_texts(index: Index, asked: str) -> Floats:
    """Return how well each text answers, from 0 to 1."""
    whole = process.cdist([asked], index.texts, scorer=OSA.normalized_similarity, score_cutoff=LEAST, workers=1)[0]
    words = asked.split()[:WORDS]
    weights = np.array([len(word) + 1.0 for word in words])
    by_word = np.zeros(len(index.texts))
    for word, weight in zip(words, weights / weights.sum(), strict=True):
        by_word += weight * np.maximum.reduceat(_of_words(index, word)[index.word_of], index.first_word)
    covered = np.minimum(1.0, len(asked) / index.lengths)
    scored: Floats = np.maximum(whole.astype(np.float64), by_word * (0.9 + 0.1 * covered))
    return np.where(scored >= LEAST, scored, 0.0)


def _of_words(index: Index, word: str) -> Floats:
    """Return how well each word of the index answers a word of the question."""
    if len(word) < SHORT:
        alike = np.zeros(len(index.words))
    else:
        alike = MISTYPED * process.cdist(
            [word], index.words, scorer=OSA.normalized_similarity, score_cutoff=ALIKE, workers=1
        )[0].astype(np.float64)
        inside = [place for place, other in enumerate(index.words) if word in other] if len(word) > SHORT else []
        alike[inside] = np.maximum(alike[inside], INSIDE)
    low, high = index.starting_with(word)
    if len(word) > 1:
        alike[low:high] = START + (1 - START) * len(word) / index.word_lengths[low:high]
    elif low < high and index.words[low] == word:
        alike[low] = 1.0
    if len(word) > SHORT and low == high:
        begins = process.cdist(
            [word], index.starts(len(word)), scorer=OSA.normalized_similarity, score_cutoff=ALIKE_START, workers=1
        )[0]
        alike = np.maximum(alike, START * begins.astype(np.float64))
    return alike


def _best_text_of_each(index: Index, scores: Floats) -> dict[int, int]:
    """Return for each entry that answers the place of its best text; of equal ones the first."""
    best: dict[int, int] = {}
    for row in np.nonzero(scores)[0]:
        place = index.entry_of[row]
        if place not in best or scores[row] > scores[best[place]]:
            best[place] = int(row)
    return best


def _of_codes(index: Index, asked: str) -> dict[int, float]:
    """Return the entries whose code is the question, or begins with it."""
    code = asked.replace(" ", "")
    whole = {place: WHOLE_CODE + index.entries[place].weight for place in index.codes.get(code, ())}
    starting: dict[int, float] = {}
    if len(code) > 1 and any(sign.isdigit() for sign in code):
        low, high = index.codes_starting_with(code)
        for other in index.code_list[low:high]:
            for place in index.codes[other]:
                score = START_OF_CODE * (0.9 + 0.1 * len(code) / len(other)) + index.entries[place].weight
                starting[place] = max(score, starting.get(place, 0.0))
    return starting | whole


def _without_repetition(found: Sequence[Found]) -> list[Found]:
    """Return the answers without those of which a part or the whole stands before them under the same name."""
    kept: list[Found] = []
    by_label: dict[str, list[Found]] = {}
    for one in found:
        same = by_label.setdefault(plain(one.label), [])
        if one.note == "code" or not any(_is_part(one.code, other.code) for other in same):
            same.append(one)
            kept.append(one)
    return kept


def _is_part(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
