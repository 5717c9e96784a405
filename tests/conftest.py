"""What every test can ask for."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data():
    """The folder of real data and oracles beside the checkout; a user's clone has none."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs the recorded data beside the checkout (../shared/data), which this clone does not have")
    return SHARED_DATA
