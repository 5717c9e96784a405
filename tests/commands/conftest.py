"""The files of the how-to page of `observatory score`, and a call of the command in their folder."""

import re
from pathlib import Path

import pytest

from cluster_observatory.commands.main import main

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "score-your-own-table.md"
BLOCKS = {
    "data.csv": "csv data",
    "indicators.csv": "csv indicators",
    "ours.toml": "toml",
    "doubts.toml": "toml factors",
}


@pytest.fixture
def scored_folder(tmp_path, monkeypatch):
    """A folder with the very files that the how-to page shows, where we are."""
    page = HOW_TO.read_text("utf-8")
    for name, mark in BLOCKS.items():
        (block,) = re.findall(rf"```{mark}\n(.*?)```", page, re.S)
        (tmp_path / name).write_text(block, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def called(monkeypatch, capsys):
    """A call of the command line in this process; answers with exit code, output and errors."""

    def call(*words):
        monkeypatch.setattr("sys.argv", ["observatory", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return ended.value.code or 0, said.out, said.err

    return call
