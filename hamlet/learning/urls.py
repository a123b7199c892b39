from django.urls import include, path

from hamlet.learning.views import actions, briefings, changed, ladder, parting, picture, recommendations

app_name = "learning"

ACTIONS = [
    path("", actions.actions, name="actions"),
    path("asked/", actions.asked, name="asked"),
    path("new/", actions.add, name="add"),
    path("themes/", actions.themes, name="themes"),
    path("themes/new/", actions.add_theme, name="add_theme"),
    path("download.csv", actions.download, {"form": "csv"}, name="csv"),
    path("download.xlsx", actions.download, {"form": "xlsx"}, name="xlsx"),
    path("<str:reference>/", actions.action, name="action"),
    *(
        path(f"<str:reference>/{what}/", actions.change, {"what": what}, name=f"action_{what}")
        for what in ("progress", "move", "owner", "done", "stop")
    ),
]
RECOMMENDATIONS = [
    path("", recommendations.recommendations, name="recommendations"),
    path("new/", recommendations.new, name="add_recommendation"),
    path("download.csv", recommendations.download, {"form": "csv"}, name="recommendations_csv"),
    path("download.xlsx", recommendations.download, {"form": "xlsx"}, name="recommendations_xlsx"),
    path("<str:reference>/", ladder.recommendation, name="recommendation"),
    path("<str:reference>/alike/", recommendations.alike, name="alike"),
    path("<str:reference>/change/", recommendations.change, name="change_recommendation"),
    path("<str:reference>/accept/", recommendations.answer, {"what": "accept"}, name="accept"),
    path("<str:reference>/reject/", recommendations.answer, {"what": "reject"}, name="reject"),
    path("<str:reference>/link/", recommendations.link, name="link"),
    path("<str:reference>/join/", recommendations.join, name="join"),
    path("<str:reference>/take-out/", parting.take_out, name="take_out"),
    path("<str:reference>/dissolve/", parting.dissolve, name="dissolve"),
    path("<str:reference>/links/<uuid:key>/undo/", parting.unlink, name="unlink"),
    path("<str:reference>/actions/<str:action>/undo/", parting.stop_serving, name="stop_serving"),
    path("<str:reference>/serve/", recommendations.serve, name="serve"),
    path("<str:reference>/evidence/new/", ladder.add_evidence, name="add_evidence"),
    path("<str:reference>/evidence/<uuid:key>/withdraw/", ladder.withdraw_evidence, name="withdraw_evidence"),
    path("<str:reference>/propose/", ladder.propose, name="propose"),
    path("<str:reference>/confirm/", ladder.answer, {"what": "confirm"}, name="confirm"),
    path("<str:reference>/decline/", ladder.answer, {"what": "decline"}, name="decline"),
    path("<str:reference>/keep/", ladder.look_again, {"what": "keep"}, name="keep"),
    path("<str:reference>/lower/", ladder.look_again, {"what": "lower"}, name="lower"),
]
BRIEFINGS = [
    path("", briefings.briefings, name="briefings"),
    path("new/", briefings.new, name="add_briefing"),
    path("<uuid:key>/", briefings.briefing, name="briefing"),
    path("<uuid:key>/briefing.pdf", briefings.pdf, name="briefing_pdf"),
    path("<uuid:key>/change/", briefings.change, name="change_briefing"),
    path("<uuid:key>/publish/", briefings.publish, name="publish_briefing"),
    path("<uuid:key>/withdraw/", briefings.withdraw, name="withdraw_briefing"),
]
urlpatterns = [
    path("actions/", include(ACTIONS)),
    path("learning/", briefings.learning, name="learning"),
    path("learning/briefings/", include(BRIEFINGS)),
    path("learning/recommendations/", include(RECOMMENDATIONS)),
    path("learning/picture/", picture.picture, name="picture"),
    path("learning/themes/<slug:slug>/", picture.theme, name="theme"),
    path("learning/changed/", changed.changed, name="changed"),
    path("learning/changed/download.csv", changed.download, {"form": "csv"}, name="changed_csv"),
    path("learning/changed/download.xlsx", changed.download, {"form": "xlsx"}, name="changed_xlsx"),
    path("learning/changed/<uuid:key>/release/", changed.release, name="release"),
    path("learning/changed/<uuid:key>/hold-back/", changed.hold_back, name="hold_back"),
    path("learning/working-group/", picture.working_group, name="working_group"),
]
