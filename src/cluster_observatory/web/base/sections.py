"""Parts of pages that a higher app adds to the page of a lower one, which does not know it.

A page asks for its parts by its name, such as "organisations.profile"; an app registers
them when it is ready.
"""

SECTIONS = {}


def register_section(page, section):
    """Add a part to a page: `section(thing, request)` returns it as safe HTML, or empty where there is nothing."""
    SECTIONS.setdefault(page, [])
    if section not in SECTIONS[page]:
        SECTIONS[page].append(section)


def sections(page, thing, request):
    """Return the parts of a page for a thing, in the order in which they were registered, without empty ones."""
    return [shown for section in SECTIONS.get(page, ()) if (shown := section(thing, request))]
