from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db.models import Q

from hamlet.learning.models import Link, Recommendation
from hamlet.learning.rules.likeness import Index, band, marked, stems


@dataclass(frozen=True)
class Likely:
    """A recommendation that may say the same as another: its text in pieces, each with whether the word is shared."""

    recommendation: Recommendation
    score: float
    pieces: list[tuple[str, bool]]

    @property
    def how(self) -> str:
        return band(self.score)


def recommendations() -> Any:
    """Every recommendation with what a list shows of it. Narrow it by `visible_to` before anybody sees it."""
    return Recommendation.objects.select_related("joint_into").prefetch_related("themes", "agencies")


def recommendations_from(kind: str, identity: str) -> Any:
    """What a record of another room recommends, oldest first."""
    return recommendations().filter(source_room=kind, source_id=str(identity)).order_by("id")


def linked_to(recommendation: Recommendation) -> list[tuple[Recommendation, Link]]:
    """Those it is linked to, with why."""
    rows = Link.objects.filter(Q(first=recommendation) | Q(second=recommendation), undone_on=None)
    found = rows.select_related("first", "second", "by").order_by("id")
    return [(row.second if row.first_id == recommendation.pk else row.first, row) for row in found]


def likeness_said(text: str) -> str:
    """One sentence about the likeliest earlier recommendation, or "": for a form of another room."""
    found = likely_duplicates(text)
    if not found:
        return ""
    row, how = found[0].recommendation, found[0].how.lower()
    more = f" So do {len(found) - 1} more." if len(found) > 1 else ""
    return f"{row.joint_into or row} of the plan has {how}: “{row.text[:200]}”.{more} Once it is accepted, you can join the two."


class _Held:
    """The index of this process. What other processes added is read before each search; a table that shrank is read anew."""

    def __init__(self) -> None:
        self.lock, self.index, self.last = Lock(), Index(), 0
        self.made_with: Any = None

    def fresh(self) -> Index:
        with self.lock:
            rows = list(self.since(self.last))
            if rows[:1] and self.last:
                rows = rows[1:] if (rows[0][0], rows[0][1]) == (self.last, self.made_with) else []
            self.take(rows)
            if len(self.index.words) != Recommendation.objects.count() or not self.stands():
                self.index, self.last, self.made_with = Index(), 0, None
                self.take(list(self.since(0)))
            return self.index

    def since(self, key: int) -> Any:
        return Recommendation.objects.filter(pk__gte=key).order_by("pk").values_list("pk", "made_with", "words")

    def stands(self) -> bool:
        return not self.last or Recommendation.objects.filter(pk=self.last, made_with=self.made_with).exists()

    def take(self, rows: list[tuple[Any, ...]]) -> None:
        self.index.add((key, words.split()) for key, _, words in rows if key not in self.index.words)
        if rows:
            self.last, self.made_with = rows[-1][:2]


_held = _Held()


def likely_duplicates(text: str, *, leaving: Recommendation | None = None) -> list[Likely]:
    """Up to five earlier recommendations that may say the same, likeliest first, with the shared words marked."""
    left = []
    if leaving is not None:
        whole = leaving.joint_into_id or leaving.pk
        left = [leaving.pk, whole, *Recommendation.objects.filter(joint_into=whole).values_list("pk", flat=True)]
    found = _held.fresh().alike(stems(text), leaving=left)
    rows = recommendations().worked().in_bulk([row.key for row in found])
    return [Likely(rows[row.key], row.score, marked(rows[row.key].text, row.shared)) for row in found if row.key in rows]
