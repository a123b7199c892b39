"""What this field says in several ways, folded into one, so that likeness sees through short forms and the commonest paraphrases."""

import re

# concept -> the ways of saying it, longest first: each is a pattern of whole words.
SAID: dict[str, tuple[str, ...]] = {
    "gp": (r"general practitioners?", r"general practices?", r"family doctors?", r"gps?"),
    "mash": (r"multi-?\s?agency safeguarding hubs?", r"front doors?", r"mash"),
    "cse": (r"(?:child(?:ren)?(?:['’]s)? )?sexual exploitation", r"cse"),
    "iro": (r"independent reviewing officers?", r"iros?"),
    "scp": (r"(?:local )?safeguarding children(?:['’]s)? (?:board|partnership)s?", r"lscbs?", r"lscps?", r"scps?"),
    "camhs": (r"child(?:ren)? and adolescent mental health(?: services?)?", r"camhs"),
    "edt": (r"emergency duty teams?", r"out[- ]of[- ]hours (?:team|service)s?", r"edt"),
    "rhi": (r"return(?: home)? interviews?", r"rhis?"),
    "dsl": (r"designated safeguarding leads?", r"dsls?"),
    "care": (r"looked[- ]after child(?:ren)?", r"child(?:ren)? (?:who are )?looked after", r"child(?:ren)? in care", r"lac"),
    "need": (r"child(?:ren)? in need", r"cin"),
    "violence": (r"domestic (?:abuse|violence)",),
    "voice": (
        *(r"wishes and feelings", r"own words", r"lived experiences?"),
        *(r"voices?", r"wish(?:es)?", r"feelings?", r"views?", r"words?", r"say(?:s|ing)?", r"said", r"tells?", r"told"),
        *(r"hear(?:s|d|ing)?", r"listen(?:s|ed|ing)?"),
    ),
    "record": (r"writ(?:e|es|ten|ing) (?:it |this |that )?down", r"not(?:e|es|ed|ing) down", r"document(?:s|ed|ing|ation)?"),
    "timely": (r"timel(?:y|iness)", r"without delay", r"delay(?:s|ed|ing)?", r"prompt(?:ly|ness)?", r"swift(?:ly)?"),
    "analysis": (r"analys(?:e|es|ed|ing|is|ts?)", r"analytic(?:al|ally|s)?"),
    "oversight": (r"overs(?:ee|ees|aw|een|eeing|ight)",),
    "father": (r"fathers?", r"dads?", r"male carers?"),
    "police": (r"polic(?:e|ing)", r"constabulary"),
    "policy": (r"polic(?:y|ies)",),
}
CONCEPTS = tuple(SAID)
PATTERN = re.compile(
    r"\b(?:" + "|".join(f"({'|'.join(ways)})" for ways in SAID.values()) + r")(?!\w)",
    re.IGNORECASE,
)


def concept_of(match: re.Match[str]) -> str:
    return CONCEPTS[(match.lastindex or 1) - 1]
