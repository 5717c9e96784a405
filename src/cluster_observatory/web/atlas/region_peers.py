"""The regions that a region is compared with: its nearest, or those that the visitor names."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.publication import labels
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame, part
from cluster_observatory.web.atlas import numbers, territories

TABLE = "peers"
MOST = 10
CHOSEN = "chosen"
BASES = {"structure": "structure", "abroad": "structure abroad", "gdp": "gdp per head"}
"""What an address calls a kind of peers, and what the table calls it."""

TITLES = {
    "structure": gettext_lazy("Nearest in structure"),
    "abroad": gettext_lazy("Nearest in structure, abroad"),
    "gdp": gettext_lazy("Nearest in GDP per head"),
    CHOSEN: gettext_lazy("Your own choice"),
}
GROUPS = {
    "size": gettext_lazy("size"),
    "sectors": gettext_lazy("mix of sectors"),
    "manufacturing": gettext_lazy("branches of manufacturing"),
}
NUTS_EDITION = 2021
"""The edition of NUTS of peers and scoreboards."""


@dataclass(frozen=True)
class Peer:
    """One region to compare with: code, name, distance and in what it is alike, as far as they are published."""

    code: str
    name: str
    distance: float | None = None
    reasons: str = ""

    @property
    def country(self):
        """Return its country in words."""
        return labels.country_name(self.code[:2], get_language())

    @property
    def shares(self):
        """Return the groups of variables with their share of the distance, that in which they are most alike first."""
        found = []
        for words in self.reasons.split(","):
            group, _space, share = words.strip().removesuffix("%").strip().rpartition(" ")
            if group in GROUPS and share.isdigit():
                found.append((group, int(share) / 100))
        return found

    @property
    def why(self):
        """Return in what the two are most and least alike, in words; empty where it is not known."""
        shares = self.shares
        if len(shares) < 2:
            return ""
        (most, least_share), (least, most_share) = shares[0], shares[-1]
        return _("most alike in {most} ({share}), least in {least} ({other})").format(
            most=GROUPS[most],
            share=numbers.share_in_text(least_share),
            least=GROUPS[least],
            other=numbers.share_in_text(most_share),
        )


@dataclass(frozen=True)
class Peers:
    """The regions compared with, on which basis, and the year of what makes them alike."""

    basis: str
    each: tuple = ()
    year: int | None = None

    @property
    def codes(self):
        """Return their codes."""
        return tuple(peer.code for peer in self.each)

    @property
    def are_chosen(self):
        """Return whether the visitor named them."""
        return self.basis == CHOSEN

    @property
    def title(self):
        """Return what these peers are called."""
        return TITLES[self.basis]

    @property
    def why(self):
        """Return why these regions are peers, or why there are none, in words."""
        return _without(self.basis) if not self.each else _why(self.basis, len(self.each), self.year)


def _why(basis, count, year):
    if basis == CHOSEN:
        return ngettext(
            "Compared with {n} region of your choice.", "Compared with {n} regions of your choice.", count
        ).format(n=count)
    return {
        "structure": _(
            "Peers are the {n} regions nearest in size, mix of sectors and branches of manufacturing in {year}: "
            "what a region cannot change soon. How well they do plays no part."
        ),
        "abroad": _(
            "Peers are the {n} regions of other countries nearest in size, mix of sectors and branches of "
            "manufacturing in {year}. How well they do plays no part."
        ),
        "gdp": _("Peers are the {n} regions nearest in GDP per head in {year}. They need not be alike in structure."),
    }[basis].format(n=count, year=year)


def _without(basis):
    if basis == CHOSEN:
        return _("You have named no region yet.")
    if basis == "gdp":
        return _(
            "There are no peers by GDP per head: the figures at hand have none of this region, or its borders were "
            "redrawn since."
        )
    return _(
        "There are no peers by structure: a section of the economy that most regions publish is not published here, or "
        "the region’s borders were redrawn since the figures."
    )


def read(edition, region, parameters):
    """Return the peers that an address asks for: `peer`, up to ten regions, or `against`, a kind of nearest ones.

    Raises NotPossible with what was met and what can be chosen.
    """
    named = list(dict.fromkeys(code.strip().upper()[:40] for code in parameters.getlist("peer") if code.strip()))
    basis = parameters.get("against") or ""
    if named or basis == CHOSEN:
        return _named(edition, region, named)
    if basis and basis not in BASES:
        raise NotPossible(
            _("“{asked}” is no kind of peers. Choose one of {known}.").format(
                asked=basis[:40], known=", ".join((*BASES, CHOSEN))
            )
        )
    return nearest(edition, region, basis or "structure")


def _named(edition, region, named):
    if len(named) > MOST:
        raise NotPossible(
            _("You named {n} regions to compare with. Name at most {most}.").format(n=len(named), most=MOST)
        )
    can = choices(edition)
    own = territories.codes(region)
    for code in named:
        if code in own:
            raise NotPossible(_("A region is not its own peer. Name others than {code}.").format(code=code))
        if code not in can:
            raise NotPossible(
                _("“{asked}” is no region with a scoreboard. Choose one from the list, such as {some}.").format(
                    asked=code[:40], some=", ".join(list(can)[:3])
                )
            )
    return Peers(CHOSEN, tuple(Peer(code, can[code]) for code in named))


def choices(edition):
    """Return the regions that can be compared with: those with a score, by code, with their names."""
    names = labels.region_names(edition, NUTS_EDITION)
    return {code: names.get(code, code) for code in _scored(edition.folder)}


@lru_cache(maxsize=8)
def _scored(folder: Path):
    edition = Edition(folder)
    if "scoreboard_scores" not in edition.tables:
        return ()
    return tuple(frame(edition, "scoreboard_scores")["region"].unique().sort())


def by_country(edition):
    """Return the regions that can be compared with by country: name of the country, its regions as code and name."""
    found = {}
    for code, name in choices(edition).items():
        found.setdefault(code[:2], []).append((code, name))
    language = get_language()
    return sorted((labels.country_name(code, language), regions) for code, regions in found.items())


def nearest(edition, region, basis):
    """Return the nearest regions of a kind as published; without any where the edition has none for the region."""
    if TABLE not in edition.tables:
        return Peers(basis)
    names = labels.region_names(edition, NUTS_EDITION)
    for code in (region, *territories.codes(region)):
        rows = part(edition, TABLE, region=code, basis=BASES[basis]).sort("place")
        if not rows.is_empty():
            each = tuple(
                Peer(row["peer"], names.get(row["peer"], row["peer"]), row["distance"], row["reasons"] or "")
                for row in rows.iter_rows(named=True)
            )
            return Peers(basis, each, rows["year"][0])
    return Peers(basis)


def queries_of(peers, kept):
    """Return the parameters that choose other peers: those of each kind, and of the choice without each of its regions.

    `kept` holds the other parameters of the page as pairs of name and value.
    """
    kinds = [
        {"title": TITLES[name], "query": _query(kept, [("against", name)]), "current": name == peers.basis}
        for name in (*BASES, CHOSEN)
    ]
    return {"kinds": kinds, "without": [(peer, _query(kept, _others(peers, peer))) for peer in peers.each]}


def _others(peers, left_out):
    return [("peer", peer.code) for peer in peers.each if peer is not left_out] or [("against", CHOSEN)]


def _query(kept, pairs):
    return "?" + urlencode([*kept, *pairs])
