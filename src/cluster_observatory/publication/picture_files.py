"""Pictures that stand on their own: a drawing within a frame of title, legend, notes and source, as SVG or PNG."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import escape

import vl_convert

from cluster_observatory.publication.drawing import FONT, LIGHT, hatches
from cluster_observatory.publication.xml_words import plain

WIDTH, MARGIN = 768, 32
ROOM = WIDTH - 2 * MARGIN
"""How wide a drawing is within its frame, in pixels; a wider or narrower one is scaled."""

SCALE = 2.0
"""Pixels of a PNG for each pixel of the drawing."""

TITLE, TEXT, SMALL = 20, 13, 11.5
"""Sizes of type, in pixels."""

SWATCH_WIDTH, SWATCH_HEIGHT = 22, 14
NARROW_LETTERS, WIDE_LETTERS = "ijlIft.,:;'’|!()[] -·/", "mwMW%@—…"


@dataclass(frozen=True)
class Drawing:
    """A drawing in literal colours: what stands within its <svg>, and its size."""

    inner: str
    width: float
    height: float


@dataclass(frozen=True)
class Entry:
    """A line of a legend: a fill (a colour, or the name of a pattern as `url(#no-value)`) and what it means."""

    fill: str
    words: str


def drawing_of(svg: str) -> Drawing:
    """Return the drawing that an SVG with a viewBox from the origin holds; raises ValueError for any other."""
    root = re.match(r'<svg\b[^>]*\bviewBox="0 0 ([0-9.]+) ([0-9.]+)"[^>]*>', svg)
    if root is None or not svg.endswith("</svg>"):
        raise ValueError("expected an <svg> whose viewBox begins at 0 0")
    return Drawing(svg[root.end() : -len("</svg>")], float(root[1]), float(root[2]))


def framed(
    drawing: Drawing,
    title: str,
    lines: Sequence[str],
    source: str,
    *,
    legend: Sequence[Entry] = (),
    banner: str = "",
    language: str = "en",
) -> str:
    """Return an SVG file of the drawing under its title, with legend, further lines and the source below it.

    The words come from the caller in the language named; they are wrapped to the
    frame and escaped.  `banner` is said above all else.  The patterns of
    `drawing.hatches` are at hand for fills, and no style sheet is needed.
    """
    parts: list[str] = []
    down = float(MARGIN)

    def write(words: str, size: float, colour: str, *, bold: bool = False) -> None:
        nonlocal down
        for line in wrapped(words, size * (1.08 if bold else 1.0)):
            down += size
            parts.append(_text(MARGIN, down, line, size, colour, bold=bold))
            down += round(size * 0.4, 1)

    if banner:
        write(banner, TEXT, LIGHT["accent"], bold=True)
        down += 6
    write(title, TITLE, LIGHT["ink"], bold=True)
    down += 10
    height = round(drawing.height * ROOM / drawing.width, 1)
    parts.append(
        f'<svg x="{MARGIN}" y="{down:g}" width="{ROOM}" height="{height:g}" '
        f'viewBox="0 0 {drawing.width:g} {drawing.height:g}">{drawing.inner}</svg>'
    )
    down += height + 14
    for row in _rows(legend):
        parts.extend(_entry(entry, across, down) for entry, across in row)
        down += SWATCH_HEIGHT + 10
    for line in lines:
        write(line, TEXT, LIGHT["quiet"])
        down += 4
    down += 4
    write(source, SMALL, LIGHT["quiet"])
    down += MARGIN - 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{down:g}" viewBox="0 0 {WIDTH} {down:g}" '
        f'role="img" aria-labelledby="title" aria-describedby="source" xml:lang="{_attribute(language)}" '
        f'font-family="{FONT}"><title id="title">{_words(title)}</title><desc id="source">{_words(source)}</desc>'
        f'<defs>{hatches()}</defs><rect width="{WIDTH}" height="{down:g}" fill="{LIGHT["paper"]}"/>'
        f"{''.join(parts)}</svg>"
    )


@lru_cache(maxsize=16)
def png(svg: str) -> bytes:
    """Return an SVG file as PNG with two pixels for each of its own."""
    return bytes(vl_convert.svg_to_png(svg, scale=SCALE))


def wrapped(words: str, size: float, room: float = ROOM) -> Iterator[str]:
    """Yield the words in lines that fit a room in pixels, by the usual widths of letters; a longer word is broken."""
    line = ""
    for word in words.split():
        if line and wide(f"{line} {word}", size) > room:
            yield line
            line = ""
        while wide(word, size) > room:
            fits = next(n for n in range(len(word) - 1, 0, -1) if wide(word[:n], size) <= room)
            yield word[:fits]
            word = word[fits:]
        line = f"{line} {word}".strip()
    if line:
        yield line


def wide(words: str, size: float) -> float:
    """Return about how many pixels words take, never too few for the fonts named."""
    return size * sum(
        0.3 if c in NARROW_LETTERS else 0.9 if c in WIDE_LETTERS else 0.7 if c.isupper() else 0.54 for c in words
    )


def _rows(legend: Sequence[Entry]) -> Iterator[list[tuple[Entry, float]]]:
    """Yield the entries of a legend row by row, each with where it stands."""
    row: list[tuple[Entry, float]] = []
    across = float(MARGIN)
    for entry in legend:
        needed = SWATCH_WIDTH + 8 + wide(entry.words, TEXT) + 20
        if row and across + needed > MARGIN + ROOM:
            yield row
            row, across = [], float(MARGIN)
        row.append((entry, across))
        across += needed
    if row:
        yield row


def _entry(entry: Entry, across: float, down: float) -> str:
    return (
        f'<rect x="{across:g}" y="{down:g}" width="{SWATCH_WIDTH}" height="{SWATCH_HEIGHT}" '
        f'fill="{_attribute(entry.fill)}" stroke="{LIGHT["outline"]}"/>'
        + _text(across + SWATCH_WIDTH + 8, down + 12, entry.words, TEXT, LIGHT["ink"])
    )


def _text(across: float, down: float, words: str, size: float, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{across:g}" y="{down:g}" font-size="{size:g}"{weight} fill="{colour}">{_words(words)}</text>'


def _words(words: str) -> str:
    return escape(plain(words))


def _attribute(words: str) -> str:
    return _words(words).replace('"', "&quot;")
