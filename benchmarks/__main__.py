"""`make bench`: fills a hundredth and the whole, measures every page at both, and prints how each grows.

SQLite in a folder of its own unless HAMLET_BENCH_POSTGRES names a server, where a database of its own is made and dropped.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import importing

ROOT = Path(__file__).resolve().parents[1]
SHARES = (0.01, 1.0)
MOST_QUERIES, MOST_GROWTH = 15, 1.5
# The manager's desk asks every room what is due, and the indicator's page shows all that is known of it: they miss the aim, the same
# at every size. What they may ask at the most is held here, so that it does not grow unseen.
MISSES = {"Desk of the partnership manager": 30, "An indicator": 18}
MOST_OF = {"list": 50, "dashboard": 150, "chart": 5}  # milliseconds at the ninety-fifth percentile
LINE = "{:<44} {:>7} {:>9} {:>9} {:>9} {:>8} {:>8}"


def main():
    share = float(os.environ.get("HAMLET_BENCH_SHARE", "1"))
    with tempfile.TemporaryDirectory() as folder:
        found = [at(size * share, Path(folder) / str(size)) for size in SHARES]
    print_table(*found)
    print_beside(*found)
    importing.print_import(importing.measured(round(importing.OBSERVATIONS * share)))
    if "--json" in sys.argv:
        print(json.dumps(found))


def at(share, folder):
    """One size, in a process and a database of its own: what `benchmarks.one_size` printed last."""
    folder.mkdir()
    given = {"HAMLET_VAR": str(folder), "HAMLET_DEMONSTRATION": "1", "PYTHONPATH": str(ROOT)}
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    command = [sys.executable, "-m", "benchmarks.one_size", str(share)]
    ran = subprocess.run(command, cwd=ROOT, env={**kept, **given}, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(ran.stdout.splitlines()[-1])


def print_table(small, full):
    print(f"\n{full['engine']}, {os.cpu_count()} cores. Rows at full size: {words(full['rows'])}")
    print(f"At a hundredth: {words(small['rows'])}\n")
    print(LINE.format("Page", "queries", "median ms", "p95 ms", "SQL ms", "x SQL", "growth"))
    missed = []
    for name, row in full["pages"].items():
        growth = against_floor(row) / against_floor(small["pages"][name])
        shown = [f"{row['median']:.1f}", f"{row['p95']:.1f}", f"{row['sql']:.2f}", f"{row['ratio']:.1f}", f"{growth:.2f}"]
        print(LINE.format(name, row["queries"], *shown))
        missed += misses(name, row, growth)
    print(
        "\nAims: a list's p95 under 50 ms, the dashboard's under 150, a chart's from the cache under 5; growth under 1.5, no page over 15 queries."
    )
    print("\n".join(missed) if missed else "Every page keeps them.")


def print_beside(small, full):
    """What pages leave out: charts that no cache holds yet, and comparators, worked out once when a release is loaded."""
    print("\nA chart that is drawn for the first time, median of ten:")
    for name, took in full["charts"].items():
        print(f"  {name}: {took:.0f} ms (at a hundredth {small['charts'][name]:.0f} ms)")
    for size, found in (("full size", full), ("a hundredth", small)):
        worked = found["worked_out"]
        print(f"Comparators at {size}: {worked['rows']:,} rows worked out in {worked['seconds']:.1f} s, when figures are loaded.")


def against_floor(row):
    """A page's time in floors: two sizes are measured minutes apart, and what slows the machine meanwhile slows the floor too."""
    return row["median"] / row["floor"]


def misses(name, row, growth):
    found = [f"{name}: {row['queries']} queries"] if row["kind"] != "file" and row["queries"] > MOST_QUERIES else []
    if row["p95"] >= MOST_OF.get(row["kind"], float("inf")):
        found.append(f"{name}: p95 {row['p95']:.0f} ms")
    if row["kind"] in MOST_OF and growth >= MOST_GROWTH:
        found.append(f"{name}: grows {growth:.2f} times")
    return found


def words(rows):
    return ", ".join(f"{count:,} {name.lower()}s" for name, count in rows.items())


if __name__ == "__main__":
    main()
