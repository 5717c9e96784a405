"""The step that puts all indicators on one scale, in which larger is better."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
import polars as pl

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard import normalisations as scales
from cluster_observatory.statistics.scoreboard.boards import LARGEST, Mark, State
from cluster_observatory.statistics.scoreboard.options import (
    by_code,
    expect_choice,
    expect_exceptions,
    expect_flag,
    expect_list,
    expect_number,
    expect_text,
)

METHODS = (
    *("minmax", "zscore", "rank", "percentile_rank", "borda"),
    *("distance_to_maximum", "distance_to_reference", "distance_to_target", "fraction_of_maximum"),
    *("scaled", "goalposts", "around_reference", "categorical", "mean_above_below", "none"),
)


@dataclass(frozen=True)
class Normalise:
    """Multiply every indicator by its direction and put it on the scale of ``method`` (see `normalisations`).

    ``lower`` and ``upper`` are the ends of the scale of minmax, scaled, goalposts,
    around_reference and categorical; ``mean`` and ``deviation`` those of zscore,
    whose own may be weighed by the denominator that ``population`` names.
    ``posts`` (in the indicator's unit, the smaller first) are what goalposts,
    scaled and around_reference measure by; ``reference`` is the unit that
    distance_to_reference (same year) and around_reference compare with.

    What the table of indicators says of one goes before these: ``minmax_lower``
    and ``minmax_upper``, ``zscore_mean`` and ``zscore_sd``, ``target``,
    ``scaled_lower`` and ``scaled_upper``, ``goalpost_lower``, ``goalpost_upper``,
    ``goalpost_scale`` and ``goalpost_trunc2posts``, and ``dist2ref``, the value
    to compare with.  ``only`` gives single indicators other options.

    Minimum, mean and places are those of each year, and of all years where
    ``pooled``.  Values that the method does not define are NaN and marked.
    """

    name: ClassVar[str] = "normalise"

    method: str = "minmax"
    lower: float = 0.0
    upper: float = 100.0
    mean: float = 0.0
    deviation: float = 1.0
    divide_by: str = "n-1"
    population: str = ""
    posts: tuple[float, ...] = ()
    reference: str = ""
    capped: bool = False
    quantiles: tuple[float, ...] = (0.2, 0.4, 0.6, 0.8)
    margin: float = 0.0
    pooled: bool = False
    only: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse options that are none."""
        expect_choice("method", self.method, METHODS)
        for name in ("lower", "upper", "mean"):
            expect_number(name, getattr(self, name))
        if self.lower >= self.upper:
            raise BadTable(f"lower is {self.lower:g} and upper {self.upper:g}; expected a lower that is less.")
        expect_number("deviation", self.deviation, least=0, above=True)
        expect_choice("divide_by", self.divide_by, ("n-1", "n"))
        expect_text("population", self.population, "the name of a denominator")
        expect_list("posts", self.posts, "two numbers, the smaller first")
        for post in self.posts:
            expect_number("posts", post)
        if self.posts and (len(self.posts) != 2 or self.posts[0] >= self.posts[1]):
            raise BadTable(f"posts are {self.posts!r}; expected two numbers, the smaller first.")
        expect_text("reference", self.reference, "the code of a unit")
        expect_flag("capped", self.capped)
        expect_list("quantiles", self.quantiles, "shares from 0 to 1 that rise")
        for one in self.quantiles:
            expect_number("quantiles", one, least=0, most=1)
        if not self.quantiles or list(self.quantiles) != sorted(set(self.quantiles)):
            raise BadTable(f"quantiles are {self.quantiles!r}; expected shares from 0 to 1 that rise.")
        expect_number("margin", self.margin, least=0)
        expect_flag("pooled", self.pooled)
        expect_exceptions(self)

    def __call__(self, state: State) -> State:
        """Return the state on one scale."""
        options = by_code(self, state)
        before = state.board.values
        values = before * state.directions
        found = np.full(values.shape, np.nan)
        notes = []
        for own in {id(own): own for own in options.values()}.values():
            columns = [place for place, step in enumerate(options.values()) if step is own]
            for rows in state.blocks(pooled=own.pooled):
                block, there = np.ix_(rows, np.array(columns)), state.rows(rows)
                scaled = own._scaled(values[block], there, columns)
                found[block] = scaled
                notes.append(_note(own.method, there, columns, scaled, pooled=own.pooled))
        undefined = ~np.isnan(before) & np.isnan(found)
        board = replace(state.board, values=found, marks=state.board.marked(undefined, Mark.UNDEFINED))
        return replace(state, board=board, oriented=True).explained("normalise", pl.concat(notes))

    def _scaled(self, values: Floats, state: State, columns: list[int]) -> Floats:
        """Return the columns of one block, ``values`` having been multiplied by their directions."""
        about = _About(state, columns)
        match self.method:
            case "minmax":
                lower, upper = about.number("minmax_lower", self.lower), about.number("minmax_upper", self.upper)
                about.expect_more("minmax_upper", upper, lower)
                return scales.minmax(values, lower, upper)
            case "zscore":
                mean, deviation = about.number("zscore_mean", self.mean), about.number("zscore_sd", self.deviation)
                about.expect_more("zscore_sd", deviation, np.zeros(len(columns)))
                people = self._people(state)
                return scales.zscore(values, mean, deviation, divide_by=self.divide_by, population=people)
            case "rank":
                return scales.rank(values)
            case "percentile_rank":
                return scales.percentile_rank(values)
            case "borda":
                return scales.borda(values)
            case "distance_to_maximum":
                return scales.distance_to_maximum(values)
            case "distance_to_reference":
                return scales.distance_to_reference(values, self._reference(about, values), capped=self.capped)
            case "distance_to_target":
                target = about.needed("target", "a target")
                return scales.distance_to_target(values, target * about.directions, capped=self.capped)
            case "fraction_of_maximum":
                return scales.fraction_of_maximum(values, about.directions)
            case "scaled":
                return scales.between(values, *about.posts("scaled", self.posts), self.lower, self.upper)
            case "goalposts":
                low, high = about.posts("goalpost", self.posts)
                upper = about.number("goalpost_scale", self.upper)
                about.expect_more("goalpost_scale", upper, np.full(len(columns), float(self.lower)))
                open_ended = about.number("goalpost_trunc2posts", 1.0) == 0
                clipped = scales.goalposts(values, low, high, self.lower, upper)
                return np.where(open_ended, scales.between(values, low, high, self.lower, upper), clipped)
            case "around_reference":
                posts = about.posts("goalpost", self.posts, default=scales.extent(values))
                return scales.around_reference(values, self._reference(about, values), *posts, self.lower, self.upper)
            case "categorical":
                return scales.categorical(values, self.quantiles, self.lower, self.upper)
            case "mean_above_below":
                return scales.above_or_below_mean(values, self.margin)
            case _:
                return values

    def _people(self, state: State) -> Floats | None:
        """Return the denominator by which units weigh in mean and deviation, or None."""
        if not self.population:
            return None
        if self.population not in state.denominators:
            raise NotFound(
                f"The scoreboard has no denominator {self.population!r} to weigh units by. "
                f"It has: {', '.join(state.denominators) or 'none'}."
            )
        people = state.denominators[self.population]
        if (people < 0).any():
            unit = state.board.labels[int(np.argmax(people < 0))]
            raise BadTable(f"{self.population} of the unit {unit} is below 0; expected 0 or more to weigh units by.")
        if not (people > 0).any():
            raise BadTable(f"No unit has a {self.population} above 0 to weigh it by.")
        return people

    def _reference(self, about: "_About", values: Floats) -> Floats:
        """Return what each value is compared with: that of the table of indicators, else of the reference unit."""
        given = about.parameter("dist2ref") * about.directions
        if not np.isnan(given).any():
            return given
        board = about.state.board
        if self.reference:
            rows = {board.years[row]: row for row, unit in enumerate(board.units) if unit == self.reference}
            if not rows:
                raise NotFound(f"The scoreboard has no unit {self.reference!r} to compare with.")
            nowhere = np.full(values.shape[1], np.nan)
            theirs = np.array([values[rows[year]] if year in rows else nowhere for year in board.years])
        elif self.method == "around_reference":
            theirs = scales.average(values)
        else:
            code = about.codes[int(np.argmax(np.isnan(given)))]
            raise BadTable(
                f"{code} has nothing to compare with. Set reference to a unit, or give dist2ref in the table of "
                "indicators."
            )
        return np.where(np.isnan(given), theirs, given)


@dataclass(frozen=True)
class _About:
    """What the framework knows of some columns of a block."""

    state: State
    columns: list[int]

    @property
    def codes(self) -> list[str]:
        return [self.state.board.codes[column] for column in self.columns]

    @property
    def directions(self) -> Floats:
        return self.state.directions[self.columns]

    def parameter(self, name: str) -> Floats:
        """Return a parameter of each column, NaN where the table of indicators has none."""
        nothing = float("nan")
        found = np.array([self.state.framework.element(code).parameters.get(name, nothing) for code in self.codes])
        if (np.abs(found) > LARGEST).any():
            place = int(np.argmax(np.abs(found) > LARGEST))
            raise BadTable(f"{self.codes[place]} has {name} {found[place]:g}; expected at most {LARGEST:g} up or down.")
        return found

    def number(self, name: str, otherwise: float) -> Floats:
        found = self.parameter(name)
        return np.where(np.isnan(found), otherwise, found)

    def expect_more(self, name: str, found: Floats, than: Floats) -> None:
        """Raise BadTable, naming the indicator, where a parameter is not more than something."""
        if (found <= than).any():
            place = int(np.argmax(found <= than))
            raise BadTable(
                f"{self.codes[place]} has {name} {found[place]:g}; expected more than {than[place]:g}, or "
                "its scale is turned round. Where less is better, set its direction to -1."
            )

    def needed(self, name: str, what: str) -> Floats:
        """Return a parameter of each column; raises BadTable, naming the indicator, where one lacks."""
        found = self.parameter(name)
        if np.isnan(found).any():
            code = self.codes[int(np.argmax(np.isnan(found)))]
            raise BadTable(f"{code} has no {name}; expected {what} in the table of indicators.")
        return found

    def posts(
        self, name: str, given: tuple[float, ...], default: tuple[Floats, Floats] | None = None
    ) -> tuple[Floats, Floats]:
        """Return the posts of each column as they stand once it is multiplied by its direction."""
        nothing = float("nan")
        low, high = given or (nothing, nothing)
        below, above = self.number(f"{name}_lower", low), self.number(f"{name}_upper", high)
        lacking = np.isnan(below) | np.isnan(above)
        if lacking.any() and default is None:
            code = self.codes[int(np.argmax(lacking))]
            raise BadTable(
                f"{code} has no posts. Set posts = [smaller, larger], or give {name}_lower and {name}_upper in the "
                "table of indicators."
            )
        if (below >= above).any():
            place = int(np.argmax(below >= above))
            raise BadTable(
                f"{self.codes[place]} has the posts {below[place]:g} and {above[place]:g}; expected the smaller first."
            )
        turned = self.directions < 0
        ends = np.where(turned, -above, below), np.where(turned, -below, above)
        if default is None:
            return ends
        return np.where(lacking, default[0], ends[0]), np.where(lacking, default[1], ends[1])


def _note(method: str, state: State, columns: list[int], found: Floats, *, pooled: bool) -> pl.DataFrame:
    """Return what became of columns: their method, smallest and largest value, and how many are not defined."""
    board = state.board
    least, most = scales.extent(found)
    lost = (~np.isnan(board.values[:, columns]) & np.isnan(found)).sum(axis=0)
    return pl.DataFrame(
        {
            "year": pl.Series([None if pooled else board.years[0]] * len(columns), dtype=pl.Int64),
            "code": [board.codes[column] for column in columns],
            "method": [method] * len(columns),
            "minimum": least,
            "maximum": most,
            "undefined": pl.Series(lost, dtype=pl.Int64),
        }
    )
