from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from django.conf import settings


class InvitedBackend(AuthenticationBackend):
    """Sign-in by e-mail for people who were invited and whose access has not ended. Personas have no password at all."""

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(user.is_active and not user.is_system and user.invited_at)


def second_factor_given(request: Any) -> bool:
    """Whether this session proved a second factor. A demonstration's persona has it as given; nobody else does."""
    if settings.DEMONSTRATION and request.user.is_persona:
        return True
    return any(proof.get("method") == "mfa" for proof in get_authentication_records(request, request.user))
