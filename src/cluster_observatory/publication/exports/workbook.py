"""Tables as Excel workbooks: the figures, and a sheet each for columns, flags and sources."""

import io
from datetime import datetime
from typing import Any

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]

from cluster_observatory.publication.exports.about import About
from cluster_observatory.publication.exports.bounds import at_most

MOST_CELLS = 500_000
"""Cells of the sheet of figures; so many take some seconds to write."""

LONGEST_TEXT = 32_767
WIDEST, NARROWEST = 60, 8
MADE_AT = datetime(1980, 1, 1)
"""The earliest time that a ZIP archive knows: the same table gives the same bytes."""

FORMATS = {"persons": "#,##0", "ratio": "0.00", "share": "0.0000", "local units": "#,##0", "enterprises": "#,##0"}
"""How a spreadsheet shows numbers of a unit; the cells hold them at full precision."""


def write(table: pl.DataFrame, about: About) -> bytes:
    """Return the table as a workbook (.xlsx); raises TooLarge for more cells than `MOST_CELLS`.

    Sheets: Data with a frozen header and filters, Dictionary, Flags, and Sources with
    licence, citation, edition and address.  Text is always text, never a formula or a link.
    """
    at_most(MOST_CELLS, table.height, table.width, "a workbook")
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    )
    book.set_properties({"title": about.title, "comments": about.citation, "created": MADE_AT})
    bold = book.add_format({"bold": True, "bottom": 1})
    _data(book, bold, table, about)
    dictionary = [(column.name, column.type, column.unit, column.description) for column in about.columns]
    _sheet(book, bold, "Dictionary", ("column", "type", "unit", "description"), dictionary)
    _sheet(book, bold, "Flags", ("flag", "name", "description"), about.flags)
    _sheet(book, bold, "Sources", ("what", "value"), _sources(about))
    book.close()
    return file.getvalue()


def _data(book: Any, bold: Any, table: pl.DataFrame, about: About) -> None:
    sheet = book.add_worksheet("Data")
    sheet.freeze_panes(1, 0)
    formats = {name: book.add_format({"num_format": shown}) for name, shown in FORMATS.items()}
    for place, name in enumerate(table.columns):
        lengths = table[name].str.len_chars().to_list() if table[name].dtype == pl.String else []
        width = max(NARROWEST, len(name) + 2, max(filter(None, lengths), default=0))
        sheet.set_column(place, place, min(width, WIDEST), formats.get(about.column(name).unit))
    for place, name in enumerate(table.columns):
        sheet.write_string(0, place, name, bold)
    writers = [_writer(sheet, type_) for type_ in table.dtypes]
    shown = [formats.get(about.column(name).unit) for name in table.columns]
    for number, row in enumerate(table.iter_rows(), start=1):
        for place, value in enumerate(row):
            if value is not None:
                writers[place](number, place, value, shown[place])
    if table.width:
        sheet.autofilter(0, 0, table.height, table.width - 1)


def _writer(sheet: Any, type_: Any) -> Any:
    if type_ == pl.Boolean:
        return sheet.write_boolean
    if type_.is_numeric():
        return sheet.write_number

    def write_text(row: int, place: int, value: object, shown: Any) -> None:
        sheet.write_string(row, place, str(value)[:LONGEST_TEXT])

    return write_text


def _sheet(book: Any, bold: Any, name: str, header: tuple[str, ...], rows: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place in range(len(header)):
        longest = max((len(str(row[place])) for row in rows), default=0)
        sheet.set_column(place, place, min(WIDEST, max(NARROWEST, len(header[place]), longest)))
    for number, row in enumerate((header, *rows)):
        for place, value in enumerate(row):
            sheet.write_string(number, place, str(value)[:LONGEST_TEXT], None if number else bold)


def _sources(about: About) -> list[tuple[str, str]]:
    facts = [
        ("title", about.title),
        ("description", about.description),
        ("licence", about.licence),
        ("cite as", about.citation),
        ("edition", about.edition),
        ("address", about.address),
    ]
    if about.invented:
        facts.insert(0, ("warning", "All figures are invented; never quote them."))
    for source in about.sources:
        facts += [
            (f"source {source.dataset}", f"{source.producer}, {source.title}"),
            (f"source {source.dataset}, address", source.address),
            (f"source {source.dataset}, read on", source.read_on or "not recorded"),
            (f"source {source.dataset}, licence", f"{source.licence} {source.licence_address}".strip()),
        ]
    return facts
