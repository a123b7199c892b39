from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hamlet.foundations.access.decorators import allowed
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.design.asking import Ask, ask, typed
from hamlet.foundations.design.paging import page
from hamlet.foundations.holidays import operations
from hamlet.foundations.holidays.forms import BankHolidayForm, RemoveBankHolidayForm, SchoolHolidayForm, YearFilter
from hamlet.foundations.records import Refusal
from hamlet.foundations.working_days import queries
from hamlet.foundations.working_days.clock import today
from hamlet.foundations.working_days.models import BankHoliday, SchoolHoliday


@require_http_methods(["GET", "POST"])
@allowed(Permission.SETTINGS_MANAGE)
def holidays(request):
    form = BankHolidayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            holiday = operations.add_bank_holiday(**form.cleaned_data, on=today(), by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{holiday} is a bank holiday")
            return redirect("holidays:holidays")
    years = YearFilter(request.GET, years=queries.years_known())
    chosen = years.chosen()
    rows = BankHoliday.objects.order_by("-day")
    rows = rows.filter(day__year=int(chosen["year"])) if "year" in chosen else rows
    context = {"form": form, "filter": years, "page": page(request, rows), "known_until": queries.known_until()}
    return render(request, "holidays/holidays.html", context)


@require_http_methods(["GET", "POST"])
@allowed(Permission.SETTINGS_MANAGE)
def remove(request, pk):
    holiday = get_object_or_404(BankHoliday, pk=pk)
    intro = "Every open date that counted it is worked out anew, and shows what it was and why it moved. Done dates stay."
    crumbs = (("Bank holidays", reverse("holidays:holidays")),)
    page = Ask("Remove a bank holiday", "Remove it", "", intro, str(holiday), crumbs=crumbs, kind="warning")

    def act(given):
        moved = operations.remove_bank_holiday(holiday=holiday, **given, on=today(), by=request.user)
        messages.success(request, f"{holiday} is no longer a bank holiday. Open dates that moved: {moved}")

    return ask(request, RemoveBankHolidayForm(**typed(request)), page, act, "holidays:holidays")


@require_http_methods(["GET", "POST"])
@allowed(Permission.SETTINGS_MANAGE)
def school_holidays(request):
    form = SchoolHolidayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            holiday = operations.add_school_holiday(**form.cleaned_data, by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{holiday} is a school holiday")
            return redirect("holidays:school_holidays")
    rows = page(request, SchoolHoliday.objects.order_by("-starts_on", "id"))
    return render(request, "holidays/school_holidays.html", {"form": form, "page": rows})


@require_POST
@allowed(Permission.SETTINGS_MANAGE)
def remove_school(request, pk):
    holiday = get_object_or_404(SchoolHoliday, pk=pk)
    operations.remove_school_holiday(holiday=holiday, by=request.user)
    messages.success(request, f"{holiday} is no longer a school holiday")
    return redirect("holidays:school_holidays")
