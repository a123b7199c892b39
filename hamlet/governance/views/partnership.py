from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed, public
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.people.models import Agency
from hamlet.foundations.working_days.clock import today
from hamlet.governance import forms, operations, queries
from hamlet.governance.models import Appointment, Arrangements, ChairTerm, Edition, Lead
from hamlet.governance.structure import boxes, tree

HOME = (("Partnership", "/partnership/"),)


@require_safe
@public
def partnership(request):
    day = today()
    context = {
        "partners": queries.partners_on(day),
        "agencies": list(Agency.objects.select_related("succeeded_by").order_by("kind", "name")),
        "versions": list(Arrangements.objects.filter(published_on__lte=day).order_by("-number")),
        "editions": list(Edition.objects.order_by("in_force_on")),
        "edition": queries.edition_on(day),
        "term": queries.term_on(day),
        "signed_in": request.user.powers.may(Permission.PARTNERSHIP_READ),
        "manages": request.user.powers.may(Permission.PARTNERSHIP_MANAGE),
    }
    context["gaps"] = queries.gaps(day) if context["manages"] else []
    return render(request, "governance/partnership.html", context)


@require_safe
@public
def structure(request):
    form = forms.OnForm(request.GET)
    day = form.chosen().get("on", today())
    groups = queries.structure_on(day)
    roots = tree(groups)
    placed, width, height = boxes(roots)
    context = {"filter": form, "day": day, "roots": roots, "boxes": placed, "width": width, "height": height}
    return render(request, "governance/structure.html", context)


@require_safe
@public
def arrangements(request, number):
    published = Arrangements.objects.filter(published_on__lte=today())
    version = get_object_or_404(published.prefetch_related("relevant_agencies"), number=number)
    context = {"version": version, "changed": queries.changed_since_last(version)}
    return render(request, "governance/arrangements.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def publish_arrangements(request):
    intro = "It begins with the words of the version before. A published version is never changed."
    page = Ask("Publish the next version of the arrangements", "Publish it", "Published", intro, crumbs=HOME)
    last = Arrangements.objects.order_by("-number").first()
    seen = {name: getattr(last, name) for name in queries.PARTS} if last else {}
    seen |= {"relevant_agencies": list(last.relevant_agencies.values_list("pk", flat=True))} if last else {}
    form = forms.ArrangementsForm(**typed(request), initial={**seen, "published_on": today()})

    def act(given):
        return operations.publish_arrangements(**given, today=today(), by=request.user)

    return ask(request, form, page, act, "governance:partnership")


@require_safe
@allowed(Permission.PARTNERSHIP_READ)
def rota(request):
    day, form = today(), forms.OnForm(request.GET)
    asked = form.chosen().get("on", day)
    context = {"terms": queries.rota(), "day": day, "filter": form, "asked": asked, "turn": queries.term_on(asked)}
    context["manages"] = request.user.powers.may(Permission.PARTNERSHIP_MANAGE)
    return render(request, "governance/rota.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def plan_term(request):
    page = Ask("Plan a turn of the chair", "Plan it", "Planned", crumbs=(*HOME, ("Rota", reverse("governance:rota"))))
    form = forms.TermForm(**typed(request))
    return ask(request, form, page, lambda given: operations.plan_chair_term(**given, by=request.user), "governance:rota")


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def change_term(request, pk):
    term = get_object_or_404(ChairTerm, pk=pk)
    seen = {name: getattr(term, name) for name in ("partner", "person", "starts_on", "ends_on")}
    form = forms.ChangeTermForm(**typed(request), initial={**seen, "person": term.person_id, "seen_version": term.version})
    page = Ask("Change a turn of the chair", "Save", "Changed", crumbs=(*HOME, ("Rota", reverse("governance:rota"))))
    return ask(
        request, form, page, lambda given: operations.change_chair_term(term=term, **given, by=request.user), "governance:rota"
    )


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def change_edition(request, year):
    edition = get_object_or_404(Edition, year=year)
    names = ("in_force_on", "implemented_by", "confirmed", "source")
    form = forms.EditionForm(
        **typed(request), initial={**{name: getattr(edition, name) for name in names}, "seen_version": edition.version}
    )
    page = Ask(f"{edition.name}", "Save", "Changed", intro="The dates are data: correct them here.", crumbs=HOME)
    return ask(
        request,
        form,
        page,
        lambda given: operations.change_edition(edition=edition, **given, by=request.user),
        "governance:partnership",
    )


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def appoint_lead(request):
    page = Ask("Record who leads for a safeguarding partner", "Record it", "Recorded", crumbs=HOME)
    form = forms.LeadForm(**typed(request))
    return ask(request, form, page, lambda given: operations.appoint_lead(**given, by=request.user), "governance:partnership")


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def end_lead(request, pk):
    lead = get_object_or_404(Lead.objects.select_related("person"), pk=pk)
    form = forms.EndForm(**typed(request), initial={"seen_version": lead.version, "ends_on": today()})
    page = Ask(f"End the time of the {lead.kind.lower()}", "End it", "Ended", caption=lead.partner, crumbs=HOME, kind="warning")
    return ask(
        request, form, page, lambda given: operations.end_lead(lead=lead, **given, by=request.user), "governance:partnership"
    )


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def set_partner(request):
    intro = "For a succession: the agency that is the partner now is so until the day before."
    page = Ask("Record which agency is a safeguarding partner", "Record it", "Recorded", intro, crumbs=HOME)
    form = forms.PartnerForm(**typed(request))
    return ask(request, form, page, lambda given: operations.succeed_partner(**given, by=request.user), "governance:partnership")


@require_safe
@allowed(Permission.PEOPLE_MANAGE)
def appointments(request):
    rows = Appointment.objects.select_related("person", "agency").order_by("-starts_on", "role", "id")
    context = {"rows": rows, "day": today(), "manages": request.user.powers.may(Permission.PARTNERSHIP_MANAGE)}
    return render(request, "governance/appointments.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def appoint(request):
    page = Ask("Appoint to a role", "Appoint", "Appointed", crumbs=(*HOME, ("Roles", reverse("governance:appointments"))))
    form = forms.RoleForm(**typed(request))
    return ask(request, form, page, lambda given: operations.appoint_role(**given, by=request.user), "governance:appointments")


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def end_appointment(request, pk):
    appointment = get_object_or_404(Appointment, pk=pk)
    form = forms.EndForm(**typed(request), initial={"seen_version": appointment.version, "ends_on": today()})
    page = Ask(f"End the appointment of the {appointment.role.lower()}", "End it", "Ended", kind="warning", crumbs=HOME)
    return ask(
        request,
        form,
        page,
        lambda given: operations.end_role(appointment=appointment, **given, by=request.user),
        "governance:appointments",
    )
