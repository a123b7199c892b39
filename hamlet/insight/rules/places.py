"""How a place among others is said, and who stands beside us in few words. No Django."""

QUARTILES = {1: "first", 2: "second", 3: "third", 4: "fourth"}


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 131st."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def rank_words(rank: int | None, of: int | None, quartile: int | None) -> str:
    """ "131st of 153 (1 is best), fourth quartile"; "" without a rank."""
    if rank is None:
        return ""
    place = f"{ordinal(rank)} of {of} (1 is best)" if of else f"{ordinal(rank)} (1 is best)"
    return f"{place}, {QUARTILES[quartile]} quartile" if quartile else place


def in_short(label: str) -> str:
    """ "Statistical neighbours (2025-05 model)" as "Neighbours (2025-05)"; any other label as it is."""
    return label.replace("Statistical neighbours", "Neighbours").replace(" model)", ")")
