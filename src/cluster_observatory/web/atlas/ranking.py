"""The figures of all regions for a choice: values, ranks, words, in the order asked for."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.labels import country_name, region_names
from cluster_observatory.web.atlas import (
    certainty,
    criteria,
    findings,
    levels,
    measures,
    numbers,
    queries,
    stars,
    viewing,
)
from cluster_observatory.web.atlas.stars import Stars

TOP = 15
LONGEST_INTERVAL = 1.6
"""A bar of the ranking leaves room for intervals up to so many times the largest value; longer ones run out of it."""


@dataclass(frozen=True)
class Row:
    """One region's figures; `modelled` is of the value, `split` of the persons, `letters` are the provider's flags.

    What the map asks of a row of any topic: region, name, country, value, rank (among
    all rows), modelled, flags and remarks (in words), address.  The bars ask for
    `interval` too where the measure has one.
    """

    edition: Edition
    region: str
    country: str
    value: float | None
    rank: int | None
    figures: dict
    stars: Stars
    letters: str
    modelled: bool
    split: bool
    judged: bool

    @property
    def name(self):
        """Return the region's name."""
        if self.region == self.country:
            return self.country_name
        return region_names(self.edition, self.figures["nuts_edition"]).get(self.region, self.region)

    @property
    def flags(self):
        """Return the provider's flags in words."""
        return queries.flags_in_words(self.edition, self.letters)

    @property
    def remarks(self):
        """Return what a tooltip says beside the value: of stars how sure they are, and what is not known."""
        if not self.judged:
            return []
        words = [_("not known: {why}").format(why=criteria.missing_in_words(name)) for name in self.stars.not_known]
        if self.stars.count is not None:
            words.append(certainty.of_a_cluster_in_words(self.stars.probability))
        return words

    @property
    def address(self):
        """Return the address of the region's page."""
        return reverse("atlas:region", args=[self.region])

    @property
    def country_name(self):
        """Return the country in words."""
        return country_name(self.country, get_language())

    @property
    def persons(self):
        """Return the persons employed, or None."""
        return self.figures["persons"]

    @property
    def location_quotient(self):
        """Return the location quotient, or None."""
        return self.figures["location_quotient"]

    @property
    def interval(self):
        """Return the ends of the interval of the location quotient, each a number or None."""
        return self.figures.get("location_quotient_low"), self.figures.get("location_quotient_high")

    @property
    def is_small(self):
        """Return whether so few people work here that averages and quotients say little."""
        return self.persons is not None and self.persons < findings.WORTH_NAMING


def rows(edition, choice):
    """Return a row per region, best value first, regions without a value last."""
    return _rows(edition.folder, choice.subject, choice.year, choice.measure.key, choice.profile, choice.view.level)


@lru_cache(maxsize=128)
def _rows(folder: Path, subject, year, key, profile, level):
    edition = Edition(folder)
    measure = measures.MEASURES[key]
    starred = {}
    if level == viewing.REGION_LEVEL:
        judged = stars.of_subject(edition, subject, year, profile)
        starred = stars.by_code(edition, judged, "region", profile)
    made = [
        _row(edition, row, measure, starred.get(row["region"], Stars()))
        for row in levels.figures(edition, subject, year, level).iter_rows(named=True)
    ]
    values = sorted((row.value for row in made if row.value is not None), reverse=True)
    rank_of = {}
    for place, value in enumerate(values, start=1):
        rank_of.setdefault(value, place)

    def place(row):
        second = row.location_quotient if key == "stars" else row.persons
        return row.value is None, -(row.value or 0), -(second or 0), row.region

    return sorted((_ranked(row, rank_of) for row in made), key=place)


def _row(edition, row, measure, starred):
    split = bool(row.get("modelled")) and row["persons"] is not None
    return Row(
        edition=edition,
        region=row["region"],
        country=row["region"][:2],
        value=starred.count if measure.key == "stars" else row[measure.column],
        rank=None,
        figures=row,
        stars=starred,
        letters=row["flags"],
        modelled=split or bool(measure.modelled and row[measure.modelled]),
        split=split,
        judged=measure.key == "stars",
    )


def _ranked(row, rank_of):
    return Row(**(vars(row) | {"rank": rank_of.get(row.value)}))


def possible(found):
    """Return how many stars a region can have: the most criteria that any region could be judged on."""
    return max((row.stars.judged for row in found if row.stars.count is not None), default=measures.MOST_STARS)


def classes(choice, found):
    """Return the classes of the values of all regions, by the method chosen; those of stars count stars.

    They are made of all rows, not of those shown: a colour means the same whichever countries are chosen.
    """
    if choice.measure.key == "stars":
        return measures.of_stars(possible(found))
    return choice.measure.classes([row.value for row in found if row.value is not None], choice.view.classes)


