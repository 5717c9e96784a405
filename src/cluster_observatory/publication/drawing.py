"""Vega-Lite specifications drawn as SVG on the server, with the palette left to the style sheet.

A chart names its colours by token.  Each token is a colour that occurs nowhere
else; after drawing it is replaced by a custom property of the page, so that
one drawing serves the light page, the dark one and print.  The tokens of modelled
figures become the hatches that the page's map defines.
"""

import re
from typing import Any

import vl_convert

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
    "ink": "#1b2230", "quiet": "#5a6270", "line": "#d9d5ca", "accent": "#a8401f", "ground": "#fbfaf6",
    "grey": "#9a968b",
    "class-0": "#eef2e6", "class-1": "#c7dfc6", "class-2": "#7cb8a7", "class-3": "#2f7f8f", "class-4": "#173a63",
    "modelled-0": "#dbe1d6", "modelled-1": "#b1cdb8", "modelled-2": "#69a598", "modelled-3": "#28707f",
    "modelled-4": "#2b4f78",
    "series-0": "#173a63", "series-1": "#a8401f", "series-2": "#2f7f8f", "series-3": "#7a5c1e", "series-4": "#6a3d78",
}  # fmt: skip
"""Colours for drawings that stand alone: downloads and print shops."""

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


def svg(specification: dict[str, Any]) -> str:
    """Return an inline SVG whose colours are custom properties of the page, named as the tokens."""
    drawn = _drawn(specification)
    for token, colour in TOKENS.items():
        kind, _, place = token.partition("-")
        drawn = drawn.replace(colour, f"url(#modelled-c{place})" if kind == "modelled" else f"var(--{token})")
    drawn = re.sub(r' (?:aria-[a-z]+|role|class|font-family|xmlns(?::\w+)?|version)="[^"]*"', "", drawn)
    drawn = re.sub(r'^<svg width="[^"]*" height="[^"]*"', '<svg role="presentation" focusable="false"', drawn)
    drawn = re.sub(r'font-size="([0-9.]+)px"', r'font-size="\1"', drawn)
    return re.sub(r'<path d="[^"]*"(?: pointer-events="none")?(?: display="none")/>', "", drawn)


def standalone(specification: dict[str, Any]) -> str:
    """Return an SVG file with the light palette."""
    drawn = _drawn(specification)
    for token, colour in TOKENS.items():
        drawn = drawn.replace(colour, LIGHT[token])
    return drawn


def png(specification: dict[str, Any], scale: float = 2.0) -> bytes:
    """Return the standalone drawing as PNG."""
    return bytes(vl_convert.svg_to_png(standalone(specification), scale=scale))


def _drawn(specification: dict[str, Any]) -> str:
    return str(vl_convert.vegalite_to_svg(specification | {"config": CONFIG}))
