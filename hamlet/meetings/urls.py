from django.urls import path

from hamlet.meetings.views import holding, meeting, work

app_name = "meetings"
urlpatterns = [
    path("", meeting.meetings, name="meetings"),
    path("new/", meeting.plan, name="plan"),
    path("series/new/", meeting.plan_series, name="plan_series"),
    path("decisions/", work.decisions, name="decisions"),
    path("decisions/<str:number>/", work.decision, name="decision"),
    path("decisions/<str:number>/release/", work.release_decision, name="release_decision"),
    path("concerns/", work.concerns, name="concerns"),
    path("concerns/new/", work.raise_concern, name="raise_concern"),
    path("concerns/<int:pk>/", work.concern, name="concern"),
    path("concerns/<int:pk>/move/", work.move_concern, name="move_concern"),
    path("plan/", work.forward_plan, name="forward_plan"),
    path("plan/new/", work.plan_ahead, name="plan_ahead"),
    path("plan/<int:pk>/end/", work.take_out_of_plan, name="take_out_of_plan"),
    path("feeds/", work.feeds, name="feeds"),
    path("feeds/<int:pk>/revoke/", work.revoke_feed, name="revoke_feed"),
    path("feed/<str:secret>.ics", work.feed, name="feed"),
    path("items/<int:pk>/change/", meeting.change_item, name="change_item"),
    path("items/<int:pk>/remove/", meeting.remove_item, name="remove_item"),
    path("items/<int:pk>/carry/", meeting.carry, name="carry"),
    path("items/<int:pk>/papers/new/", meeting.add_paper, name="add_paper"),
    path("papers/<int:pk>/withdraw/", meeting.withdraw_paper, name="withdraw_paper"),
    path("items/<int:pk>/minutes/", holding.minute, name="minute"),
    path("items/<int:pk>/decisions/new/", holding.decide, name="decide"),
    path("items/<int:pk>/actions/new/", holding.give_action, name="give_action"),
    path("<int:pk>/", meeting.meeting, name="meeting"),
    path("<int:pk>/move/", meeting.move, name="move"),
    path("<int:pk>/cancel/", meeting.cancel, name="cancel"),
    path("<int:pk>/items/new/", meeting.add_item, name="add_item"),
    path("<int:pk>/circulate/", meeting.circulate, name="circulate"),
    path("<int:pk>/attendance/", holding.attendance, name="attendance"),
    path("<int:pk>/held/", holding.hold, name="hold"),
    path("<int:pk>/approve/", holding.approve, name="approve"),
]
