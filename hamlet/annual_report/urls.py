from django.urls import path

from hamlet.annual_report.views import editions, reading, signing, writing

app_name = "annual_report"
urlpatterns = [
    path("", reading.reports, name="reports"),
    path("start/", writing.start, name="start"),
    path("editions/<int:year>/", editions.edition, name="edition"),
    path("editions/<int:year>/change/", editions.change_edition, name="change_edition"),
    path("editions/<int:year>/<slug:key>/", editions.change_item, name="change_item"),
    path("<slug:slug>/", reading.report, name="report"),
    path("<slug:slug>/pdf/", reading.pdf, name="pdf"),
    path("<slug:slug>/docx/", reading.docx, name="docx"),
    path("<slug:slug>/figures/<slug:item>.svg", reading.figure, name="figure"),
    path("<slug:slug>/work/", writing.work, name="work"),
    path("<slug:slug>/sections/<slug:key>/", writing.section, name="section"),
    path("<slug:slug>/summaries/<slug:item>/", writing.summary, name="summary"),
    path("<slug:slug>/summaries/<slug:item>/release/", writing.release, name="release"),
    path("<slug:slug>/to-the-scrutineer/", writing.to_scrutineer, name="to_scrutineer"),
    path("<slug:slug>/commentary/", writing.commentary, name="commentary"),
    path("<slug:slug>/for-signature/", signing.for_signature, name="for_signature"),
    path("<slug:slug>/take-back/", signing.take_back, name="take_back"),
    path("<slug:slug>/sign/", signing.sign, name="sign"),
    path("<slug:slug>/record-signature/", signing.record_signature, name="record_signature"),
    path("<slug:slug>/publish/", signing.publish, name="publish"),
    path("<slug:slug>/copies/", signing.copies, name="copies"),
]
