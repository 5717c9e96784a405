"""How like, and how useful to each other, two cluster organisations are, with the reasons; pure, no database.

The score of 0 to 100 weighs what two clusters have in common (fields, sectors, target countries, languages), what one
offers and the other looks for, and whether they meet across a border.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

WEIGHTS = {"topic": 0.35, "complement": 0.25, "sectors": 0.15, "targets": 0.10, "languages": 0.05, "border": 0.10}
"""How much each part counts; together they are 1."""

NEEDED = ("topic", "complement", "sectors")
"""Without one of these there is no likeness: a language or a border in common says little."""

COMMON = 0.2
"""A word that more than this share of all texts have tells nobody apart."""

SHORTEST_WORD = 5


@dataclass(frozen=True)
class Profile:
    """What is compared of an organisation: sets of codes, and the folded words of what it offers and looks for."""

    key: int
    country: str
    topics: frozenset = frozenset()
    sectors: frozenset = frozenset()
    targets: frozenset = frozenset()
    languages: frozenset = frozenset()
    offers: frozenset = frozenset()
    requests: frozenset = frozenset()


@dataclass(frozen=True)
class Likeness:
    """How like another organisation is: its key, the score of 0 to 100, and what was found for each part."""

    key: int
    score: float
    found: dict = field(default_factory=dict)


def words(text):
    """Return the words of a folded text that can tell something."""
    return frozenset(word for word in text.split() if len(word) >= SHORTEST_WORD and not word.isdigit())


def most_similar(one: Profile, others: Iterable[Profile], most: int = 5) -> list[Likeness]:
    """Return the organisations most like one, best first; those with nothing that counts are left out."""
    others = [other for other in others if other.key != one.key]
    common = _common(others)
    found = [_likeness(one, other, common) for other in others]
    found = [like for like in found if any(part in like.found for part in NEEDED)]
    return sorted(found, key=lambda like: (-like.score, like.key))[:most]


def _likeness(one, other, common):
    parts, found = {}, {}
    for name in ("topic", "sectors", "languages"):
        mine, theirs = (getattr(each, "topics" if name == "topic" else name) for each in (one, other))
        parts[name] = len(mine & theirs) / len(mine | theirs) if mine & theirs else 0.0
        found[name] = mine & theirs
    met = {"offered": one.requests & other.offers - common, "wanted": one.offers & other.requests - common}
    asked = {"offered": one.requests - common, "wanted": other.requests - common}
    parts["complement"] = max(len(met[way]) / len(asked[way]) if asked[way] else 0.0 for way in met)
    found["complement"] = frozenset(way for way in met if met[way])
    found["targets"] = (one.targets & other.targets) | _into_each_other(one, other)
    parts["targets"] = 1.0 if found["targets"] else 0.0
    parts["border"] = 1.0 if one.country != other.country else 0.0
    score = 100 * sum(WEIGHTS[name] * value for name, value in parts.items())
    return Likeness(other.key, round(score, 1), {name: what for name, what in found.items() if what})


def _into_each_other(one, other):
    """Return the country of each of two organisations that the other wants to reach."""
    return frozenset({one.country} & other.targets) | frozenset({other.country} & one.targets)


def _common(others):
    counted = Counter(word for other in others for word in other.offers | other.requests)
    most = max(2, COMMON * len(others))
    return frozenset(word for word, number in counted.items() if number > most)
