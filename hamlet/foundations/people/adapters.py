"""What allauth is told: nobody signs up, an organisation's account links only to an invited person, secrets are encrypted."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect

from hamlet.foundations.encryption import decrypt, encrypt
from hamlet.foundations.people.models import Person
from hamlet.foundations.references import named

NOT_INVITED = "That account is not linked to anyone on record here. Ask the partnership manager to invite you at that address."


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def get_login_redirect_url(self, request: Any) -> str:
        return str(settings.LOGIN_REDIRECT_URL)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Through the outbox like every other mail, and only to somebody who was invited."""
        if may_sign_in(user):
            path, key = urlsplit(context["password_reset_url"]).path, f"people.password.{context['key']}"
            named(settings.NOTIFY)(person=user, subject="Choose a new password", path=path, key=key, by=None)


class SocialAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: Any, sociallogin: Any) -> None:
        """Links to the one invited, active person whose address the organisation has verified; refuses everybody else."""
        if sociallogin.is_existing:
            if may_sign_in(sociallogin.user):
                return
        else:
            person = invited_person(sociallogin.email_addresses)
            if person:
                sociallogin.connect(request, person)
                return
        messages.error(request, NOT_INVITED)
        raise ImmediateHttpResponse(redirect("account_login"))

    def on_authentication_error(self, request: Any, provider: Any, *args: Any, **kwargs: Any) -> None:
        messages.error(request, "Your organisation's sign-in did not finish. Try again, or sign in with a password.")
        raise ImmediateHttpResponse(redirect("account_login"))


def may_sign_in(person: Person) -> bool:
    return bool(person.is_active and person.invited_at and not person.is_system)


def invited_person(addresses: list[Any]) -> Person | None:
    """The invited, active person behind one of the addresses that the organisation says it has verified."""
    verified = [address.email for address in addresses if address.verified]
    people = Person.objects.filter(is_active=True, is_system=False, is_persona=False, invited_at__isnull=False)
    found = {person.pk: person for email in verified for person in people.filter(email__iexact=email)}
    return next(iter(found.values())) if len(found) == 1 else None


class SecondFactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)
