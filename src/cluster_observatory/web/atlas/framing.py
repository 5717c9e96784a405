"""From a picture of a page to a file that stands on its own: words around it, colours in it, its source below it."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotFound
from cluster_observatory.publication.drawing import LIGHT
from cluster_observatory.publication.map_picture import Area, map_picture
from cluster_observatory.publication.picture_files import Drawing, Entry, framed
from cluster_observatory.web.atlas.templatetags.dates import day


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


def svg(edition, picture, address):
    """Return the picture as an SVG file; `address` is where its page is found, from anywhere and in this edition."""
    banner = ""
    if edition.invented:
        banner = _("The figures of this picture are invented to show how the observatory works; never quote them.")
    return framed(
        picture.drawing,
        picture.title,
        [str(line) for line in picture.lines if line],
        said_source(picture, address),
        legend=picture.legend,
        banner=banner,
        language=get_language(),
    )


def said_source(picture, address):
    """Return the source in words: tables with producer, day and licence, then edition, address and the map's notice."""
    tables = "; ".join(said_table(table) for table in picture.source["tables"])
    found = _("Source: {tables}. Cluster Observatory, edition {edition}, {address}").format(
        tables=tables, edition=picture.source["edition"], address=address
    )
    return f"{found} · {picture.notice}" if picture.notice else found


def said_table(table):
    """Return a provider's table in words: producer and code, day on which it was read, licence."""
    words = " ".join(part for part in (table.get("producer"), table["dataset"]) if part)
    if table.get("read_on"):
        words = _("{table}, read on {day}").format(table=words, day=day(table["read_on"]))
    elif table.get("producer"):
        words = _("{table}, taken from a file, date not recorded").format(table=words)
    return f"{words} ({table['licence']})" if table.get("licence") else words


def alone(chart):
    """Return a chart of `pictures` as a drawing; raises NotFound where there is none."""
    if chart is None:
        raise NotFound(_("There are too few figures for this picture."))
    return chart.alone


def remarks(map_, when):
    """Return how the classes of a map are made, and what its boxes and outlines are, as sentences."""
    found = [map_["method"], _("Boxes are not to scale.") if map_["insets"] else ""]
    if map_["edition_differs"]:
        words = _("Figures of {year} follow NUTS {given}; the outlines drawn are those of NUTS {drawn}.")
        found.append(words.format(year=when, given=map_["nuts_edition"], drawn=map_["drawn"].nuts_edition))
    return " ".join(sentence for sentence in found if sentence)


def of_map(map_):
    """Return a map of `mapping.map_of` as a drawing in literal colours."""
    near = [_area(shape, shape.far) for shape in map_["shapes"]]
    parts = [_area(part, True) for part in map_["parts"]]
    return map_picture(map_["drawn"], [*near, *parts], map_["land"], map_["insets"], map_["frame"])


def _area(shape, far):
    return Area(shape.path, shape.fill or _colour(shape.look), "marked" in shape.look.split(), far)


def legend_of(map_):
    """Return the legend of a map of `mapping.map_of`, each class with how many regions it has."""
    legend = map_["legend"]
    found = [Entry(_colour(entry["look"]), f"{entry['words']} ({entry['count']})") for entry in legend["entries"]]
    if legend["modelled"]:
        found.append(Entry("url(#modelled-c3)", _("hatched: modelled ({n})").format(n=legend["modelled"])))
    return (*found, Entry("url(#no-value)", _("no value ({n})").format(n=legend["missing"])))


def _colour(look):
    """Return the colour of a look such as "c3 marked"."""
    first = look.split()[0]
    return LIGHT.get(f"class-{first[1:]}", LIGHT["none"])
