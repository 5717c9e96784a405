"""Why stars change

From one result to another (an edition, a profile, a year) each star that is
gained or lost has one cause. The way is walked in steps: the result as it was
published; its own figures judged anew by today's software (*method*); only the
regions that both results know (*classification*); the other's rules (*method*);
the other's figures (*data*); all of the other's regions (*classification*); and
the other as it was published (*method*). The cause of a change is the last step
that changed the star, so

    stars(last) = stars(first) + gained - lost

holds exactly, for each criterion and over all causes. Where two steps act on one
star, another order would name the other cause.
"""

import narwhals as nw
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.comparison import CAUSES, star_changes, starred


def rows(frame):
    frame = nw.from_native(frame)
    found = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    return sorted(found.rows())


@pytest.fixture
def stars(table):
    """A function from places to the frame of their stars for size in motor vehicles."""

    def frame(*regions):
        lines = [f"{region} | C29 | size" for region in regions]
        return table("region | industry | criterion\n---\n" + "\n".join(lines))

    return frame


def test_each_star_is_a_row_and_what_is_not_known_is_none(table):
    judged = table("""
        region | industry | size_star | focus_star
        -------+----------+-----------+-----------
        AT11   | C29      | true      | true
        AT12   | C29      | false     | true
        AT13   | C29      |           | false
    """)

    assert rows(starred(judged)) == [("AT11", "C29", "focus"), ("AT11", "C29", "size"), ("AT12", "C29", "focus")]


def test_a_star_is_gained_or_lost_by_the_step_that_changed_it(stars):
    changed = star_changes(stars("AT11", "AT12"), stars("AT11", "AT13"), stars("AT13"), causes=["method", "data"])

    assert rows(changed) == [
        ("AT11", "C29", "size", "lost", "data"),
        ("AT12", "C29", "size", "lost", "method"),
        ("AT13", "C29", "size", "gained", "method"),
    ]


def test_a_star_lost_on_the_way_and_back_at_the_end_did_not_change(stars):
    assert rows(star_changes(stars("AT11"), stars("AT12"), stars("AT11"), causes=["method", "data"])) == []


def test_a_star_that_several_steps_change_has_the_last_as_its_cause(stars):
    """Gained, lost and gained again: it is there because of the third."""
    way = stars("AT12"), stars("AT11", "AT12"), stars("AT12"), stars("AT11", "AT12")

    assert rows(star_changes(*way, causes=CAUSES)) == [("AT11", "C29", "size", "gained", CAUSES[2])]


def test_every_step_needs_its_cause(stars):
    with pytest.raises(BadTable, match="1 causes for 2 steps; expected one cause for each step"):
        star_changes(stars("AT11"), stars("AT11"), stars("AT11"), causes=["data"])


def test_a_table_without_stars_is_refused(table):
    with pytest.raises(BadTable, match="has no column of stars; expected some like size_star, found region, persons"):
        starred(table("region | persons\n---\nAT11 | 1"))
