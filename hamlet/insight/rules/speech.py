"""What the audit trail says of this room. No Django."""

SENTENCES: dict[str, str] = {}
