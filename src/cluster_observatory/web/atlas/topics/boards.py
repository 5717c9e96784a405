"""The page of a scoreboard: who leads and how surely, what it is made of, and how its parts go together."""

import json
import re
from urllib.parse import urlencode

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cluster_observatory.publication import going_together
from cluster_observatory.web.atlas import numbers
from cluster_observatory.web.atlas.topics import heat, queries
from cluster_observatory.web.atlas.topics.evidence import Evidence
from cluster_observatory.web.atlas.topics.pictures import ranking

STATUSES = {
    "published": gettext_lazy("published: the recipe stands in the source"),
    "reconstructed": gettext_lazy("reconstructed: parts of the recipe are not verified"),
    "own": gettext_lazy("the observatory’s own"),
}
"""How well the recipe of a scoreboard is known."""

STEPS = {
    "screen": gettext_lazy("leave out what has too few values"),
    "denominate": gettext_lazy("divide by size"),
    "impute": gettext_lazy("fill gaps"),
    "treat": gettext_lazy("bring outliers in"),
    "normalise": gettext_lazy("put all on one scale"),
    "weigh": gettext_lazy("set weights"),
    "aggregate": gettext_lazy("add up, level by level"),
    "correct": gettext_lazy("correct the result"),
}
"""The steps of a recipe, as people call them."""

DRAWN = 30
"""So many regions the picture of a ranking shows."""


class Board(Evidence):
    """The evidence of the index of a scoreboard, with all that the scoreboard's page says beside it."""

    def __init__(self, edition, choice, row):
        super().__init__(edition, choice)
        self.row = row
        self.name = row["scoreboard"]

    @property
    def board_title(self):
        """Return the title of the scoreboard."""
        return queries.full_title(self.row)

    @property
    def status(self):
        """Return how well the recipe is known, in words."""
        return STATUSES.get(self.row["status"], self.row["status"])

    @property
    def unverified(self):
        """Return what of the recipe is not verified, a list of sentences."""
        return [words for words in re.split(r"(?<=\.); ", self.row["unverified"] or "") if words]

    @property
    def _drawn(self):
        return [row for row in self.rows if row.figures["rank"] is not None][:DRAWN]

    @property
    def ranking_title(self):
        """Return what the picture of the ranking shows."""
        words = _("The first {shown} of {all} regions: rank in {title}, {year}, and the ranks each stays between")
        return words.format(shown=len(self._drawn), all=self.known, title=self.topic.title, year=self.choice.year)

    @property
    def asked(self):
        """Return the parameters that ask for the scoreboard's table or picture as a file."""
        return f"{self.choice.query(sort='')}&{urlencode({'name': self.name})}"

    @property
    def ranking_chart(self):
        """Return the picture of the first of the ranking with their intervals, or None where there is none."""
        return ranking(self._drawn) if self._drawn and self.has_intervals else None

    @property
    def others(self):
        """Return the topics at the top of the scoreboard beside the index."""
        return [topic for topic in queries.tops(self.edition, self.name) if topic != self.topic]

    @property
    def steps(self):
        """Return the steps of the recipe: name, what it does in words, options in their own words."""
        found = []
        for step in json.loads(self.row["recipe"]):
            options = {key: value for key, value in step.items() if key != "step" and value not in ("", [], {})}
            written = "; ".join(f"{key.replace('_', ' ')}: {_option(value)}" for key, value in options.items())
            found.append({"step": step["step"], "words": STEPS.get(step["step"], ""), "options": written})
        return found

    @property
    def framework(self):
        """Return the tree of the scoreboard: for each top the topic, its weights in its parent and in the whole."""
        return [self._branch(topic, None, 1.0) for topic in queries.tops(self.edition, self.name)]

    def _branch(self, topic, share, whole):
        below = queries.members(self.edition, self.name, topic.code)
        weights = sum(member.about["weight"] for member in below) or 1
        return {
            "topic": topic,
            "share": "" if share is None else numbers.share(share),
            "whole": "" if share is None else numbers.share(whole),
            "has_levels": any(not member.is_indicator for member in below),
            "members": [
                self._branch(member, member.about["weight"] / weights, whole * member.about["weight"] / weights)
                for member in below
            ],
        }

    @cached_property
    def _indicators(self):
        return going_together.of_indicators(self.edition, self.name, self.choice.year)

    @cached_property
    def _aggregates(self):
        return going_together.of_aggregates(self.edition, self.name, self.choice.year)

    @cached_property
    def _topics(self):
        return {topic.code: topic for topic in queries.topics(self.edition).values() if topic.board == self.name}

    @property
    def parts_together(self):
        """Return the correlations of the index and what stands just below it as a table of heat."""
        codes = [self.topic.code, *(topic.code for topic in self._below)]
        return heat.table(self._aggregates, [self._topics[code] for code in codes])

    @property
    def indicators_together(self):
        """Return the correlations of all indicators as a table of heat, those of a dimension beside one another."""
        order = [topic for top in queries.tops(self.edition, self.name) for topic in self._leaves(top)]
        return heat.table(self._indicators, order)

    @property
    def _below(self):
        members = queries.members(self.edition, self.name, self.topic.code)
        return [topic for topic in members if not topic.is_indicator] + self.others

    def _leaves(self, topic):
        if topic.is_indicator:
            return [topic]
        members = queries.members(self.edition, self.name, topic.code)
        return [leaf for member in members for leaf in self._leaves(member)]

    @property
    def alike(self):
        """Return the pairs of indicators that say nearly the same, closest first: the two, and their correlation."""
        return heat.pairs(self._indicators, self._topics, above=going_together.REDUNDANT)

    @property
    def apart(self):
        """Return the pairs of indicators that pull apart, farthest first."""
        return heat.pairs(self._indicators, self._topics, below=going_together.CONFLICTING)

    @property
    def together_in_words(self):
        """Return how many pairs of indicators say nearly the same, and how many pull apart, as sentences."""
        alike, apart = len(self.alike), len(self.apart)
        same = ngettext(
            "{n} pair of indicators correlates above 0.9: the two say nearly the same, and count twice.",
            "{n} pairs of indicators correlate above 0.9: the two say nearly the same, and count twice.",
            alike,
        )
        contrary = ngettext(
            "{n} pair correlates below −0.4: what one gives, the other takes away in the mean.",
            "{n} pairs correlate below −0.4: what one gives, the other takes away in the mean.",
            apart,
        )
        return [
            same.format(n=alike) if alike else _("No two indicators correlate above 0.9."),
            contrary.format(n=apart) if apart else _("None correlate below −0.4."),
        ]

    @property
    def leading_parts(self):
        """Return the parts of the index with their correlation with it, closest first."""
        members = [topic for topic in self._below if topic not in self.others]
        found = [(topic, heat.value(self._aggregates, topic.code, self.topic.code)) for topic in members]
        known = sorted(((topic, value) for topic, value in found if value is not None), key=lambda pair: -pair[1])
        return [(topic, numbers.decimal(value, 2)) for topic, value in known]


def _option(value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (list, tuple)):
        return "–".join(map(str, value))
    return str(value)
