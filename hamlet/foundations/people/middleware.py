import time

from django.conf import settings
from django.contrib.auth import logout


class IdleTimeoutMiddleware:
    """Signs out a session that has been idle for longer than the setting allows."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            seen_at = request.session.get("seen_at", 0)
            now = int(time.time())
            if seen_at and now - seen_at > settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif now - seen_at > 60:
                request.session["seen_at"] = now
        return self.get_response(request)


class NoStoreMiddleware:
    """A signed-in person's pages are never kept by a browser or a proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response
