from django.urls import URLPattern, URLResolver, include, path

from hamlet.insight.views import (
    beside,
    charts,
    dashboard,
    exports,
    indicators,
    publications,
    published,
    reports,
    returns,
    sources,
    suppliers,
    uploads,
)

app_name = "insight"

RETURNS = [
    path("", returns.returns, name="returns"),
    path("uploads/<int:pk>/", uploads.staged, name="staged"),
    path("uploads/<int:pk>/take-in/", uploads.take_in, name="take_in"),
    path("uploads/<int:pk>/delete/", uploads.forget, name="forget"),
    path("<str:quarter>/", returns.quarter, name="quarter_returns"),
    path("<str:quarter>/ask/", returns.ask_for, name="ask_for"),
    path("<str:quarter>/<slug:agency>/", returns.one, name="return"),
    path("<str:quarter>/<slug:agency>/template.xlsx", returns.template_file, {"form": "xlsx"}, name="template_xlsx"),
    path("<str:quarter>/<slug:agency>/template.csv", returns.template_file, {"form": "csv"}, name="template_csv"),
    path("<str:quarter>/<slug:agency>/figures/", returns.fill, name="fill"),
    path("<str:quarter>/<slug:agency>/upload/", uploads.upload, name="upload"),
    path("<str:quarter>/<slug:agency>/send/", returns.send, name="send"),
    path("<str:quarter>/<slug:agency>/discard/", returns.discard, name="discard"),
    path("<str:quarter>/<slug:agency>/sign/", returns.sign, name="sign"),
    path("<str:quarter>/<slug:agency>/send-back/", returns.send_back, name="send_back"),
]
INDICATORS = [
    path("", indicators.indicators, name="indicators"),
    path("new/", indicators.new, name="add_indicator"),
    path("<slug:slug>/", dashboard.indicator, name="indicator"),
    path("<slug:slug>/change/", indicators.change, name="change_indicator"),
    path("<slug:slug>/definition/", indicators.start_series, name="start_series"),
    path("<slug:slug>/target/", indicators.set_target, name="set_target"),
    path("<slug:slug>/target/<int:pk>/", indicators.correct_target, name="correct_target"),
    path("<slug:slug>/end/", indicators.end, name="end_indicator"),
    path("<slug:slug>/same-children/", publications.same_children, name="same_children"),
    path("<slug:slug>/explain/", indicators.annotate, name="annotate"),
    path("<slug:slug>/comment/", indicators.comment, name="comment"),
    path("<slug:slug>/limits/", indicators.recalculate, name="recalculate"),
    path("<slug:slug>/charts/<str:quarter>/<str:kind>/<str:digest>.svg", charts.chart, name="chart"),
]
SOURCES = [
    path("", sources.sources, name="sources"),
    path("new/", sources.add, name="add_dataset"),
    path("neighbours/", beside.load_neighbours, name="load_neighbours"),
    path("neighbours/<int:pk>/remove/", beside.put_aside, name="put_aside"),
    path("mappings/<int:pk>/remove/", beside.unmap, name="unmap"),
    path("<slug:slug>/", sources.dataset, name="dataset"),
    path("<slug:slug>/change/", sources.change, name="change_dataset"),
    path("<slug:slug>/load/", sources.load, name="load"),
    path("<slug:slug>/children/", sources.take_populations, name="take_populations"),
    path("<slug:slug>/measures/<int:pk>/", beside.map_measure, name="map_measure"),
    path("<slug:slug>/measures/<int:pk>/<slug:official>/", beside.map_as, name="map_as"),
    path("<slug:slug>/<int:number>/", sources.release, name="release"),
    path("<slug:slug>/<int:number>/cancel/", sources.cancel, name="cancel_load"),
]
PUBLICATIONS = [
    path("", publications.publications, name="publications"),
    path("new/", publications.draft, name="draft_publication"),
    path("<slug:slug>/", publications.publication, name="publication"),
    path("<slug:slug>/approve/", publications.approve, name="approve"),
    path("<slug:slug>/send/", publications.step, {"what": "send"}, name="send_publication"),
    path("<slug:slug>/publish/", publications.step, {"what": "publish"}, name="publish"),
    path("<slug:slug>/withdraw/", publications.step, {"what": "withdraw"}, name="withdraw_publication"),
]
PUBLISHED = [
    path("", published.published, name="published"),
    path("<slug:slug>/", published.one, name="published_one"),
    path("<slug:slug>/data.csv", published.file, {"form": "csv"}, name="published_csv"),
    path("<slug:slug>/data.meta.csv", published.file, {"form": "meta"}, name="published_meta"),
    path("<slug:slug>/data.xlsx", published.file, {"form": "xlsx"}, name="published_xlsx"),
]
REPORTS = [
    path("newest/", reports.newest, name="newest_report"),
    path("<str:quarter>/", reports.report, name="quarter_report"),
    path("<str:quarter>/report.pdf", reports.report_file, {"form": "pdf"}, name="quarter_report_pdf"),
    path("<str:quarter>/report.xlsx", reports.report_file, {"form": "xlsx"}, name="quarter_report_xlsx"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", dashboard.dashboard, name="dashboard"),
    path("download.csv", exports.selection, {"form": "csv"}, name="selection_csv"),
    path("download.meta.csv", exports.selection, {"form": "meta"}, name="selection_meta"),
    path("download.xlsx", exports.selection, {"form": "xlsx"}, name="selection_xlsx"),
    path("sparks/<str:quarter>/<str:digest>.svg", charts.sparks, name="sparks"),
    path("compliance/", dashboard.compliance, name="compliance"),
    path("suppliers/", suppliers.suppliers, name="suppliers"),
    path("suppliers/areas/new/", suppliers.add_area, name="add_area"),
    path("suppliers/children/new/", suppliers.add_population, name="add_population"),
    path("suppliers/<slug:agency>/", suppliers.supplier, name="supplier"),
    path("begin/", suppliers.begin, name="begin"),
    path("returns/", include(RETURNS)),
    path("indicators/", include(INDICATORS)),
    path("quarters/", include(REPORTS)),
    path("sources/", include(SOURCES)),
    path("publications/", include(PUBLICATIONS)),
    path("published/", include(PUBLISHED)),
]
