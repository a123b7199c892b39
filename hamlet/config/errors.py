from django.conf import settings
from django.shortcuts import render

from hamlet.foundations.access.decorators import public

BROKEN = (
    "What you sent was not saved, and the fault was written to the log without anything you typed. Try again in a few minutes."
)


@public
def csrf_failure(request, reason=""):
    sentence = "This form was open too long, or cookies are switched off. Go back, reload the page and send it again."
    return render(request, "design/403.html", {"reason": sentence}, status=403)


@public
def refused(request, exception=None):
    return render(request, "design/403.html", {"reason": str(exception or "")}, status=403)


@public
def not_found(request, exception=None):
    return render(request, "design/404.html", status=404)


@public
def not_understood(request, exception=None):
    """A host that is not ours, more text than a form takes, a broken upload: said without the frame, which needs a sound request."""
    sentence = "Nothing was saved. A form takes at most 5 MB of text. Go back, check what you typed and send it again."
    return bare("This could not be understood", sentence, 400)


def too_large(request):
    most = settings.DOCUMENT_MAX_BYTES // 1024**2
    sentence = f"Nothing was saved. The most that can be sent is a document of {most} MB. Go back and choose a smaller one."
    return bare("This is too large", sentence, 413)


@public
def broken(request):
    return bare("Something went wrong", BROKEN, 500)


def bare(heading, sentence, status):
    return render(None, "design/bare.html", {"heading": heading, "sentence": sentence}, status=status)
