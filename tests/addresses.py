"""Every address of docs/routes.txt, its keys filled from what a world holds: an unknown key is a fault, not a page left out."""

import itertools
import re
from urllib.parse import quote

from django.apps import apps

from hamlet.foundations.moving_in.queries import importers
from tests.house import ROOT

KEY = re.compile(r"<([a-z]+):([a-z]+)>")
FOREIGN = re.compile(r"\(\?P")  # a third party's pattern, without a page of ours behind it
MOST = 2

# The part of an address before a key, and the key: which values it takes. (model, field) for rows of the world; a list of words.
KEYS = {
    "actions/<str:reference>": ("learning.Action", "reference"),
    "achievements/<int:pk>": ("governance.Achievement", "pk"),
    "actions/<str:action>": ("learning.Action", "reference"),
    "advice/<int:identity>": ("reviews.Advice", "pk"),
    "agencies/<slug:slug>": ("people.Agency", "slug"),
    "agencies/<uuid:key>": ("reviews.AgencySummary", "made_with"),
    "arrangements/<int:number>": [1],
    "assignments/<int:identity>": ("reviews.Assignment", "pk"),
    "briefings/<uuid:key>": ("learning.Briefing", "made_with"),
    "challenges/<int:pk>": [1],
    "changed/<uuid:key>": ("learning.Evidence", "made_with"),
    "changes/<int:identity>": ("reviews.PublicChange", "pk"),
    "charts/<str:quarter>": ["2022-23-Q2"],
    "children/<int:position>": [1],
    "concerns/<int:pk>": ("meetings.Concern", "pk"),
    "conflicts/<int:identity>": ("reviews.Conflict", "pk"),
    "dates/<int:identity>": ("reviews.ClockRule", "pk"),
    "decide/<str:plan>": ("learning.Recommendation", "reference"),
    "decisions/<str:number>": ("meetings.Decision", "number"),
    "documents/<uuid:pk>": ("documents.Document", "pk"),
    "editions/<int:identity>": ("reviews.EditionDuty", "pk"),
    "editions/<int:year>": [2018, 2023],
    "entries/<int:identity>": ("reviews.ChronologyEntry", "pk"),
    "escalations/<uuid:key>": ("escalations.Escalation", "made_with"),
    "evidence/<uuid:key>": ("learning.Evidence", "made_with"),
    "feed/<str:secret>.ics": ["no-such-feed"],
    "feeds/<int:pk>": [1],
    "fields/<int:identity>": ("reviews.NotificationField", "pk"),
    "figures/<slug:item>.svg": ["structure", "actions"],
    "finding/<int:identity>": ("reviews.Finding", "pk"),
    "groups/<slug:slug>": ("governance.Group", "slug"),
    "identity/<slug:key>": ("reviews.ResolvedHit", "key"),
    "indicators/<slug:slug>": ("insight.Indicator", "slug"),
    "invitation/<str:identity>": ["no-such"],
    "items/<int:pk>": ("meetings.AgendaItem", "pk"),
    "keeping/<slug:reference>": ("reviews.Case", "reference"),
    "leads/<int:pk>": ("governance.Lead", "pk"),
    "links/<uuid:key>": ("learning.Link", "made_with"),
    "mappings/<int:pk>": [1],
    "measures/<int:pk>": [1],
    "meetings/<int:pk>": ("meetings.Meeting", "pk"),
    "moving-in/<slug:key>": [importer.key for importer in importers()],
    "names/<int:identity>": ("reviews.HeldName", "pk"),
    "neighbours/<int:pk>": [1],
    "own/<uuid:key>": ("reviews.AgencySummary", "made_with"),
    "papers/<int:pk>": ("meetings.Paper", "pk"),
    "parts/<slug:slug>": ["facts", "voice"],
    "people/<int:pk>": ("people.Person", "pk"),
    "plan/<int:pk>": [1],
    "priorities/<slug:slug>": ("governance.Priority", "slug"),
    "publications/<slug:slug>": ("insight.Publication", "slug"),
    "published/<slug:slug>": [("reviews.PublishedReview", "slug"), ("insight.Publication", "slug")],
    "quarters/<str:quarter>": ["2022-23-Q2"],
    "questions/<int:identity>": ("reviews.Question", "pk"),
    "recommendations/<str:reference>": ("learning.Recommendation", "reference"),
    "referred/<uuid:key>": ("reviews.Case", "made_with"),
    "reports/<slug:reference>": ("reviews.Case", "reference"),
    "reports/<slug:slug>": ("annual_report.Report", "slug"),
    "returns/<str:quarter>": ["2022-23-Q2"],
    "reviews/<slug:reference>": ("reviews.Case", "reference"),
    "roles/<int:pk>": [1],
    "rota/<int:pk>": [1],
    "school/<int:pk>": [1],
    "seats/<int:pk>": ("governance.Seat", "pk"),
    "sections/<slug:key>": ["foreword", "scrutiny"],
    "sessions/<slug:kind>": ["learning", "reflection"],
    "sessions/<uuid:key>": ("reviews.Session", "made_with"),
    "sources/<slug:slug>": ("insight.Dataset", "slug"),
    "sparks/<str:quarter>": ["2022-23-Q2"],
    "steps/<int:identity>": ("reviews.Task", "pk"),
    "summaries/<slug:item>": ["structure"],
    "suppliers/<slug:agency>": ("people.Agency", "slug"),
    "suspensions/<int:identity>": [1],
    "target/<int:pk>": ("insight.Target", "pk"),
    "themes/<slug:slug>": ("learning.Theme", "slug"),
    "timetable/<int:identity>": ("reviews.TimetableStep", "pk"),
    "uploads/<int:pk>": [1],
    "waits/<uuid:key>": ("reviews.StatutoryReview", "made_with"),
    "working-days/<int:pk>": [1],
    # a second key, right behind another
    "<int:pk>/<slug:official>": ["anything"],
    "<int:year>/<slug:key>": ["foreword"],
    "<slug:slug>/<int:number>": [1],
    "<str:identity>/<str:token>": ["no-such"],
    "<str:kind>/<str:digest>.svg": ["0" * 16],
    "<str:quarter>/<slug:agency>": ("people.Agency", "slug"),
    "<str:quarter>/<str:digest>.svg": ["0" * 16],
    "<str:quarter>/<str:kind>": ["trend"],
}
SEARCHES = (
    *("/learning/recommendations/?search=", "/actions/?search=", "/meetings/decisions/?search=", "/people/?search="),
    *(
        "/audit/?verb=reviews",
        "/audit/?verb=documents",
        "/audit/?verb=audit",
        "/audit/?page=2",
        "/access/?permission=REVIEWS_OWN_PART",
    ),
    *("/reviews/?late=on", "/reviews/?page=2", "/data/?search=", "/desk/?page=2"),
)


