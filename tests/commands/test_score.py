"""`observatory score` on the caller's own table: what it writes, and what it refuses with nothing half-written."""

import re

import polars as pl
import pytest

from cluster_observatory.taxonomy import industrial_change

OUT = "--out-robustness"


@pytest.fixture
def folder(scored_folder):
    return scored_folder


@pytest.fixture
def score(folder, called):
    """The command in the folder; answers with exit code, output and errors."""

    def run(*words, recipe="ours.toml", out="scores.csv"):
        return called("score", "data.csv", "indicators.csv", "--recipe", recipe, "--out", out, *words)

    return run


def test_the_example_of_the_how_to_gives_scores_and_ranks(score, folder):
    code, said, errors = score()

    assert (code, errors) == (0, "")
    assert "scores.csv: 35 rows, 5 units under ours." in said
    rows = pl.read_csv(folder / "scores.csv")
    assert rows.columns[:6] == ["unit", "code", "name", "level", "score", "rank"]
    index = rows.filter(code="Index")
    assert index.sort("rank")["unit"][0] == re.search(r"First in Index: (\w+)", said).group(1)
    assert index["rank"].sort().to_list() == [1, 2, 3, 4, 5]
    courses = rows.filter(code="Courses", unit="AT21")
    assert courses.select("indicators_available", "imputed_share", "imputed_by").row(0) == (
        0,
        1.0,
        "median of the units",
    )
    assert rows.filter(code="Index", unit="AT21").select("indicators", "indicators_available").row(0) == (4, 3)


def test_the_ranks_of_the_replications_stand_beside_those_of_the_recipe(score, folder):
    code, said, _ = score("--robustness", "200", "--out-robustness", "ranks.parquet", "--factors", "doubts.toml")

    assert code == 0
    assert "ranks.parquet: 5 rows, 200 replications." in said
    ranks = pl.read_parquet(folder / "ranks.parquet")
    nominal = pl.read_csv(folder / "scores.csv").filter(code="Index").select("unit", "score", "rank")
    assert ranks.select("unit", "score", "rank").equals(nominal.sort("unit"))
    assert ranks.filter(
        (pl.col("rank_low") > pl.col("rank_median")) | (pl.col("rank_median") > pl.col("rank_high"))
    ).is_empty()
    assert (ranks["surely_above"] + ranks["surely_below"] + ranks["tied_with"]).to_list() == [4] * 5


def test_progress_is_told_in_few_lines_where_there_is_no_terminal(score):
    _, _, errors = score("--robustness", "3000", "--out-robustness", "ranks.csv", recipe="mazziotta_pareto")

    lines = re.findall(r"^\[(\d+)/3000\] Scoring anew$", errors, re.M)
    assert 2 <= len(lines) <= 11
    assert lines[-1] == "3000"


def test_the_same_seed_gives_the_same_ranks(score, folder):
    for name in ("a", "b"):
        assert score("--robustness", "50", "--out-robustness", f"{name}.csv", "--seed", "7")[0] == 0

    assert (folder / "a.csv").read_bytes() == (folder / "b.csv").read_bytes()


def test_coinrs_tables_are_taken_as_they_are(score, folder):
    data, indicators = folder / "data.csv", folder / "indicators.csv"
    pl.read_csv(data).rename({"unit": "uCode"}).with_columns(Time=pl.lit(2020)).write_csv(data)
    names = {"code": "iCode", "name": "iName", "parent": "Parent", "direction": "Direction", "weight": "Weight"}
    pl.read_csv(indicators).rename(names | {"unit": "Unit", "denominator": "Denominator"}).with_columns(
        pl.col("Direction").fill_null(1), Level=pl.Series([1, 1, 1, 1, 2, 2, 3])
    ).write_csv(indicators, null_value="NA")

    assert score()[0] == 0
    assert pl.read_csv(folder / "scores.csv")["year"].unique().to_list() == [2020]


