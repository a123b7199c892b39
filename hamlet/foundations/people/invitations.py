"""The one-time link of an invitation: what it holds, and who is behind it."""

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from hamlet.foundations.people.models import Person
from hamlet.foundations.records import Refusal

INVITATION_OVER = "This invitation was used or has expired. Ask the partnership manager for a new one."


class InvitationUsed(Refusal):
    """The invitation's link was used, has expired, or was never sent."""


def invitation_path(person: Person) -> str:
    identity = urlsafe_base64_encode(str(person.pk).encode())
    return reverse("people:invitation", args=[identity, default_token_generator.make_token(person)])


def invited_by_link(identity: str, token: str) -> Person:
    """The person behind an invitation's link. Refuses one that was used, has expired or was never sent."""
    try:
        person = Person.objects.get(pk=int(force_str(urlsafe_base64_decode(identity))), is_active=True, is_system=False)
    except (Person.DoesNotExist, ValueError, OverflowError):
        raise InvitationUsed(INVITATION_OVER) from None
    if not person.invited_at or not default_token_generator.check_token(person, token):
        raise InvitationUsed(INVITATION_OVER)
    return person
