"""A scoreboard under the weights that a visitor gives: computed, sorted, put in words."""

import json
import math
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.publication import labels, what_if
from cluster_observatory.web.atlas import numbers, weights
from cluster_observatory.web.atlas.evidence import source_line
from cluster_observatory.web.atlas.weights import PREFIX, TIMES, Weight

STEPS = 100
"""In how many steps a slider goes from 0 to the largest weight."""
NUTS_EDITION = 2021
"""The edition of NUTS in whose regions scoreboards are made."""


SENTENCES = {
    "published": gettext_lazy("{first} is first of {all} regions, by the published weights."),
    "finding": gettext_lazy("By these weights {first} is first, and {moved} of {all} regions have another rank."),
    "holding": gettext_lazy("{held} of {all} regions stay within the published interval of their rank."),
    "mine": gettext_lazy("{name}: rank {rank} of {all}, published rank {published}."),
    "unranked": gettext_lazy("{name} has no score under these weights."),
    "none": gettext_lazy("Under these weights no region has a score."),
    "zero": gettext_lazy(
        "Everything below “{name}” weighs 0, so nothing is left to add up. Give one of them a weight."
    ),
    "up": gettext_lazy("▲ up {places}"),
    "down": gettext_lazy("▼ down {places}"),
    "same": gettext_lazy("= same"),
    "inside": gettext_lazy("within"),
    "outside": gettext_lazy("outside"),
}
"""What the page says again when a weight moves; words in braces are put in."""


class WhatIf:
    """A scoreboard of an edition under chosen weights, with the region that the visitor looks for."""

    def __init__(self, edition, name, parameters):
        self.edition = edition
        self.board = weights.board_of(edition, name)
        self.top = TIMES * max(self.board.weights.values())
        self.weights = self.board.weights | weights.asked(self.board.weights, parameters, self.top)
        bare = what_if.all_zero(self.board, self.weights)
        if bare is not None:
            raise NotPossible(SENTENCES["zero"].format(name=self.name_of(bare)))
        self.region = weights.region(edition, self.board, parameters.get("region") or "")
        self.outcome = what_if.recomputed(self.board, self.weights)

    def name_of(self, code):
        """Return what an indicator or aggregate is called."""
        element = self.board.framework.element(code)
        kind = "indicator" if element.kind == "indicator" else "dimension"
        return labels.name(kind, code, get_language(), element.name)

    @property
    def title(self):
        """Return the title of the scoreboard."""
        return labels.name("scoreboard", self.board.name, get_language(), self.board.title)

    @cached_property
    def names(self):
        """Return the names of regions by code."""
        return labels.region_names(self.edition, NUTS_EDITION)

    @property
    def step(self):
        """Return by how much a slider moves at least, as forms write it."""
        return f"{self.top / STEPS:.9g}"

    @property
    def limit(self):
        """Return the largest weight, as forms write it."""
        return f"{self.top:.9g}"

    @cached_property
    def tree(self):
        """Return the weights just below the whole, each with those below it."""
        return self._below(self.board.index)

    def _below(self, code):
        children = self.board.framework.children(code)
        whole = sum(self.weights[one] for one in children)
        found = []
        for one in children:
            alone = dict.fromkeys(children, 0.0) | {one: max(self.board.weights[one], self.top / TIMES)}
            found.append(
                Weight(
                    code=one,
                    name=self.name_of(one),
                    value=self.weights[one],
                    published=self.board.weights[one],
                    share=self.weights[one] / whole,
                    below=self._below(one),
                    alone=self.query(alone),
                    alone_json=json.dumps(alone),
                )
            )
        return tuple(found)

    def query(self, changes):
        """Return the parameters of an address with some weights changed, those that are as published left out."""
        changed = self.weights | changes
        given = {
            PREFIX + code: f"{weight:.9g}" for code, weight in changed.items() if weight != self.board.weights[code]
        }
        asked = ({"region": self.region} if self.region else {}) | given
        return f"?{urlencode(asked)}" if asked else "?"

    @property
    def published_query(self):
        """Return the parameters of an address with the published weights."""
        return self.query(self.board.weights)

    @property
    def equal_weights(self):
        """Return the weights when everything weighs the same."""
        return dict.fromkeys(self.board.weights, self.top / TIMES)

    @property
    def equal_query(self):
        """Return the parameters of an address with equal weights, empty where the published ones are equal."""
        equal = self.equal_weights
        return self.query(equal) if equal != self.board.weights else ""

    @property
    def equal_json(self):
        """Return equal weights as the script reads them."""
        return json.dumps(self.equal_weights)

    @property
    def is_published(self):
        """Return whether the weights are the published ones."""
        return self.weights == self.board.weights

    @cached_property
    def rows(self):
        """Return a row per region, best first, those without a score last."""
        published = self.board.published.iter_rows(named=True)
        found = [
            Row(row["region"], self.names.get(row["region"], row["region"]), _number(score), _whole(rank), row)
            for row, score, rank in zip(published, self.outcome.scores, self.outcome.ranks, strict=True)
        ]
        return sorted(found, key=lambda row: (row.rank is None, row.rank or 0, row.region))

    @property
    def regions(self):
        """Return the rows in the order in which a list of regions has them."""
        return sorted(self.rows, key=lambda row: (row.region[:2], row.name))

    @property
    def ranked(self):
        """Return how many regions have a score."""
        return sum(row.rank is not None for row in self.rows)

    @property
    def moved(self):
        """Return how many regions have another rank than the published one."""
        return sum(bool(row.change) for row in self.rows)

    @property
    def held(self):
        """Return how many regions stay within the published interval of their rank."""
        return sum(row.holds is True for row in self.rows)

    @property
    def judged(self):
        """Return how many regions have a rank and a published interval."""
        return sum(row.holds is not None for row in self.rows)

    @property
    def mine(self):
        """Return the row of the region that the visitor looks for, or None."""
        return next((row for row in self.rows if row.region == self.region), None)

    @property
    def finding(self):
        """Return the finding as a sentence."""
        ranked = self.ranked
        if not ranked:
            return str(SENTENCES["none"])
        return SENTENCES["published" if self.is_published else "finding"].format(
            first=self.rows[0].name, all=ranked, moved=self.moved
        )

    @property
    def holding(self):
        """Return in words for how many regions the published interval holds the new rank."""
        return SENTENCES["holding"].format(held=self.held, all=self.judged)

    @property
    def of_mine(self):
        """Return where the chosen region stands now and stood, in a sentence; empty without one."""
        row = self.mine
        if row is None:
            return ""
        if row.rank is None:
            return SENTENCES["unranked"].format(name=row.name)
        return SENTENCES["mine"].format(name=row.name, rank=row.rank, all=self.ranked, published=row.published_written)

    @property
    def data(self):
        """Return what the page needs to compute anew in the browser, or None where only the server can."""
        least = self.board.least_available
        if least is None:
            return None
        framework = self.board.framework
        return {
            "index": self.board.index,
            "names": {code: self.name_of(code) for code in least},
            "aggregates": [
                {"code": code, "children": framework.children(code), "least": least[code]} for code in least
            ],
            "indicators": framework.indicators,
            "weights": self.board.weights,
            "rows": [
                {
                    "region": row["region"],
                    "name": self.names.get(row["region"], row["region"]),
                    "values": [_number(value) for value in values],
                    "rank": row["rank"],
                    "low": row["rank_low"],
                    "high": row["rank_high"],
                }
                for row, values in zip(self.board.published.iter_rows(named=True), self.board.values, strict=True)
            ],
            "sentences": {key: str(words) for key, words in SENTENCES.items()},
        }

    @property
    def source(self):
        """Return the source line: the tables that the indicators come from."""
        described = what_if.datasets(self.edition, self.board.name)
        return source_line(self.edition, described, "score")


