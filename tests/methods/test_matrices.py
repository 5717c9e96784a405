"""Back to the caller's kind of frame

Relatedness, complexity and resampling are matrix products. They are computed in
memory, in the order of the codes, and come back as the kind of frame that was
given, so that the same cells give the same result on every engine.
"""

import narwhals as nw

from cluster_observatory.statistics.matrices import collected, like, matrix


def test_what_is_missing_stays_missing_on_every_engine(table):
    """A column without any value, a missing text, NaN: none of them becomes a word or a number."""
    cells = table("region | persons\n---\nDE11 | 1")
    columns = {"region": ["AT11", "AT12"], "share": [float("nan"), 0.5], "word": [None, "b"], "nothing": [None, None]}

    result = like(cells, columns, {"word": "text", "nothing": "float"})

    assert collected(result).rows() == [("AT11", None, None, None), ("AT12", 0.5, "b", None)]


def test_an_empty_table_keeps_its_columns(table):
    cells = table("region | persons\n---\nDE11 | 1")

    result = like(
        cells, {"region": [], "count": [], "holds": []}, {"region": "text", "count": "integer", "holds": "boolean"}
    )

    assert collected(result).rows() == []
    assert nw.from_native(result).collect_schema().names() == ["region", "count", "holds"]


def test_a_matrix_has_its_codes_in_order_and_gaps_where_there_is_no_row(table):
    cells = table("""
        region | industry | persons
        -------+----------+--------
        FR10   | C29      | 3
        DE11   | C30      | 2
        DE11   | C29      |
    """)

    found = matrix(collected(cells), "region", "industry", "persons")

    assert (found.rows, found.columns) == (["DE11", "FR10"], ["C29", "C30"])
    assert str(found.values.tolist()) == "[[nan, 2.0], [3.0, nan]]"
