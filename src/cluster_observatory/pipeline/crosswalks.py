"""Cross-walks between editions of NUTS: files at hand, laid down and read like any provider's."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from cluster_observatory.errors import NotFound
from cluster_observatory.lake import locks, snapshots
from cluster_observatory.lake.snapshots import Snapshot
from cluster_observatory.pipeline.build import CROSSWALK, Input
from cluster_observatory.sources.crosswalks import read_crosswalk
from cluster_observatory.sources.download import Received
from cluster_observatory.tables.origins import Origin

ENDINGS = (".csv", ".csv.gz")
JOINT_RESEARCH_CENTRE = (
    "Joint Research Centre of the European Commission, in the R package nuts",
    "CC BY 4.0",
    "https://creativecommons.org/licenses/by/4.0/",
)
NOT_RECORDED = ("a producer that is not recorded", "licence not recorded", "")


def take_crosswalks(home: Path, file: Path, *, today: date | None = None) -> list[Snapshot]:
    """Lay down a cross-walk as a snapshot and return it.

    Raises NotFound where the file is not there or not named like one (`ENDINGS`),
    SourceChanged where it cannot be read, NotPossible while another process
    writes in the home folder.
    """
    came = _at_hand(file)
    read_crosswalk(file.read_bytes(), file.name)
    day = (today or datetime.now(UTC).date()).isoformat()
    with locks.alone(home):
        return [snapshots.lay_down(home, _origin(came), came.file, read_on=day)]


def crosswalk_input(file: Path) -> Input:
    """Return a cross-walk at hand, for a build that keeps no copy of it; raises NotFound as `take_crosswalks` does."""
    return Input(_origin(_at_hand(file)), file.read_bytes)


def crosswalk_snapshots(home: Path) -> list[Input]:
    """Return the newest snapshot of every cross-walk under the home folder, none where there is none."""
    newest = [one for one in snapshots.all_newest(home) if one.origin.dataset.startswith(CROSSWALK)]
    return [Input(one.origin, partial(snapshots.read, one)) for one in newest]


def _at_hand(file: Path) -> Received:
    if not file.is_file():
        raise NotFound(f"There is no cross-walk {file}. Name a file.")
    if not file.name.endswith(ENDINGS) or not file.name.partition(".")[0]:
        raise NotFound(f"{file.name} is no cross-walk; expected a name such as mine{' or mine'.join(ENDINGS)}.")
    return Received.whole(f"file:{file.name}", file)


def _origin(came: Received) -> Origin:
    name = came.file.name
    producer, licence, licence_address = JOINT_RESEARCH_CENTRE if name.startswith("cross_walks.") else NOT_RECORDED
    title = "Cross-walk between editions of NUTS"
    return Origin(
        dataset=CROSSWALK + name.partition(".")[0],
        title=title,
        producer=producer,
        file=name,
        address=came.address,
        read_on="",
        sha256=came.sha256,
        bytes=came.bytes,
        licence=licence,
        licence_address=licence_address,
        citation=f"{producer}, {title} ({name})",
        notice=f"Regions of other editions of NUTS converted with {name} ({producer}, {licence}).",
    )
