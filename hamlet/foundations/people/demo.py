"""The people of the demonstration: posts, never invented names, and the three leads that the report itself publishes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from hamlet.foundations.people.models import Agency, Person
from hamlet.foundations.people.operations import add_agency, add_person, succeed_agency
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.people.rules import AgencyKind as Kind

AGENCIES = [
    ("council", "London Borough of Tower Hamlets", "Tower Hamlets Council", Kind.LOCAL_AUTHORITY, date(1965, 4, 1)),
    ("ccg", "NHS North East London Clinical Commissioning Group", "NEL CCG", Kind.CLINICAL_COMMISSIONING_GROUP, date(2021, 4, 1)),
    ("icb", "NHS North East London Integrated Care Board", "NHS North East London", Kind.INTEGRATED_CARE_BOARD, date(2022, 7, 1)),
    ("police", "Metropolitan Police, Central East", "Metropolitan Police", Kind.POLICE, date(2018, 10, 1)),
    ("schools", "Schools and colleges of Tower Hamlets", "Schools", Kind.EDUCATION, date(2019, 6, 29)),
    ("hospitals", "Hospital and community health providers", "Health providers", Kind.HEALTH_PROVIDER, date(2019, 6, 29)),
    ("probation", "Probation and youth justice", "Probation", Kind.PROBATION, date(2019, 6, 29)),
    ("voluntary", "Voluntary, community and faith organisations", "Voluntary sector", Kind.VOLUNTARY, date(2019, 6, 29)),
    ("partnership", "The partnership's team", "Partnership team", Kind.PARTNERSHIP, date(2019, 6, 29)),
    ("scrutiny", "Independent scrutiny", "Scrutiny", Kind.INDEPENDENT, date(2019, 6, 29)),
]

PERSONAS = {
    "partnership-manager": ("Partnership Manager", "partnership", "See every gap, plan meetings, write the yearly report"),
    "executive-local-authority": ("Director of Children's Services", "council", "Answer an escalation, sign for the council"),
    "executive-health": ("Associate Director for Safeguarding Children", "icb", "Agree an answer, sign for the NHS"),
    "executive-police": ("Detective Chief Superintendent", "police", "Agree an answer, sign for the police"),
    "exploitation-chair": ("Head of Exploitation Services", "council", "Chair the Exploitation group, send its escalation"),
    "domestic-abuse-chair": ("Designated Nurse for Safeguarding", "icb", "Chair the Domestic Abuse group"),
    "online-safety-chair": ("Detective Inspector, Public Protection", "police", "Chair the Staying Safe Online group"),
    "quality-chair": ("Head of Quality Assurance", "council", "Chair Quality Assurance, see late actions"),
    "rapid-review-chair": ("Service Director, Safeguarding", "council", "Chair the Rapid Review Panel"),
    "working-group-chair": ("Named Doctor for Safeguarding", "hospitals", "Chair the six-weekly working group"),
    "education-forum-chair": ("Head Teacher, secondary school", "schools", "Send what a member of the Forum drafted"),
    "education-forum-member": ("Head Teacher, primary school", "schools", "Draft an escalation, raise a concern"),
    "data-lead-police": ("Performance Analyst, Police", "police", "Fill in the template, send the figures"),
    "data-lead-health": ("Performance Analyst, Health", "icb", "Send figures of a larger area, and revise one"),
    "data-lead-council": ("Performance Analyst, Council", "council", "Send the council's figures"),
    "data-lead-hospitals": ("Performance Analyst, Hospitals", "hospitals", "Send the hospitals' figures, which are late"),
    "school-safeguarding-lead": ("Designated Safeguarding Lead, school", "schools", "See what a school sees"),
    "independent-scrutineer": ("Independent Scrutineer", "scrutiny", "Read everything, write the commentary on the report"),
    "independent-reviewer": ("Independent Reviewer", "scrutiny", "Write the review to which you were appointed"),
    "young-scrutineer": ("Young Scrutineer", "scrutiny", "See the partnership as a sixteen-year-old may"),
    "practitioner": ("Family Support Practitioner", "voluntary", "See what any practitioner sees"),
    "website-editor": ("Communications Officer", "partnership", "See the public face"),
    "administrator": ("Systems Administrator", "council", "See people, access and the trail, and no records"),
}

# The three leads whom the 2022-23 annual report names: on record, with no way to sign in.
LEADS = {
    "lead-local-authority": ("James Thomas", "Director of Children's Services", "council"),
    "lead-health": ("Korkor Ceasar", "Associate Director for Safeguarding Children", "icb"),
    "lead-police": ("James Conway", "Detective Chief Superintendent", "police"),
}


@dataclass(frozen=True)
class Cast:
    """Everyone in the demonstration by key, and every agency by its short address."""

    people: dict[str, Person]
    agencies: dict[str, Agency]

    def __getitem__(self, key: str) -> Person:
        return self.people[key]

    def agency(self, slug: str) -> Agency:
        return self.agencies[slug]


def load_people(today: date) -> Cast:
    system = system_person()
    agencies = {
        slug: add_agency(slug=slug, name=name, short_name=short, kind=kind, starts_on=starts_on, by=system)
        for slug, name, short, kind, starts_on in AGENCIES
    }
    agencies["ccg"] = succeed_agency(
        agency=agencies["ccg"], successor=agencies["icb"], last_day=date(2022, 6, 30), seen_version=None, by=system
    )
    people = {
        key: add_person(email=f"{key}@demo.example", post_title=post, agency=agencies[slug], by=system)
        for key, (post, slug, _) in PERSONAS.items()
    }
    Person.objects.filter(pk__in=[person.pk for person in people.values()]).update(
        is_persona=True, invited_at=datetime(2021, 4, 1, 9, tzinfo=UTC)
    )
    people |= {
        key: add_person(email=f"{key}@demo.example", name=name, post_title=post, agency=agencies[slug], by=system)
        for key, (name, post, slug) in LEADS.items()
    }
    return Cast({key: Person.objects.get(pk=person.pk) for key, person in people.items()}, agencies)
