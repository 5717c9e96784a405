"""What the built-in recipes do, on boards small enough to be computed by hand."""

from dataclasses import replace
from math import exp
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import preset, preset_names, run
from cluster_observatory.taxonomy import rci

PAGE = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "presets.md"


def framework(parents, directions=None):
    codes = [*parents, "index"]
    table = {"code": codes, "parent": [*parents.values(), None]}
    return read_framework(pl.DataFrame(table | {"direction": [(directions or {}).get(code, 1) for code in codes]}))


def scores(recipe, state, code):
    final = run(recipe, state).final.board
    return dict(zip(final.units, final.of(code).ravel().tolist(), strict=True))


@pytest.fixture
def balance():
    """Four units with 90 or 110 in each of three indicators, by mean 100 and deviation 10."""
    table = pl.DataFrame(
        {"unit": list("ABCD"), "income": [1, 1, 3, 3], "delays": [5, 9, 5, 9], "degrees": [0, 20, 0, 20]}
    )
    parents = {"income": "wealth", "delays": "wealth", "degrees": "skills", "wealth": "index", "skills": "index"}
    return read_state(table, framework(parents, {"delays": -1}))


def test_mazziotta_pareto_takes_unbalanced_units_down(balance):
    """A has 90 and 110: their mean is 100, their standard deviation 10, and 100 - 10²/100 = 99."""
    recipe = preset("mazziotta_pareto")

    assert scores(recipe, balance, "wealth") == pytest.approx({"A": 99, "B": 90, "C": 110, "D": 99})


def test_mazziotta_pareto_is_applied_to_each_level_in_turn(balance):
    """A has 99 in wealth and 90 in skills: 94.5 - 4.5²/94.5."""
    found = scores(preset("mazziotta_pareto"), balance, "index")

    assert found == pytest.approx(
        {"A": 94.5 - 4.5**2 / 94.5, "B": 100 - 10**2 / 100, "C": 100 - 10**2 / 100, "D": 104.5 - 5.5**2 / 104.5}
    )


def test_mazziotta_pareto_of_something_bad_takes_unbalanced_units_up(balance):
    recipe = preset("mazziotta_pareto")
    *before, aggregate = recipe.steps

    upward = replace(recipe, steps=(*before, replace(aggregate, penalty="positive")))

    assert scores(upward, balance, "wealth") == pytest.approx({"A": 101, "B": 90, "C": 110, "D": 101})


ENTREPRENEURSHIP = {
    **{"skills": "p1", "networks": "p2", "finance": "p3", "export": "p4"},
    **{"p1": "attitudes", "p2": "attitudes", "p3": "aspirations", "p4": "aspirations"},
    **{"attitudes": "index", "aspirations": "index"},
}


def test_the_bottleneck_is_the_weakest_of_all_pillars():
    """A is the best in attitudes, which its aspirations of 0 hold back to 1 - exp(-1)."""
    first, last = [8, 0, 4, 4], [10, 30, 20, 20]
    table = pl.DataFrame({"unit": list("ABCD"), "skills": first, "networks": first, "finance": last, "export": last})
    state = read_state(table, framework(ENTREPRENEURSHIP))
    recipe = preset("bottleneck")

    held_back = 100 * (1 - exp(-1))
    assert scores(recipe, state, "attitudes") == pytest.approx({"A": held_back, "B": 0, "C": 50, "D": 50})
    assert scores(recipe, state, "aspirations") == pytest.approx({"A": 0, "B": held_back, "C": 50, "D": 50})
    assert scores(recipe, state, "index") == pytest.approx({"A": held_back / 2, "B": held_back / 2, "C": 50, "D": 50})


def test_a_pillar_in_which_everybody_is_low_is_no_bottleneck_for_that():
    """The middle unit has 0.2 and 0.6; powers that give both pillars one mean make 0.4 of each."""
    low, high = [0, 2, 10], [0, 6, 10]
    table = pl.DataFrame({"unit": list("ABC"), "skills": low, "networks": high, "finance": low, "export": high})

    found = scores(preset("bottleneck"), read_state(table, framework(ENTREPRENEURSHIP)), "index")

    assert found == pytest.approx({"A": 0, "B": 40, "C": 100})


def test_the_bottleneck_needs_pillars_and_sub_indices_below_the_index(balance):
    with pytest.raises(BadTable, match=r"Step 2 \(aggregate\) of bottleneck: method has 3 entries; expected one, or 2"):
        run(preset("bottleneck"), balance)


@pytest.fixture
def regions():
    """Five regions; each indicator is low in regions with a fifth of all people, which makes it 80 there, else 105.

    A z-score knows two values by their order alone, so the logarithms of skewed indicators change nothing.
    """
    elements = read_framework(rci.framework())
    low = {
        "rci_group_basic": [1, 3, 3, 1, 3],
        "rci_group_efficiency": [3, 1, 3, 3, 3],
        "rci_group_innovation": [3, 3, 1, 3, 3],
    }
    columns = {
        code: np.array(values) * elements.element(code).direction
        for group, values in low.items()
        for code in elements.indicators_under(group)
    }
    beside = {"population": [10, 20, 20, 10, 40], "gdp_per_head": [74.9, 20.0, 100.0, 75.0, 250.0]}
    return read_state(pl.DataFrame({"unit": list("ABCDE")} | columns | beside), elements)


def test_competitiveness_weighs_regions_by_people_and_sub_indices_by_stage(regions):
    recipe = preset("rci2022")

    assert scores(recipe, regions, "rci_health") == pytest.approx({"A": 80, "B": 105, "C": 105, "D": 80, "E": 105})
    assert scores(recipe, regions, "rci") == pytest.approx(
        {
            "A": 80**0.30 * 105**0.70,
            "B": 80**0.50 * 105**0.50,
            "C": 80**0.30 * 105**0.70,
            "D": 80**0.25 * 105**0.75,
            "E": 105,
        }
    )


def test_competitiveness_has_68_indicators_in_11_pillars_of_three_sub_indices(regions):
    elements = regions.framework

    pillars = {group: len(elements.children(group)) for group in elements.children("rci")}
    assert pillars == {"rci_group_basic": 5, "rci_group_efficiency": 3, "rci_group_innovation": 3}
    assert len(elements.indicators) == 68
    assert elements.levels == (2, 3, 4)
    assert elements.denominators == ("population", "gdp_per_head")


def test_every_direction_of_competitiveness_says_where_it_is_from():
    indicators = rci.framework().filter(kind="indicator")
    told = indicators["origin"].str.extract("direction (.*)$").value_counts()

    assert dict(told.rows()) == {"as its unit says": 11, "read from its words by the observatory": 57}


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_is_explained_with_its_status(name):
    text = PAGE.read_text("utf-8")

    assert f"\n## {name}\n" in text
    assert f"\n| `{name}` | {preset(name).status} |" in text
