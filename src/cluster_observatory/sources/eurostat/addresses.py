"""Where Eurostat's dissemination API gives its bulk files."""


def bulk_file(base: str, code: str) -> str:
    """Return the address of a table's bulk TSV file, gzip; ``base`` is the API's base address."""
    return f"{base.rstrip('/')}/sdmx/2.1/data/{code}?format=TSV&compressed=true"


def file_name(code: str) -> str:
    """Return the name under which a table's bulk file is kept."""
    return f"{code}.tsv.gz"
