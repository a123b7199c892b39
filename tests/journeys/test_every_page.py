"""Every page that each persona can reach by its links: axe finds nothing at 320 and 1280 px, and nothing runs off the side."""

import hashlib
import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import resolve
from django.urls.exceptions import Resolver404

from tests.journeys.conftest import PERSONAS

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)"')
SHAPE = re.compile(r'<([a-z0-9]+)(?:[^>]*?\bclass="([^"]*)")?')
MOST_PER_ROUTE = 3
seen_skeletons: set[str] = set()


def skeleton(html):
    """Two pages of one skeleton have the same elements with the same classes, however many rows they show."""
    return hashlib.sha256(repr(sorted(set(SHAPE.findall(html)))).encode()).hexdigest()


def route(path):
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def pages_of(someone):
    """The HTML pages reachable from the desk and the front page, a few of each address."""
    waiting, visited, counts = ["/", "/desk/", "/demo/"], set(), {}
    while waiting:
        path = waiting.pop(0)
        name = route(path)
        if path in visited or name is None or counts.get(name, 0) >= MOST_PER_ROUTE or "logout" in path:
            continue
        visited.add(path)
        counts[name] = counts.get(name, 0) + 1
        response = someone.context.request.get(someone.service + path)
        assert response.status < 500, path
        if response.status == 200 and response.headers.get("content-type", "").startswith("text/html"):
            html = response.text()
            yield path, html
            links = (urljoin(path, href.replace("&amp;", "&")) for href in LINK.findall(html))
            waiting += [link for link in links if link.startswith("/") and not link.startswith(("/static/", "//"))]


def faults_at(someone, path, width):
    someone.page.set_viewport_size({"width": width, "height": 900})
    someone.open(path)
    found = [f"{path} at {width} px: {fault}" for fault in someone.axe()]
    return [*found, f"{path} runs off the side at {width} px"] if someone.overflows() else found


@pytest.mark.parametrize("persona", ["stranger", *PERSONAS])
def test_axe_finds_nothing_on_any_page_of(persona, visitor):
    someone = visitor(None if persona == "stranger" else persona)
    opened, faults = 0, []
    for path, html in pages_of(someone):
        opened += 1
        shape = skeleton(html)
        if shape not in seen_skeletons:
            seen_skeletons.add(shape)
            faults += [*faults_at(someone, path, 1280), *faults_at(someone, path, 320)]
    assert opened >= 3
    assert faults == []
