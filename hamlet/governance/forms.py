from hamlet.foundations.access.rules import Role
from hamlet.foundations.design.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    RecordField,
    RecordsField,
    TextField,
    WholeNumberField,
    YesField,
)
from hamlet.foundations.design.forms import ChangeForm, CreateForm, FilterForm
from hamlet.foundations.people.models import Agency
from hamlet.foundations.people.queries import people_on_record
from hamlet.governance.models import Group
from hamlet.governance.rules import (
    APPOINTED,
    Capacity,
    ChallengeState,
    Frequency,
    GroupKind,
    LeadKind,
    Partner,
    PlanState,
    QuorumRule,
)

ENDS = (PlanState.DONE, PlanState.DROPPED)


def words(kind, empty=None):
    return [*([("", empty)] if empty else []), *((item.value, item.value) for item in kind)]


def someone(label, **given):
    return RecordField(people_on_record(), label=label, **given)


def quorum_number():
    help_text = "Only when the quorum is a number of seats"
    return WholeNumberField(label="How many seats", required=False, min_value=0, max_value=200, help_text=help_text)


class OnForm(FilterForm):
    on = DateField(label="As it stood on", help_text="Today when empty")


class GroupForm(CreateForm):
    name = TextField(label="Name", missing="Enter the group's name", max_length=160)
    kind = ChoiceField(words(GroupKind), label="Kind", missing="Choose the kind of group")
    purpose = LongTextField(label="What it is for", missing="Enter what the group is for")
    reports_to = RecordField(Group.objects.order_by("name"), label="Reports to", required=False, empty_label="Nobody")
    terms_of_reference = LongTextField(label="Terms of reference (optional)", required=False, rows=8)
    frequency = ChoiceField(words(Frequency), label="How often it meets", missing="Choose how often it meets")
    quorum_rule = ChoiceField(words(QuorumRule), label="Quorum", missing="Choose the quorum")
    quorum_number = quorum_number()
    avoids_school_holidays = YesField(label="Keep clear of school holidays", required=False)
    restricted = YesField(label="Its meetings and actions are seen by its own members only", required=False)
    starts_on = DateField(label="From", missing="Enter the day from which it stands")

    def clean_kind(self):
        return GroupKind(self.cleaned_data["kind"])

    def clean_quorum_number(self):
        return self.cleaned_data["quorum_number"] or 0


class ChangeGroupForm(ChangeForm):
    name = TextField(label="Name", missing="Enter the group's name", max_length=160)
    purpose = LongTextField(label="What it is for", missing="Enter what the group is for")
    reports_to = GroupForm.base_fields["reports_to"]
    terms_of_reference = GroupForm.base_fields["terms_of_reference"]
    frequency = GroupForm.base_fields["frequency"]
    quorum_rule = GroupForm.base_fields["quorum_rule"]
    quorum_number = quorum_number()
    avoids_school_holidays = GroupForm.base_fields["avoids_school_holidays"]
    restricted = GroupForm.base_fields["restricted"]

    def clean_quorum_number(self):
        return self.cleaned_data["quorum_number"] or 0


class SeatForm(CreateForm):
    capacity = ChoiceField(words(Capacity), label="Seat", missing="Choose the seat", radios=True)
    person = someone("Who", required=False, empty_label="Vacant for now")
    post_title = TextField(label="Post, if it is vacant", required=False, max_length=200)
    partner = ChoiceField(words(Partner, "None"), label="Sits for a safeguarding partner", required=False)
    starts_on = DateField(label="From", missing="Enter the first day of the seat")
    ends_on = DateField(label="To (optional)", required=False)

    def clean(self):
        given = super().clean()
        if not given.get("person") and not given.get("post_title"):
            self.add_error("post_title", "Choose a person, or enter the post that is vacant")
        given["partner"] = Partner(given["partner"]) if given.get("partner") else None
        if given.get("capacity"):
            given["capacity"] = Capacity(given["capacity"])
        return given


class EndForm(ChangeForm):
    ends_on = DateField(label="Last day", missing="Enter the last day")


class WithdrawForm(ChangeForm):
    reason = TextField(label="Why it is withdrawn", missing="Say why it is withdrawn", max_length=200)


class DeputyForm(ChangeForm):
    deputy = someone("Deputy", required=False, empty_label="None")


class TermForm(CreateForm):
    partner = ChoiceField(words(Partner), label="Whose turn", missing="Choose whose turn it is", radios=True)
    person = someone("Who chairs", required=False, empty_label="Not named yet")
    starts_on = DateField(label="From", missing="Enter the first day")
    ends_on = DateField(label="To", missing="Enter the last day")

    def clean_partner(self):
        return Partner(self.cleaned_data["partner"])


class ChangeTermForm(ChangeForm):
    partner = TermForm.base_fields["partner"]
    person = TermForm.base_fields["person"]
    starts_on = TermForm.base_fields["starts_on"]
    ends_on = TermForm.base_fields["ends_on"]

    def clean_partner(self):
        return Partner(self.cleaned_data["partner"])


class RoleForm(CreateForm):
    person = someone("Who", missing="Choose who", empty_label="Choose")
    role = ChoiceField(words(APPOINTED), label="Role", missing="Choose the role")
    agency = RecordField(Agency.objects.order_by("name"), label="Agency", required=False, empty_label="None")
    starts_on = DateField(label="From", missing="Enter the first day")
    ends_on = DateField(label="To (optional)", required=False)

    def clean_role(self):
        return Role(self.cleaned_data["role"])


