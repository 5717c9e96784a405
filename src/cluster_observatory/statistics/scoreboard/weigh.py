"""The step that weighs indicators and aggregates."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Any, ClassVar

import polars as pl

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard import weights as ways
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.means import METHODS as MEANS
from cluster_observatory.statistics.scoreboard.optimised_weights import AIMS, codes_of, optimised_weights
from cluster_observatory.statistics.scoreboard.options import (
    by_level,
    expect_by_code,
    expect_choice,
    expect_list,
    expect_number,
    expect_text,
)

LOOKS_AT: dict[str, tuple[str, ...]] = {
    "given": (),
    "equal": (),
    "set": ("weights", "sets", "chosen"),
    "pca": ("level",),
    "optimised": ("level", "aim", "importances", "aggregation"),
    "noisy": ("level", "noise", "seed"),
    "stage": ("classifier", "stages"),
}
"""Methods, and the options that each looks at; others are refused."""
METHODS = tuple(LOOKS_AT)


@dataclass(frozen=True)
class Weigh:
    """Set the weights by which aggregates are built; they are shared among siblings, so their sum does not matter.

    given are those of the table of indicators; equal are all 1; set are those of
    ``weights`` by code, or of the one of ``sets`` that ``chosen`` names, in place of
    the given; noisy are the present ones, each changed by up to the share ``noise``
    (drawn with ``seed``).

    pca and optimised find the weights of one ``level`` from the values on the board,
    indicators being of level 1, and leave the others: the loadings of the first
    principal component of each group of siblings, which can be negative
    (`weights.principal_weights`); or those that serve ``aim`` with the
    ``importances`` when aggregates are built by ``aggregation``
    (`optimised_weights`).  noisy changes one level too, or all where it is 0.

    stage gives each unit the weights of the highest of ``stages`` that it reaches
    by the denominator ``classifier``; a stage has ``from``, the number from which
    it begins, and ``weights`` by code.

    The table ``weigh`` of details has code, parent, weight and note for pca and
    optimised.

    Raises BadTable for an option that the method does not look at; NotFound for a
    code, level, set or denominator that is not there.
    """

    name: ClassVar[str] = "weigh"

    method: str = "given"
    weights: Mapping[str, float] = field(default_factory=dict)
    sets: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    chosen: str = ""
    level: int = 0
    noise: float = 0.25
    seed: int = 0
    aim: str = "balance"
    importances: Mapping[str, float] = field(default_factory=dict)
    aggregation: str | tuple[str, ...] = "arithmetic_mean"
    classifier: str = ""
    stages: tuple[Mapping[str, Any], ...] = ()

    def __post_init__(self) -> None:
        """Refuse options that are none."""
        expect_choice("method", self.method, METHODS)
        _expect_weights("weights", self.weights)
        _expect_weights("importances", self.importances)
        expect_by_code("sets", self.sets, "weights by code for each name of a set")
        for name, given in self.sets.items():
            _expect_weights(name, given)
        expect_text("chosen", self.chosen, "the name of one of sets")
        if self.chosen:
            ways.named_set(self.sets, self.chosen)
        expect_number("level", self.level, least=0, whole=True)
        expect_number("noise", self.noise, least=0, most=1)
        expect_number("seed", self.seed, least=0, whole=True)
        expect_choice("aim", self.aim, AIMS)
        for one in by_level("aggregation", self.aggregation):
            expect_choice("aggregation", one, MEANS)
        expect_text("classifier", self.classifier, "the name of a denominator")
        expect_list("stages", self.stages, "stages, each with from and weights")
        for stage in self.stages:
            expect_by_code("A stage", stage, "from and weights")
            if set(stage) != {"from", "weights"}:
                raise BadTable(f"A stage has {', '.join(stage) or 'nothing'}; expected from and weights.")
            expect_number("from", stage["from"])
            _expect_weights("weights", stage["weights"])
        self._refuse_what_is_not_looked_at()
        if self.method == "set" and bool(self.weights) == bool(self.chosen):
            met = "Weights and a set are given" if self.weights else "No weights are given"
            raise BadTable(f"{met}; expected weights by code, or sets and the name of the one chosen.")
        if self.method == "stage" and not (self.classifier and self.stages):
            raise BadTable("No stages are given; expected classifier and one of stages or more.")

    def _refuse_what_is_not_looked_at(self) -> None:
        for option in fields(self):
            default = option.default if option.default is not MISSING else {}
            if option.name == "method" or getattr(self, option.name) == default:
                continue
            if option.name not in LOOKS_AT[self.method]:
                takers = ", ".join(method for method, options in LOOKS_AT.items() if option.name in options)
                raise BadTable(
                    f"The method {self.method} does not look at {option.name}. Leave it out, or take another method "
                    f"({takers})."
                )
        if self.importances and self.aim != "balance":
            raise BadTable(f"The aim {self.aim} does not look at importances. Leave them out, or take balance.")

    def __call__(self, state: State) -> State:
        """Return the state with weights."""
        framework = state.framework
        match self.method:
            case "equal":
                return replace(state, weights={one.code: 1.0 for one in framework.elements})
            case "set":
                given = ways.named_set(self.sets, self.chosen) if self.chosen else self.weights
                return replace(state, weights=ways.set_weights(framework, given))
            case "pca":
                return self._by_principal_components(state)
            case "optimised":
                return self._optimised(state)
            case "noisy":
                return self._noisy(state)
            case "stage":
                return self._by_stage(state)
            case _:
                return replace(state, weights={one.code: one.weight for one in framework.elements})

    def _by_principal_components(self, state: State) -> State:
        codes = codes_of(state.framework, self.level or 1)
        families: dict[str | None, list[str]] = {}
        for code in codes:
            families.setdefault(state.framework.element(code).parent, []).append(code)
        found: dict[str, float] = {}
        notes = []
        for family in families.values():
            loadings, share = ways.principal_weights(_on_board(state, family), family)
            found |= dict(zip(family, loadings.tolist(), strict=True))
            notes += [f"{share:.1%} of the variance" + "; negative" * bool(one < 0) for one in loadings]
        ordered = [code for family in families.values() for code in family]
        return _reweighed(state, found, ordered, notes)

    def _optimised(self, state: State) -> State:
        values = _on_board(state, state.framework.indicators)
        if not state.oriented:
            raise NotPossible("Weights are optimised on normalised values. Normalise before you weigh.")
        level = self.level or 1
        best = optimised_weights(
            values, state.weights, state.framework, level, self.aim, self.importances, self.aggregation
        )
        shares = best.correlations / best.correlations.sum()
        notes = [
            f"correlation with the index {one:.4f}, {share:.1%} of all"
            + f" ({wanted:.1%} wanted)" * (self.aim == "balance")
            for one, share, wanted in zip(best.correlations, shares, best.wanted, strict=True)
        ]
        return _reweighed(state, dict(zip(best.codes, best.weights.tolist(), strict=True)), list(best.codes), notes)

    def _noisy(self, state: State) -> State:
        codes = codes_of(state.framework, self.level) if self.level else tuple(state.weights)
        present = {code: state.weights[code] for code in codes}
        return replace(state, weights={**state.weights, **ways.noisy_weights(present, self.noise, self.seed)})

    def _by_stage(self, state: State) -> State:
        if self.classifier not in state.denominators:
            raise NotFound(
                f"The scoreboard has no denominator {self.classifier!r} to tell stages by. "
                f"It has: {', '.join(state.denominators) or 'none'}."
            )
        stages = [(float(stage["from"]), stage["weights"]) for stage in self.stages]
        reached = state.denominators[self.classifier]
        found = ways.stage_weights(reached, stages, state.board.labels, self.classifier)
        for code in found:
            state.framework.element(code)
        return replace(state, weights={**state.weights, **found})


def _on_board(state: State, codes: tuple[str, ...] | list[str]) -> Floats:
    """Return the values of codes; raises NotPossible where one is not on the board yet."""
    lacking = [code for code in codes if code not in state.board.codes]
    if lacking:
        raise NotPossible(f"{lacking[0]} has no values yet. Aggregate before you weigh by it, and once more after.")
    return state.board.of(*codes)


def _reweighed(state: State, found: Mapping[str, float], codes: list[str], notes: list[str]) -> State:
    """Return the state with weights found for some codes, and the table that says how."""
    table = pl.DataFrame(
        {
            "code": codes,
            "parent": [state.framework.element(code).parent for code in codes],
            "weight": [found[code] for code in codes],
            "note": notes,
        }
    )
    return replace(state, weights={**state.weights, **found}).explained("weigh", table)


def _expect_weights(name: str, given: Any) -> None:
    expect_by_code(name, given, "weights by code")
    for code, weight in given.items():
        expect_number(f"{name} of {code}", weight, least=0)
