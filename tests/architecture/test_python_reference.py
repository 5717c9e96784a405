"""The page of the public functions names all of them, and every example on it runs."""

import importlib.util
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def module_of_docs(name):
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference = module_of_docs("python_reference")
PUBLIC = [
    (module, name) for _, modules in reference.PUBLIC.values() for module, names in modules.items() for name in names
]
INTERNAL = [(module, name) for module, names in reference.INTERNAL.items() for name in names]
FILES = dict(reference.PUBLIC.values())


def test_every_function_of_statistics_is_listed_once_as_public_or_internal():
    assert sorted(PUBLIC + INTERNAL) == sorted(reference.functions())


@pytest.mark.parametrize("file", FILES)
def test_every_example_calls_its_function_and_prints(file):
    shown = reference.example(file)

    assert list(shown.cells) == [name for names in FILES[file].values() for name in names]
    assert [name for name, cell in shown.cells.items() if f"{name}(" not in cell] == []
    assert [name for name, output in reference.printed(shown).items() if not output] == []


def test_no_file_of_examples_is_left_out():
    assert {file.stem for file in (DOCS / "examples").glob("*.py")} == set(FILES)


def test_every_public_function_has_its_entry_on_the_page():
    headings = re.findall(r"^### (\w+)$", (DOCS / "reference" / "python.md").read_text("utf-8"), re.M)

    assert headings == [name for _, name in PUBLIC]


def test_every_public_function_says_what_it_returns():
    page = (DOCS / "reference" / "python.md").read_text("utf-8")

    silent = [name for _, name in PUBLIC if not re.search(rf"^### {name}$.*?^Return ", page, re.M | re.S)]
    assert silent == []


def test_what_a_docstring_points_to_is_on_the_page():
    lost = {pointer for pointer in reference.pointers() if reference.heading_of(pointer) is None}

    assert lost == {"statistics.gaps"}  # a file, not a function
