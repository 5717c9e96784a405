"""What a cell says of a region beside others: quotients, scores, context indicators, the innovation index."""

from django.utils.translation import gettext as _

from cluster_observatory.web.atlas import numbers, queries
from cluster_observatory.web.atlas.beside import Cell
from cluster_observatory.web.atlas.regions_drawn import MOSTLY


def quotient(entry):
    """Return a quotient with interval, people, flags and stars; a dash with its bounds where there is no figure."""
    if entry is None:
        return Cell()
    row = entry["row"]
    notes = [entry["interval"], entry["flags"]]
    if row["persons"] is not None:
        notes.insert(1, _("{count} people").format(count=entry["persons"]))
    elif entry["bounds"]:
        notes.append(entry["bounds"])
    modelled = bool(row.get("modelled_share"))
    if modelled:
        notes.append(_("modelled"))
    return Cell(
        entry["location_quotient"],
        row["location_quotient"],
        row.get("location_quotient_low"),
        row.get("location_quotient_high"),
        tuple(note for note in notes if note),
        modelled,
        entry["stars"],
    )


def score(one):
    """Return a score with rank, ranks it stays between and cautions; its value is the rank, by which it is marked."""
    if one is None or one.score is None:
        return Cell()
    notes = [_("rank {rank} of {all}").format(rank=one.rank, all=one.ranked), one.ranks, *one.cautions]
    return Cell(
        one.written,
        one.rank,
        one.rank_low,
        one.rank_high,
        tuple(note for note in notes if note),
        one.imputed_share + one.copied_share > MOSTLY,
    )


def context(edition, row):
    """Return a context indicator with its year and flags."""
    if row is None:
        return Cell()
    flags = queries.flags_in_words(edition, row["flags"])
    write = numbers.count(row["value"]) if abs(row["value"]) >= 1000 else numbers.decimal(row["value"], 1)
    return Cell(write, row["value"], notes=tuple(note for note in (str(row["year"]), flags) if note))


def innovation(one):
    """Return the innovation index with group and year, and of which larger region it is where it is not its own."""
    if one is None:
        return Cell()
    notes = [one.group, str(one.newest["year"])]
    if not one.is_own:
        notes.append(_("of {region}, the larger region measured").format(region=one.name))
    value = one.newest["relative_index"]
    return Cell(numbers.decimal(value, 0), value, notes=tuple(notes), modelled=not one.is_own)
