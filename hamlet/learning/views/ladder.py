from datetime import date

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from hamlet.foundations.access.decorators import allowed, require
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.audit.queries import history
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.working_days.clock import today
from hamlet.learning import operations, queries
from hamlet.learning.forms import recommendations as forms
from hamlet.learning.rules.ladder import LADDER, Rung, lower_rungs, may_not_confirm, missing, next_rung, weighed_by, why_not
from hamlet.learning.views.shared import crumbs, found


def progress(row):
    if not row.rung:
        return []
    reached = LADDER.index(Rung(row.rung))
    return [(rung.value, "done" if n < reached else "now" if n == reached else "to-do") for n, rung in enumerate(LADDER)]


def may(request, row, proposal, bar):
    """What this person may do on the page, by name. `bar` says why they confirm and keep nothing of it."""
    powers, free, single = request.user.powers, proposal is None, row.joint_into_id is None and row.closed_on is None
    rung = Rung(row.rung) if row.rung and not row.closed_on else None
    confirms = proposal is not None and single and powers.may(queries.CONFIRMS[Rung(proposal.to)])
    embeds = powers.may(P.LADDER_EMBED) and single
    return {
        "manages": powers.may(P.RECOMMENDATIONS_MANAGE),
        "adds_evidence": bool(rung) and powers.may(P.EVIDENCE_ADD),
        "adds_actions": powers.may(P.ACTIONS_MANAGE),
        "proposes": bool(rung and next_rung(rung)) and single and free and powers.may(P.EVIDENCE_ADD),
        "confirms": confirms and not bar,
        "declines": confirms,
        "bar": bar if confirms or (row.flags and embeds) else "",
        "keeps": bool(row.flags) and embeds and not bar,
        "lowers": bool(rung and lower_rungs(rung)) and embeds,
        "undoes": powers.may(P.RECOMMENDATIONS_MANAGE) and not row.closed_on,
    }


def weighed(evidence, rung, work, day):
    """Each item with why it does not count for the rung that is next: `rung` is the lowest that evidence holds up."""
    for item in evidence:
        item.why_not = why_not(rung, item.proof, work, day)
    return evidence


@require_safe
@allowed(P.RECOMMENDATIONS_READ)
def recommendation(request, reference):
    row, day = found(request, reference), today()
    whole = row.joint_into or row
    proposal = queries.waiting(whole)
    evidence = queries.evidence_shown(whole, day)
    actions = queries.actions_shown(whole, request.user)
    rung = Rung(row.rung) if row.rung else Rung.AGREED
    to = next_rung(rung) if row.rung else None
    proofs, work = [item.proof for item in evidence], queries.work_seen(whole, actions)
    bar = may_not_confirm(request.user.pk, proposal.proposed_by_id if proposal else None, proofs, [a.owner_id for a in actions])
    counts_for = weighed_by(to or rung)
    context = {
        "recommendation": row,
        "source": queries.with_sources([row], request.user)[0].source,
        "day": day,
        "progress": progress(row),
        "to": to,
        "needs": missing(to, proofs, work, date.max, day) if to else [],
        "proposal": proposal,
        "parts_of": queries.with_sources(row.parts.order_by("id"), request.user) if row.is_joint else [],
        "actions": [action for action in actions if action.seen],
        "evidence": weighed(evidence, counts_for, work, day),
        "counts_for": counts_for,
        "changes": row.rung_changes.select_related("by").order_by("-on", "-id"),
        "linked": queries.linked_to(row),
        "may": may(request, row, proposal, bar),
        "history": history(row),
    }
    return render(request, "learning/recommendation.html", context)


