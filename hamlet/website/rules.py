"""What robots may read. No Django."""

# Where a search engine has no business: what is behind the door anyway, and the door.
CLOSED = (
    *("/account/", "/actions/", "/access/", "/agencies/", "/audit/", "/demo/", "/desk/", "/documents/", "/escalations/"),
    *("/meetings/", "/moving-in/", "/people/"),
)


def robots(*, demonstration: bool) -> str:
    """A demonstration is found by nobody; a partnership's service by everybody, but for what needs signing in."""
    closed = ("/",) if demonstration else CLOSED
    return "\n".join(["User-agent: *", *(f"Disallow: {path}" for path in closed), ""])
