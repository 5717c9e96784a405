"""`observatory score --tables`: what else it tells of the caller's own scoreboard, and why a table is not there."""

import re

import polars as pl
import pytest

STEPS = ("denominate", "impute", "treat", "normalise", "aggregate")
ALWAYS = {
    *("statistics", "availability", "availability_by_group", "correlations", "coherence", "pairs", "components"),
    *("loadings", "effective_weights", "removals", "checklist"),
}


@pytest.fixture
def folder(scored_folder):
    return scored_folder


@pytest.fixture
def score(folder, called):
    """The command in the folder, with tables into ``more``; answers with exit code, output and errors."""

    def run(*words, out="scores.csv", tables="more"):
        call = ("score", "data.csv", "indicators.csv", "--recipe", "ours.toml", "--out", out, "--tables", tables)
        return called(*call, *words)

    return run


def changed(file, old, new):
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_further_tables_go_to_a_folder(score, folder):
    code, said, errors = score()

    assert (code, errors) == (0, "")
    names = ALWAYS | {f"details_{step}" for step in STEPS}
    assert {file.name for file in (folder / "more").iterdir()} == {f"{name}.csv" for name in names}
    tables = {name: pl.read_csv(folder / "more" / f"{name}.csv") for name in names}
    for name, table in tables.items():
        assert f"{name}.csv: {table.height:,} rows." in said
        assert "year" not in table.columns
    assert tables["statistics"].filter(code="Courses")["available"].item() == 4
    assert tables["availability"].filter(unit="AT21").select("missing", "available_share").row(0) == (1, 0.75)
    by_group = tables["availability_by_group"].filter(unit="AT21").select("code", "available_share")
    assert dict(by_group.rows()) == {"Access": 1, "Skills": 0.5, "Index": 0.75}
    family = tables["correlations"].select("code", "other", "steps_up").rows()
    assert {("Roads", "Access", 1), ("Roads", "Index", 2), ("Access", "Index", 1)} <= set(family)
    assert tables["coherence"]["code"].to_list() == ["Access", "Skills", "Index"]
    assert tables["pairs"].select("group", "reading").rows() == [("Access", "conflicting"), ("Skills", "redundant")]
    assert tables["components"].filter(group="Access")["share"].sum() == pytest.approx(1)
    assert tables["details_impute"].select("code", "imputed").rows() == [("Courses", 1)]


def test_weights_are_those_within_the_whole(score, folder):
    score()

    weights = pl.read_csv(folder / "more" / "effective_weights.csv")

    assert dict(weights.filter(level=1).select("code", "effective_weight").rows()) == pytest.approx(
        {"Roads": 1 / 3, "Delays": 1 / 6, "Degrees": 1 / 4, "Courses": 1 / 4}
    )


def test_weights_that_differ_by_unit_have_a_row_for_each(score, folder):
    changed(folder / "ours.toml", '[[steps]]\nstep = "aggregate"', '[[steps]]\nstep = "weigh"\nmethod = "stage"\n'
            'classifier = "Area"\nstages = [{ from = 0, weights = { Roads = 1, Delays = 1 } }, '
            '{ from = 9000, weights = { Roads = 3, Delays = 1 } }]\n\n[[steps]]\nstep = "aggregate"')  # fmt: skip

    ended = score()

    assert ended[0] == 0, ended
    weights = pl.read_csv(folder / "more" / "effective_weights.csv").filter(code="Roads")
    found = dict(weights.select("unit", "effective_weight").rows())
    assert found == pytest.approx({"AT11": 0.25, "AT12": 0.375, "AT13": 0.25, "AT21": 0.375, "AT22": 0.375})


def test_every_element_is_left_out_in_turn_whatever_its_level(score, folder):
    """Both indicators of a pillar leave one level with the same methods; a pillar goes with what is below it."""
    score()

    removals = pl.read_csv(folder / "more" / "removals.csv")

    assert set(removals.select("level", "removed", "code").rows()) == {
        *((1, code, "Index") for code in ("Roads", "Delays", "Degrees", "Courses")),
        *((2, code, "Index") for code in ("Access", "Skills")),
    }
    assert removals["units"].to_list() == [5] * 6


def test_what_is_left_out_is_held_against_the_aggregate_that_is_named(score, folder):
    code, said, _ = score("--code", "Skills")

    assert code == 0
    assert "First in Skills: AT13" in said
    removals = pl.read_csv(folder / "more" / "removals.csv")
    assert set(removals.select("removed", "code").rows()) == {("Degrees", "Skills"), ("Courses", "Skills")}


