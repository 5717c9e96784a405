"""The sheet of a region: two pages of words, tables and drawings, as data and as a tagged PDF.

Who makes a sheet hands over finished strings in one language and finished drawings;
nothing of them is read as markup.  The PDF is typeset by Typst with the fonts that
it brings, so that it looks the same on every machine.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import resources
from typing import Any, Literal

import typst

from cluster_observatory.publication import drawing

PAGES = 2
FACE = "Libertinus Serif"
STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1: tagged, with titles, a language and words for every picture."""


@dataclass(frozen=True)
class Passage:
    """Paragraphs under a title; a small one is set in small type."""

    title: str
    paragraphs: tuple[str, ...]
    small: bool = False
    kind: str = "passage"


@dataclass(frozen=True)
class Facts:
    """Terms with a sentence each."""

    title: str
    rows: tuple[tuple[str, str], ...]
    kind: str = "facts"


@dataclass(frozen=True)
class Table:
    """Rows of finished strings under their headings; `numbers` are the places of columns that are set to the right."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    note: str = ""
    empty: str = ""
    kind: str = "table"


@dataclass(frozen=True)
class DotRow:
    """One line of a dot plot from 0 to 100, with the words and figures beside it; the last figure is the rank."""

    name: str
    caution: str
    figures: tuple[str, ...]
    ranks: str
    words: str
    own: float | None
    mean: float | None
    median: float | None
    peers: tuple[float, ...] = ()
    modelled: bool = False


@dataclass(frozen=True)
class Dots:
    """A dot plot with its figures: headings of the name and the figures, rows, and what each mark means."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[DotRow, ...]
    key: Mapping[str, str]
    drawn: str
    kind: str = "dots"


@dataclass(frozen=True)
class Picture:
    """A drawing in literal colours (`drawn`), with the words that say it to those who do not see it."""

    title: str
    svg: str
    words: str
    note: str = ""
    kind: str = "picture"


Block = Passage | Facts | Table | Dots | Picture


@dataclass(frozen=True)
class Band:
    """Blocks one below the other in one column, or in two; `wide` says that the left one has three fifths."""

    left: tuple[Block, ...]
    right: tuple[Block, ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Sheet:
    """The two pages of a region's sheet; `pages` holds the bands of each from top to bottom."""

    language: str
    title: str
    region: str
    kicker: str
    banner: str
    finding: str
    beside: str
    locator: Picture | None
    pages: tuple[tuple[Band, ...], tuple[Band, ...]]
    foot: str
    page_of: str
    file_name: str = field(default="sheet")


def drawn(specification: dict[str, Any], language: str = "en") -> str:
    """Return a chart as SVG in literal light colours, without a face of its own and without roles.

    Numbers on its axes are written as the language writes them.
    """
    found = drawing.standalone(specification, language)
    return re.sub(r' (?:aria-[a-z]+|role|class|font-family)="[^"]*"', "", found)


def pdf(sheet: Sheet) -> bytes:
    """Return the sheet as a tagged PDF (PDF/UA-1) of two A4 pages.

    The type shrinks until each page holds what is on it, from 10 points down to 5.
    """
    data = asdict(sheet)
    template = (resources.files("cluster_observatory.publication.sheets") / "sheet.typ").read_bytes()
    return typst.compile(
        template,
        format="pdf",
        sys_inputs={"sheet": json.dumps(data, ensure_ascii=False), "face": FACE},
        ignore_system_fonts=True,
        pdf_standards=STANDARD,
    )
