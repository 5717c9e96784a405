"""Gets the providers' files: from the network, from a folder at hand, from the snapshots, or invented."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from cluster_observatory.errors import BadTable, DownloadFailed, NotFound, ObservatoryError, SourceChanged
from cluster_observatory.lake import locks, snapshots
from cluster_observatory.lake.snapshots import Snapshot
from cluster_observatory.pipeline.build import Input
from cluster_observatory.sources import gisco
from cluster_observatory.sources.datasets import Dataset, datasets, of_kind
from cluster_observatory.sources.datasets import dataset as dataset_of
from cluster_observatory.sources.download import Progress, Received, Unreachable, download
from cluster_observatory.sources.eurostat import addresses
from cluster_observatory.sources.eurostat.tsv import LARGEST, read_tsv
from cluster_observatory.sources.gisco import Outlines
from cluster_observatory.sources.outlines import read_outlines
from cluster_observatory.sources.sample import invented
from cluster_observatory.tables.origins import Origin

NAMES = ("{code}.tsv.gz", "{code}.tsv", "estat_{code}.tsv.gz", "estat_{code}.tsv")


@dataclass(frozen=True)
class _Wanted:
    """One file to be laid down: its name and address, how to check it, and what is known of its origin beforehand."""

    code: str
    file: str
    address: str
    provider: str
    check: Callable[[bytes, str], object]
    described: Callable[..., Origin]

    def origin(self, came: Received, read_on: str) -> Origin:
        """Return the origin of the file that came."""
        return self.described(
            file=came.file.name, address=came.address, read_on=read_on, sha256=came.sha256, bytes=came.bytes
        )


def refresh(
    home: Path,
    codes: Iterable[str],
    *,
    eurostat: str,
    gisco_base: str = "",
    outlines: Iterable[Outlines] = (),
    today: date,
    timeout: float,
    largest: int = LARGEST,
    attempts: int = 5,
    pause: Callable[[float], None] = time.sleep,
    again: bool = False,
    progress: Progress | None = None,
) -> list[Snapshot]:
    """Read the named tables of Eurostat and outlines of GISCO, and return their snapshots.

    ``eurostat`` and ``gisco_base`` are base addresses.  What was read today
    already is not asked for again, unless ``again``.  A file that cannot be
    had, or that its reader cannot read, is not laid down, and does not keep the
    others from being: after all were tried, an error names each.  A provider
    that does not answer at all is not asked for its other files.  Other
    arguments are those of `download.download`.  Raises NotPossible while another
    process writes in the home folder.
    """
    wanted = [_table(dataset_of(code), eurostat, largest) for code in codes]
    wanted += [_outlines(one, gisco_base) for one in outlines]
    fetch = partial(download, timeout=timeout, largest=largest, attempts=attempts, pause=pause, progress=progress)
    with locks.alone(home):
        return _read(home, wanted, fetch, today.isoformat(), again)


def _read(
    home: Path, wanted: list[_Wanted], fetch: Callable[[str, Path], Received], today: str, again: bool
) -> list[Snapshot]:
    laid_down: list[Snapshot] = []
    failures: list[ObservatoryError] = []
    silent: set[str] = set()
    for one in wanted:
        newest = snapshots.newest(home, one.code)
        if newest and newest.read_on == today and not again:
            laid_down.append(newest)
            continue
        if one.provider in silent:
            continue
        target = home / "snapshots" / ".incoming" / one.file
        try:
            laid_down.append(_lay_down(home, one, fetch(one.address, target), today, today))
        except Unreachable as failure:
            silent.add(one.provider)
            failures.append(failure)
        except (DownloadFailed, SourceChanged) as failure:
            failures.append(failure)
        finally:
            target.unlink(missing_ok=True)
    if failures:
        raise _told(failures, laid_down, wanted)
    return laid_down


def take_from(home: Path, folder: Path, *, largest: int = LARGEST, today: date | None = None) -> list[Snapshot]:
    """Lay down every known table in a folder as a snapshot, read today.

    The files are named as Eurostat names them (sbs_r_nuts06_r2.tsv.gz).  Their
    origins have the date of the origin.json beside the file, where that tells of
    the same bytes, else none: the time of a file is not that of its figures, and
    changes with every copy.  Raises NotFound where there is no table, BadTable
    where one is there in two forms, SourceChanged where one cannot be read (what
    was laid down before that stays), NotPossible while another process writes in
    the home folder.
    """
    return _take(home, [(_table(one, "", largest), file) for one, file in _tables_in(folder)], today)


def take_outlines(home: Path, folder: Path, *, today: date | None = None) -> list[Snapshot]:
    """Lay down the outlines of regions in a folder as snapshots gisco_nuts_<edition>_<level>.

    The files are named as GISCO names them, and dated as `take_from` dates them.
    Raises NotFound where there is none, and otherwise what `take_from` raises.
    """
    found = [(gisco.outlines_of_file(file.name), file) for file in _files_in(folder)]
    wanted = [(_outlines(one, ""), file) for one, file in found if one]
    if not wanted:
        example = gisco.all_outlines()[-1].file_name
        raise NotFound(f"There are no outlines of regions in {folder}. Expected files such as {example}.")
    return _take(home, wanted, today)


def inputs_from_folder(folder: Path) -> list[Input]:
    """Return the known tables in a folder, for a build that keeps no copy of them.

    Their origins are those that `take_from` gives, so the same files give the
    same edition on any day and in any copy.  Raises NotFound where there is no
    table, BadTable where one is there in two forms.
    """
    inputs = []
    for one, file in _tables_in(folder):
        came = _at_hand(file)
        inputs.append(Input(_table(one, "", LARGEST).origin(came, _recorded_date(came)), file.read_bytes))
    return inputs


def inputs_from_snapshots(home: Path) -> list[Input]:
    """Return the newest snapshot of every table; raises NotFound where there is none."""
    newest = [one for one in snapshots.all_newest(home) if one.origin.dataset in datasets()]
    if not newest:
        raise NotFound(
            f"There are no snapshots under {home}. Read them with `observatory refresh`, "
            "or name a folder that holds the files with --from."
        )
    return [Input(one.origin, partial(snapshots.read, one)) for one in newest]


def has_snapshots(home: Path) -> bool:
    """Return whether there is a snapshot from which an edition can be built."""
    return any(snapshots.newest(home, one.code) for one in of_kind("structure"))


def invented_inputs() -> list[Input]:
    """Return Invented Europe: files that no provider ever published, and that say so."""
    return [Input(file.origin, partial(bytes, file.data)) for file in invented.files()]


def _table(one: Dataset, base: str, largest: int) -> _Wanted:
    described = partial(
        Origin,
        dataset=one.code,
        title=one.title,
        producer=one.producer,
        licence=one.licence,
        licence_address=one.licence_address,
        citation=one.citation,
        notice=one.notice,
    )
    file, check = addresses.file_name(one.code), partial(read_tsv, largest=largest)
    return _Wanted(one.code, file, addresses.bulk_file(base, one.code), base, check, described)


def _outlines(one: Outlines, base: str) -> _Wanted:
    described = partial(
        Origin,
        dataset=one.code,
        title=one.title,
        producer=gisco.PRODUCER,
        licence=gisco.LICENCE,
        licence_address=gisco.PAGE,
        citation=f"{gisco.PRODUCER}, {one.title}",
        notice=gisco.NOTICE,
    )
    return _Wanted(one.code, one.file_name, gisco.address(base, one), base, read_outlines, described)


def _take(home: Path, wanted: list[tuple[_Wanted, Path]], today: date | None) -> list[Snapshot]:
    day = (today or datetime.now(UTC).date()).isoformat()
    with locks.alone(home):
        found = [(one, _at_hand(file)) for one, file in wanted]
        return [_lay_down(home, one, came, _recorded_date(came), day) for one, came in found]


def _lay_down(home: Path, one: _Wanted, came: Received, read_on: str, today: str) -> Snapshot:
    one.check(came.file.read_bytes(), came.file.name)
    return snapshots.lay_down(home, one.origin(came, read_on), came.file, read_on=today)


def _at_hand(file: Path) -> Received:
    return Received.whole(f"file:{file.name}", file)


def _recorded_date(came: Received) -> str:
    beside = came.file.with_name("origin.json")
    if not beside.is_file():
        return ""
    origin = Origin.from_json(beside.read_text("utf-8"), str(beside))
    return origin.read_on if origin.sha256 == came.sha256 else ""


def _tables_in(folder: Path) -> list[tuple[Dataset, Path]]:
    there = {file.name: file for file in _files_in(folder)}
    found = []
    for code, one in datasets().items():
        forms = [name for name in (name.format(code=code) for name in NAMES) if name in there]
        if len(forms) > 1:
            raise BadTable(f"{folder} holds the table {code} more than once: {' and '.join(forms)}. Leave one of them.")
        found += [(one, there[name]) for name in forms]
    if not found:
        expected = ", ".join(addresses.file_name(code) for code in datasets())
        raise NotFound(f"There is no known table in {folder}. Expected files such as {expected}.")
    return found


def _files_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise NotFound(f"There is no folder {folder}. Name the folder that holds the files.")
    return sorted(file for file in folder.iterdir() if file.is_file())


def _told(failures: list[ObservatoryError], laid_down: list[Snapshot], wanted: list[_Wanted]) -> ObservatoryError:
    if len(wanted) == 1:
        return failures[0]
    kind = SourceChanged if all(isinstance(failure, SourceChanged) for failure in failures) else DownloadFailed
    lines = "\n".join(f"- {failure}" for failure in failures)
    return kind(f"{len(laid_down)} of {len(wanted)} files are laid down; these failures kept the others away:\n{lines}")