@require_http_methods(["GET", "POST"])
@allowed(P.EVIDENCE_ADD)
def add_evidence(request, reference):
    row = found(request, reference)
    reads = request.user.powers.may(P.RECOMMENDATIONS_READ)
    form = forms.EvidenceForm(**typed(request))
    above = crumbs(row) if reads else (("Actions", "/actions/"),)
    asked = Ask("Add evidence", "Add it", "The evidence is added", row.text, str(row), crumbs=above, upload=True)
    back = row if reads else "learning:actions"
    return ask(
        request,
        form,
        asked,
        lambda given: operations.add_evidence(recommendation=row, on=today(), **given, by=request.user),
        back,
    )


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_READ)
def withdraw_evidence(request, reference, key):
    row = found(request, reference)
    item = get_object_or_404(queries.evidence_of(row), made_with=key)
    own = item.added_by_id == request.user.pk or request.user.powers.may(P.RECOMMENDATIONS_MANAGE)
    require(own, "Who added an item of evidence withdraws it, or who keeps the recommendations.")
    form = forms.WithdrawForm(**typed(request), initial={"seen_version": item.version})
    asked = Ask(
        "Withdraw this evidence", "Withdraw it", "It is withdrawn", item.text, str(row), crumbs=crumbs(row), kind="warning"
    )
    return ask(
        request, form, asked, lambda given: operations.withdraw_evidence(evidence=item, on=today(), **given, by=request.user), row
    )


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_READ)
def propose(request, reference):
    row = found(request, reference)
    require(request.user.powers.may(P.EVIDENCE_ADD), "Who may add evidence proposes the next rung.")
    to = next_rung(Rung(row.rung)) if row.rung else None
    form = forms.ProposeForm(**typed(request), to=to)
    heading = f"Propose “{to.value.lower()}”" if to else "Propose the next rung"
    intro = "Somebody else confirms it: nobody confirms what they proposed."
    asked = Ask(heading, "Propose it", "Those who confirm it are told", intro, str(row), crumbs=crumbs(row))
    return ask(
        request, form, asked, lambda given: operations.propose_rung(recommendation=row, on=today(), **given, by=request.user), row
    )


@require_http_methods(["GET", "POST"])
@allowed(P.RECOMMENDATIONS_READ)
def answer(request, reference, what):
    row = found(request, reference)
    proposal = get_object_or_404(row.proposals.select_related("recommendation"), confirmed=None)
    who = "Quality Assurance and Performance" if P.LADDER_EMBED is queries.CONFIRMS[Rung(proposal.to)] else "the working group"
    require(request.user.powers.may(queries.CONFIRMS[Rung(proposal.to)]), f"The seats of {who} confirm this rung.")
    confirms = what == "confirm"
    bar = queries.bar_to_confirming(row, request.user, proposal) if confirms else ""
    require(not bar, f"{bar}.")
    form_class, operation = (
        (forms.ConfirmForm, operations.confirm_rung) if confirms else (forms.DeclineForm, operations.decline_rung)
    )
    form = form_class(**typed(request), initial={"seen_version": proposal.version})
    heading = f"{'Confirm' if confirms else 'Decline'} “{proposal.to.lower()}”"
    asked = Ask(heading, f"{what.capitalize()} it", "Saved", proposal.because, str(row), crumbs=crumbs(row))
    return ask(request, form, asked, lambda given: operation(proposal=proposal, on=today(), **given, by=request.user), row)


@require_http_methods(["GET", "POST"])
@allowed(P.LADDER_EMBED)
def look_again(request, reference, what):
    row = found(request, reference)
    rung = Rung(row.rung) if row.rung else Rung.AGREED
    seen = {"seen_version": row.version}
    if what == "keep":
        bar = queries.bar_to_confirming(row, request.user, None)
        require(not bar, f"{bar}.")
        form, operation, heading = forms.KeepForm(**typed(request), at=rung, initial=seen), operations.keep_rung, "Keep the rung"
    else:
        form = forms.LowerForm(**typed(request), rungs=lower_rungs(rung), initial=seen)
        operation, heading = operations.lower_rung, "Lower the rung"
    kind = "warning" if what == "lower" else ""
    intro = f"It stands on “{row.rung.lower()}”."
    asked = Ask(heading, f"{what.capitalize()} it", "Saved", intro, str(row), crumbs=crumbs(row), kind=kind)
    return ask(request, form, asked, lambda given: operation(recommendation=row, on=today(), **given, by=request.user), row)
