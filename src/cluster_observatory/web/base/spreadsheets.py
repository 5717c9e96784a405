"""Tables for spreadsheets: no text in them runs as a formula."""

import io
import re

import xlsxwriter

FORMULA = re.compile(r"^[=+\-@\t\r\n]")
"""How a text begins that a spreadsheet would take for a formula."""

LONGEST_CELL = 32_767
"""Characters that a cell of a workbook takes."""


def harmless(value):
    """Return a text behind an apostrophe where a spreadsheet would run it as a formula; anything else as it is."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def workbook(name, columns, rows):
    """Return an Excel workbook of one sheet of that name, a file at its beginning; cells are texts, numbers or None."""
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, columns, book.add_format({"bold": True, "bottom": 1}))
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(place, column, value[:LONGEST_CELL])
            elif value is not None:
                sheet.write_number(place, column, value)
    book.close()
    file.seek(0)
    return file
