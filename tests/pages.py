"""A test client that inspects every HTML page it opens, so that no page's test need ask again."""

import re
from collections import Counter
from html.parser import HTMLParser

from django.db import connection
from django.test import Client

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


class Skeleton(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.faults, self.ids, self.h1, self.labels = [], Counter(), [], set()
        self.controls, self.title, self.inside, self.text = [], "", [], ""
        self.stack = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids.update([given["id"]] if "id" in given else [])
        self.look_for_inline(tag, given)
        if tag == "label" and given.get("for"):
            self.labels.add(given["for"])
        if tag in {"input", "select", "textarea"} and given.get("type") not in UNLABELLED:
            self.controls.append(given)
        if tag in {"title", "h1"} and "svg" not in self.stack:
            self.inside.append(tag)
            self.h1 += [""] if tag == "h1" else []
        if tag == "svg":
            self.stack.append("svg")

    def look_for_inline(self, tag, given):
        self.faults += [f"inline handler {name}" for name in given if name.startswith("on")]
        if "style" in given or tag == "style":
            self.faults.append(f"inline style on <{tag}>")
        if tag == "script" and not given.get("src"):
            self.faults.append("inline script")

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()
        if tag == "svg" and self.stack:
            self.stack.pop()

    def handle_data(self, data):
        if "title" in self.inside:
            self.title += data
        if "h1" in self.inside:
            self.h1[-1] += data


def faults_of(html):
    page = Skeleton()
    page.feed(html)
    found = list(page.faults)
    heads = [" ".join(head.split()) for head in page.h1]
    title = " ".join(page.title.split())
    if len(heads) != 1:
        found.append(f"{len(heads)} h1: {heads}")
    elif not title.removeprefix("Error: ").startswith(heads[0]):
        found.append(f"the title {title!r} does not begin with the h1 {heads[0]!r}")
    found += [f"id {name!r} stands {count} times" for name, count in page.ids.items() if count > 1]
    for control in page.controls:
        if control.get("id") not in page.labels and not control.get("aria-label") and not control.get("aria-labelledby"):
            found.append(f"no label for {control.get('name')!r}")
    has_error = "govuk-error-summary" in html
    if has_error != title.startswith("Error: "):
        found.append("the title of a page with errors begins with 'Error: ', and only then")
    return found


WRITES = re.compile(r"^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+\"?([a-z_]+)", re.IGNORECASE)
ALLOWED = re.compile(r"^(audit_|django_session|cache$|usersessions_)")
# Routes whose GET may write more than the trail, the session and the cache, each with its reason.
WRITING_GETS: dict[str, str] = {
    "/account/2fa/recovery-codes/": "the sign-in library notes that the codes were seen",
}


def no_writes(execute, sql, params, many, context):
    written = WRITES.match(sql)
    assert written is None or ALLOWED.match(written[1]), f"a GET writes {written[1]}"
    return execute(sql, params, many, context)


class Pages(Client):
    """Opens pages; a GET that writes more than the trail, the session and the cache fails the test."""

    def request(self, **request):
        if request.get("REQUEST_METHOD") == "GET" and request.get("PATH_INFO") not in WRITING_GETS:
            with connection.execute_wrapper(no_writes):
                response = super().request(**request)
        else:
            response = super().request(**request)
        if response.status_code < 500 and response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            html = response.content.decode()
            if html.lstrip().lower().startswith("<!doctype html"):
                assert faults_of(html) == [], request.get("PATH_INFO")
        return response