@dataclass(frozen=True)
class Row:
    """A region: score and rank under the chosen weights, and what was published."""

    region: str
    name: str
    score: float | None
    rank: int | None
    published: dict

    @property
    def address(self):
        """Return the address of the region's page."""
        return reverse("atlas:region", args=[self.region])

    @property
    def country(self):
        """Return the country in words."""
        return labels.country_name(self.region[:2], get_language())

    @property
    def score_written(self):
        """Return the score with one decimal."""
        return numbers.decimal(self.score, 1)

    @property
    def score_exact(self):
        """Return the score with all its digits, as machines read it; empty where there is none."""
        return "" if self.score is None else repr(self.score)

    @property
    def rank_written(self):
        """Return the rank, or a dash."""
        return numbers.NONE if self.rank is None else str(self.rank)

    @property
    def published_written(self):
        """Return the published rank, or a dash."""
        return numbers.NONE if self.published["rank"] is None else str(self.published["rank"])

    @property
    def change(self):
        """Return by how many places the rank is better than published; None where one of the two is not there."""
        if self.rank is None or self.published["rank"] is None:
            return None
        return self.published["rank"] - self.rank

    @property
    def change_in_words(self):
        """Return by how many places the rank is another, with an arrow and a word."""
        if self.change is None:
            return numbers.NONE
        if self.change == 0:
            return SENTENCES["same"]
        return SENTENCES["up" if self.change > 0 else "down"].format(places=abs(self.change))

    @property
    def interval(self):
        """Return the published interval of the rank, or a dash."""
        low, high = self.published["rank_low"], self.published["rank_high"]
        if low is None or high is None:
            return numbers.NONE
        return _("{low} to {high}").format(low=math.floor(low), high=math.ceil(high))

    @property
    def holds(self):
        """Return whether the published interval holds the new rank; None where one of the two is not there."""
        low, high = self.published["rank_low"], self.published["rank_high"]
        if self.rank is None or low is None or high is None:
            return None
        return math.floor(low) <= self.rank <= math.ceil(high)

    @property
    def holds_in_words(self):
        """Return whether the published interval holds the new rank, in a word; empty where it is not known."""
        return "" if self.holds is None else SENTENCES["inside" if self.holds else "outside"]


def _number(value):
    return None if math.isnan(value) else float(value)


def _whole(value):
    return None if math.isnan(value) else int(value)
