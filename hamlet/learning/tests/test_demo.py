from hamlet.foundations.people.demo import load_people
from hamlet.foundations.working_days.clock import today
from hamlet.governance import demo as governance
from hamlet.learning import demo
from hamlet.learning.models import Action


def test_demonstration_has_something_done_late_soon_and_far_off_and_names_nobody(db):
    cast, day = load_people(today()), today()
    governance.load(cast, day)
    demo.load(cast, day)
    actions = list(Action.objects.select_related("owner"))

    assert {str(action.standing(day)) for action in actions} == {"Done", "Stopped", "Late", "Due soon", "On time"}
    assert all(action.title.startswith("Illustrative: ") and action.owner.name == "" for action in actions)
    assert Action.objects.exclude(updates=None).count() == 4
