"""Outliers brought in and skewed indicators bent, before they are put on one scale."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
import polars as pl

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import Mark, State
from cluster_observatory.statistics.scoreboard.options import (
    by_code,
    expect_choice,
    expect_exceptions,
    expect_flag,
    expect_number,
)
from cluster_observatory.statistics.scoreboard.outliers import (
    within_deviations,
    within_percentiles,
    within_quartiles,
)
from cluster_observatory.statistics.scoreboard.transforms import TRANSFORMS
from cluster_observatory.statistics.scoreboard.treatments import (
    Check,
    Treated,
    capped,
    rooted,
    winsorised_then_transformed,
)

METHODS = ("winsorise_then_transform", "interquartile", "deviations", "percentiles", "root", "none")
CHECKS = {"before": "before", "winsorised": "after_winsorising", "transformed": "after_transforming"}
DETAILS = {
    "code": pl.String,
    "year": pl.Int64,
    **{
        f"{name}_{stage}": kind
        for stage in CHECKS
        for name, kind in {"passes": pl.Boolean, "skewness": pl.Float64, "kurtosis": pl.Float64}.items()
    },
    "winsorised": pl.Int64,
    "treatment": pl.String,
    "remark": pl.String,
}


@dataclass(frozen=True)
class Treat:
    """Treat outliers and skewness of each indicator, before directions are applied and with gaps left out.

    ``method`` is one of

    - winsorise_then_transform: an indicator passes with |skewness| below
      ``skewness`` or kurtosis below ``kurtosis`` (`moments`).  One that does not is
      winsorised (`outliers.winsorised`, up to ``most_winsorised`` values); if it does
      not pass then, its original values (with ``combined``, the winsorised ones) are
      transformed: log_ct, log_ct_original, log_ct_plus, boxcox with ``power``, root
      (`transforms`), or none, which leaves them winsorised;
    - interquartile, deviations: values beyond the quartiles, or the mean, by more than
      ``multiple`` interquartile ranges, or standard deviations, are brought to the
      extreme ones within;
    - percentiles: values beyond ``lower_percentile`` and ``upper_percentile`` are
      brought to these;
    - root: an indicator with a skewness above ``root_above`` becomes its square root, or
      the first root up to ``highest_root`` that brings the skewness down to it;
    - none.

    Each year stands alone unless ``pooled``; ``only`` has other options for single
    codes.  Values that change are marked.  Details, for each code (and year) that was
    looked at: whether it passes, with skewness and kurtosis, before and after
    winsorising and transforming; how many values were winsorised, the treatment, and a
    remark where it could not be judged, does not pass in the end or has no root.

    Raises NotFound for an unknown method, transform or code, BadTable for another wrong option.
    """

    name: ClassVar[str] = "treat"
    method: str = "winsorise_then_transform"
    skewness: float = 2.0
    kurtosis: float = 3.5
    most_winsorised: int = 5
    transform: str = "log_ct"
    power: float = 0.0
    combined: bool = False
    multiple: float = 2.0
    lower_percentile: float = 4.0
    upper_percentile: float = 96.0
    root_above: float = 1.0
    highest_root: int = 2
    pooled: bool = False
    only: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse wrong options."""
        expect_choice("method", self.method, METHODS)
        expect_choice("transform", self.transform, (*TRANSFORMS, "none"))
        expect_number("skewness", self.skewness, least=0)
        expect_number("kurtosis", self.kurtosis)
        expect_number("most_winsorised", self.most_winsorised, least=0, whole=True)
        expect_number("power", self.power)
        expect_number("multiple", self.multiple, least=0)
        expect_number("lower_percentile", self.lower_percentile, least=0, most=100)
        expect_number("upper_percentile", self.upper_percentile, least=0, most=100)
        expect_number("root_above", self.root_above)
        expect_number("highest_root", self.highest_root, least=2, most=100, whole=True)
        expect_flag("combined", self.combined)
        expect_flag("pooled", self.pooled)
        if self.lower_percentile >= self.upper_percentile:
            raise BadTable(
                f"lower_percentile is {self.lower_percentile:g} and upper_percentile {self.upper_percentile:g}; "
                "expected the lower one to be less."
            )
        expect_exceptions(self)

    def __call__(self, state: State) -> State:
        """Return the state with its indicators treated."""
        board, options = state.board, by_code(self, state)
        columns, marks = np.ascontiguousarray(board.values.T), board.marks.copy()
        blocks = {pooled: state.blocks(pooled=pooled) for pooled in {own.pooled for own in options.values()}}
        details: list[dict[str, Any]] = []
        for place, (code, own) in enumerate(options.items()):
            if own.method == "none":
                continue
            for rows in blocks[own.pooled]:
                before = columns[place, rows]
                found = own.treated(before)
                columns[place, rows] = found.values
                if found.brought_in.any():
                    marks[rows[found.brought_in], place] |= np.uint16(Mark.WINSORISED)
                if found.transform:
                    marks[rows[~np.isnan(before)], place] |= np.uint16(Mark.TRANSFORMED)
                details.append({"code": code, "year": None if own.pooled else board.years[rows[0]], **_row(found)})
        values = np.ascontiguousarray(columns.T)
        table = pl.DataFrame(details, schema=DETAILS)
        return replace(state, board=replace(board, values=values, marks=marks)).explained(self.name, table)

    def treated(self, values: Floats) -> Treated:
        """Return the values of one indicator after the treatment of the options."""
        rule = {"skewness": float(self.skewness), "kurtosis": float(self.kurtosis)}
        if self.method == "winsorise_then_transform":
            return winsorised_then_transformed(
                values,
                **rule,
                most=self.most_winsorised,
                transform=self.transform,
                power=self.power,
                combined=self.combined,
            )
        if self.method == "root":
            return rooted(values, skewness=self.root_above, highest=self.highest_root)
        caps: dict[str, Callable[[Floats], Floats]] = {
            "interquartile": lambda given: within_quartiles(given, self.multiple),
            "deviations": lambda given: within_deviations(given, self.multiple),
            "percentiles": lambda given: within_percentiles(given, self.lower_percentile, self.upper_percentile),
        }
        return capped(values, caps[self.method], **rule)


def _row(found: Treated) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for stage, attribute in CHECKS.items():
        check: Check = getattr(found, attribute)
        for name in ("passes", "skewness", "kurtosis"):
            value = getattr(check, name)
            row[f"{name}_{stage}"] = None if value is None or value != value else value
    return row | {"winsorised": found.winsorised, "treatment": found.treatment, "remark": found.remark}
