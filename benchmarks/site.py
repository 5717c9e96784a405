"""How the site answers under load, beside Datasette serving the same table, on this machine and in the same run.

    python benchmarks/site.py [--home FOLDER] [--seconds 10]

Takes the current edition of the home folder; without one it builds Invented Europe.  The table is the edition's with
the number of rows nearest to 100,000; Datasette serves it from SQLite with an index on each column that is asked for.
wrk asks over loopback, in turn, never both servers at once:

map           the first page
region        profiles of all regions in turn, each drawn before as `observatory serve --draw-ahead` does
first time    profiles of regions that nobody asked for before, one after another
table         our API: the rows of the table of a region and a year, other ones every time, as JSON
datasette     the same question to Datasette, as JSON

Each is asked at 50 requests a second (median and 99th percentile of the time to answer; aim: at most 100 ms) and then
as fast as 8 connections can (requests a second; aim: no fewer than Datasette).  Sizes are of one answer, compressed.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import polars as pl

RATE, CONNECTIONS = 50, 8
LUA = """
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
local place = 0
function init(arguments)
  math.randomseed(os.time())
  place = math.random(#paths)
  pause = tonumber(arguments[1])
end
function delay() return pause end
function request()
  place = place % #paths + 1
  return wrk.format("GET", paths[place], {["Accept-Encoding"] = "gzip"})
end
function done(summary, latency)
  io.write(string.format("RESULT %d %d %f %f %f\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), summary.errors.status + summary.errors.timeout))
end
"""


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def served(command, address, **environment):
    process = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 90
        while True:
            try:
                urllib.request.urlopen(address, timeout=30).close()
                break
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    sys.exit(f"{command[0]} did not answer at {address}.")
                time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def asked(address, paths, folder, seconds, rate=None):
    """Return requests a second, and the median and the 99th percentile in milliseconds, of asking the paths in turn."""
    (folder / "ask.lua").write_text(LUA)
    (folder / "paths.txt").write_text("\n".join(paths) + "\n")
    pause = str(int(1000 * CONNECTIONS / rate)) if rate else "0"
    command = ["wrk", "-t", "1", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "--timeout", "20s"]
    command += ["-s", str(folder / "ask.lua"), address, "--", pause]
    told = subprocess.run(
        command, capture_output=True, text=True, check=True, env=os.environ | {"PATHS": str(folder / "paths.txt")}
    )
    requests, duration, median, last, errors = map(float, re.search(r"RESULT (.+)", told.stdout)[1].split())
    if errors:
        sys.exit(f"{errors:.0f} answers failed:\n{told.stdout}")
    return requests / (duration / 1e6), median / 1e3, last / 1e3


def compressed_size(address):
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        body = answer.read()
        return len(body if answer.headers.get("Content-Encoding") == "gzip" else gzip.compress(body))


def sqlite_of(parquet, table, columns, file):
    rows = pl.read_parquet(parquet)
    with sqlite3.connect(file) as database:
        names = ", ".join(f'"{name}"' for name in rows.columns)
        database.execute(f'create table "{table}" ({names})')
        database.executemany(f'insert into "{table}" values ({", ".join("?" * rows.width)})', rows.iter_rows())
        for column in columns:
            database.execute(f'create index "of_{column}" on "{table}" ("{column}")')
    database.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--seconds", type=int, default=10)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("This benchmark needs wrk (Debian: apt-get install wrk).")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        home = options.home
        if home is None:
            home = folder / "home"
            subprocess.run(["observatory", "demo", "--once", "--home", str(home)], check=True)
        measure(home, folder, options.seconds)


def measure(home, folder, seconds):
    name = (home / "editions" / "current").read_text().strip()
    manifest = json.loads((home / "editions" / name / "manifest.json").read_text("utf-8"))
    candidates = [table for table in manifest["tables"] if {"region", "year"} <= _columns(home, name, table["name"])]
    table = min(candidates, key=lambda table: abs(table["rows"] - 100_000))
    parquet = home / "editions" / name / "tables" / f"{table['name']}.parquet"
    pairs = (
        pl.read_parquet(parquet, columns=["region", "year"])
        .unique()
        .sort("region", "year")
        .sample(fraction=1.0, shuffle=True, seed=1)
    )
    profiles = pl.read_parquet(parquet.with_name("specialisation.parquet"), columns=["region"])["region"]
    regions = [f"/regions/{region}/" for region in profiles.unique().sort()]
    api = f"/api/v1/editions/{name}/tables/{table['name']}/rows"
    questions = {
        "map": ["/"],
        "region": regions,
        "table": [f"{api}?region={region}&year={year}&limit=100" for region, year in pairs.iter_rows()],
    }
    print(f"edition {name}, table {table['name']}: {table['rows']:,} rows; {pairs.height:,} pairs of region and year")
    print(f"{'':<12}{'median ms':>10}{'p99 ms':>10}{'at 50/s':>10}{'most/s':>10}{'kB':>8}")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    most = {}
    with served(
        ["observatory", "serve", "--port", str(port), "--home", str(home)], address, OBSERVATORY_HOME=str(home)
    ):
        first_times(address, regions)
        for question, paths in questions.items():
            most[question] = shown(question, address, paths, folder, seconds)
    database = folder / "peer.db"
    sqlite_of(parquet, table["name"], ("region", "year"), database)
    peer = [
        f"/peer/{table['name']}.json?_shape=objects&_size=100&region={region}&year={year}"
        for region, year in pairs.iter_rows()
    ]
    port = free_port()
    with served(
        [sys.executable, "-m", "datasette", "serve", str(database), "--port", str(port)], f"http://127.0.0.1:{port}"
    ):
        most["datasette"] = shown("datasette", f"http://127.0.0.1:{port}", peer, folder, seconds)
    print(f"table: {most['table'] / most['datasette']:.2f} x the requests a second of Datasette (aim: at least 1)")


def first_times(address, paths):
    """Ask each path once, one after another, and show how long the answers took."""
    taken = []
    for path in paths:
        began = time.perf_counter()
        compressed_size(address + path)
        taken.append(1000 * (time.perf_counter() - began))
    median, last = (sorted(taken)[int(share * (len(taken) - 1))] for share in (0.5, 0.99))
    print(f"{'first time':<12}{median:>10.1f}{last:>10.1f}{'':>10}{1000 * len(taken) / sum(taken):>10.1f}", flush=True)


def _columns(home, name, table):
    return set(pl.read_parquet_schema(home / "editions" / name / "tables" / f"{table}.parquet"))


def shown(question, address, paths, folder, seconds):
    size = compressed_size(address + paths[0])
    reached, median, last = asked(address, paths, folder, seconds, RATE)
    most, *_ = asked(address, paths, folder, seconds)
    print(f"{question:<12}{median:>10.1f}{last:>10.1f}{reached:>10.1f}{most:>10.1f}{size / 1000:>8.1f}", flush=True)
    return most


if __name__ == "__main__":
    main()
