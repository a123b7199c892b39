from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.functional import SimpleLazyObject

from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.access.rules import NOBODY
from hamlet.foundations.references import named
from hamlet.foundations.working_days.clock import today


class UndeclaredAccess(PermissionDenied):
    """The view says neither who may open it nor that anyone may."""


def powers_middleware(get_response):
    """Gives `request.user.powers` for today, resolved once per request, and only when something asks."""
    second_factor_given = named(settings.SECOND_FACTOR_GIVEN)

    def middleware(request):
        user = request.user
        if user.is_authenticated:
            user.powers = SimpleLazyObject(lambda: powers_on(user, today(), second_factor=second_factor_given(request)))
        else:
            user.powers = NOBODY
        return get_response(request)

    return middleware


class DeclaredAccessMiddleware:
    """Deny by default: a view that declares no access is refused at run time. Third parties' routes stand in a settings list."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "access", None) is None and request.resolver_match.view_name not in settings.FOREIGN_ROUTES:
            raise UndeclaredAccess("This page does not say who may open it, so nobody may.")
