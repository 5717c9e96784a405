"""Everything a topic's page shows for a choice: finding, map, ranking, distribution, trend, table, source line."""

from urllib.parse import urlencode

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cluster_observatory.publication.charts import Mark
from cluster_observatory.web.atlas import mapping, numbers, pictures, ranking, viewing
from cluster_observatory.web.atlas.controls import looks
from cluster_observatory.web.atlas.evidence import source_line
from cluster_observatory.web.atlas.topics import (
    choices,
    figures,
    findings,
    measures,
    queries,
    rows,
    tables,
)

TOP = 15
LEADERS = 5


class Evidence:
    """The evidence for one topic; templates ask for what they show, and only that is made."""

    def __init__(self, edition, choice):
        self.edition = edition
        self.choice = choice
        self.topic = choice.topic
        self.all_rows = rows.of_choice(edition, choice)
        self.rows = viewing.shown(choice.view, self.all_rows)

    @cached_property
    def finding(self):
        """Return the finding as a sentence."""
        return findings.of_choice(self.edition, self.choice, self.rows)

    @property
    def beside(self):
        """Return what stands under the finding."""
        return findings.beside(self.choice, self.rows)

    @property
    def title(self):
        """Return what the picture shows: topic, measure, year."""
        title = _("{topic}: {measure}, {year}").format(
            topic=self.topic.title, measure=self.choice.measure.title, year=self.choice.year
        )
        if which := viewing.which(self.choice.view):
            title = _("{title}: {which}").format(title=title, which=which)
        if self.topic.family != queries.DEMOGRAPHY:
            return title
        industry = choices.industry_name(self.edition, self.choice.industry)
        return _("{title}, {industry}").format(title=title, industry=industry)

    @property
    def is_modelled(self):
        """Return whether any of the figures shown is mostly not the region's own."""
        return any(row.modelled and row.value is not None for row in self.rows)

    @property
    def hatched(self):
        """Return what hatching and the word modelled mean for this topic, as a sentence."""
        if self.topic.is_indicator:
            return _("Hatched and “modelled” here: imputed, or the figure of a larger area, copied down.")
        if self.topic.family == queries.SCOREBOARD:
            return _(
                "Hatched and “modelled” here: more than half of the weight is imputed, or copied from larger areas."
            )
        if self.topic.family == queries.INNOVATION:
            return _(
                "Hatched and “modelled” here: the source gives several regions as one; each has the figure of all."
            )
        return _("Hatched and “modelled” here: estimated by the provider.")

    @cached_property
    def map(self):
        """Return what the map draws."""
        drawn = rows.in_small(self.edition, self.all_rows, self.nuts_edition)
        heads = {row.region for row in findings.named(self.choice, self.rows)}
        marked = frozenset(row.region for row in drawn if heads & {row.region, row.part_of})
        return mapping.map_of(self.choice, drawn, self.nuts_edition, marked)

    @property
    def are_some_split(self):
        """Return whether regions that the source gives as one are drawn region by region."""
        return any(len(row.region) < rows.LETTERS for row in self.rows)

    @property
    def nuts_edition(self):
        """Return the edition of NUTS that the codes of the regions are of."""
        return queries.nuts_edition(self.edition, [row.region for row in self.all_rows])

    @property
    def known(self):
        """Return how many of the regions shown have a value."""
        return sum(row.value is not None for row in self.rows)

    @cached_property
    def has_intervals(self):
        """Return whether the ranks of the regions come with intervals."""
        return any(row.interval[0] is not None for row in self.rows)

    @property
    def ranked(self):
        """Return how many regions are ranked."""
        return max((row.figures.get("regions_ranked") or 0 for row in self.rows), default=0)

    @cached_property
    def last_rank(self):
        """Return the lowest rank that any interval of the ranking reaches: where its lines end."""
        top = [row.interval[1] for row in self.rows if row.value is not None][:TOP]
        return max((round(high) for high in top if high is not None), default=0)

    @property
    def bars(self):
        """Return the first of the ranking, each with its bar or, where ranks have intervals, its line of ranks."""
        top = [row for row in self.rows if row.value is not None][:TOP]
        longest = max((abs(row.value) for row in top), default=0) or 1
        heads = {row.region for row in findings.named(self.choice, self.rows)}
        places = viewing.places(self.choice.view, self.all_rows)
        return [
            {
                "row": row,
                "place": places.get(row.region, row.rank),
                "written": self.choice.measure.write(row.value),
                "marked": row.region in heads,
                "length": f"{100 * min(1, max(0, row.value) / longest):.1f}",
                "ranks": self._line(row),
                "interval": rows.interval_in_words(row.figures) if "rank_low" in row.figures else "",
                "tied": rows.tied_in_words(row.figures["tied_with"]) if row.figures.get("tied_with") else "",
                "group": measures.in_group(row.figures) if self.topic.family == queries.INNOVATION else "",
            }
            for row in top
        ]

    def _line(self, row):
        """Return where the dot of a rank and the line of its interval stand, in per cent of all ranks; or None."""
        low, high = row.interval
        if low is None or high is None or self.last_rank < 2:
            return None
        dot, start, end = (100 * (rank - 1) / (self.last_rank - 1) for rank in (row.figures["rank"], low, high))
        return {"dot": f"{dot:.1f}", "start": f"{start:.1f}", "length": f"{max(end - start, 0.4):.1f}"}

    @property
    def distribution(self):
        """Return the chart of the distribution, or None; ranks are spread evenly, whatever they are of."""
        if self.choice.measure.key == "rank":
            return None
        return pictures.distribution(self.choice, self.rows, None, ranking.classes(self.choice, self.all_rows))

    @cached_property
    def trend(self):
        """Return the chart of the regions that lead in the chosen year over all years, or None for one year."""
        top = [row for row in self.rows if row.value is not None][:LEADERS]
        column = self.choice.measure.column
        found = figures.series(self.edition, self.topic, [row.region for row in top], self.choice.industry)
        series = [(row.name, self._points(found.filter(region=row.region), column)) for row in top]
        total = self.all_regions
        if total is not None:
            series.append((_("All regions of the register"), self._points(total, column)))
        level = Mark(100.0, _("EU in 2016")) if self.choice.measure.key == "published" else None
        return pictures.trend(series, str(self.choice.measure.title), ",.2~f", level=level)

    @property
    def all_regions(self):
        """Return the rows of all regions of a register together over the years, None where there are none.

        Only of rates: beside the count of all regions, those of single ones would lie flat.
        """
        if self.topic.family != queries.DEMOGRAPHY or self.topic.english_unit in measures.COUNTED:
            return None
        found = figures.of_all_regions(self.edition, self.topic, self.choice.industry)
        return found if found["value"].is_not_null().any() else None

    def _points(self, found, column):
        """Return (year, 0, flags, value); where the table changes the series breaks, as where the provider says so."""
        points, before = [], None
        for row in found.iter_rows(named=True):
            if row[column] is None:
                continue
            is_new = before is not None and row.get("dataset") != before
            points.append((row["year"], 0, "b" if is_new else row.get("flags", ""), row[column]))
            before = row.get("dataset")
        return points

    @property
    def controls(self):
        """Return what can be chosen: topic, industry, countries, year, measure, classes, map."""
        codes = figures.industries(self.edition, self.topic)
        countries = {row.country for row in self.all_rows}
        return looks(self.choice, countries, (viewing.REGION_LEVEL,)) | {
            "groups": queries.grouped(self.edition),
            "industries": [(code, choices.industry_name(self.edition, code)) for code in codes],
            "years": figures.years(self.edition, self.topic, self.choice.industry)[::-1],
            "measures": measures.of_topic(self.topic),
            "levels": [],
        }

    @cached_property
    def columns(self):
        """Return the headings of the table."""
        return tables.headings(self.choice, self._listed)

    @cached_property
    def _listed(self):
        return tables.columns(self.choice)

    @property
    def table(self):
        """Return the cells of the whole table."""
        return tables.cells(self.choice, self.rows, self._listed)

    @property
    def source(self):
        """Return the source line: producer, table, date read, method page."""
        return source_line(self.edition, self.datasets, self.choice.measure.method)

    @property
    def datasets(self):
        """Return the codes of the providers' tables that the figures rest on."""
        if self.topic.family != queries.SCOREBOARD or self.topic.is_indicator:
            return [part for row in self.rows for part in (row.figures["dataset"] or "").split("/") if part]
        return datasets_below(self.edition, self.topic.board, self.topic.code)

    @property
    def asked(self):
        """Return the parameters that ask for the table of the topic as a file."""
        return f"{self.choice.query(sort='')}&{urlencode({'topic': self.topic.key})}"

    @property
    def parts(self):
        """Return what an aggregate is made of, each with its weight in it; nothing for other topics."""
        if self.topic.family != queries.SCOREBOARD or self.topic.is_indicator:
            return []
        members = queries.members(self.edition, self.topic.board, self.topic.code)
        whole = sum(member.about["weight"] for member in members) or 1
        return [(member, numbers.share(member.about["weight"] / whole)) for member in members]

    @property
    def above(self):
        """Return the topics that this one is part of, the nearest first, without the whole scoreboard."""
        found, topic = [], self.topic
        while topic.family == queries.SCOREBOARD and topic.about["parent"]:
            topic = queries.topics(self.edition)[topic.board, topic.about["parent"]]
            found.append(topic)
        return found[:-1]


def datasets_below(edition, board, code):
    """Return the codes of the providers' tables that an aggregate of a scoreboard rests on."""
    found = set()
    for member in queries.members(edition, board, code):
        if not member.is_indicator:
            found |= datasets_below(edition, board, member.code)
            continue
        found |= {member.about[column] for column in ("dataset", "divisor_dataset") if member.about[column]}
    return found
