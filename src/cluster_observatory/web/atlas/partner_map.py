"""The map of the partner finder: the region, its first partners by number, and the other candidates."""

from pathlib import Path

from django.conf import settings

from cluster_observatory.publication.map_source import region_map

NUMBERED = 10
LEAST = 420.0
"""So many units of the sheet are seen at least, so that one can tell where it is."""


def map_of(region, entries, others, nuts_edition):
    """Return what the map draws, or None where the region has no place.

    Takes the entries shown, best first, and the codes of the candidates that are not.
    """
    codes = frozenset({region, *others, *(entry.code for entry in entries)})
    drawn = region_map(Path(settings.HOME), nuts_edition, codes)
    if region not in drawn.outlines:
        return None
    shown = [entry for entry in entries if entry.code in drawn.outlines]
    apart = {region, *(entry.code for entry in shown)}
    candidates = [code for code in sorted(others) if code in drawn.outlines and code not in apart]
    insets = {inset.region for inset in drawn.insets}
    rest = [code for code in drawn.outlines if code not in apart and code not in candidates and code not in insets]
    seen = [inset for inset in drawn.insets if inset.region in codes]
    left, top, width, height = _frame([drawn.boxes[code] for code in sorted(apart)])
    return {
        "drawn": drawn,
        "box": f"{left:.1f} {top:.1f} {width:.1f} {height:.1f}",
        "size": f"{max(width, height) / 42:.1f}",
        "insets": seen,
        "rest": "".join(drawn.outlines[code] for code in rest),
        "candidates": "".join(drawn.outlines[code] for code in candidates),
        "partners": [{"entry": entry, "path": drawn.outlines[entry.code]} for entry in reversed(shown)],
        "numbers": [_number(drawn, entry) for entry in shown if entry.place <= NUMBERED],
        "here": drawn.outlines[region],
        "without_place": [entry for entry in entries if entry.code not in drawn.outlines],
    }


def _frame(boxes):
    """Return left, top, width and height of the part of the sheet that holds the boxes, with a margin."""
    left, right = min(box.x for box in boxes), max(box.x + box.width for box in boxes)
    top, bottom = min(box.y for box in boxes), max(box.y + box.height for box in boxes)
    width, height = max(LEAST, (right - left) * 1.12), max(LEAST * 0.7, (bottom - top) * 1.12)
    return (left + right - width) / 2, (top + bottom - height) / 2, width, height


def _number(drawn, entry):
    box = drawn.boxes[entry.code]
    return {"x": f"{box.x + box.width / 2:.1f}", "y": f"{box.y + box.height / 2:.1f}", "place": entry.place}
