from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import get_totp_secret
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamlet.foundations.access.decorators import allowed, public
from hamlet.foundations.access.queries import grants_table, powers_on, roles_told_to, told_to
from hamlet.foundations.access.rules import GRANTS, Permission, Role
from hamlet.foundations.audit.operations import record
from hamlet.foundations.audit.queries import events, history, kind_of, rooms_of, sentence, who
from hamlet.foundations.design.paging import page
from hamlet.foundations.people import forms, invitations, operations
from hamlet.foundations.people.models import Agency, Person
from hamlet.foundations.people.queries import personas
from hamlet.foundations.people.sign_in import second_factor_given
from hamlet.foundations.records import Refusal
from hamlet.foundations.working_days.clock import now, today

BACKEND = "hamlet.foundations.people.sign_in.InvitedBackend"


@public
def closed(request, *args, **kwargs):
    """Addresses that the sign-in library has and this service does not: signing up, changing one's own address."""
    raise Http404("Nobody signs up here: the partnership manager invites people on record")


@require_safe
@allowed(Permission.PEOPLE_MANAGE)
def people(request):
    form = forms.PeopleFilter(request.GET)
    chosen = form.chosen()
    rows = Person.objects.filter(is_system=False).select_related("agency").order_by("post_title", "id")
    if "search" in chosen:
        words = chosen["search"]
        rows = rows.filter(Q(name__icontains=words) | Q(post_title__icontains=words) | Q(email__icontains=words))
    if "agency" in chosen:
        rows = rows.filter(agency=chosen["agency"])
    return render(request, "people/people.html", {"page": page(request, rows), "filter": form})


