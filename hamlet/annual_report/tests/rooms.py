"""A room that offers numbers, words that must not leave it, and nothing."""

from hamlet.foundations.references import Evidence

SECRET = "A sentence that stands in a restricted record"
attendance = [("Local authority", "5", "6"), ("Health", "4", "6"), ("Police", "6", "6")]


def offer(starts_on, ends_on, as_at):
    return [
        Evidence(
            "attendance",
            "Attendance",
            len(attendance),
            as_at,
            ("Partner", "Came", "Of"),
            tuple(attendance),
            number_columns=(1, 2),
        ),
        Evidence("escalations", "Escalations", 2, as_at, ("Group", "What"), (("Forum", SECRET),), points=(SECRET,)),
        Evidence("decisions", "Decisions", 0, as_at, ("Group", "Count"), (), number_columns=(1,)),
    ]


def reviews(starts_on, ends_on, as_at):
    """A room whose counts are of reviews."""
    rows, heads = (("No further review", "3"), ("A practice review", "13")), ("Decision", "How many")
    return [*offer(starts_on, ends_on, as_at), Evidence("rapid_reviews", "Rapid reviews", 16, as_at, heads, rows, (), (1,), (1,))]
