"""What `make` runs: sets up with nothing but Python's own library, says how far it is, then does what was asked."""

import hashlib
import os
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STARTED = time.monotonic()


def say(sentence):
    print(f"[{time.monotonic() - STARTED:5.1f} s] {sentence}", flush=True)


def run(*command, **environment):
    finished = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=False)
    if finished.returncode:
        sys.exit(finished.returncode)


def digest(*names):
    sums = hashlib.sha256()
    for name in names:
        sums.update((ROOT / name).read_bytes())
    return sums.hexdigest()


def environment(*sets):
    """The pinned packages of each set of requirements, installed only when their lists have changed."""
    if not PYTHON.exists():
        say("Creating the environment under .venv")
        venv.create(VENV, with_pip=True)
    wanted = [f"requirements/{name}.txt" for name in sets]
    for name, listing in zip(sets, wanted, strict=True):
        stamp = VENV / f".{name}.stamp"
        if stamp.exists() and stamp.read_text() == digest(listing):
            continue
        say(f"Installing the {name} packages, each checked against its hash")
        run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", listing)
        stamp.write_text(digest(listing))


def assets():
    say("Building the design system's assets, unless they stand")
    run(PYTHON, "setup/build_assets.py")


def main(task):
    environment(*{"run": ("base", "build")}.get(task, ("base", "build", "test")))
    assets()
    if task == "run":
        say("Preparing the database and the demonstration")
        os.execv(PYTHON, [str(PYTHON), "manage.py", "start"])
    elif task == "bench":
        os.execv(PYTHON, [str(PYTHON), "-m", "benchmarks"])
    else:
        os.execv(PYTHON, [str(PYTHON), "setup/check.py", task])


if __name__ == "__main__":
    os.chdir(ROOT)
    main(sys.argv[1])
