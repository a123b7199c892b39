from django.urls import include, path

from hamlet.config.errors import broken, not_found, not_understood, refused
from hamlet.config.health import healthz

handler400 = not_understood
handler403 = refused
handler404 = not_found
handler500 = broken

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("hamlet.website.urls")),
    path("desk/", include("hamlet.desk.urls")),
    path("", include("hamlet.foundations.people.urls")),
    path("documents/", include("hamlet.foundations.documents.urls")),
    path("working-days/", include("hamlet.foundations.holidays.urls")),
    path("moving-in/", include("hamlet.foundations.moving_in.urls")),
    path("", include("hamlet.governance.urls")),
    path("", include("hamlet.learning.urls")),
    path("data/", include("hamlet.insight.urls")),
    path("meetings/", include("hamlet.meetings.urls")),
    path("reviews/", include("hamlet.reviews.urls")),
    path("escalations/", include("hamlet.escalations.urls")),
    path("reports/", include("hamlet.annual_report.urls")),
]