class LeadForm(CreateForm):
    partner = ChoiceField(words(Partner), label="Safeguarding partner", missing="Choose the partner", radios=True)
    kind = ChoiceField(words(LeadKind), label="As", missing="Choose as what", radios=True)
    person = someone("Who", missing="Choose who", empty_label="Choose")
    starts_on = DateField(label="From", missing="Enter the first day")
    published = YesField(label="Their name may be published", required=False)
    about = LongTextField(label="About them, as published (optional)", required=False, rows=3)

    def clean(self):
        given = super().clean()
        given |= {"partner": Partner(given["partner"])} if given.get("partner") else {}
        return given | ({"kind": LeadKind(given["kind"])} if given.get("kind") else {})


class PartnerForm(CreateForm):
    partner = ChoiceField(words(Partner), label="Safeguarding partner", missing="Choose the partner", radios=True)
    agency = RecordField(Agency.objects.order_by("name"), label="Agency", missing="Choose the agency", empty_label="Choose")
    starts_on = DateField(label="From", missing="Enter the first day")

    def clean_partner(self):
        return Partner(self.cleaned_data["partner"])


class ArrangementsForm(CreateForm):
    published_on = DateField(label="Published on", missing="Enter the day of publication")
    area = TextField(label="Area", missing="Enter the area", max_length=200)
    partners = LongTextField(label="Safeguarding partners", missing="Say who the partners are", rows=3)
    relevant_agencies = RecordsField(Agency.objects.order_by("name"), label="Relevant agencies", required=False)
    groups = LongTextField(label="Groups", missing="Say which groups there are", rows=3)
    scrutiny = LongTextField(label="Independent scrutiny", missing="Say how it is scrutinised", rows=3)
    dispute_process = LongTextField(label="How disputes are settled", missing="Say how disputes are settled", rows=3)
    funding = LongTextField(label="Funding", missing="Say how it is funded", rows=3)


class EditionForm(ChangeForm):
    in_force_on = DateField(label="In force from", missing="Enter the day")
    implemented_by = DateField(label="To be implemented by (optional)", required=False)
    confirmed = YesField(label="The dates are confirmed", required=False)
    source = TextField(label="Source", missing="Enter where the dates come from", max_length=300)


class PriorityForm(CreateForm):
    title = TextField(label="Priority", missing="Enter the priority", max_length=160)
    lead_partner = ChoiceField(words(Partner), label="Led by", missing="Choose who leads", radios=True)
    group = RecordField(Group.objects.order_by("name"), label="Group", missing="Choose the group", empty_label="Choose")
    success = LongTextField(label="What success would look like", missing="Enter what success would look like")
    starts_on = DateField(label="From", missing="Enter the first day")
    ends_on = DateField(label="To (optional)", required=False)

    def clean_lead_partner(self):
        return Partner(self.cleaned_data["lead_partner"])


class ChangePriorityForm(ChangeForm):
    title = PriorityForm.base_fields["title"]
    lead_partner = PriorityForm.base_fields["lead_partner"]
    group = PriorityForm.base_fields["group"]
    success = PriorityForm.base_fields["success"]
    starts_on = PriorityForm.base_fields["starts_on"]
    ends_on = PriorityForm.base_fields["ends_on"]

    def clean_lead_partner(self):
        return Partner(self.cleaned_data["lead_partner"]).value


class AchievementForm(CreateForm):
    title = TextField(label="What was achieved", missing="Enter what was achieved", max_length=200)
    achieved_on = DateField(label="When", missing="Enter when")
    agencies = RecordsField(Agency.objects.order_by("name"), label="By which agencies", required=False)
    evidence = LongTextField(label="Evidence", required=False, rows=3)
    impact = LongTextField(label="What difference it made for children and families", required=False, rows=3)


class CorrectAchievementForm(ChangeForm):
    title = AchievementForm.base_fields["title"]
    achieved_on = AchievementForm.base_fields["achieved_on"]
    agencies = AchievementForm.base_fields["agencies"]
    evidence = AchievementForm.base_fields["evidence"]
    impact = AchievementForm.base_fields["impact"]


class LackForm(CreateForm):
    noted_on = DateField(label="When", missing="Enter when")
    what = LongTextField(label="Where progress is lacking", missing="Say where progress is lacking")
    next_step = LongTextField(label="What happens next", missing="Say what happens next", rows=3)


class ChallengeForm(CreateForm):
    title = TextField(label="Challenge", missing="Enter the challenge", max_length=160)
    what = LongTextField(label="What is hard", missing="Say what is hard")
    owner = someone("Owner", missing="Choose who owns it", empty_label="Choose")
    raised_on = DateField(label="When", missing="Enter when")


class AnswerChallengeForm(ChangeForm):
    response = LongTextField(label="What is being done", missing="Say what is being done")
    state = ChoiceField(words(ChallengeState), label="State", missing="Choose the state", radios=True)

    def clean_state(self):
        return ChallengeState(self.cleaned_data["state"])


class PlanItemForm(CreateForm):
    title = TextField(label="What is promised", missing="Enter what is promised", max_length=200)
    what = LongTextField(label="In a few words (optional)", required=False, rows=3)
    owner = someone("Owner", missing="Choose who owns it", empty_label="Choose")
    year_from = DateField(label="The plan's first day", missing="Enter the first day of the plan")
    target_on = DateField(label="Target", missing="Enter the target")


class SlipForm(ChangeForm):
    target_on = DateField(label="New target", missing="Enter the new target")
    reason = LongTextField(label="Why it moves", missing="Say why it moves", rows=3)


class FinishForm(ChangeForm):
    state = ChoiceField(words(ENDS), label="What became of it", missing="Say whether it is done or dropped", radios=True)
    outcome = LongTextField(label="In words", missing="Say what became of it", rows=3)

    def clean_state(self):
        return PlanState(self.cleaned_data["state"])
