"""England's bank holidays as the `holidays` package knows them, one-offs of 2020, 2022 and 2023 included."""

from datetime import date

import holidays

FIRST_YEAR = 2012


def bank_holidays(last_year: int) -> dict[date, str]:
    """Every bank holiday of England from 2012 to `last_year`, with its name."""
    known = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, last_year + 1))
    return {day: name for day, name in sorted(known.items())}