def test_the_checklist_has_all_ten_steps(score, folder):
    score()

    found = pl.read_csv(folder / "more" / "checklist.csv")

    assert found["step"].unique().sort().to_list() == list(range(1, 11))
    assert set(found["outcome"]) == {"pass", "fail", "not judged"}
    conflict = found.filter(pl.col("criterion").str.contains("conflict"))
    assert conflict.select("outcome", "found").row(0) == ("fail", "Delays and Roads")


def test_several_years_have_trends_and_go_as_parquet_where_the_result_does(score, folder):
    data = pl.read_csv(folder / "data.csv")
    later = data.with_columns(pl.col("Roads") * 2, year=pl.lit(2021))
    pl.concat([data.with_columns(year=pl.lit(2020)), later]).write_csv(folder / "data.csv")

    code, _, errors = score(out="scores.parquet")

    assert (code, errors) == (0, "")
    roads = pl.read_parquet(folder / "more" / "trends.parquet").filter(code="Roads", unit="AT11").row(0, named=True)
    assert (roads["first_year"], roads["last_year"], roads["first"], roads["last"]) == (2020, 2021, 1720, 3440)
    assert roads["compound_growth"] == pytest.approx(1)
    trends = pl.read_parquet(folder / "more" / "trends.parquet")
    assert set(trends["code"]) == {"Roads", "Delays", "Degrees", "Courses", "Access", "Skills", "Index"}
    assert pl.read_parquet(folder / "more" / "coherence.parquet")["year"].unique().sort().to_list() == [2020, 2021]


def test_a_table_that_cannot_be_made_is_said_with_the_reason_and_the_others_are_there(score, folder):
    score()
    changed(folder / "ours.toml", '[[steps]]\nstep = "impute"\nmethod = "median"\n', "")
    changed(folder / "data.csv", "AT11,small,1720,11,31,9", "AT11,small,1720,11,31,")
    changed(folder / "data.csv", "AT12,large,14100,14,35,10", "AT12,large,14100,14,35,")
    changed(folder / "data.csv", "AT13,large,420,19,45,14", "AT13,large,420,19,45,")

    code, said, errors = score()

    assert code == 0
    told = re.findall(r"^No table (\w+): (.*)$", errors, re.M)
    assert [name for name, _ in told] == ["components", "loadings"]
    assert "Skills: 0 units have all 2 indicators" in told[0][1]
    assert not (folder / "more" / "components.csv").exists()
    assert "correlations.csv" in said


def test_what_needs_one_direction_is_not_told_of_values_as_they_came(score, folder):
    (folder / "ours.toml").write_text('[[steps]]\nstep = "denominate"\n', "utf-8")

    code, _, errors = score()

    assert code == 0
    told = dict(re.findall(r"^No table (\w+): (.*)$", errors, re.M))
    assert set(told) >= {"correlations", "coherence", "pairs", "removals"}
    assert "does not normalise before it aggregates" in told["coherence"]
    assert "has no step aggregate" in told["removals"]
    assert (folder / "more" / "checklist.csv").exists()


@pytest.mark.parametrize(
    ("words", "tables", "told"),
    [
        ((), ".", "--tables names no folder"),
        ((), "../{here}", "holds data.csv, which is read; name another folder"),
        (("--out", "more/statistics.csv"), "more", "would write statistics.csv over a file of this command"),
        (("--robustness", "5", "--out-robustness", "more/pairs.csv"), "more", "would write pairs.csv over"),
    ],
)
def test_tables_fall_on_no_file_that_the_command_reads_or_writes(score, folder, words, tables, told):
    (folder / "more").mkdir()
    before = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}

    code, said, errors = score(*words, tables=tables.format(here=folder.name))

    assert (code, said) == (2, "")
    assert told in errors
    assert {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()} == before
    assert list((folder / "more").iterdir()) == []


def test_where_scoring_is_refused_nothing_is_written_and_earlier_tables_stay(score, folder):
    score()
    before = {file.name: file.read_bytes() for file in (folder / "more").iterdir()}
    changed(folder / "ours.toml", "lower = 1 ", "lower = 0 ")

    code, _, errors = score()

    assert code == 4
    assert "this mean needs values above 0" in errors
    assert {file.name: file.read_bytes() for file in (folder / "more").iterdir()} == before


def test_tables_of_an_earlier_call_do_not_stand_beside_those_of_a_later_one(score, folder):
    (folder / "more").mkdir()
    (folder / "more" / "trends.csv").write_text("old", "utf-8")
    (folder / "more" / "notes.txt").write_text("mine", "utf-8")

    score()

    assert not (folder / "more" / "trends.csv").exists()
    assert (folder / "more" / "notes.txt").read_text("utf-8") == "mine"
