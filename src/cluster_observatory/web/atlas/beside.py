"""Figures side by side: a line per thing measured, a cell per unit, and which of them may be called the highest."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cluster_observatory.web.atlas import numbers
from cluster_observatory.web.atlas.stars import Stars


@dataclass(frozen=True)
class Cell:
    """What one unit has: the figure in words, its value and interval, what to know of it, its stars, its links."""

    text: str = numbers.NONE
    value: float | None = None
    low: float | None = None
    high: float | None = None
    notes: tuple = ()
    modelled: bool = False
    stars: Stars | None = None
    links: tuple = ()


@dataclass(frozen=True)
class Line:
    """One thing measured in every unit; `best` is max or min where one may be called first, None where not."""

    title: str
    cells: tuple
    address: str = ""
    note: str = ""
    best: object = None

    @property
    def marked(self):
        """Return each cell with the word that marks it (empty for most), and whether it is set in bold."""
        words = self._words()
        found = []
        for place, cell in enumerate(self.cells):
            word, bold = words.get(place, ("", False))
            found.append({"cell": cell, "word": word, "bold": bold})
        return found

    def _words(self):
        known = {place: cell for place, cell in enumerate(self.cells) if cell.value is not None}
        if self.best is None or len(known) < 2:
            return {}
        first = self.best(known, key=lambda place: known[place].value)
        level = [place for place in known if place != first and _overlap(known[first], known[place])]
        if level:
            return dict.fromkeys([first, *level], (_("cannot be told apart"), False))
        word = _("highest") if self.best is max else _("first")
        if known[first].modelled:
            return {first: (_("{word}, but modelled").format(word=word), False)}
        if any(cell.modelled for cell in known.values()):
            return {first: (_("{word}; others are modelled").format(word=word), True)}
        return {first: (word, True)}


@dataclass(frozen=True)
class Group:
    """Lines of one kind, with a title, what to know of them, and their source line."""

    title: str
    lines: tuple
    note: str = ""
    source: dict | None = None


def _overlap(one, other):
    """Return whether the intervals of two cells meet; a value without an interval is one of no length."""
    low, high = _ends(one)
    other_low, other_high = _ends(other)
    return max(low, other_low) <= min(high, other_high)


def _ends(cell):
    return (
        cell.value if cell.low is None else cell.low,
        cell.value if cell.high is None else cell.high,
    )
