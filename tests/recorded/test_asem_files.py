"""No file of COINr's ASEM example lies there unread: each is named in a test that holds ours against it."""

import re
from pathlib import Path

HERE = Path(__file__).parent
READERS = sorted(set(HERE.glob("test_asem_*.py")) - {Path(__file__)})
TOKEN = re.compile(r"[\w.\-]+")
TEMPLATE = re.compile(r'f"([\w.\-]*)\{\w+\}([\w.\-]*)"')


def named(file, text):
    """Return whether a test's text has the name of a file, or its parts: f"{name}_agg_amean" and a name."""
    tokens = {token.removesuffix(".csv") for token in TOKEN.findall(text)}
    parts = [(before, after) for before, after in TEMPLATE.findall(text) if before or after]
    return file in tokens or any(
        file.startswith(before) and file.endswith(after) and file[len(before) : len(file) - len(after)] in tokens
        for before, after in parts
    )


def test_every_file_of_the_example_is_named_in_a_test(shared_data):
    files = sorted(file.stem for file in (shared_data / "oracles" / "coinr_asem").iterdir())
    texts = [file.read_text("utf-8") for file in READERS]

    assert len(files) > 100
    assert [file for file in files if not any(named(file, text) for text in texts)] == []


def test_a_name_counts_where_it_or_all_its_parts_stand():
    assert named("07_Aggregated", 'recorded("07_Aggregated")')
    assert named("12_norm_rank_agg_amean", 'WAYS = {"12_norm_rank": 1}; recorded(f"{name}_agg_amean")')
    assert not named("12_norm_rank_agg_amean", 'recorded("12_norm_rank")')
    assert not named("18_purse_aggregated_2023", 'for year in (2018, 2019): recorded(f"18_purse_aggregated_{year}")')
