"""The flags: every letter that the recorded files use has its meaning."""

from cluster_observatory.tables import flags


def test_every_letter_of_the_recorded_files_and_of_the_present_lists_has_a_meaning():
    table = flags.table()

    assert set("bcdefimnprsuzNP") == set(table["flag"])
    assert all(table["name"].str.len_chars() > 0)
