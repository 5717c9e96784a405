"""A region's place on a scoreboard under other weights beside its published one, and what the page says of it."""

import math
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.web.atlas import numbers

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
