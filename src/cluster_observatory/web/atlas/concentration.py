"""How concentrated a sector is over the regions, as a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.publication.frames import part
from cluster_observatory.web.atlas import numbers

TABLE = "concentration"

LITTLE, HIGH = 0.02, 0.05
"""Ellison and Glaeser's own steps: up to the first not very concentrated, from the second highly."""

SURE = 1.96
"""So many standard deviations from chance leave little doubt."""

WORDS = (
    (HIGH, gettext_lazy("highly concentrated, more than the sizes of its workplaces explain")),
    (LITTLE, gettext_lazy("somewhat concentrated, more than the sizes of its workplaces explain")),
    (0.0, gettext_lazy("little concentrated beyond what the sizes of its workplaces explain")),
    (float("-inf"), gettext_lazy("spread more evenly than chance would have its workplaces")),
)
"""What an index of Ellison and Glaeser of at least so much says."""


def of_sector(edition, industry, year):
    """Return how concentrated a sector is in a year, in words; empty where the edition does not say."""
    if TABLE not in edition.tables:
        return ""
    rows = part(edition, TABLE, industry=industry, year=year).to_dicts()
    return in_words(rows[0]) if rows else ""


def in_words(row):
    """Return the concentration of one row of the table in words: Ellison and Glaeser's index, then the Gini."""
    sentences = []
    if row["ellison_glaeser"] is not None:
        words = next(words for least, words in WORDS if row["ellison_glaeser"] >= least)
        sentences.append(
            _("This sector is {words} (Ellison–Glaeser index {index}{at_most}{doubt}).").format(
                words=words,
                index=numbers.decimal(row["ellison_glaeser"], 3).replace("-", "−"),
                at_most=_(", at its most") if row["plant_herfindahl_estimated"] else "",
                doubt="" if row["plant_herfindahl_estimated"] else _doubt(row["ellison_glaeser_z"]),
            )
        )
    if row["locational_gini"] is not None:
        sentences.append(
            _("Its locational Gini is {gini}: 0 would be every region with its share, 1 all in one.").format(
                gini=numbers.decimal(row["locational_gini"], 2)
            )
        )
    return " ".join(sentences)


def _doubt(deviations):
    if deviations is None:
        return ""
    return _(", more than chance") if abs(deviations) >= SURE else _(", could be chance")
