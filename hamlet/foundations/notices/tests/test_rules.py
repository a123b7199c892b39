from datetime import timedelta

import pytest

from hamlet.foundations.notices.rules import wait_after


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 1), (1, 1), (2, 2), (3, 4), (6, 32), (9, 256), (10, 360), (19, 360), (20, 360), (4000, 360)]
)
def test_wait_doubles_up_to_six_hours(attempts, minutes):
    assert wait_after(attempts) == timedelta(minutes=minutes)
