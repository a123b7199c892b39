"""Journeys run against the product as it is served: its own server, worker and demonstration, in a folder of their own."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import sync_playwright

from tests.house import ROOT

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
# Only the sentences leave the browser: the whole of what axe found is slower to carry than to find.
RUN = """
axe.run(document, {resultTypes: ['violations'],
                   runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
   .then(found => found.violations.map(fault => `${fault.id}: ${fault.nodes[0].html.slice(0, 160)}`))
"""
PERSONAS = [
    "partnership-manager",
    "executive-local-authority",
    "executive-health",
    "executive-police",
    "exploitation-chair",
    "domestic-abuse-chair",
    "online-safety-chair",
    "quality-chair",
    "rapid-review-chair",
    "working-group-chair",
    "education-forum-chair",
    "education-forum-member",
    "data-lead-police",
    "data-lead-health",
    "data-lead-council",
    "data-lead-hospitals",
    "school-safeguarding-lead",
    "independent-scrutineer",
    "young-scrutineer",
    "independent-reviewer",
    "practitioner",
    "website-editor",
    "administrator",
]


def group_of(item):
    """Two groups, each with a service of its own: the walk through every page is halved between the workers."""
    persona = getattr(item, "callspec", None) and item.callspec.params.get("persona")
    return f"journeys of {PERSONAS.index(persona) % 2}" if persona in PERSONAS else "journeys of 1"


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group(group_of(item)))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """The address of a running demonstration, from an empty folder, as `make run` starts it."""
    folder, port = tmp_path_factory.mktemp("service"), free_port()
    given = {"HAMLET_VAR": str(folder / "var"), "PORT": str(port), "HAMLET_DEMONSTRATION": "1", "WEB_WORKERS": "1"}
    unset = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    clean = {key: value for key, value in os.environ.items() if key not in unset}
    log = (folder / "log.txt").open("w")
    command = [sys.executable, "manage.py", "start"]
    process = subprocess.Popen(command, cwd=ROOT, env={**clean, **given}, stdout=log, stderr=subprocess.STDOUT)
    address, until = f"http://127.0.0.1:{port}", time.monotonic() + 180
    while not answers(f"{address}/healthz"):
        assert process.poll() is None and time.monotonic() < until, (folder / "log.txt").read_text()[-3000:]
        time.sleep(0.3)
    yield address
    process.terminate()
    assert process.wait(30) == 0, (folder / "log.txt").read_text()[-3000:]
    log.close()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        path = os.environ.get("HAMLET_BROWSER") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """Someone with a browser of their own. Every page error, CSP report and failed axe rule is kept and fails the journey."""

    def __init__(self, browser, service, width=1280):
        self.context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.service, self.faults, self.trail = service, [], set()
        self.page.on("request", lambda request: self.trail.add(urlsplit(request.url).path))
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("console", self.listen)

    def listen(self, message):
        if message.type == "error" and not re.search(r"status of (403|404)", message.text):
            self.faults.append(f"{self.page.url}: {message.text}")

    def open(self, path):
        return self.page.goto(f"{self.service}{path}")

    def sign_in(self, persona):
        self.open("/demo/")
        self.page.locator(f'form:has(input[value="{persona}"]) button, button[value="{persona}"]').first.click()
        self.page.wait_for_url("**/desk/")
        return self

    def picture(self):
        """Keeps the page as it is seen at both widths, when HAMLET_PICTURES names a folder to look through afterwards."""
        folder = os.environ.get("HAMLET_PICTURES")
        for width in (320, 1280) if folder else ():
            self.page.set_viewport_size({"width": width, "height": 900})
            path = re.sub(r"\W+", "-", urlsplit(self.page.url).path)
            self.page.screenshot(path=f"{folder}/{time.time():.0f}{path}{width}.png", full_page=True)

    def press(self, name):
        self.picture()
        self.page.get_by_role("button", name=name).first.click()

    def follow(self, name):
        self.picture()
        self.page.get_by_role("link", name=name).first.click()

    def says(self, words):
        """Waits until the page says it: fails with what it says instead."""
        main = self.page.locator("main")
        try:
            main.get_by_text(words).first.wait_for()
        except PlaywrightTimeout:
            raise AssertionError(f"{self.page.url} does not say {words!r} but: {main.inner_text()[:3000]}") from None
        return self

    def write(self, **texts):
        """Fills in boxes by the name of their field: `day_of(...)` for a date."""
        for name, text in texts.items():
            parts = {f"{name}_{number}": part for number, part in enumerate(text)} if isinstance(text, tuple) else {name: text}
            for box, typed in parts.items():
                self.page.locator(f'[name="{box}"]').fill(str(typed))
        return self

    def choose(self, **options):
        """Chooses from a list by the words of the option, or its place in the list."""
        for name, option in options.items():
            chosen = {"index": option} if isinstance(option, int) else {"label": option}
            self.page.locator(f'select[name="{name}"]').select_option(**chosen)
        return self

    def tick(self, *labels):
        for label in labels:
            self.page.get_by_label(label, exact=True).first.check()
        return self

    def download(self, name):
        with self.page.expect_download() as waiting:
            self.follow(name)
        path = waiting.value.path()
        return path.read_bytes()

    def heading(self):
        return self.page.locator("h1").inner_text()

    def faults_here(self):
        """What axe finds on the page as it is now, and whether it runs off the side, at 320 and 1280 px."""
        self.page.evaluate(AXE)
        found = []
        for width in (320, 1280):
            self.page.set_viewport_size({"width": width, "height": 900})
            found += [f"{self.page.url} at {width} px: {fault}" for fault in self.page.evaluate(RUN)]
            if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
                found.append(f"{self.page.url} runs off the side at {width} px")
        return found


@pytest.fixture
def visitor(chromium, service):
    """Opens a browser for a persona, or for a stranger when none is named."""
    opened = []

    def visit(persona=None, width=1280):
        someone = Visitor(chromium, service, width)
        opened.append(someone)
        return someone.sign_in(persona) if persona else someone

    visit.opened = opened
    yield visit
    faults = [fault for someone in opened for fault in someone.faults]
    for someone in opened:
        someone.context.close()
    assert faults == []
