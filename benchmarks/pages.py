"""Which pages are measured, as whom. Lists are held to every aim, records to the number of queries; files are shown beside them."""

from dataclasses import dataclass

from django.urls import reverse

from hamlet.annual_report.models import Report
from hamlet.escalations.models import Escalation
from hamlet.foundations.people.models import Agency
from hamlet.foundations.working_days.clock import today
from hamlet.governance.models import Group, Priority
from hamlet.insight.models import Indicator
from hamlet.insight.queries.dashboard import open_indicators, readings
from hamlet.insight.rules.periods import last_ended
from hamlet.insight.sparks import sparks_of
from hamlet.learning.models import Action, Recommendation, Theme
from hamlet.meetings.models import Decision, Meeting
from hamlet.reviews.models import Case


@dataclass(frozen=True)
class Page:
    name: str
    persona: str
    path: str
    kind: str = "list"


def chart():
    """The address of the small multiples of the dashboard, as the dashboard gives it."""
    day = last_ended(today())
    return reverse("insight:sparks", args=[day.key, sparks_of(readings(open_indicators(day), day)).digest])


def lists():
    last = f"?page={max(1, Escalation.objects.count() // 25)}"
    plan = max(1, Recommendation.objects.count() // 25)
    theme, whole = Theme.objects.order_by("-id").first(), Recommendation.objects.order_by("-id").first()
    return [
        Page("Floor: a page without a query of its own", "stranger", "/accessibility/", "record"),
        Page("Desk of the partnership manager", "partnership-manager", "/desk/"),
        Page("Desk of a chair", "education-forum-chair", "/desk/"),
        Page("Desk of a practitioner", "practitioner", "/desk/"),
        Page("Escalation tracker", "partnership-manager", "/escalations/"),
        Page("Escalation tracker, a member", "education-forum-member", "/escalations/"),
        Page("Escalation tracker, filtered", "partnership-manager", "/escalations/?state=Closed&sent_from_2=2020"),
        Page("Escalation tracker, last page", "partnership-manager", f"/escalations/{last}"),
        Page("Action plan", "partnership-manager", "/actions/"),
        Page("Action plan, late only", "partnership-manager", "/actions/?late=on"),
        Page("Action plan, words", "partnership-manager", "/actions/?search=schools"),
        Page("Action plan by theme", "partnership-manager", "/actions/themes/"),
        Page("Meetings to come", "partnership-manager", "/meetings/"),
        Page("Past meetings", "partnership-manager", "/meetings/?past=1"),
        Page("Decisions", "partnership-manager", "/meetings/decisions/"),
        Page("Themes and concerns", "education-forum-member", "/meetings/concerns/"),
        Page("Forward plan", "partnership-manager", "/meetings/plan/"),
        Page("Reviews", "rapid-review-chair", "/reviews/"),
        Page("Reviews, late only", "rapid-review-chair", "/reviews/?late=on"),
        Page("Learning", "practitioner", "/learning/"),
        Page("Recommendations", "partnership-manager", "/learning/recommendations/"),
        Page("Recommendations, last page", "partnership-manager", f"/learning/recommendations/?page={plan}"),
        Page("Recommendations, one rung", "partnership-manager", "/learning/recommendations/?place=Embedded"),
        Page("Recommendations, words", "partnership-manager", "/learning/recommendations/?search=supervision"),
        Page("A theme of learning", "partnership-manager", f"/learning/themes/{theme.slug}/"),
        Page("From reviews to embedded learning", "partnership-manager", "/learning/picture/"),
        Page("What changed for children?", "partnership-manager", "/learning/changed/"),
        Page("For the working group", "working-group-chair", "/learning/working-group/"),
        Page("Possible duplicates", "partnership-manager", f"{whole.get_absolute_url()}alike/"),
        Page("Dashboard", "partnership-manager", "/data/", "dashboard"),
        Page(
            "Dashboard, one agency", "partnership-manager", f"/data/?agency={Agency.objects.get(slug='council').pk}", "dashboard"
        ),
        Page("A chart from the cache", "partnership-manager", chart(), "chart"),
        Page("Returns: what came, and when", "partnership-manager", "/data/returns/"),
        Page("Indicators", "partnership-manager", "/data/indicators/"),
        Page("Official statistics", "partnership-manager", "/data/sources/"),
        Page("Published figures", "stranger", "/data/published/"),
        Page("Groups", "partnership-manager", "/groups/"),
        Page("Priorities", "stranger", "/priorities/"),
        Page("Partnership", "stranger", "/partnership/"),
        Page("People", "partnership-manager", "/people/"),
        Page("Audit trail", "partnership-manager", "/audit/"),
        Page("Yearly reports", "partnership-manager", "/reports/"),
        Page("Front page", "stranger", "/"),
    ]


def records():
    escalation = Escalation.objects.filter(state="Closed").order_by("-id").first()
    meeting = Meeting.objects.filter(state="Minutes approved", group__kind="Executive").order_by("-id").first()
    report = Report.objects.order_by("id").first()
    case = Case.objects.filter(stage="Rapid review").exclude(assignments=None).order_by("id").first()
    learned = Recommendation.objects.filter(rung="Embedded").order_by("-id").first()
    return [
        Page("An escalation", "partnership-manager", escalation.get_absolute_url(), "record"),
        Page("An action", "partnership-manager", Action.objects.order_by("-id").first().get_absolute_url(), "record"),
        Page("A meeting", "partnership-manager", meeting.get_absolute_url(), "record"),
        Page("A decision", "partnership-manager", Decision.objects.order_by("-id").first().get_absolute_url(), "record"),
        Page("A group", "partnership-manager", Group.objects.get(kind="Executive").get_absolute_url(), "record"),
        Page("A priority", "stranger", Priority.objects.order_by("id").first().get_absolute_url(), "record"),
        Page("A recommendation", "partnership-manager", learned.get_absolute_url(), "record"),
        Page("An indicator", "partnership-manager", Indicator.objects.get(slug="missing-episodes").get_absolute_url(), "record"),
        Page("The quarter’s report", "partnership-manager", f"/data/quarters/{last_ended(today()).key}/", "record"),
        Page("A case", "rapid-review-chair", case.get_absolute_url(), "record"),
        Page("A combined chronology", "rapid-review-chair", f"{case.get_absolute_url()}chronology/", "record"),
        Page("The yearly report, draft", "partnership-manager", report.get_absolute_url(), "record"),
        Page("The yearly report, at work", "partnership-manager", f"{report.get_absolute_url()}work/", "record"),
    ]


def files():
    report = Report.objects.order_by("id").first().get_absolute_url()
    return [
        Page("Tracker as CSV", "partnership-manager", "/escalations/download.csv", "file"),
        Page("Tracker as Excel", "partnership-manager", "/escalations/download.xlsx", "file"),
        Page("The yearly report as PDF", "partnership-manager", f"{report}pdf/", "file"),
        Page("The yearly report as Word", "partnership-manager", f"{report}docx/", "file"),
    ]
