"""The details of the children and the names in the papers: for seats of the Rapid Review Panel only, each opening logged."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.working_days.clock import today
from hamlet.reviews import operations
from hamlet.reviews.forms import incidents as forms
from hamlet.reviews.models import Child, HeldName
from hamlet.reviews.queries.notification import duties_of
from hamlet.reviews.views.opening import crumbs, opened


@require_safe
@allowed(P.REVIEWS_CHILDREN)
@opened
def the_details_of_the_children(request, case):
    context = {"case": case, "children": case.children.order_by("position"), "names": case.names.order_by("id")}
    return render(request, "reviews/children.html", {**context, "duty": duties_of(case)})


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_CHILDREN)
@opened
def describing_a_child(request, case, position=None):
    child = get_object_or_404(Child, case=case, position=position, removed_on=None) if position else None
    seen = {name: getattr(child, name) for name in Child.DETAILS} | {"seen_version": child.version} if child else {}
    form = (forms.ChangeChildForm if child else forms.ChildForm)(**typed(request), initial=seen)
    intro = "Everything here is held encrypted. Only seats of the Rapid Review Panel see it, and each opening is logged."
    page = Ask(str(child) if child else "Describe a child", "Save", "Saved", intro, str(case), crumbs=crumbs(case))
    act = {"case": case, "child": child, "by": request.user}
    return ask(
        request, form, page, lambda given: operations.describe_child(**act, **given), f"{case.get_absolute_url()}children/"
    )


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_CHILDREN)
@opened
def adding_a_name(request, case):
    intro = "For the pseudonyms of chronologies and reports, and for the check before anything is published."
    page = Ask("Add a name", "Add it", "Added", intro, str(case), crumbs=crumbs(case))
    act = {"case": case, "by": request.user}
    to = f"{case.get_absolute_url()}children/"
    return ask(request, forms.NameForm(**typed(request)), page, lambda given: operations.hold_name(**act, **given), to)


@require_POST
@allowed(P.REVIEWS_CHILDREN)
@opened
def removing_a_name(request, case, identity):
    operations.remove_name(name=get_object_or_404(HeldName, case=case, pk=identity), by=request.user)
    return redirect(f"{case.get_absolute_url()}children/")


@require_http_methods(["GET", "POST"])
@allowed(P.REVIEWS_CHILDREN)
@opened
def removing_a_child(request, case, position):
    child = get_object_or_404(Child, case=case, position=position, removed_on=None)
    intro = "For a child that was described by mistake. What describes the child is erased; the number is not given to another."
    form = forms.ReasonForm(**typed(request), initial={"seen_version": child.version})
    page = Ask(f"Remove {child}", "Remove", "Removed", intro, str(case), crumbs=crumbs(case), kind="warning")
    act = {"child": child, "on": today(), "by": request.user}
    to = f"{case.get_absolute_url()}children/"
    return ask(request, form, page, lambda given: operations.remove_child(**act, **given), to)
