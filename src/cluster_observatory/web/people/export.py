"""A copy of all that the site holds of a person: one ZIP file with a table of JSON for each part and their files."""

import json
import tempfile
import zipfile

from django.utils.translation import gettext as _

from cluster_observatory.web.base import personal_data

IN_MEMORY = 2 * 1024 * 1024
"""Bytes up to which the copy is made in memory; a larger one is made on disk."""


def archive(person):
    """Return an open temporary file with the copy, at its beginning."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", _readme())
        for name, export in personal_data.exports(person).items():
            packed.writestr(f"{name}.json", json.dumps(export.data, ensure_ascii=False, indent=2))
            for number, (called, path) in enumerate(export.files, 1):
                packed.write(path, f"{name}/{number}-{_harmless(called)}")
    file.seek(0)
    return file


def _readme():
    return "\n\n".join(
        [
            _("This is all that the Cluster Observatory holds about you."),
            _("Each file ending in .json is a part of the site; the folders beside them hold files that you added."),
            _("Times are in UTC. Passwords and secrets of second factors are not in it: they are kept as checksums, or"
              " would open your account to whoever finds this file."),
        ]
    )  # fmt: skip


def _harmless(name):
    """Return a file name that unpacks into its folder on any system."""
    return "".join(sign if sign.isalnum() or sign in "-_. " else "_" for sign in name).strip(". ")[-100:] or "file"
