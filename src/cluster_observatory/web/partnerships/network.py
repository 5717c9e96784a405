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

CENTRE, RADIUS = SIZE / 2, 345
WIDEST = 12.0
LARGEST, SMALLEST = 24.0, 5.0
MOST_LABELS = 60
"""So many nodes have a label; more would cover each other, and their names stand in the table."""

LONGEST_LABEL = 14
"""Letters that a label has room for."""


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
    count = len(found.nodes)
    most_alone = max((node.partnerships for node in found.nodes), default=1)
    nodes = {node.key: _placed(node, place, count, most_alone) for place, node in enumerate(found.nodes)}
    most = max((line.shared for line in found.lines), default=1)
    lines = [_line(line, nodes[line.one], nodes[line.other], most) for line in reversed(found.lines)]
    return list(nodes.values()), lines


def _placed(node, place, count, most):
    angle = 2 * math.pi * place / count - math.pi / 2
    across, down = math.cos(angle), math.sin(angle)
    room = math.pi * RADIUS / max(count, 1) * 0.9
    radius = min(room, SMALLEST + (LARGEST - SMALLEST) * math.sqrt(node.partnerships / most))
    is_left = across < -1e-9
    degrees = math.degrees(angle) + (180 if is_left else 0)
    away = RADIUS + LARGEST + 8
    return DrawnNode(
        node, _rounded(CENTRE + RADIUS * across), _rounded(CENTRE + RADIUS * down), _rounded(radius),
        _rounded(CENTRE + away * across), _rounded(CENTRE + away * down), _rounded(degrees),
        "end" if is_left else "start", _label(node.name) if count <= MOST_LABELS else "",
    )  # fmt: skip


def _label(name):
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1].rstrip()}…"


def _line(line, one, other, most):
    bend_x = CENTRE + (one.x + other.x - 2 * CENTRE) * 0.12
    bend_y = CENTRE + (one.y + other.y - 2 * CENTRE) * 0.12
    path = f"M{one.x} {one.y}Q{_rounded(bend_x)} {_rounded(bend_y)} {other.x} {other.y}"
    share = line.shared / most
    return DrawnLine(line, path, _rounded(max(1.0, WIDEST * share)), min(4, 1 + int(share * 3.999)))


def _rounded(value):
    return round(value, 1)
