from django.conf import settings

from hamlet.foundations.identifying import CouldBe, could_identify
from hamlet.foundations.references import named
from hamlet.learning.models import Briefing


def doubts_of(briefing: Briefing) -> list[CouldBe]:
    """What in a briefing could identify somebody, each once: by its shape and, where it was drafted from a case, by what the case's
    room knows of it. That room answers through the settings, and the case itself is not read here.
    """
    texts = [getattr(briefing, name) for name in Briefing.TEXTS]
    found = [CouldBe(hit.what.value, hit.text) for text in texts for hit in could_identify(text)]
    if path := settings.IDENTIFIES.get(briefing.source_room):
        said = {hit.text for hit in found}
        found += [hit for hit in named(path)(briefing.source_room, briefing.source_id, texts) if hit.text not in said]
    return list(dict.fromkeys(found))
