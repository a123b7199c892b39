"""A measure is said to count the same: only of the same shape, once, and with what was said before kept."""

import pytest
from django.db import IntegrityError, transaction

from hamlet.foundations.audit.models import Event
from hamlet.foundations.records import ChangedMeanwhile
from hamlet.insight.models import Comparison, Mapping, Measure, NeighbourModel
from hamlet.insight.operations import comparing, neighbours
from hamlet.insight.operations.comparing import MappedNoMore, NoComparator
from hamlet.insight.operations.neighbours import PutAside
from hamlet.insight.queries.dashboard import one_reading
from hamlet.insight.queries.sources import mappings, mappings_ended, our_neighbours
from hamlet.insight.rules.indicators import Part, Shape
from hamlet.insight.tests.conftest import ASKED, TODAY, put_beside
from hamlet.insight.tests.official import FILE, NEIGHBOURS, REAL, load, real


def test_count_never_stands_beside_a_percentage(percentage, dataset, manager):
    load(dataset, manager)
    measure = Measure.objects.get()
    with pytest.raises(NoComparator, match="the official figure is a count, and ours is a percentage"):
        put_beside(percentage(), measure, manager, official=Shape.COUNT)
    with pytest.raises(NoComparator, match="“Count” is 300 for London in 2022 Reporting year, and that cannot be a percentage"):
        put_beside(percentage(), measure, manager, official=Shape.PERCENTAGE)
    assert Mapping.objects.count() == 0


def test_what_is_not_whole_is_no_count(count, dataset, manager):
    load(dataset, manager, FILE.replace(b",40\n", b",40.5\n"))
    with pytest.raises(NoComparator, match=r"is 40\.5 for Tower Hamlets in 2022 Reporting year, and that cannot be a count"):
        put_beside(count(), Measure.objects.get(), manager)


def test_measure_without_current_figures_and_a_compliance_indicator_are_refused(mapped, count, dataset, manager):
    measure = Measure.objects.get()
    compliance = count("Staff trained", place={"part": Part.COMPLIANCE})
    with pytest.raises(NoComparator, match="No comparator: Staff trained is of the compliance return"):
        put_beside(compliance, measure, manager)
    load(dataset, manager, FILE.replace(b",count\n", b",total\n", 1), "renamed.csv")
    with pytest.raises(NoComparator, match="The current release has no figures of “Count”"):
        put_beside(count("Another"), measure, manager)


def test_another_measure_takes_the_place_and_what_was_said_is_kept(mapped, dataset, manager):
    load(
        dataset,
        manager,
        FILE.replace(b",count\n", b",count,other\n").replace(b"0\n", b"0,7\n").replace(b",x\n", b",x,8\n") + b",1",
    )
    put_beside(mapped, Measure.objects.get(column="other"), manager, same="It counts the same", instead="It is the newer one")
    assert [row.measure.column for row in mappings()] == ["other"]
    (before,) = mappings_ended()
    assert (before.because, before.ended_because, before.ended_by, before.ended_on) == (
        *("Both count episodes", "It is the newer one"),
        *(manager, TODAY),
    )
    assert set(Comparison.objects.values_list("mapping__measure__column", flat=True)) == {"other"}


def test_measure_is_taken_away_once_with_a_reason_and_stays_on_record(mapped, manager):
    (mapping,) = mappings()
    words = {"mapping": mapping, "because": "The count changed", "on": TODAY, "by": manager}
    with pytest.raises(ChangedMeanwhile):
        comparing.unmap(**words, seen_version=mapping.version + 1)
    comparing.unmap(**words, seen_version=mapping.version)
    with pytest.raises(MappedNoMore):
        comparing.unmap(**words, seen_version=None)
    assert (mappings(), Comparison.objects.count()) == ([], 0)
    assert Mapping.objects.get().because == "Both count episodes"
    event = Event.objects.about(mapping).get(verb="insight.measure_unmapped")
    assert event.details == {"because": "The count changed"}
    assert one_reading(mapped, ASKED).why_no_comparator.endswith("no official measure is mapped to this definition yet.")


def test_database_keeps_one_standing_measure_and_a_reason_for_each_that_ended(mapped, manager):
    (mapping,) = mappings()
    again = {"series": mapping.series, "measure": mapping.measure, "because": "x", "mapped_by": manager, "mapped_on": TODAY}
    for wrong in (again, again | {"ended_on": TODAY}, again | {"ended_on": TODAY, "ended_by": manager}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mapping.objects.create(**wrong)


def test_model_that_is_put_aside_stands_beside_nothing_until_it_is_loaded_again(mapped, manager):
    model = NeighbourModel.objects.get(name="2021-04")
    words = {"model": model, "because": "Replaced by 2025-05", "on": TODAY, "by": manager}
    with pytest.raises(ChangedMeanwhile):
        neighbours.put_aside(**words, seen_version=model.version + 1)
    neighbours.put_aside(**words, seen_version=model.version)
    with pytest.raises(PutAside):
        neighbours.put_aside(**words, seen_version=None)
    assert list(our_neighbours()) == ["2025-05"]
    assert "2021-04" not in " ".join(row.label for row in one_reading(mapped, ASKED).beside)
    neighbours.load_neighbours(content=NEIGHBOURS, name="n.csv", source="DfE", by=manager)
    assert list(our_neighbours()) == ["2025-05", "2021-04"]
    assert NeighbourModel.objects.get(name="2021-04").put_aside_because == ""


@real
@pytest.mark.parametrize(
    ("name", "column", "shape", "stands"),
    [
        ("c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv", "rereferral_percent", Shape.PERCENTAGE, True),
        ("c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv", "referral_count", Shape.PERCENTAGE, False),
        ("cla_number_and_rate_per_10k_children.csv", "children_count", Shape.COUNT, True),
        ("cla_number_and_rate_per_10k_children.csv", "children_count", Shape.RATE, False),
        ("cla_number_and_rate_per_10k_children.csv", "rate_per_10000", Shape.RATE, True),
    ],
)
def test_published_measures_are_what_they_say(count, percentage, dataset, manager, name, column, shape, stands):
    load(dataset, manager, (REAL / name).read_bytes(), name)
    indicator = percentage() if shape is Shape.PERCENTAGE else count(shape=shape)
    measure = Measure.objects.filter(column=column).order_by("id").first()
    if stands:
        put_beside(indicator, measure, manager, official=shape)
        assert one_reading(indicator, ASKED).beside
    else:
        with pytest.raises(NoComparator, match="and that cannot be"):
            put_beside(indicator, measure, manager, official=shape)