class UnknownKey(Exception):
    """An address has a key that the table does not know: add it, so that its pages are opened too."""


def values(token, wanted):
    if token not in KEYS:
        raise UnknownKey(token)
    sources = KEYS[token] if isinstance(KEYS[token], list) else [KEYS[token]]
    return [value for source in sources for value in (rows_of(source, wanted) if isinstance(source, tuple) else [str(source)])]


def rows_of(source, wanted):
    model, field = source
    rows = wanted.get(model) or apps.get_model(model)._default_manager.order_by("pk")[:MOST]
    return [str(getattr(row, field)) for row in rows]


def filled(route, wanted):
    """The route once for each combination of its keys. `wanted` names, by model, the rows that must be among them."""
    parts = route.split("/")
    choices = []
    for place, part in enumerate(parts):
        given = values(f"{parts[place - 1]}/{part}", wanted) if KEY.search(part) else [""]
        choices.append([KEY.sub(lambda _, value=value: quote(value), part) for value in given] if given != [""] else [part])
    return ["/".join(chosen) for chosen in itertools.product(*choices)]


def every_address(wanted, searches=()):
    """Every page of the service in the given world, the searches with words that are in it included."""
    routes = [route for route in (ROOT / "docs/routes.txt").read_text().split() if not FOREIGN.search(route)]
    found = [address for route in routes for address in filled(route, wanted)]
    found += [f"{path}{word}" for path in SEARCHES for word in (searches if path.endswith("=") else ("",))]
    return sorted(path for path in set(found) if "logout" not in path)
