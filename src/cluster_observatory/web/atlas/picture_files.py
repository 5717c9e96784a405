"""Which pictures can be taken away as files, and what each is made of.

A picture is known by its kind and by the parameters of the page that shows it.
Another page's picture is added by a function of one's own in PICTURES.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cluster_observatory.publication.picture_files import Drawing, Entry


@dataclass(frozen=True)
class PictureFile:
    """A picture before it is framed: drawing, words in the visitor's language, and where the page is that shows it.

    `source` is what `evidence.source_line` returns, `page` the address of the page as `reverse` and a query give
    it, `name` the start of the file's name (ASCII: letters, digits, hyphens).  `lines` stand below the drawing:
    what is modelled, what a mark means.  `notice` is a map's, as its RegionMap has it.
    """

    drawing: Drawing
    title: str
    source: dict
    page: str
    name: str
    lines: tuple[str, ...] = ()
    legend: tuple[Entry, ...] = ()
    notice: str = ""


PICTURES: dict[str, Callable] = {}
"""Each kind of picture with the function (edition, parameters) -> PictureFile; parameters are the address's own.

The function raises NotPossible for parameters that are refused, and NotFound where there is nothing to draw.
"""
