"""What the API answers, as its description says it."""

from typing import Any

from ninja import Field, Schema

Value = str | int | float | bool | None


class Problem(Schema):
    """What stood in the way (RFC 9457)."""

    type: str = Field(description="Where this kind of problem is explained.", examples=["/api/#not-found"])
    title: str = Field(description="The kind of problem, in words.")
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(description="What was met, what was expected, what to do.")
    instance: str = Field(description="The address that was asked for, its beginning where it is long.")


class EditionInList(Schema):
    """An edition in the list of all."""

    name: str = Field(description="Name of the edition, the start of the checksum of its contents.")
    number: int = Field(description="Place in the order in which editions were laid down here; 1 is the oldest.")
    is_current: bool = Field(description="Whether it is the one published now.")
    invented: bool = Field(description="Whether its figures are invented; such figures must never be quoted.")
    address: str = Field(description="Address of its summary.")


class Editions(Schema):
    """All editions that can be read here."""

    editions: list[EditionInList]


class Software(Schema):
    """What computed an edition."""

    name: str
    version: str


class Source(Schema):
    """A provider's table that an edition rests on."""

    dataset: str = Field(description="Code of the provider's table.")
    title: str
    producer: str
    address: str
    read_on: str = Field(description="Day on which it was read; empty where not recorded.")
    sha256: str = Field(description="Checksum of the bytes as they came.")
    licence: str
    licence_address: str
    citation: str


class Profile(Schema):
    """A method profile whose rules gave stars."""

    name: str
    title: str
    status: str = Field(description="published, or reconstructed where its rules are not all known.")


class Check(Schema):
    """A check of the edition and how it came out."""

    name: str
    description: str
    measured: str
    outcome: str


class EditionSummary(Schema):
    """What an edition is and rests on."""

    name: str
    invented: bool
    software: Software
    classifications: dict[str, Any]
    profiles: list[Profile]
    sources: list[Source]
    checks: list[Check]
    tables: str = Field(description="Address of the list of its tables.")
    archive: str = Field(description="Address of the whole edition as one archive.")


class TableInList(Schema):
    """A table in the list of an edition's."""

    name: str
    description: str
    rows: int
    bytes: int = Field(description="Size of the Parquet file.")
    sha256: str = Field(description="Checksum of the Parquet file.")
    address: str = Field(description="Address of its data dictionary.")


class Tables(Schema):
    """The tables of an edition."""

    edition: str
    tables: list[TableInList]


class Column(Schema):
    """A column as the data dictionary describes it."""

    name: str
    type: str = Field(description="text, integer, float or boolean.")
    unit: str
    missing: bool = Field(description="Whether it may be empty.")
    is_key: bool = Field(description="Whether it is part of what tells rows apart.")
    can_be_filtered: bool = Field(description="Whether rows can be asked for by its values.")
    description: str


class Dictionary(Schema):
    """The data dictionary of a table and the files it can be had as."""

    edition: str
    name: str
    description: str
    rows: int
    sha256: str
    columns: list[Column]
    row_address: str = Field(description="Address of its rows.")
    files: dict[str, str] = Field(description="Addresses of the table as a file, by format.")


class Rows(Schema):
    """A page of rows of a table."""

    edition: str
    table: str
    columns: list[str] = Field(
        description="Names of the columns, in the order of the values of a row.",
        examples=[["region", "year", "persons"]],
    )
    rows: list[list[Value]] = Field(
        description="The rows; null is a missing value.", examples=[[["DE11", 2014, 158012.0]]]
    )
    count: int = Field(description="Rows that fit, on all pages.")
    next: str | None = Field(description="Address of the next page; null on the last one.")


class Match(Schema):
    """Something that a question finds."""

    kind: str = Field(description="region, country, sector, activity, cluster, emerging, scoreboard and others.")
    code: str
    name: str = Field(description="The label that answered.")
    language: str = Field(description="Language of that label; empty where it has none.")
    score: float = Field(description="How well it answers; only the order counts.")


class Matches(Schema):
    """What a question finds, best first."""

    edition: str
    question: str = Field(description="The question as it was read, at most 200 characters.")
    found: list[Match]


class Strength(Schema):
    """A sector, traded cluster or emerging industry of a region, with its stars and how sure they are."""

    code: str
    name: str
    persons: float | None = Field(description="Persons employed.")
    flags: str = Field(description="The provider's flags of persons.")
    location_quotient: float | None
    location_quotient_low: float | None = Field(description="Lower end of its 95 % interval.")
    location_quotient_high: float | None
    modelled_share: float | None = Field(description="Share of persons split from coarser figures; null: all measured.")
    stars: int | None = Field(description="Criteria met; null where persons are not published.")
    criteria_known: int = Field(description="Criteria that could be judged.")
    tier: str | None
    is_cluster: bool | None = Field(description="Whether the profile calls it a cluster.")
    cluster_probability: float | None = Field(description="Share of resamplings in which it is one.")
    certainty: str = Field(description="That probability in words.")


class Strengths(Schema):
    """What a region is strong in: most stars first, then the highest location quotient."""

    sectors: list[Strength]
    clusters: list[Strength]
    emerging: list[Strength]


class Region(Schema):
    """What the page of a region says."""

    edition: str
    region: str
    name: str
    country: str
    year: int
    years: list[int] = Field(description="Years with any figure.")
    nuts_edition: int = Field(description="Edition of NUTS in which that year's figures were given.")
    profile: str = Field(description="Method profile by whose stars the strongest are chosen.")
    finding: str = Field(description="The finding as the page says it, in English.")
    strongest: Strengths
    page: str = Field(description="Address of the page.")
