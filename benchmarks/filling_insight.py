"""Fills the official statistics: a million observations of every local authority, forty indicators beside six comparators."""

import time
from datetime import date

from hamlet.foundations.people.models import Person
from hamlet.foundations.working_days.clock import now, today
from hamlet.insight.models import Area, Comparison, Dataset, Mapping, Measure, Neighbour, NeighbourModel, Release, Series
from hamlet.insight.operations import comparing, loading
from hamlet.insight.queries.asking import home
from hamlet.insight.rules.areas import ENGLAND, AreaKind

OBSERVATIONS = 1_000_000
AREAS, PERIODS, MAPPED = 155, 13, 40  # every local authority, and London and England
FEWEST_AREAS = 14  # so that both models of neighbours have their ten
PART = 50_000


class InsightFiller:
    def __init__(self, filler, share):
        self.dice = filler.dice
        self.by = Person.objects.get(email="partnership-manager@demo.example")
        wanted = OBSERVATIONS * share / PERIODS  # of the smaller size fewer authorities have figures: forty are mapped in both
        self.measures = max(MAPPED, round(wanted / AREAS))
        self.authorities = min(AREAS, max(FEWEST_AREAS, round(wanted / self.measures))) - 2

    def fill(self):
        dataset = Dataset.objects.create(slug="bench", title="Bench", publisher="Bench", licence="OGL", citation="Bench")
        given = {"file_name": "bench.csv", "sha256": "0" * 64, "loaded_by": self.by, "began_at": now(), "ended_at": now()}
        release = Release.objects.create(dataset=dataset, number=1, state="Loaded", **given)
        Dataset.objects.filter(pk=dataset.pk).update(current=release)
        names = [f"measure_{number}" for number in range(self.measures)]
        measures = Measure.objects.bulk_create(Measure(dataset=dataset, column=name, key=name, label=name) for name in names)
        areas = self.areas()
        self.observe(release, measures, areas)
        self.neighbours(areas)
        return self.map(measures)

    def areas(self):
        made = [
            Area(code=f"B{number:08}", old_code=f"B{number:03}", name=f"Authority {number}", kind=AreaKind.LOCAL_AUTHORITY.value)
            for number in range(self.authorities - 1)
        ]
        named = (("E12000007", "London", AreaKind.REGION), (ENGLAND, "England", AreaKind.COUNTRY))
        places = [
            Area.objects.get_or_create(code=code, defaults={"name": name, "kind": kind.value})[0] for code, name, kind in named
        ]
        return [home(), *Area.objects.bulk_create(made), *places]

    def observe(self, release, measures, areas):
        rows = []
        for measure in measures:
            for year in range(2014, 2014 + PERIODS):
                ends_on, period = date(year, 3, 31), f"{year} Reporting year"
                rows += [(measure.pk, ends_on, period, area.pk, self.dice.randrange(1000) / 10, "") for area in areas]
            if len(rows) >= PART:
                loading.insert_observations(release.pk, rows)
                rows = []
        loading.insert_observations(release.pk, rows)

    def neighbours(self, areas):
        """Two models in place of the demonstration's, so that six comparators stand beside an indicator and no more."""
        Neighbour.objects.all().delete()
        for number, name in enumerate(("2021-04", "2025-05")):
            model = NeighbourModel.objects.create(name=name, source="Bench")
            near = areas[1 + number : 11 + number]
            Neighbour.objects.bulk_create(
                Neighbour(model=model, area=areas[0], neighbour=area, rank=rank, closeness="Close")
                for rank, area in enumerate(near, 1)
            )

    def map(self, measures):
        words = {"because": "Bench", "mapped_by": self.by, "mapped_on": today()}
        series = Series.objects.filter(mappings=None).order_by("id")[:MAPPED]
        Mapping.objects.bulk_create(
            Mapping(series=one, measure=measure, **words) for one, measure in zip(series, measures, strict=False)
        )
        started = time.perf_counter()
        comparing.work_out_all(by=self.by)
        return {"seconds": time.perf_counter() - started, "rows": Comparison.objects.count()}
