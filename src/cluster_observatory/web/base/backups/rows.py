"""Rows of the database as lines of JSON, and lines as rows."""

import base64
import json
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import islice
from uuid import UUID

from django.db.models import DateField
from django.utils.duration import duration_iso_string

LEFT_OUT = ("sessions", "usersessions", "modelsearch")
"""Apps whose rows are made anew."""

AT_ONCE = 1_000
"""Rows that are read or written together."""


def kept_models(apps):
    """Return the models whose rows belong to a backup, in a fixed order."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in LEFT_OUT
    ]


def columns(model):
    """Return the names of the columns of a model."""
    return [field.attname for field in model._meta.concrete_fields]


def lines(model):
    """Yield each row of a model as a line of JSON, in the order of its columns."""
    rows = model._base_manager.order_by("pk").values_list(*columns(model))
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield json.dumps(row, default=_written, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def insert(model, names, written):
    """Write lines of JSON with those columns as rows of a model, as they are; return how many."""
    fields = [model._meta.get_field(name) for name in names]
    for field in fields:
        if isinstance(field, DateField):
            field.auto_now = field.auto_now_add = False  # the row says when it was made, not we
    count = 0
    for some in _in_parts(written, AT_ONCE):
        rows = [dict(zip(names, map(_read, fields, json.loads(line)), strict=True)) for line in some]
        model._base_manager.bulk_create([model(**row) for row in rows])
        count += len(rows)
    return count


def _written(value):
    if isinstance(value, date | time):
        return value.isoformat()  # with microseconds, on which the checksums of the audit trail rest
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, Decimal | UUID):
        return str(value)
    return base64.b64encode(value).decode()


def _read(field, value):
    return value if value is None else field.to_python(value)


def _in_parts(lines, size):
    """Yield the lines in lists of at most that many."""
    rest = iter(lines)
    while part := list(islice(rest, size)):
        yield part
