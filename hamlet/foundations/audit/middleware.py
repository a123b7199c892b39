from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from hamlet.foundations.access.rules import Forbidden
from hamlet.foundations.audit.operations import record


class RefusalsMiddleware:
    """Writes a refusal to the trail and shows the reason: the innermost place that sees what access raised."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Forbidden | PermissionDenied):
            return None
        by = request.user if request.user.is_authenticated else None
        record("audit.refused", by=by, path=request.path, reason=str(exception))
        return render(request, "design/403.html", {"reason": str(exception)}, status=403)
