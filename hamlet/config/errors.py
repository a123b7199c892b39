from django.shortcuts import render

from hamlet.foundations.access.decorators import public


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
def broken(request):
    return render(request, "design/500.html", status=500)
