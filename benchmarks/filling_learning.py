"""Fills the learning: recommendations on every rung, joint ones, evidence of every kind, the actions that serve them."""

from datetime import timedelta

from hamlet.foundations.people.models import Person
from hamlet.learning.models import Action, Briefing, Evidence, Recommendation, RungChange, Theme
from hamlet.learning.rules.ladder import LADDER, EvidenceKind, Strength
from hamlet.learning.rules.likeness import stems
from hamlet.learning.rules.recommendations import SourceKind

FULL = {"recommendations": 10_000, "evidence": 30_000}
BATCH = 1_000
THEMES = 30
WORDS = """agree alert analysis appointment assessment attendance audit babies bruising calendar care case chair challenge child chronology
clinic coach college concern conference consent contact core court culture curiosity data decision delay dental deputy discharge disability
domestic drug early education emergency escalate evidence exclusion exploitation family father feedback file foster general group guidance
harm head health history home hospital housing immediate information injury interpreter interview invite language leader learn legal letter
look lunch manage maternity meeting mental midwife missed missing mother moving neglect night notice nurse nursery observe online order
outcome panel parent peer phone photo plan police policy practice practitioner pregnancy primary probation protect pupil quality question
race record referral refuge register report response review risk safe school screen second secondary section share sibling sleep social
speech strategy street substance summary supervision support survey teacher team test therapy threshold time tool track train transfer
transition trauma uncle urgent video violence visit voice volunteer waiting welfare witness words worker young youth""".split()  # noqa: SIM905 - read as words


class LearningFiller:
    def __init__(self, filler, share):
        self.filler, self.dice = filler, filler.dice
        self.counts = {name: max(4, round(count * share)) for name, count in FULL.items()}
        self.by = Person.objects.get(email="partnership-manager@demo.example")
        self.kinds = [kind for kind in SourceKind if kind is not SourceKind.JOINT]
        self.themes = []

    def said(self, words):
        """Common words often and rare ones seldom, as people write."""
        return " ".join(WORDS[min(len(WORDS) - 1, int(self.dice.paretovariate(0.6)) - 1)] for _ in range(words))

    def fill(self):
        Theme.objects.bulk_create(Theme(slug=f"theme-{number}", name=f"Theme {number}") for number in range(THEMES))
        self.themes = list(Theme.objects.order_by("id"))
        rows = Recommendation.objects.bulk_create(map(self.recommendation, range(self.counts["recommendations"])), BATCH)
        through = Recommendation.themes.through
        pairs = {(row.pk, theme.pk) for row in rows for theme in self.dice.sample(self.themes, 1 + row.number % 2)}
        through.objects.bulk_create([through(recommendation_id=row, theme_id=theme) for row, theme in sorted(pairs)], BATCH)
        accepted = [row for row in rows if row.rung]
        RungChange.objects.bulk_create([change for row in accepted for change in self.changes(row)], BATCH)
        evidence = [self.evidence(accepted[number % len(accepted)], number) for number in range(self.counts["evidence"])]
        Evidence.objects.bulk_create(evidence, BATCH)
        self.serve(accepted)
        Briefing.objects.bulk_create(map(self.briefing, range(len(self.themes))), BATCH)

    def recommendation(self, number):
        text, found_on = self.said(24), self.filler.day()
        given = {"reference": f"R-{100_000 + number}", "number": 100_000 + number, "text": text, "words": " ".join(stems(text))}
        given |= {
            "source_kind": self.kinds[number % len(self.kinds)].value,
            "source_room": "bench",
            "source_id": str(number // 8),
        }
        given |= {"found_on": found_on, "added_by": self.by, "source_label": f"Source {number // 8}", "doing": "Actions open"}
        if number % 20 == 0:
            return Recommendation(**given)
        rung = LADDER[number % len(LADDER)]
        given |= {"rung": rung.value, "reached_on": found_on + timedelta(days=300), "answer": "Accepted", "answered_on": found_on}
        given |= {"flagged_on": self.filler.today, "flags": "Its theme came up again"} if number % 50 == 4 else {}
        return Recommendation(**given, look_again_on=found_on + timedelta(days=900))

    def changes(self, row):
        for place, rung in enumerate(LADDER):
            on = row.found_on + timedelta(days=75 * place)
            yield RungChange(
                recommendation=row, before=LADDER[place - 1].value if place else "", to=rung.value, on=on, by=self.by
            )
            if rung.value == row.rung:
                return

    def evidence(self, row, number):
        kind, strength = list(EvidenceKind)[number % len(EvidenceKind)], list(Strength)[number % len(Strength)]
        day = row.found_on + timedelta(days=200)
        given = {"kind": kind.value, "strength": strength.value, "speaks_of": day, "added_on": day, "added_by": self.by}
        return Evidence(recommendation=row, text=self.said(20), **given)

    def serve(self, rows):
        through = Action.recommendations.through
        actions = Action.objects.order_by("-id").values_list("pk", flat=True)[: len(rows)]
        pairs = zip(actions, rows, strict=False)
        through.objects.bulk_create([through(action_id=action, recommendation=row) for action, row in pairs], BATCH)

    def briefing(self, number):
        day = self.filler.today
        given = {"state": "Published", "written_by": self.by, "written_on": day, "published_by": self.filler.people[1]}
        texts = {"title": self.said(5), "learned": self.said(60), "changed": self.said(30), "practice": self.said(60)}
        return Briefing(theme=self.themes[number], published_on=day, **given, **texts)
