"""The house keeps its own rules."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cluster_observatory.commands.main import observatory

HOUSE = Path(__file__).parents[2]
WRITTEN_BY_DJANGO = re.compile(r"/migrations/(?:__init__|\d{4}_\w+)\.py$")
SOURCES = sorted(file for file in (HOUSE / "src").rglob("*.py") if not WRITTEN_BY_DJANGO.search(file.as_posix()))
PAGES = sorted(page for page in HOUSE.rglob("*.md") if ".venv" not in page.parts and "node_modules" not in page.parts)


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(HOUSE / "src")))
def test_every_file_says_in_its_first_line_what_it_is_for(file):
    assert file.read_text("utf-8").startswith(('"""', 'r"""')), "starts with no docstring"


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(HOUSE / "src")))
def test_no_file_holds_two_subjects(file):
    assert len(file.read_text("utf-8").splitlines()) <= 350


def test_statistics_run_no_text_as_code():
    text = "\n".join(file.read_text("utf-8") for file in SOURCES if "statistics" in file.parts)

    assert not re.findall(r"\b(?:exec|eval|execute|sql)\(", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_every_link_of_a_page_leads_somewhere(page):
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))

    dead = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_every_link_into_a_page_finds_its_heading(page):
    links = re.findall(r"\]\(([^)#\s:]*)#([^)\s]+)\)", page.read_text("utf-8"))

    lost = [f"{target}#{anchor}" for target, anchor in links if anchor not in anchors(page, target)]
    assert lost == []


def anchors(page, target):
    text = ((page.parent / target) if target else page).read_text("utf-8")
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", text, re.M)
    }


def test_every_dependency_says_what_it_is_for():
    block = re.search(r"^dependencies = .*?^\[project.scripts\]", (HOUSE / "pyproject.toml").read_text(), re.M | re.S)

    lines = re.findall(r'^  "[^"]+",.*$', block.group(), re.M)
    assert [line for line in lines if "#" not in line] == []
    assert len(lines) > 20


def test_what_is_pinned_names_no_address():
    assert not re.findall(r"https?://|@ ", (HOUSE / "constraints.txt").read_text())


def test_the_first_screen_of_the_readme_holds_the_two_commands():
    first_screen = "\n".join((HOUSE / "README.md").read_text("utf-8").splitlines()[:24])

    assert "./dev demo" in first_screen
    assert "./dev test" in first_screen


def test_the_python_of_the_readme_runs(capsys):
    (example,) = re.findall(r"```python\n(.*?)```", (HOUSE / "README.md").read_text("utf-8"), re.S)

    exec(compile(example, "README.md", "exec"), {})

    assert "location_quotient" in capsys.readouterr().out


def test_every_decision_is_listed():
    folder = HOUSE / "docs" / "decisions"
    listed = set(re.findall(r"\(([0-9]{4}-[^)]+)\)", (folder / "README.md").read_text("utf-8")))

    assert listed == {page.name for page in folder.glob("[0-9]*.md")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_every_command_that_a_page_shows_exists_with_its_options(page):
    shown = re.findall(r"^\s*\$ (?:\.venv/bin/)?observatory (\w+)([^#|>\n]*)", page.read_text("utf-8"), re.M)

    unknown = [
        f"{name} {option}"
        for name, rest in shown
        for option in re.findall(r"--[a-z-]+", rest) or [""]
        if name not in observatory.commands
        or (option and option not in {word for one in observatory.commands[name].params for word in one.opts})
    ]
    assert unknown == []


def test_the_table_and_the_rules_of_the_how_to_run(tmp_path):
    page = (HOUSE / "docs" / "how-to" / "analyse-your-own-table.md").read_text("utf-8")
    for name, kind in (("cells.csv", "csv"), ("ours.toml", "toml")):
        (block,) = re.findall(rf"```{kind}\n(.*?)```", page, re.S)
        (tmp_path / name).write_text(block, "utf-8")
    files = {name: str(tmp_path / name) for name in ("cells.csv", "ours.toml", "stars.csv", "further")}

    call = ["analyse", files["cells.csv"], "--profile", files["ours.toml"], "--tables", files["further"]]
    result = CliRunner().invoke(observatory, [*call, "--out", files["stars.csv"]], catch_exceptions=False)

    assert result.exit_code == 0
    promised = set(re.findall(r"`(\w+)`", re.search(r"\| table \| what \|\n.*?\n\n", page, re.S).group()))
    assert {file.stem for file in (tmp_path / "further").iterdir()} == promised - {"shift_share"}


def test_the_glossary_is_in_alphabetical_order():
    terms = re.findall(r"^\*\*(.+?)\*\*", (HOUSE / "GLOSSARY.md").read_text("utf-8"), re.M)

    assert terms == sorted(set(terms), key=str.lower)
