"""Every address that changes something: what is typed there, and the verb that it leaves in the trail."""

from datetime import date

from hamlet.governance.tests.factories import TODAY, agency
from hamlet.governance.tests.test_work import WORDS

SEEN = {"seen_version": 1}


def day(name, value):
    return {f"{name}_0": str(value.day), f"{name}_1": str(value.month), f"{name}_2": str(value.year)}


def acts(world):
    parts = (on_the_rota, on_partners, on_the_year, on_groups, on_seats, on_priorities)
    return {address: act for part in parts for address, act in part(world).items()}


def on_the_rota(w):
    plan = {"partner": "Health", **day("starts_on", date(2023, 4, 1)), **day("ends_on", date(2023, 9, 30))}
    change = {"partner": "Police", **day("starts_on", date(2022, 10, 1)), **day("ends_on", date(2023, 4, 30)), **SEEN}
    edition = {**day("in_force_on", date(2026, 4, 2)), "source": "It came", **SEEN}
    return {
        "/partnership/arrangements/new/": ({**WORDS, **day("published_on", TODAY)}, "arrangements_published"),
        "/partnership/rota/new/": (plan, "term_planned"),
        f"/partnership/rota/{w.turn.pk}/": (change, "term_changed"),
        "/partnership/editions/2026/": (edition, "edition_changed"),
    }


def on_partners(w):
    person, begins, ends = w["deputy"].pk, day("starts_on", TODAY), {**day("ends_on", TODAY), **SEEN}
    lead = {"partner": "Health", "kind": "Lead safeguarding partner", "person": person, **begins}
    return {
        "/partnership/leads/new/": (lead, "lead_appointed"),
        f"/partnership/leads/{w.lead.pk}/end/": (ends, "lead_ended"),
        "/partnership/partners/new/": ({"partner": "Health", "agency": agency("second").pk, **begins}, "partner_set"),
        "/partnership/roles/new/": ({"person": person, "role": "Practitioner", **begins}, "role_appointed"),
        f"/partnership/roles/{w.role.pk}/end/": (ends, "role_ended"),
    }


def on_the_year(w):
    owner, plan = w["deputy"].pk, f"/partnership/plan/{w.item.pk}"
    challenge = {"title": "T", "what": "W", "owner": owner, **day("raised_on", TODAY)}
    promise = {"title": "P", "owner": owner, **day("year_from", TODAY), **day("target_on", TODAY)}
    move = {"reason": "R", **day("target_on", date(2023, 12, 29)), **SEEN}
    return {
        "/partnership/challenges/new/": (challenge, "challenge_raised"),
        f"/partnership/challenges/{w.challenge.pk}/": ({"response": "So", "state": "Overcome", **SEEN}, "challenge_answered"),
        "/partnership/plan/new/": (promise, "item_planned"),
        f"{plan}/move/": (move, "item_slipped"),
        f"{plan}/finish/": ({"state": "Dropped", "outcome": "Gone", **SEEN}, "item_finished"),
    }


def on_groups(w):
    group = {"purpose": "To look", "frequency": "Monthly", "quorum_rule": "Half of the seats"}
    new = {"name": "Voices", "kind": "Another group", **group, **day("starts_on", TODAY)}
    return {
        "/groups/new/": (new, "group_added"),
        "/groups/forum/change/": ({"name": "Forum of schools", **group, **SEEN}, "group_changed"),
        "/groups/panel/end/": ({**day("ends_on", TODAY), **SEEN}, "group_ended"),
    }


def on_seats(w):
    person, seat = w["deputy"].pk, f"/groups/forum/seats/{w.seats['member'].pk}"
    return {
        f"/groups/panel/seats/{w.given.pk}/withdraw/": ({"reason": "The wrong person", **SEEN}, "seat_withdrawn"),
        "/groups/forum/seats/new/": ({"capacity": "Member", "person": person, **day("starts_on", TODAY)}, "seat_given"),
        f"{seat}/end/": ({**day("ends_on", TODAY), **SEEN}, "seat_ended"),
        f"{seat}/deputy/": ({"deputy": person, **SEEN}, "deputy_named"),
    }


def on_priorities(w):
    choose = {"lead_partner": "Health", "group": w.groups["panel"].pk, "success": "Safer", **day("starts_on", TODAY)}
    done, lack = {"title": "Done", **day("achieved_on", TODAY)}, {"what": "Slow", "next_step": "Soon", **day("noted_on", TODAY)}
    return {
        "/priorities/new/": ({"title": "Neglect", **choose}, "priority_set"),
        "/priorities/achievements/new/": (done, "achievement_recorded"),
        f"/priorities/achievements/{w.achievement.pk}/": ({**done, **SEEN}, "achievement_corrected"),
        "/priorities/exploitation/change/": ({"title": "Harm", **choose, **SEEN}, "priority_changed"),
        "/priorities/exploitation/achievements/new/": (done, "achievement_recorded"),
        "/priorities/exploitation/lacking/new/": (lack, "lack_noted"),
    }
