"""What the how-to on registers shows, runs."""

import re
from pathlib import Path

import polars as pl

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "analyse-a-register.md"


def test_the_register_of_the_how_to_is_counted_and_published(tmp_path, monkeypatch):
    page = PAGE.read_text("utf-8")
    (register,) = re.findall(r"```csv\n(.*?)```", page, re.S)
    blocks = [block for block in re.findall(r"```python\n(.*?)```", page, re.S) if "spark" not in block]
    monkeypatch.chdir(tmp_path)
    Path("firms.csv").write_text(register, "utf-8")
    ran = {}

    exec("\n".join(blocks).replace("firms=1_000_000, first=2010", "firms=5_000, first=2019"), ran)

    assert ran["found"]["high_growth"].rows(named=True)[0]["high_growth"] == 1
    assert ran["found"]["demography"].filter(year=2019)["deaths"].sum() == 0
    assert pl.read_csv("demography.csv")["births"].null_count() > 0
    assert len(list(Path("invented").iterdir())) == 2