def ordered(found, choice):
    """Return the rows in the order the visitor asked for; missing values come last either way."""
    key = choice.sort.removeprefix("-")
    if not key:
        return found

    def value(row):
        if key in ("name", "country", "rank"):
            return getattr(row, key)
        own = {"stars": row.stars.count, "probability": row.stars.probability}
        return own[key] if key in own else row.figures.get(key)

    known = [row for row in found if value(row) is not None]
    missing = [row for row in found if value(row) is None]
    return sorted(known, key=value, reverse=choice.sort.startswith("-")) + missing


def bars(found, choice, europe, marked=frozenset(), most=None):
    """Return the first regions of the ranking with the length of each bar, and Europe's, in per cent of the longest.

    Takes rows in the order of their values.  Regions whose codes are in `marked` are
    marked, and stand apart after the first where they are not among them.  Intervals
    are lines where the measure has them, and a bar of stars that are less than likely
    is hollow.  `most` is how many stars there can be: so many are the longest bar of
    stars, whether any region has them or not.
    """
    known = [row for row in found if row.value is not None]
    top = known[:TOP] + [row for row in known[TOP:] if row.region in marked]
    starred, with_interval = choice.measure.key == "stars", choice.measure.has_interval
    longest = most if starred else max((abs(row.value) for row in top), default=0) or 1
    if with_interval:
        ends = [high for row in top if (high := row.interval[1]) is not None]
        longest = max(longest, min(max(ends, default=0), LONGEST_INTERVAL * longest))
    return [
        {
            "row": row,
            "written": choice.measure.say(row.value, row.modelled),
            "marked": row.region in marked,
            "apart": place > TOP,
            "length": f"{100 * min(1, max(0, row.value) / longest):.1f}",
            "europe": f"{100 * europe / longest:.1f}" if europe and 0 < europe <= longest else "",
            "interval": _line(row.interval, longest) if with_interval else None,
            "beside": list(_beside(row, choice, place > TOP)),
            "times": certainty.times(row.stars.probability) if starred and row.stars.probability is not None else None,
            "hollow": starred and certainty.is_unsure(row.stars.probability),
        }
        for place, row in enumerate(top, start=1)
    ]


def _beside(row, choice, is_apart):
    """Give what stands under a name: how sure the value is, the rank in Europe, whether few people work here."""
    if choice.measure.key == "stars":
        yield from _certainty(row.stars)
    elif choice.measure.has_interval and (words := numbers.interval(*row.interval)):
        yield words
    if choice.view.countries or is_apart:
        yield _("no. {rank} in Europe").format(rank=row.rank)
    if row.is_small:
        yield _("few people")


def _certainty(starred):
    if tier := certainty.tier(starred):
        yield tier
    word = certainty.of_a_cluster(starred.probability)
    if starred.probability is None:
        yield word
    else:
        yield _("{certainty} ({times} of 100)").format(certainty=word, times=certainty.times(starred.probability))


def _line(interval, longest):
    """Return where the line of an interval begins, how long it is and where it ends, in per cent of the longest bar.

    The end is empty where the interval runs out of the bar.
    """
    low, high = interval
    if low is None or high is None:
        return None
    start, end = 100 * min(1, low / longest), 100 * high / longest
    return {
        "start": f"{start:.1f}",
        "length": f"{min(end, 100) - start:.1f}",
        "end": f"{end:.1f}" if end <= 100 else "",
    }


def europe(found, choice):
    """Return Europe's value of the measure over the regions that have one, or None where there is no such value."""
    key = choice.measure.key
    if key == "location_quotient":
        return 1.0
    known = [row for row in found if row.persons is not None and row.value is not None]
    people = sum(row.persons for row in known)
    if key in ("average_wage", "labour_productivity") and people:
        return sum(row.persons * row.value for row in known) / people
    if key in ("focus", "average_size"):
        denominator = sum(row.persons / row.value for row in known if row.value)
        return sum(row.persons for row in known if row.value) / denominator if denominator else None
    return None


def table(found, choice, class_count=0, bounds=None, places=None):
    """Return the cells of the whole table, already in words; `class_count` is how many classes make up a cluster.

    `bounds` says for regions without a figure between what it must lie, `places` their
    ranks among the regions shown where not all are.
    """
    return [
        {
            "row": row,
            "place": (places or {}).get(row.region, ""),
            "value": choice.measure.write(row.value),
            "persons": (numbers.about if row.split else numbers.count)(row.persons),
            "bounds": (bounds or {}).get(row.region, "") if row.persons is None else "",
            "location_quotient": numbers.quotient(row.location_quotient),
            "interval": numbers.interval(*row.interval),
            "focus": numbers.share(row.figures["focus"]),
            "european_share": numbers.share(row.figures["european_share"]),
            "average_wage": numbers.thousand_euro(row.figures["average_wage"]),
            "covered": _covered(row, class_count),
        }
        for row in ordered(found, choice)
    ]


def _covered(row, class_count):
    """Return for how many classes of the cluster the source allows a figure, empty where for all or not known."""
    coverage = row.figures.get("coverage")
    if not class_count or row.value is None or coverage is None or coverage == 1:
        return ""
    return _("{n} of {all} classes").format(n=round(coverage * class_count), all=class_count)