def test_a_framework_that_is_built_in_needs_no_file(folder, called):
    framework = industrial_change.framework("res").filter(kind="indicator")
    names = ["A", "B", "C"]
    figures = {code: [1.0 * place, 2.0 * place, 4.0 * place] for place, code in enumerate(framework["code"], 1)}
    pl.DataFrame({"unit": names, **figures}).write_csv(folder / "own.csv")

    code, _, errors = called("score", "own.csv", "res", "--recipe", "res", "--out", "scores.csv")

    assert code == 0
    assert "res is reconstructed. Not verified:" in errors
    turned = framework.filter(direction=-1).height
    assert turned < framework.height / 2
    assert pl.read_csv(folder / "scores.csv").filter(code="res", rank=1)["unit"].to_list() == ["C"]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "words"),
    [
        ("data.csv", "1720", "1,720", 4, "data.csv, line 2: expected 7 cells, found 8"),
        ("data.csv", "1720", '"1,720"', 4, "Roads of the unit AT11 is '1,720'; expected a number with a decimal point"),
        ("data.csv", "unit,size,Roads,Delays,Degrees,Courses,Area", "unit;size", 4, "expected commas between"),
        ("data.csv", "1720", "1e999", 4, "Roads of the unit AT11 is infinite"),
        ("data.csv", "AT12,", "AT11,", 4, "The unit AT11 stands twice"),
        ("data.csv", "Delays", "Delay", 4, "The table lacks Delays"),
        ("indicators.csv", "courses,Skills", "courses,Skill", 4, "Did you mean Skills"),
        ("indicators.csv", "Roads,Length", "Delays,Length", 4, "The code Delays stands twice"),
        ("ours.toml", 'step = "treat"', 'step = "tread"', 5, r"unknown step 'tread'\. Did you mean treat\?"),
        ("ours.toml", "lower = 1 ", "low = 1 ", 5, r"unknown option 'low'\. Did you mean lower\?"),
        ("ours.toml", "lower = 1 ", "lower = 0 ", 4, "Skills of the unit AT11 is 0; this mean needs values above 0"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_by_name_and_nothing_is_written(score, folder, file, old, new, code, words):
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")

    ended, said, errors = score()

    assert (ended, said) == (code, "")
    assert re.search(words, errors), errors
    assert not (folder / "scores.csv").exists()


def test_scoreboards_side_by_side_are_scored_and_none_is_the_first(score, folder):
    table = pl.read_csv(folder / "indicators.csv").filter(pl.col("code") != "Index")
    table.with_columns(pl.col("parent").replace("Index", None)).write_csv(folder / "indicators.csv")
    (folder / "ours.toml").write_text('[[steps]]\nstep = "normalise"\n[[steps]]\nstep = "aggregate"\n', "utf-8")

    code, said, _ = score()

    assert code == 0
    assert "First" not in said
    assert set(pl.read_csv(folder / "scores.csv").filter(level=2)["code"]) == {"Access", "Skills"}
    ended, _, errors = score("--robustness", "10", "--out-robustness", "r.csv")
    assert (ended, "no one aggregate above all others, but: Access, Skills" in errors) == (8, True)


def test_a_denominator_that_nothing_divides_by_is_told(score):
    code, said, errors = score(recipe="mazziotta_pareto")

    assert code == 0
    assert "Roads: nothing is divided by the denominator" in errors
    assert "First in Index" in said


def test_where_no_unit_has_a_score_the_command_says_so(score, folder):
    rows = (folder / "data.csv").read_text("utf-8").splitlines()
    (folder / "data.csv").write_text("\n".join(rows[:2]) + "\n", "utf-8")

    code, said, errors = score()

    assert code == 0
    assert "No unit has a score in Index" in errors
    assert "First" not in said


@pytest.mark.parametrize(
    ("words", "recipe", "code", "told"),
    [
        (("--robustness", "10"), "ours.toml", 2, "--robustness and --out-robustness go together"),
        (("--robustness", "10", OUT, "scores.csv"), "ours.toml", 2, "expected two files"),
        (("--robustness", "10", OUT, "data.csv"), "ours.toml", 2, "data.csv is read by this command"),
        (("--robustness", "10", OUT, "r.csv", "--code", "Roads"), "ours.toml", 4, "Roads is an indicator"),
        (("--robustness", "10", OUT, "r.csv", "--factors", "none.toml"), "ours.toml", 5, "There is no file"),
        (("--code", "Index"), "ours.toml", 2, "--factors and --code are for --robustness"),
        (("--robustness", "10", OUT, "r.csv", "--code", "Indx"), "ours.toml", 5, "no indicator or aggregate 'Indx'"),
        (("--robustness", "10", OUT, "r.txt"), "ours.toml", 2, "--out-robustness must end in .csv or .parquet"),
        ((), "theirs.toml", 5, "There is no file theirs.toml"),
        ((), "asen", 5, r"There is no recipe 'asen'\. Did you mean asem\?"),
        ((), "asem", 5, "EurAsia_group"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_refused_and_nothing_is_written(score, folder, words, recipe, code, told):
    before = (folder / "data.csv").read_bytes()

    ended, _, errors = score(*words, recipe=recipe)

    assert ended == code
    assert re.search(told, errors), errors
    assert (folder / "data.csv").read_bytes() == before
    assert {file.name for file in folder.iterdir()} == {"data.csv", "indicators.csv", "ours.toml", "doubts.toml"}
