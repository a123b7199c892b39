"""Sign-ins, sign-outs, refusals, passwords and second factors reach the trail through the signals of Django and allauth."""

from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from hamlet.foundations.audit.operations import record
from hamlet.foundations.people.models import Person


def signed_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    record("people.signed_in", by=user, subject=user)


def signed_out(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        record("people.signed_out", by=user, subject=user)


def refused(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """The address that was typed is not kept: only whose record it was, when it was somebody's."""
    person = Person.objects.filter(email__iexact=credentials.get("email") or "").first()
    record("people.sign_in_refused", by=None, subject=person)


def chose_password(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    record("people.password_changed", by=user, subject=user)


def factor_added(sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Who has just set up an app proved it by a code, and is not asked for another in the same minute."""
    record("people.second_factor_set", by=user, subject=user, kind=str(authenticator.type))
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=str(authenticator.type))


def factor_removed(sender: Any, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Powers that wait for a second factor end with it, in this session too."""
    record("people.second_factor_removed", by=user, subject=user, kind=str(authenticator.type))
    left = [proof for proof in get_authentication_records(request, user) if proof.get("method") != "mfa"]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = left


def factor_refused(sender: Any, user: Any, **kwargs: Any) -> None:
    record("people.second_factor_refused", by=None, subject=user)


def connect() -> None:
    user_logged_in.connect(signed_in)
    user_logged_out.connect(signed_out)
    user_login_failed.connect(refused)
    password_changed.connect(chose_password)
    password_reset.connect(chose_password)
    authenticator_added.connect(factor_added)
    authenticator_removed.connect(factor_removed)
    authentication_failed.connect(factor_refused)
