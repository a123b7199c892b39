from django.urls import path

from hamlet.governance.views import groups, partnership, work

app_name = "governance"
urlpatterns = [
    path("partnership/", partnership.partnership, name="partnership"),
    path("partnership/structure/", partnership.structure, name="structure"),
    path("partnership/arrangements/new/", partnership.publish_arrangements, name="publish_arrangements"),
    path("partnership/arrangements/<int:number>/", partnership.arrangements, name="arrangements"),
    path("partnership/rota/", partnership.rota, name="rota"),
    path("partnership/rota/new/", partnership.plan_term, name="plan_term"),
    path("partnership/rota/<int:pk>/", partnership.change_term, name="change_term"),
    path("partnership/editions/<int:year>/", partnership.change_edition, name="change_edition"),
    path("partnership/leads/new/", partnership.appoint_lead, name="appoint_lead"),
    path("partnership/roles/", partnership.appointments, name="appointments"),
    path("partnership/roles/new/", partnership.appoint, name="appoint"),
    path("partnership/roles/<int:pk>/end/", partnership.end_appointment, name="end_appointment"),
    path("partnership/challenges/", work.challenges, name="challenges"),
    path("partnership/challenges/new/", work.raise_challenge, name="raise_challenge"),
    path("partnership/challenges/<int:pk>/", work.answer_challenge, name="answer_challenge"),
    path("partnership/plan/", work.plan, name="plan"),
    path("partnership/plan/new/", work.plan_item, name="plan_item"),
    path("partnership/plan/<int:pk>/move/", work.slip, name="slip"),
    path("partnership/plan/<int:pk>/finish/", work.finish, name="finish"),
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.add_group, name="add_group"),
    path("groups/<slug:slug>/", groups.group, name="group"),
    path("groups/<slug:slug>/change/", groups.change_group, name="change_group"),
    path("groups/<slug:slug>/seats/new/", groups.give_seat, name="give_seat"),
    path("groups/<slug:slug>/seats/<int:pk>/end/", groups.end_seat, name="end_seat"),
    path("groups/<slug:slug>/seats/<int:pk>/deputy/", groups.deputy, name="deputy"),
    path("priorities/", work.priorities, name="priorities"),
    path("priorities/new/", work.set_priority, name="set_priority"),
    path("priorities/achievements/new/", work.achieve_together, name="achieve_together"),
    path("priorities/<slug:slug>/", work.priority, name="priority"),
    path("priorities/<slug:slug>/achievements/new/", work.achieve, name="achieve"),
    path("priorities/<slug:slug>/lacking/new/", work.lack, name="lack"),
]
