"""Who is together with whom in how many partnerships, and how that is drawn: nodes on a circle, lines between them."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

from cluster_observatory.web.organisations.rules import PUBLIC_STATES
from cluster_observatory.web.organisations.vocabularies import country_name

KINDS = ("countries", "organisations")
"""What the nodes can be."""

SIZE = 1000
"""Width and height of the drawing; all places and lengths are in its units."""

CENTRE = SIZE / 2
WIDEST, LEAST_SCALE = 12.0, 8
"""Width of the widest line; it stands for at least so many shared partnerships, so that one is always thin."""

LARGEST, SMALLEST = 24.0, 5.0
MOST_LABELS = 60
"""So many nodes have a label; of more the first of each group has that of the group, and names stand in the table."""

ROOMS = ((16, 345), (26, 285), (36, 215))
"""How long labels can be, in letters, and the radius of the circle that leaves them room; the first that is enough."""


@dataclass(frozen=True)
class Node:
    """A country or an organisation: its key, name, group (its country), and in how many partnerships it is."""

    key: str
    name: str
    group: str
    partnerships: int
    is_public: bool = True


@dataclass(frozen=True)
class Line:
    """Two nodes by their keys, and how many partnerships they share."""

    one: str
    other: str
    shared: int


@dataclass(frozen=True)
class Network:
    """Nodes, those of a group beside each other, and lines, the strongest first."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]


def members(places, of):
    """Return who is in which partnership, as `network` takes them: the countries of members, or the organisations.

    `places` are members with their organisations; `of` is one of `KINDS`.
    """
    if of == "countries":
        return [
            (place.partnership_id, code, country_name(code), "", True)
            for place in places
            if (code := place.organisation.country)
        ]
    return [
        (place.partnership_id, one.slug, one.name, country_name(one.country), one.state in PUBLIC_STATES)
        for place in places
        if (one := place.organisation)
    ]


def network(members):
    """Return the network of `members`; a key that is twice in a partnership counts once."""
    together, known = defaultdict(set), {}
    for partnership, key, name, group, is_public in members:
        together[partnership].add(key)
        known[key] = (name, group, is_public)
    alone = Counter(key for keys in together.values() for key in keys)
    pairs = Counter(pair for keys in together.values() for pair in combinations(sorted(keys), 2))
    nodes = sorted(
        (Node(key, known[key][0], known[key][1], count, known[key][2]) for key, count in alone.items()),
        key=lambda node: (node.group, node.name, node.key),
    )
    lines = sorted(
        (Line(*pair, shared) for pair, shared in pairs.items()), key=lambda line: (-line.shared, line.one, line.other)
    )
    return Network(tuple(nodes), tuple(lines))


@dataclass(frozen=True)
class DrawnNode:
    """Where a node stands, how large, where its label begins, how it is turned, and its words, if any."""

    node: Node
    x: float
    y: float
    radius: float
    label_x: float
    label_y: float
    turned: float
    anchor: str
    label: str


@dataclass(frozen=True)
class DrawnLine:
    """A line as an SVG path through the middle, its width, and its class from 1 (few shared) to 4 (most)."""

    line: Line
    path: str
    width: float
    strength: int


def drawn(found):
    """Return nodes and lines as they are drawn, (nodes, lines); the weakest lines come first, strong ones lie above."""
    circle = _Circle(found.nodes)
    nodes = {node.key: circle.placed(node, place) for place, node in enumerate(found.nodes)}
    most = max([LEAST_SCALE, *(line.shared for line in found.lines)])
    lines = [_line(line, nodes[line.one], nodes[line.other], most) for line in reversed(found.lines)]
    return list(nodes.values()), lines


class _Circle:
    """The circle on which nodes stand: as large as their labels leave room for."""

    def __init__(self, nodes):
        longest = max((len(node.name) for node in nodes), default=0)
        self.count = len(nodes)
        self.begins = {node.group: node.key for node in reversed(nodes)}
        self.most = max((node.partnerships for node in nodes), default=1)
        self.letters, self.radius = next((room for room in ROOMS if room[0] >= longest), ROOMS[-1])
        if self.count > MOST_LABELS:
            self.letters, self.radius = ROOMS[0]

    def placed(self, node, place):
        """Return a node where it stands, with its label beside it, never upside down."""
        angle = 2 * math.pi * place / self.count - math.pi / 2
        across, down = math.cos(angle), math.sin(angle)
        room = math.pi * self.radius / self.count * 0.9
        size = min(room, SMALLEST + (LARGEST - SMALLEST) * math.sqrt(node.partnerships / self.most))
        is_left = across < -1e-9
        away = self.radius + LARGEST + 8
        return DrawnNode(
            node, _rounded(CENTRE + self.radius * across), _rounded(CENTRE + self.radius * down), _rounded(size),
            _rounded(CENTRE + away * across), _rounded(CENTRE + away * down),
            _rounded(math.degrees(angle) + (180 if is_left else 0)), "end" if is_left else "start",
            self._label(node),
        )  # fmt: skip

    def _label(self, node):
        if self.count > MOST_LABELS and self.begins[node.group] != node.key:
            return ""
        words = node.group if self.count > MOST_LABELS else node.name
        return words if len(words) <= self.letters else f"{words[: self.letters - 1].rstrip()}…"


def _line(line, one, other, most):
    bend_x = CENTRE + (one.x + other.x - 2 * CENTRE) * 0.12
    bend_y = CENTRE + (one.y + other.y - 2 * CENTRE) * 0.12
    path = f"M{one.x} {one.y}Q{_rounded(bend_x)} {_rounded(bend_y)} {other.x} {other.y}"
    share = line.shared / most
    return DrawnLine(line, path, _rounded(WIDEST * share), min(4, 1 + int(share * 3.999)))


def _rounded(value):
    return round(value, 1)
