from typing import Any

from hamlet.foundations.people.models import Agency, Person
from hamlet.foundations.people.rules import AgencyKind

SYSTEM_EMAIL = "system@hamlet.invalid"


def system_person() -> Person:
    """The person by whom jobs act, so named in the audit trail. Made on first use; it can never sign in."""
    person, _ = Person.objects.get_or_create(
        is_system=True, defaults={"email": SYSTEM_EMAIL, "post_title": "The system", "is_active": False}
    )
    return person


def people_on_record() -> Any:
    """Everyone who may hold a seat, by post title: for choices in forms and for lists."""
    return Person.objects.filter(is_system=False, is_active=True).select_related("agency").order_by("post_title", "id")


def agencies_on_record() -> Any:
    """Every agency that has no end, by name: for choices in forms."""
    return Agency.objects.filter(ends_on=None).order_by("name")


def school_names() -> list[str]:
    """The names of the education agencies on record, for the check of what may be published."""
    return list(Agency.objects.filter(kind=AgencyKind.EDUCATION.value).values_list("name", flat=True))


def people_choices() -> list[tuple[int, str]]:
    """Everyone who may own something, as choices: their post, and their agency where they have one."""
    rows = people_on_record().values_list("pk", "name", "post_title", "agency__short_name")
    return [(pk, f"{name or post}{f', {agency}' if agency else ''}") for pk, name, post, agency in rows]


PERSONA_GROUPS = [
    ("The partnership's team", ["partnership-manager", "website-editor", "administrator"]),
    ("The Executive", ["executive-local-authority", "executive-health", "executive-police"]),
    (
        "Groups",
        [
            *("exploitation-chair", "domestic-abuse-chair", "online-safety-chair", "quality-chair", "rapid-review-chair"),
            *("working-group-chair", "education-forum-chair", "education-forum-member"),
        ],
    ),
    ("Scrutiny", ["independent-scrutineer", "young-scrutineer", "independent-reviewer"]),
    (
        "Agencies and schools",
        [
            *("data-lead-police", "data-lead-health", "data-lead-council", "data-lead-hospitals"),
            *("school-safeguarding-lead", "practitioner"),
        ],
    ),
]


def personas() -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The demonstration's personas in their groups: key, post, and what one can try as them."""
    from hamlet.foundations.people.demo import PERSONAS

    posts = dict(Person.objects.filter(is_persona=True).values_list("email", "post_title"))
    groups = [
        (title, [(key, posts[f"{key}@demo.example"], PERSONAS[key][2]) for key in keys if f"{key}@demo.example" in posts])
        for title, keys in PERSONA_GROUPS
    ]
    return [(title, rows) for title, rows in groups if rows]
