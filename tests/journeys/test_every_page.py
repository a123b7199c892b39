"""Every page that each persona can reach by its links: axe finds nothing at 320 and 1280 px, and nothing runs off the side."""

import hashlib
import os
import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import resolve
from django.urls.exceptions import Resolver404

from tests.journeys.conftest import PERSONAS

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)"')
SHAPE = re.compile(r'<([a-z0-9]+)(?:[^>]*?\bclass="([^"]*)")?')
FILE = re.compile(r"\.(?:pdf|docx)$|/(?:pdf|docx)/$")
MOST_PER_ROUTE = 3


@pytest.fixture(scope="session")
def seen(tmp_path_factory):
    """A folder that the workers share: a file for each skeleton or address that one of them has taken on."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "skeletons"
    folder.mkdir(exist_ok=True)
    return folder


def taken_on(seen, words):
    """Whether nobody has taken these words on before: a page's skeleton, or a file's address."""
    try:
        (seen / hashlib.sha256(words.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def skeleton(html):
    """Two pages of one skeleton have the same elements with the same classes, however many rows they show."""
    return repr(sorted(set(SHAPE.findall(html))))


def route(path):
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def first_to_open(seen, path):
    """Whether a PDF or Word file is tried for the first time: what it holds is the same for whoever may read it, and takes seconds."""
    return not FILE.search(urlsplit(path).path) or taken_on(seen, path)


def pages_of(someone, seen):
    """The HTML pages reachable from the desk and the front page, a few of each address."""
    waiting, visited, counts = ["/", "/desk/", "/demo/"], set(), {}
    while waiting:
        path = waiting.pop(0)
        name = route(path)
        if path in visited or name is None or counts.get(name, 0) >= MOST_PER_ROUTE or "logout" in path:
            continue
        visited.add(path)
        counts[name] = counts.get(name, 0) + 1
        if not first_to_open(seen, path):
            continue
        response = someone.context.request.get(someone.service + path)
        assert response.status < 500, path
        if response.status == 200 and response.headers.get("content-type", "").startswith("text/html"):
            html = response.text()
            yield path, html
            links = (urljoin(path, href.replace("&amp;", "&")) for href in LINK.findall(html))
            waiting += [link for link in links if link.startswith("/") and not link.startswith(("/static/", "//"))]


@pytest.mark.parametrize("persona", ["stranger", *PERSONAS])
def test_axe_finds_nothing_on_any_page_of(persona, visitor, seen):
    someone = visitor(None if persona == "stranger" else persona)
    opened, faults = 0, []
    for path, html in pages_of(someone, seen):
        opened += 1
        if taken_on(seen, skeleton(html)):
            someone.open(path)
            faults += someone.faults_here()
    assert opened >= 3
    assert faults == []
