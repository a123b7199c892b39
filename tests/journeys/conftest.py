"""Journeys run against the product as it is served: its own server, worker and demonstration, in a folder of their own."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import sync_playwright

from tests.house import ROOT

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
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
    "school-safeguarding-lead",
    "independent-scrutineer",
    "young-scrutineer",
    "practitioner",
    "website-editor",
    "administrator",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))


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
        self.service, self.faults = service, []
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

    def press(self, name):
        self.page.get_by_role("button", name=name).first.click()

    def follow(self, name):
        self.page.get_by_role("link", name=name).first.click()

    def heading(self):
        return self.page.locator("h1").inner_text()

    def axe(self):
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found["violations"]]

    def overflows(self):
        return self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


@pytest.fixture
def visitor(chromium, service):
    """Opens a browser for a persona, or for a stranger when none is named."""
    opened = []

    def visit(persona=None, width=1280):
        someone = Visitor(chromium, service, width)
        opened.append(someone)
        return someone.sign_in(persona) if persona else someone

    yield visit
    faults = [fault for someone in opened for fault in someone.faults]
    for someone in opened:
        someone.context.close()
    assert faults == []
