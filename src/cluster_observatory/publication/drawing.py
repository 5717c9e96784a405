"""Vega-Lite specifications drawn as SVG on the server, with the palette left to the style sheet.

A chart names its colours by token.  Each token is a colour that occurs nowhere
else; after drawing it is replaced by a custom property of the page, so that
one drawing serves the light page, the dark one and print.  The tokens of modelled
figures become the hatches that the page's map defines.
"""

import re
from functools import lru_cache
from typing import Any

import vl_convert
from babel import Locale

TOKENS = {
    "ink": "#0a0001",
    "quiet": "#0a0002",
    "line": "#0a0003",
    "accent": "#0a0004",
    "ground": "#0a0005",
    "grey": "#0a0006",
    "class-0": "#0a0010",
    "class-1": "#0a0011",
    "class-2": "#0a0012",
    "class-3": "#0a0013",
    "class-4": "#0a0014",
    "modelled-0": "#0a0030",
    "modelled-1": "#0a0031",
    "modelled-2": "#0a0032",
    "modelled-3": "#0a0033",
    "modelled-4": "#0a0034",
    "series-0": "#0a0020",
    "series-1": "#0a0021",
    "series-2": "#0a0022",
    "series-3": "#0a0023",
    "series-4": "#0a0024",
}

LIGHT = {
    "ink": "#1b2230", "quiet": "#565d6a", "line": "#dfdbd0", "accent": "#9c3a1b", "ground": "#fbfaf6",
    "grey": "#8d897e", "paper": "#fff", "sea": "#d9e3e8", "backdrop": "#eceae5", "land": "#dcdad3",
    "hairline": "#fff", "faint": "#c6cfbc", "border": "#5f5d57", "outline": "#b9b6ab", "islet": "#6f7a6a",
    "none": "#e3e0d8", "hatch-none": "#a39d8f",
    "class-0": "#eef2e6", "class-1": "#c7dfc6", "class-2": "#7cb8a7", "class-3": "#2f7f8f", "class-4": "#173a63",
    "hatch-0": "#75857b", "hatch-1": "#55806f", "hatch-2": "#1f5c60", "hatch-3": "#0d4050", "hatch-4": "#7ea6cc",
    "series-0": "#173a63", "series-1": "#9c3a1b", "series-2": "#2a7382", "series-3": "#75581c", "series-4": "#6a3d78",
}  # fmt: skip
"""The light page's colours, for drawings that stand alone: downloads and print shops."""

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

CONFIG: dict[str, Any] = {
    "background": None,
    "font": FONT,
    "padding": 2,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelColor": TOKENS["quiet"],
        "titleColor": TOKENS["quiet"], "gridColor": TOKENS["line"], "domainColor": TOKENS["grey"],
        "tickColor": TOKENS["grey"], "labelPadding": 6, "titlePadding": 10, "ticks": False, "domain": False,
    },
    "text": {"fontSize": 12, "color": TOKENS["ink"]},
}  # fmt: skip


def svg(specification: dict[str, Any], language: str = "en") -> str:
    """Return an inline SVG whose colours are custom properties of the page, named as the tokens.

    Numbers on its axes are written as the language writes them.
    """
    drawn = _drawn(specification, language)
    for token, colour in TOKENS.items():
        kind, _, place = token.partition("-")
        drawn = drawn.replace(colour, f"url(#modelled-c{place})" if kind == "modelled" else f"var(--{token})")
    drawn = re.sub(r' (?:aria-[a-z]+|role|class|font-family|xmlns(?::\w+)?|version)="[^"]*"', "", drawn)
    drawn = re.sub(r'^<svg width="[^"]*" height="[^"]*"', '<svg role="presentation" focusable="false"', drawn)
    drawn = re.sub(r'font-size="([0-9.]+)px"', r'font-size="\1"', drawn)
    return re.sub(r'<path d="[^"]*"(?: pointer-events="none")?(?: display="none")/>', "", drawn)


def standalone(specification: dict[str, Any], language: str = "en") -> str:
    """Return an SVG with the light palette; fills of modelled figures are the patterns of `hatches`.

    Numbers on its axes are written as the language writes them.
    """
    drawn = _drawn(specification, language)
    for token, colour in TOKENS.items():
        kind, _, place = token.partition("-")
        drawn = drawn.replace(colour, f"url(#modelled-c{place})" if kind == "modelled" else LIGHT[token])
    return drawn


def hatches() -> str:
    """Return the patterns, in literal colours, that fill modelled figures of each class and figures there are none of.

    Their names are those that the page's map gives its own: `modelled-c0` to `modelled-c4`, `no-value`.
    """
    modelled = (_hatch(f"modelled-c{n}", LIGHT[f"class-{n}"], LIGHT[f"hatch-{n}"], 45) for n in range(5))
    return "".join((*modelled, _hatch("no-value", LIGHT["none"], LIGHT["hatch-none"], -45)))


def _hatch(name: str, ground: str, line: str, angle: int) -> str:
    return (
        f'<pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate({angle})">'
        f'<rect width="7" height="7" fill="{ground}"/><rect width="1.8" height="7" fill="{line}"/></pattern>'
    )


def _drawn(specification: dict[str, Any], language: str) -> str:
    return str(vl_convert.vegalite_to_svg(specification | {"config": CONFIG}, format_locale=_numbers(language)))


@lru_cache(maxsize=32)
def _numbers(language: str) -> dict[str, Any]:
    """Return how a language writes numbers, in the words of d3-format."""
    signs = Locale.parse(language, sep="-").number_symbols["latn"]
    return {"decimal": signs["decimal"], "thousands": signs["group"], "grouping": [3], "currency": ["€", ""]}
