"""Finds a browser for the journeys, or gets one, or says clearly that there is none."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def found():
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def from_debian():
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("No browser on PATH: installing Debian's chromium", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive", **os.environ}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    return found()


def from_playwright():
    print("No browser on PATH: asking Playwright for its own", flush=True)
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def browser():
    """The path of a Chromium or Chrome. Stops the run with a sentence when none can be had: journeys are never skipped."""
    path = os.environ.get("HAMLET_BROWSER") or found() or from_debian() or from_playwright()
    if not path:
        sys.exit("The journeys need a browser: install Chromium or Chrome, or set HAMLET_BROWSER to its path.")
    return path
