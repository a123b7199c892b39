"""How much one request may bring: a stranger must not fill the disk from the sign-in page."""

from django.conf import settings

from hamlet.config.errors import too_large


def most_bytes_middleware(get_response):
    """Refuses a request far larger than any document by the length it declares, before anything of it is read."""

    def middleware(request):
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if declared.isdigit() and int(declared) > settings.REQUEST_MAX_BYTES:
            return too_large(request)
        return get_response(request)

    return middleware
