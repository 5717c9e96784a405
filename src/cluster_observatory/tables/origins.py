"""Where bytes came from: provider, address, date, checksum and licence of one file."""

import json
import re
from dataclasses import asdict, dataclass, fields
from typing import Any

from cluster_observatory.errors import BadTable

_PLAIN_NAME = re.compile(r"[^./\\\0][^/\\\0]*")


@dataclass(frozen=True)
class Origin:
    """The origin of one provider's file, as the manifest and the page "about these data" show it.

    ``file`` is its name; ``read_on`` the ISO date on which it was first read
    from ``address``, empty text where that is not recorded; ``sha256``
    (hexadecimal) and ``bytes`` are of the file as it came.  ``notice`` is what
    must stand beside everything made from it; ``invented`` says that no
    provider ever published it.
    """

    dataset: str
    title: str
    producer: str
    file: str
    address: str
    read_on: str
    sha256: str
    bytes: int
    licence: str
    licence_address: str
    citation: str
    notice: str
    invented: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return the fields by name, as they stand in a manifest."""
        return asdict(self)

    def to_json(self) -> str:
        """Return the origin as JSON text that ends in a line end."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str, where: str) -> "Origin":
        """Return the origin written in JSON.

        Raises BadTable naming ``where`` for anything else, and for a dataset or
        file that is no plain name, since both become parts of paths.
        """
        expected = {field.name for field in fields(cls)}
        try:
            facts = json.loads(text)
        except ValueError as error:
            raise BadTable(
                f"{where} is not JSON ({error}). Read the source again with `observatory refresh`."
            ) from error
        if not isinstance(facts, dict) or set(facts) != expected:
            raise BadTable(
                f"{where} does not describe an origin: expected {', '.join(sorted(expected))}. "
                "Read the source again with `observatory refresh`."
            )
        for name in ("dataset", "file"):
            if not isinstance(facts[name], str) or not _PLAIN_NAME.fullmatch(facts[name]):
                raise BadTable(
                    f"{where}: {name} {facts[name]!r} is no plain name; expected one without / and \\ that does not "
                    "start with a dot. Delete the folder and read the source again with `observatory refresh`."
                )
        return cls(**facts)
