"""What the pages of this room share: loading through `visible_to`, and doing one thing with what was typed."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from hamlet.annual_report.models import Report
from hamlet.foundations.design.asking import refuse
from hamlet.foundations.records import Refusal


def found_report(request, slug, with_progress=False):
    rows = Report.objects.visible_to(request.user)
    rows = rows.with_progress() if with_progress else rows.select_related("edition", "publication", "commentary")
    return get_object_or_404(rows, slug=slug)


def crumbs_of(report):
    return (
        ("Yearly reports", reverse("annual_report:reports")),
        (report.title, reverse("annual_report:work", args=[report.slug])),
    )


def attempt(form, act):
    """What `act` made of a valid form; None when there is nothing to do yet, or when it refused, which the form then says."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refusal as refusal:
        refuse(form, refusal)
        return None
