"""The sheet as PDF: two pages whatever it holds, tagged, and nothing in it read as markup."""

import io

import pypdf
import pytest

from cluster_observatory.publication import sheets
from cluster_observatory.publication.radar import Spoke, radar
from cluster_observatory.publication.sheets import Band, DotRow, Dots, Facts, Passage, Picture, Sheet, Table

NASTY = '#import "/etc/passwd" *bold* $x^2$ \\ `raw` <b>@here</b> // no comment #panic("no")'
LETTERS = "Θεσσαλία Łódzkie Şanlıurfa Győr Río Žilinský Århus Ţ"


def chart():
    spokes = tuple(Spoke(f"Dimension {n}", 10.0 * n, 50.0, 40.0) for n in range(1, 7))
    return Picture("A radar", sheets.drawn(radar(spokes, 330)), "Radar of six dimensions", "A note.")


def made(words="Words.", rows=6, language="en", **changes):
    table = Table("Table", ("Name", "Value"), tuple((words, str(n)) for n in range(rows)), numbers=(1,), note=words)
    line = DotRow(words, words, ("1.0", "2.0", "3.0", "4 of 9"), "2 to 5", words, 10.0, None, 99.0, (0.0, 100.0), True)
    marks = {"own": words, "modelled": "b", "peer": "c", "mean": "d", "median": "e"}
    dots = Dots("Dots", ("Name", "Score", "Mean", "Median", "Rank"), (line,) * 8, marks, "Drawn")
    first = (
        Band((Facts("At a glance", (("Term", words),) * 6),)),
        Band((table,), (table,)),
        Band((chart(),), (chart(),)),
    )
    second = (Band((dots,), (chart(), Passage("Peers", (words,))), wide=True), Band((table,), (table,)))
    whole = {
        "language": language, "title": "A title", "region": words, "kicker": words, "banner": "", "finding": words,
        "beside": words, "locator": chart(), "pages": (first, second), "foot": words, "page_of": "Page {n} of 2",
    }  # fmt: skip
    return Sheet(**(whole | changes))


def read(sheet):
    return pypdf.PdfReader(io.BytesIO(sheets.pdf(sheet)))


def text(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize(
    "sheet",
    [
        made(),
        made("A rather long sentence, as the widest names of regions and sectors are, over and over again. " * 2, 8),
        made(pages=((), ()), locator=None, banner="Invented"),
        made(pages=((Band((Table("None", ("Name",), (), empty="Nothing."),)),), ())),
    ],
    ids=["usual", "full", "bare", "without rows"],
)
def test_a_sheet_has_two_pages_whatever_it_holds(sheet):
    assert len(read(sheet).pages) == sheets.PAGES


def test_the_pdf_is_tagged_and_says_its_title_its_language_and_its_standard():
    reader = read(made(language="de"))
    root = reader.trailer["/Root"]

    assert reader.metadata.title == "A title"
    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


def test_words_are_never_markup():
    found = text(read(made(NASTY)))

    assert '#import "/etc/passwd" *bold* $x^2$' in found
    assert '#panic("no")' in found


def test_letters_of_every_language_of_nuts_are_in_the_fonts():
    reader = read(made(LETTERS))

    for word in LETTERS.split():
        assert word in text(reader)


def test_a_drawing_keeps_its_colours_and_has_no_face_of_its_own():
    drawn = chart().svg

    assert "#173a63" in drawn
    assert "font-family" not in drawn
    assert "var(--" not in drawn
