"""How a view says who may open it. A middleware refuses any view of ours that says neither."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect

from hamlet.foundations.access.rules import Forbidden, Permission


def allowed(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Only people who hold `permission` somewhere may open the view; the view narrows it to the record by `visible_to`."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if request.user.powers.may(permission):
                return view(request, *args, **kwargs)
            if request.user.powers.waits_for_second_factor:
                return redirect("people:second_factor")
            raise Forbidden(f"Your seats do not let you do this: {permission.value.lower()}.")

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded

    return declare


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Anyone may open the view, signed in or not."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def require(held: bool, reason: str) -> None:
    """Refuses with a 403 and `reason` unless `held`: for what depends on the record, such as a seat in its group."""
    if not held:
        raise Forbidden(reason)
