from django.urls import path

from hamlet.escalations.views import answering, escalation, tracker

app_name = "escalations"
urlpatterns = [
    path("", tracker.tracker, name="tracker"),
    path("download.csv", tracker.download, {"form": "csv"}, name="csv"),
    path("download.xlsx", tracker.download, {"form": "xlsx"}, name="xlsx"),
    path("download.pdf", tracker.download, {"form": "pdf"}, name="pdf"),
    path("new/", escalation.new, name="new"),
    path("<uuid:key>/", escalation.escalation, name="escalation"),
    path("<uuid:key>/change/", escalation.change, name="change"),
    path("<uuid:key>/documents/new/", escalation.add_document, name="add_document"),
    path("<uuid:key>/send/", escalation.send, name="send"),
    path("<uuid:key>/withdraw/", escalation.withdraw, name="withdraw"),
    path("<uuid:key>/answer/", answering.draft_answer, name="draft_answer"),
    path("<uuid:key>/agree/", answering.agree, name="agree"),
    path("<uuid:key>/minuted/", answering.minute, name="minute"),
    path("<uuid:key>/accept/", answering.accept, name="accept"),
    path("<uuid:key>/come-back/", answering.come_back, name="come_back"),
    path("<uuid:key>/close/", answering.close, name="close"),
]
