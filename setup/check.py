"""Everything that `make test` checks, in the order in which a fault is cheapest to find."""

import os
import subprocess
import sys
import time
from pathlib import Path

from browser import browser

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
STARTED = time.monotonic()


def step(title, *command, **environment):
    print(f"\n[{time.monotonic() - STARTED:5.0f} s] {title}", flush=True)
    if subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=False).returncode:
        sys.exit(f"make test stopped at: {title}")


def lint():
    step("Lint", BIN / "ruff", "check", ".")
    step("Formatting", BIN / "ruff", "format", "--check", ".")
    step("Templates", BIN / "djlint", "hamlet", "--lint", "--quiet", "--extension", "html")
    step("Import contracts", BIN / "lint-imports")
    step("Dependencies", BIN / "deptry", ".")
    step("Types", BIN / "mypy", "hamlet")
    step("Migrations", sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")


def suite():
    postgres = os.environ.get("HAMLET_TEST_POSTGRES")
    workers = os.environ.get("HAMLET_TEST_WORKERS", str(max(2, os.cpu_count() or 2)))
    chosen = browser()
    step("Static files", sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    step(
        "The suite on SQLite",
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        workers,
        "--dist",
        "loadgroup",
        "--create-db",
        HAMLET_BROWSER=chosen,
    )
    if postgres:
        step(
            "The database tests again on PostgreSQL",
            *(sys.executable, "-m", "pytest", "-q", "-n", workers, "--dist", "loadgroup", "--create-db", "-m", "not journey"),
            DATABASE_URL=postgres,
            HAMLET_BROWSER=chosen,
        )
    print(f"\nRan: lint, contracts, types, migrations; the suite and journeys on SQLite{' and PostgreSQL' if postgres else ''}.")
    if not postgres:
        print("Not run: PostgreSQL. Set HAMLET_TEST_POSTGRES=postgres://user@host/database to run it.")


if __name__ == "__main__":
    lint()
    if sys.argv[1] == "test":
        suite()
    print(f"Done in {time.monotonic() - STARTED:.0f} s")
