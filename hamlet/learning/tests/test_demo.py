from hamlet.foundations.people.demo import load_people
from hamlet.foundations.working_days.clock import today
from hamlet.governance import demo as governance
from hamlet.learning import demo
from hamlet.learning.models import Action, Briefing, Evidence, Recommendation, RungChange, RungProposal
from hamlet.learning.rules.ladder import EvidenceKind, Rung
from hamlet.learning.rules.recommendations import Answer


def test_demonstration_has_something_done_late_soon_and_far_off_and_names_nobody(db):
    cast, day = load_people(today()), today()
    governance.load(cast, day)
    demo.load(cast, day)
    actions = list(Action.objects.select_related("owner"))

    assert {str(action.standing(day)) for action in actions} == {"Done", "Stopped", "Late", "Due soon", "On time"}
    assert all(action.title.startswith("Illustrative: ") and action.owner.name == "" for action in actions)
    assert Action.objects.exclude(updates=None).count() == 4


def test_demonstration_fills_every_rung_joins_lowers_flags_and_briefs(db):
    cast, day = load_people(today()), today()
    governance.load(cast, day)
    demo.load(cast, day)
    rows = Recommendation.objects.all()

    assert set(rows.values_list("rung", flat=True)) == {"", *(rung.value for rung in Rung)}
    assert set(rows.values_list("answer", flat=True)) == {answer.value for answer in Answer}
    assert rows.filter(source_kind="Joint recommendation").get().parts.count() == 2
    assert rows.exclude(flags="").exists()
    assert {change.because[:12] for change in RungChange.objects.filter(before="Impact evidenced", to="Action done")} == {
        "Illustrative"
    }
    assert set(Evidence.objects.values_list("kind", flat=True)) == {kind.value for kind in EvidenceKind}
    assert RungProposal.objects.filter(confirmed=None).count() == 2
    assert sorted(Briefing.objects.values_list("state", flat=True)) == ["Draft", "Published", "Published"]
    assert all(row.text.startswith("Illustrative: ") for row in [*rows, *Evidence.objects.all()])
