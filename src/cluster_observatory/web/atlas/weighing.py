"""A scoreboard under the weights that a visitor gives: computed, sorted, put in words."""

import json
import math
from urllib.parse import urlencode

from django.utils.functional import cached_property
from django.utils.translation import get_language

from cluster_observatory.errors import NotPossible
from cluster_observatory.publication import labels, what_if
from cluster_observatory.web.atlas import weights
from cluster_observatory.web.atlas.evidence import source_line
from cluster_observatory.web.atlas.weighed import SENTENCES, Row
from cluster_observatory.web.atlas.weights import PREFIX, TIMES, Weight

STEPS = 100
"""In how many steps a slider goes from 0 to the largest weight."""
NUTS_EDITION = 2021
"""The edition of NUTS in whose regions scoreboards are made."""


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
        self.region = weights.region(edition, self.board, parameters.get("region") or "", self.names)
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
        given = self._given(self.weights | changes)
        asked = ({"region": self.region} if self.region else {}) | given
        return f"?{urlencode(asked)}" if asked else "?"

    def _given(self, weights):
        published = self.board.weights
        return {PREFIX + code: f"{weight:.9g}" for code, weight in weights.items() if weight != published[code]}

    @property
    def changed(self):
        """Return the parameters of the weights that are not as published."""
        return self._given(self.weights)

    @property
    def taken(self):
        """Return the parameters that ask for the ranking as a file."""
        return "?" + urlencode({"name": self.board.name, **self.changed})

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


def _number(value):
    return None if math.isnan(value) else float(value)


def _whole(value):
    return None if math.isnan(value) else int(value)
