from decimal import Decimal

import pytest

from hamlet.insight.rules.composing import Kind, public_cells
from hamlet.insight.rules.indicators import Shape, SmallNumbers
from hamlet.insight.rules.publications import Rounding

TOTAL = ("", "")


@pytest.mark.parametrize("rounding", [Rounding.FIVE, Rounding.TEN])
def test_rounded_average_is_worked_out_of_its_true_parts_and_does_not_show_its_own(rounding):
    kind = Kind(Shape.AVERAGE, SmallNumbers.CHILDREN, 1, rounding)
    cells = {cell.part: cell for cell in public_cells(kind, {TOTAL: (Decimal(140), Decimal(14))})}
    assert (cells["value"].number, cells["numerator"].symbol) == (Decimal("10.0"), "z")
    assert cells["denominator"].number in {10, 15}


def test_average_that_is_not_rounded_shows_its_parts():
    kind = Kind(Shape.AVERAGE, SmallNumbers.CHILDREN, 1)
    cells = {cell.part: cell.number for cell in public_cells(kind, {TOTAL: (Decimal(140), Decimal(14))})}
    assert cells == {"numerator": 140, "denominator": 14, "value": Decimal("10.0")}


def test_rounded_rate_is_worked_out_of_the_rounded_count_so_that_it_does_not_tell_the_true_one():
    kind = Kind(Shape.RATE, SmallNumbers.CHILDREN, 2, Rounding.TEN)
    cells = {cell.part: cell.number for cell in public_cells(kind, {TOTAL: (Decimal(6), Decimal(64_500))})}
    assert (cells["numerator"], cells["value"]) == (10, Decimal("1.5504"))
