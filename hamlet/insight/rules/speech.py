"""What the audit trail says of this room. No Django."""

from hamlet.insight.rules import keeping, national, publications, supplying

SENTENCES: dict[str, str] = {**keeping.SENTENCES, **supplying.SENTENCES, **national.SENTENCES, **publications.SENTENCES}
