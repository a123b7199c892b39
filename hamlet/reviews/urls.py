from django.urls import path

from hamlet.reviews.views import (
    asking,
    attending,
    cases,
    changing,
    children,
    clock,
    dates,
    deciding,
    findings,
    notification,
    parts,
    publishing,
    rapid,
    reading,
    scrutiny,
    sessions,
    settings,
    statutory,
)

app_name = "reviews"
CASE = "<slug:reference>/"

room = [
    path("", cases.cases, name="cases"),
    path("refer/", cases.refer, name="refer"),
    path("referred/<uuid:key>/", cases.referred, name="referred"),
    path("waits/<uuid:key>/", statutory.review_that_waits, name="waits"),
    path("own/", cases.own_cases, name="own"),
    path("own/<uuid:key>/", parts.summary, name="summary"),
    path("own/<uuid:key>/write/", parts.write, name="write_summary"),
    path("own/<uuid:key>/send/", parts.send, name="send_summary"),
    path("own/<uuid:key>/conflict/", parts.declare_conflict, name="own_conflict"),
    path("own/<uuid:key>/entries/new/", parts.add_entry, name="add_entry"),
    path("own/<uuid:key>/entries/upload/", parts.upload, name="upload_entries"),
    path("own/<uuid:key>/entries/<int:identity>/remove/", parts.remove_entry, name="remove_entry"),
    path("dates/", dates.dates, name="dates"),
    path("dates/new/", dates.add_rule, name="add_rule"),
    path("dates/<int:identity>/new/", dates.add_rule, name="add_edition_of_rule"),
    path("dates/<int:identity>/correct/", dates.correct_rule, name="correct_rule"),
    path("dates/<int:identity>/suspend/", dates.suspend_rule, name="suspend_rule"),
    path("dates/suspensions/<int:identity>/", dates.change_suspension, name="change_suspension"),
    path("dates/editions/new/", dates.add_duty, name="add_duty"),
    path("dates/editions/<int:identity>/", dates.correct_duty, name="correct_duty"),
    path("dates/timetable/new/", settings.timetable_step, name="add_step"),
    path("dates/timetable/<int:identity>/", settings.timetable_step, name="change_step"),
    path("dates/fields/new/", settings.notification_field, name="add_field"),
    path("dates/fields/<int:identity>/", settings.notification_field, name="change_field"),
    path("openings/", cases.who_opened_what, name="openings"),
    path("keeping/", settings.keeping, name="keeping"),
    *(
        path(f"keeping/{CASE}{what}/", settings.disposing, {"what": what}, name=f"{what}_disposal")
        for what in ("propose", "confirm", "decline")
    ),
    path("reports/", scrutiny.reports, name="reports"),
    path(f"reports/{CASE}", scrutiny.report, name="report"),
]
case = [
    path(CASE, cases.the_case, name="case"),
    path(f"{CASE}reason/", cases.reason, name="reason"),
    path(f"{CASE}people/", cases.people_of_the_case, name="people"),
    path(f"{CASE}people/assign/", cases.assigning, name="assign"),
    path(f"{CASE}people/conflict/", cases.conflict_of_somebody, name="conflict_of"),
    path(f"{CASE}people/assignments/<int:identity>/end/", cases.end_assignment, name="end_assignment"),
    path(f"{CASE}people/conflicts/<int:identity>/end/", cases.end_conflict, name="end_conflict"),
    path(f"{CASE}conflict/", cases.declare_conflict, name="conflict"),
    path(f"{CASE}notification/", notification.notification, name="notification"),
    path(f"{CASE}notification/decide/", notification.deciding_who_is_told, name="decide_notification"),
    path(f"{CASE}notification/fields/", notification.preparing_the_notification, name="prepare_notification"),
    path(f"{CASE}notification/another/", notification.another_notification, name="another_notification"),
    path(f"{CASE}notification/sent/", notification.step_of_the_case, {"what": "notified"}, name="notified"),
    path(f"{CASE}partners-told/", notification.step_of_the_case, {"what": "told"}, name="partners_told"),
    path(f"{CASE}aware/", notification.step_of_the_case, {"what": "aware"}, name="aware"),
    path(f"{CASE}dates/<int:identity>/done/", clock.correcting_when_it_was_done, name="correct_stop"),
    path(f"{CASE}withdraw/", notification.step_of_the_case, {"what": "withdraw"}, name="withdraw"),
    path(f"{CASE}close/", notification.step_of_the_case, {"what": "close"}, name="close"),
    path(f"{CASE}children/", children.the_details_of_the_children, name="children"),
    path(f"{CASE}children/new/", children.describing_a_child, name="add_child"),
    path(f"{CASE}children/<int:position>/", children.describing_a_child, name="change_child"),
    path(f"{CASE}children/<int:position>/remove/", children.removing_a_child, name="remove_child"),
    path(f"{CASE}names/new/", children.adding_a_name, name="add_name"),
    path(f"{CASE}names/<int:identity>/remove/", children.removing_a_name, name="remove_name"),
]
rapid_review = [
    path(f"{CASE}rapid-review/", rapid.the_rapid_review, name="rapid_review"),
    path(f"{CASE}parts/<slug:slug>/", rapid.writing_a_part, name="write_part"),
    path(f"{CASE}steps/<int:identity>/done/", rapid.finishing_a_step, name="finish_step"),
    path(f"{CASE}steps/<int:identity>/undo/", rapid.taking_a_step_back, name="undo_step"),
    path(f"{CASE}act-today/", rapid.adding_an_immediate_action, name="act_today"),
    path(f"{CASE}recommend-learning/", rapid.recommending_what_was_learned, name="recommend_learning"),
    path(f"{CASE}agencies/ask/", asking.asking_agencies, name="ask_agencies"),
    path(f"{CASE}agencies/<uuid:key>/", asking.the_summary_of_an_agency, name="agency_summary"),
    path(f"{CASE}agencies/<uuid:key>/author/", asking.naming_another_author, name="change_author"),
    *(
        path(
            f"{CASE}agencies/<uuid:key>/{what}/",
            asking.step_of_an_agency,
            {"what": what},
            name=f"agency_{what.replace('-', '_')}",
        )
        for what in asking.STEPS
    ),
    path(f"{CASE}rapid-review/report/", reading.the_report_before_it_leaves, name="report_check"),
    path(f"{CASE}chronology/", reading.the_combined_chronology, name="chronology"),
    path(f"{CASE}recommend/", deciding.recommending, name="recommend"),
    path(f"{CASE}decide/", deciding.deciding_for_a_partner, name="decide"),
    path(f"{CASE}decided-in-meeting/", deciding.recording_a_meeting, name="decided_in_meeting"),
    path(f"{CASE}sent/", deciding.step_of_the_rapid_review, {"what": "sent"}, name="sent"),
    path(f"{CASE}reply/", deciding.step_of_the_rapid_review, {"what": "reply"}, name="reply"),
    path(f"{CASE}decide-again/", deciding.step_of_the_rapid_review, {"what": "decide-again"}, name="decide_again"),
    path(f"{CASE}rapid-review.pdf", reading.the_report_as_a_file, {"form": "pdf"}, name="report_pdf"),
    path(f"{CASE}rapid-review.docx", reading.the_report_as_a_file, {"form": "docx"}, name="report_docx"),
]
REVIEW = f"{CASE}review/"
SESSION = f"{CASE}sessions/<slug:kind>/"
commissioned = [
    path(REVIEW, statutory.the_commissioned_review, name="review"),
    path(f"{REVIEW}commission/", statutory.commissioning_a_review, name="commission"),
    *(
        path(f"{REVIEW}{what}/", statutory.step_of_the_review, {"what": what}, name=f"review_{what}")
        for what in (*statutory.STEPS, *statutory.UNDATED)
    ),
    path(f"{REVIEW}terms/", statutory.changing_the_commission, name="change_commission"),
    path(f"{REVIEW}finding/<int:identity>/correct/", findings.correcting_a_finding, name="correct_finding"),
    path(f"{REVIEW}advice/<int:identity>/correct/", findings.correcting_a_recommendation, name="correct_advice"),
    *(
        path(f"{REVIEW}{what}/<int:identity>/withdraw/", findings.withdrawing, {"what": what}, name=f"withdraw_{what}")
        for what in ("finding", "advice")
    ),
    *(
        path(f"{REVIEW}advice/<int:identity>/{what}/", findings.answering_a_recommendation, {"what": what}, name=f"{what}_advice")
        for what in ("accept", "reject")
    ),
    path(f"{CASE}briefing/", publishing.drafting_a_briefing, name="draft_briefing"),
    path(f"{REVIEW}text/", publishing.writing_what_is_published, name="write_text"),
    path(f"{REVIEW}text/file/", publishing.taking_the_text_from_a_file, name="text_from_file"),
    path(f"{REVIEW}identity/", publishing.the_check_for_what_identifies, name="identity"),
    path(f"{REVIEW}identity/<slug:key>/", publishing.deciding_about_words, name="resolve_hit"),
    path(f"{REVIEW}publish/", publishing.publishing_the_review, name="publish"),
    path(f"{REVIEW}changes/", changing.changes_of_what_is_public, name="public_changes"),
    path(f"{REVIEW}changes/withdraw/", changing.withdrawing_what_is_public, name="withdraw_public"),
    path(f"{REVIEW}changes/correct/", changing.correcting_what_is_public, name="correct_public"),
    *(
        path(f"{REVIEW}changes/<int:identity>/{what}/", changing.deciding_on_a_change, {"what": what}, name=f"{what}_change")
        for what in changing.DECISIONS
    ),
]
meeting = [
    path(SESSION, sessions.the_session, name="session"),
    *(path(f"{SESSION}{what}/", sessions.keeping_the_session, {"what": what}, name=f"session_{what}") for what in sessions.FORMS),
    path(f"{SESSION}came/", sessions.recording_who_came, name="session_came"),
    path(f"{SESSION}pack.pdf", sessions.the_pack_as_a_file, name="session_pack"),
    path(f"{SESSION}decide/<str:plan>/", sessions.reflecting, name="reflect"),
    path(f"{SESSION}held/", sessions.recording_that_it_was_held, name="session_held"),
    *(
        path(f"{CASE}questions/<int:identity>/{what}/", sessions.answering_a_question, {"what": what}, name=f"{what}_question")
        for what in ("answer", "act")
    ),
]
who_comes = [
    path("sessions/<uuid:key>/", attending.attend, name="attend"),
    path("sessions/<uuid:key>/agree/", attending.agree, name="agree"),
    path("sessions/<uuid:key>/agency/", attending.inviting, name="inviting"),
    path("published/", publishing.published_reviews, name="published_list"),
    path("published/<slug:slug>/", publishing.published_review, name="published"),
    path("published/<slug:slug>/pdf/", publishing.published_pdf, name="published_pdf"),
    path("published/<slug:slug>/take-down/", publishing.taking_down, name="take_down"),
]
urlpatterns = [*room, *who_comes, *case, *rapid_review, *commissioned, *meeting]
