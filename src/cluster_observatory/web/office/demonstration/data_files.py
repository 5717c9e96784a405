"""The files of the demonstration data."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FOLDER = files("cluster_observatory.web.office.demonstration") / "data"


@dataclass(frozen=True)
class Country:
    """A country with its code in NUTS, English name, language, and how many invented cluster organisations it has."""

    code: str
    name: str
    language: str
    organisations: int


@cache
def countries():
    """Return the countries of the invented organisations."""
    with (FOLDER / "countries.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Country(row["country"], row["name"], row["language"], int(row["organisations"]))
            for row in csv.DictReader(lines)
        )


@cache
def themes():
    """Return what the invented organisations work on, as tables of codes by field, with `words` for each."""
    return tuple(_table("themes")["theme"])


@cache
def words():
    """Return texts of the invented organisations: {field: {language: text}}, with {theme} to be filled in."""
    return _table("words")


def named():
    """Return the organisations that the newsletter names."""
    return _table("newsletter")["organisation"]


def initiatives():
    """Return the initiatives with their generations."""
    return _table("initiatives")["initiative"]


def office_holders():
    """Return those who act for the platform: address, name, office."""
    return _table("persons")["person"]


def _table(name):
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