@require_http_methods(["GET", "POST"])
@allowed(Permission.PEOPLE_MANAGE)
def invite(request):
    form = forms.InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = operations.add_person(**form.cleaned_data, by=request.user)
            if not person.invited_at:  # a second click finds the person who was invited by the first
                operations.invite_person(person=person, at=now(), by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{person} is on record and invited to sign in. Now give them a seat.")
            return redirect(person)
    return render(request, "people/invite.html", {"form": form})


@require_http_methods(["GET", "POST"])
@allowed(Permission.PEOPLE_MANAGE)
def person(request, pk):
    found = get_object_or_404(Person.objects.select_related("agency"), pk=pk, is_system=False)
    seen = {"seen_version": found.version, "name": found.name, "post_title": found.post_title, "email": found.email}
    seen["agency"] = found.agency_id
    form = forms.PersonForm(request.POST if request.method == "POST" else None, initial=seen)
    if form.is_valid():
        try:
            operations.change_person(person=found, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The record is changed")
            return redirect(found)
    powers = powers_on(found, today())
    held = told_to(request.user.powers, found.grants.select_related("person").order_by("-starts_on", "id"))
    context = {"person": found, "form": form, "held": held, "history": history(found)}
    context["may"] = may_and_why(powers, roles_told_to(request.user.powers))
    return render(request, "people/person.html", context)


@require_POST
@allowed(Permission.PEOPLE_MANAGE)
def change_access(request, pk, what):
    found = get_object_or_404(Person, pk=pk, is_system=False)
    acts = {
        "end": lambda: operations.end_access(person=found, by=request.user),
        "restore": lambda: operations.restore_access(person=found, by=request.user),
        "invite": lambda: operations.invite_person(person=found, at=now(), by=request.user),
    }
    try:
        acts[what]()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, {"end": "Their access has ended", "restore": "Their access is back"}.get(what, "Invited again"))
    return redirect(found)


@require_http_methods(["GET", "POST"])
@public
def invitation(request, identity, token):
    try:
        invited = invitations.invited_by_link(identity, token)
    except Refusal as refusal:
        return render(request, "people/invitation_over.html", {"reason": str(refusal)}, status=410)
    form = forms.ChoosePasswordForm(request.POST if request.method == "POST" else None, person=invited)
    if form.is_valid():
        try:
            operations.accept_invitation(identity=identity, token=token, password=form.cleaned_data["password"], by=invited)
        except Refusal as refusal:
            return render(request, "people/invitation_over.html", {"reason": str(refusal)}, status=410)
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("account_login")
    return render(request, "people/invitation.html", {"form": form, "person": invited})


@require_safe
@allowed(Permission.PARTNERSHIP_READ)
def agencies(request):
    rows = Agency.objects.select_related("succeeded_by").order_by("kind", "name")
    context = {"page": page(request, rows, 50), "manages": request.user.powers.may(Permission.PARTNERSHIP_MANAGE)}
    return render(request, "people/agencies.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def add_agency(request):
    form = forms.AddAgencyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = operations.add_agency(**form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made} is on record")
            return redirect(made)
    return render(request, "people/add_agency.html", {"form": form})


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def change_agency(request, slug):
    found = get_object_or_404(Agency, slug=slug)
    seen = {"seen_version": found.version, "name": found.name, "short_name": found.short_name}
    seen |= {"kind": found.kind, "starts_on": found.starts_on}
    form = forms.ChangeAgencyForm(request.POST if request.method == "POST" else None, initial=seen)
    if form.is_valid():
        try:
            operations.change_agency(agency=found, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The agency's record is changed")
            return redirect(found)
    return render(request, "people/change_agency.html", {"form": form, "agency": found})


@require_http_methods(["GET", "POST"])
@allowed(Permission.PARTNERSHIP_MANAGE)
def succeed_agency(request, slug):
    found = get_object_or_404(Agency, slug=slug)
    form = forms.SucceedAgencyForm(
        request.POST if request.method == "POST" else None, agency=found, initial={"seen_version": found.version}
    )
    if form.is_valid():
        try:
            operations.succeed_agency(agency=found, **form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['successor']} took over from {found}")
            return redirect(found)
    return render(request, "people/succeed_agency.html", {"form": form, "agency": found})


@require_safe
@allowed(Permission.PARTNERSHIP_READ)
def agency(request, slug):
    found = get_object_or_404(Agency.objects.select_related("succeeded_by"), slug=slug)
    context = {"agency": found, "predecessors": list(found.succeeded.all()), "history": history(found)}
    context["manages"] = request.user.powers.may(Permission.PARTNERSHIP_MANAGE)
    context["posts"] = list(found.people.filter(is_active=True, is_system=False).order_by("post_title")[:200])
    return render(request, "people/agency.html", context)


def may_and_why(powers, roles):
    """What somebody may do and by which seats, of those `roles` alone."""
    given = {item: [held.reason for held in powers.giving(item) if held.role in roles] for item in Permission}
    return [(item.value, why) for item, why in given.items() if why and item != Permission.DESK]


@require_safe
@allowed(Permission.ACCESS_READ)
def access(request):
    form = forms.AccessFilter(request.GET)
    chosen = form.chosen()
    day = chosen.get("on", today())
    rows = grants_table(day).filter(person__is_active=True)
    if "permission" in chosen:
        wanted = Permission[chosen["permission"]]
        rows = rows.filter(role__in=[role.value for role in roles_told_to(request.user.powers) if wanted in GRANTS[role]])
    found = page(request, rows, 50)
    context = {"page": found, "grants": told_to(request.user.powers, found), "filter": form, "day": day}
    context["powers"] = {role.value: sorted(item.value for item in GRANTS[role]) for role in Role}
    return render(request, "people/access.html", context)


def hidden_from(powers):
    return {room for room, permission in settings.RESTRICTED_ROOMS.items() if not powers.may(permission)}


def spoken_of(event, hidden):
    """The sentence and the kind of record; of a restricted room's events only that there was one, to who may not open its records."""
    if rooms_of(event) & hidden:
        return "worked on a restricted record", "Restricted"
    return sentence(event, {}), kind_of(event)


@require_safe
@allowed(Permission.AUDIT_READ)
def audit_trail(request):
    form = forms.TrailFilter(request.GET)
    chosen, hidden = form.chosen(), hidden_from(request.user.powers)
    found = page(request, events(chosen.get("verb", ""), chosen["person"].pk if "person" in chosen else None, hidden), 50)
    rows = [(event, who(event), *spoken_of(event, hidden)) for event in found]
    return render(request, "people/audit_trail.html", {"page": found, "rows": rows, "filter": form})


@require_safe
@allowed(Permission.DESK)
def account(request):
    powers = powers_on(request.user, today())
    held = [item for item in powers.held if item.role != Role.PERSON]
    return render(request, "people/account.html", {"held": held})


@require_safe
@allowed(Permission.DESK)
def second_factor(request):
    context = {"enabled": get_adapter().is_mfa_enabled(request.user), "given": second_factor_given(request)}
    return render(request, "people/second_factor.html", context)


@require_safe
@allowed(Permission.DESK)
def totp_picture(request):
    """The code that an authenticator app scans: from this site, never kept, because the page allows no data: image."""
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(request.user, get_totp_secret(regenerate=False)))
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Cache-Control": "no-store"})


@require_safe
@public
def demo(request):
    if not settings.DEMONSTRATION:
        raise Http404("There is no demonstration here")
    return render(request, "people/demo.html", {"groups": personas()})


@require_POST
@public
def demo_sign_in(request):
    key = request.POST.get("persona", "")
    chosen = Person.objects.filter(is_persona=True, is_active=True, email=f"{key}@demo.example").first()
    if not settings.DEMONSTRATION or chosen is None:
        raise Http404("There is no such persona")
    login(request, chosen, backend=BACKEND)
    record("people.became_persona", by=chosen, subject=chosen, persona=key)
    return redirect("/desk/")
