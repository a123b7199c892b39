from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from hamlet.annual_report import gathering, queries
from hamlet.annual_report.models import Report, Signature
from hamlet.annual_report.operations.writing import NotNow, _in_state, _move, _tell
from hamlet.annual_report.rules import Gap, State, signing_fault
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.audit.operations import record
from hamlet.foundations.documents.operations import keep_document
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.publishing.content import Content
from hamlet.foundations.records import ChangedMeanwhile, Refusal, locked, made_once
from hamlet.governance.rules import Partner


class NotTheirs(Refusal):
    """This person may not sign for that partner on that day."""


class SignedAlready(Refusal):
    """The partner, or the person, has signed this text already."""


@transaction.atomic
def send_for_signature(
    *, report: Report, content: Content, gaps: list[Gap], sent_on: date, seen_version: int | None, by: Any
) -> Report:
    """Freezes `content` of `gathering.text_to_sign` as the text to be signed, and tells the partners.

    Refuses before the scrutineer has given the commentary: it precedes sign-off.
    """
    report = locked(report, seen_version)
    commentary = queries.commentary_of(report)
    if commentary is None or commentary.given_on is None:
        raise NotNow("The independent scrutineer has not given the commentary yet: it comes before the signatures")
    _move(report, State.SIGNATURE)
    report.proposed = gathering.described(content)
    report.proposed_sha256 = gathering.fingerprint(report.proposed)
    report.gaps = [{"key": gap.key, "title": gap.title, "what": gap.what} for gap in gaps]
    report.sent_for_signature_on = sent_on
    report.save(update_fields=["state", "proposed", "proposed_sha256", "gaps", "sent_for_signature_on", "version"])
    record("annual_report.sent_for_signature", by=by, subject=report, text=report.proposed_sha256)
    _tell(report, Permission.REPORTS_SIGN, sent_on, "signature", by)
    return report


@transaction.atomic
def take_back(*, report: Report, reason: str, on: date, seen_version: int | None, by: Any) -> Report:
    """Opens the text again for change. Signatures given under it are withdrawn and kept: the next text needs its own."""
    report = locked(report, seen_version)
    _move(report, State.DRAFT)
    withdrawn = report.signatures.standing().update(withdrawn_on=on)
    report.proposed, report.proposed_sha256, report.gaps, report.sent_for_signature_on = None, "", [], None
    report.save(update_fields=["state", "proposed", "proposed_sha256", "gaps", "sent_for_signature_on", "version"])
    record("annual_report.taken_back", by=by, subject=report, reason=reason, withdrawn=withdrawn)
    return report


@transaction.atomic
def sign(*, report: Report, text_sha256: str, signed_on: date, made_with: UUID | None = None, by: Any) -> Signature:
    """Signs in person, for the partner whose place this person holds that day, the text that they were shown."""
    made = made_once(Signature, made_with)
    if made:
        return made
    report = locked(report, None)
    _in_state(report, State.SIGNATURE)
    if text_sha256 != report.proposed_sha256:
        raise ChangedMeanwhile("The text was changed since you opened it. Read it again before you sign.")
    partner = _place(report, by, signed_on)
    signature = _given(report, partner, by, signed_on, made_with=made_with or uuid4())
    report.save(update_fields=["version"])
    record("annual_report.signed", by=by, subject=report, partner=partner.value, text=text_sha256)
    return signature


@transaction.atomic
def record_signature(
    *,
    report: Report,
    partner: Partner,
    person: Any,
    signed_on: date,
    today: date,
    evidence: str,
    upload: UploadedFile | None = None,
    made_with: UUID | None = None,
    by: Any,
) -> Signature:
    """Records a signature given elsewhere, with its minute or letter: by whom it is recorded is shown beside it for ever."""
    made = made_once(Signature, made_with)
    if made:
        return made
    report = locked(report, None)
    _in_state(report, State.SIGNATURE)
    fault = signing_fault(signed_on=signed_on, sent_on=report.sent_for_signature_on or today, today=today)
    if fault:
        raise NotTheirs(fault)
    if person == by:
        raise NotTheirs("Your own signature is given in person, not recorded by yourself")
    if person not in queries.signatories(report, signed_on)[partner]:
        raise NotTheirs(f"{person} could not sign for the partner {partner.value} on {signed_on:%-d %B %Y}")
    given = {"recorded_by": by, "evidence": evidence, "made_with": made_with or uuid4()}
    signature = _given(report, partner, person, signed_on, **given)
    report.save(update_fields=["version"])
    if upload:
        keep_document(upload=upload, on=report, title=evidence, marking=Marking.OFFICIAL_SENSITIVE, by=by)
    record("annual_report.signature_recorded", by=by, subject=report, partner=partner.value, signed_on=signed_on)
    return signature


def _place(report: Report, person: Any, day: date) -> Partner:
    """The partner for which this person signs on `day`. Refuses when there is none: nobody signs for another."""
    for partner, people in queries.signatories(report, day).items():
        if person in people:
            return partner
    raise NotTheirs(f"You do not sign for a safeguarding partner. {report.edition.signed_by} sign this report")


def _given(report: Report, partner: Partner, person: Any, signed_on: date, **given: Any) -> Signature:
    standing = report.signatures.standing()
    if standing.filter(partner=partner.value).exists():
        raise SignedAlready(f"The partner {partner.value} has signed already")
    if standing.filter(person=person).exists():
        raise SignedAlready(f"{person} has signed for another partner already")
    signed_as = ", ".join(dict.fromkeys(filter(None, (person.name, person.post_title))))
    text = {"text_sha256": report.proposed_sha256, "signed_as": signed_as, "signed_on": signed_on}
    return Signature.objects.create(report=report, partner=partner.value, person=person, **text, **given)
