"""Pages of teams: the list, one team, editing, import and export (R-D7)."""

import csv
import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from core import merge
from core.errors import AppError
from organizations import access
from organizations.roles import Permission
from organizations.selectors import people_list
from resources.teams import selectors, services
from resources.teams.columns import COLUMNS
from resources.teams.forms import ImportForm, MemberForm, ReadinessForm, TeamFilter, TeamForm, VehicleForm
from resources.teams.models import Team

PER_PAGE = 50
TRACK_HOURS = 24


class TeamsPage(LoginRequiredMixin, View):
    """Teams within reach, by unit."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, filtered; the whole page, or its rows when they refresh themselves."""
        if not selectors.team_led_by(request.user):
            access.require_anywhere(request.user, Permission.TEAM_VIEW)
        page = Paginator(_filtered(request), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "form": TeamFilter(request.GET),
            "page": page,
            "rows": [(team, selectors.may_see_phones(request.user, team)) for team in page],
            "counts": selectors.readiness_counts(request.user),
            "may_edit": access.can_anywhere(request.user, Permission.TEAM_CHANGE),
            "position_limit": timezone.now() - timedelta(seconds=selectors.position_limit_s()),
        }
        fragment = request.headers.get("HX-Request") and request.headers.get("HX-Target") == "teams"
        return render(request, "teams/_list.html" if fragment else "teams/list.html", context)


class TeamPage(LoginRequiredMixin, View):
    """One team."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Particulars, members, vehicles, readiness, where it is and has been."""
        return _team_page(request, selectors.team_get(request.user, pk))


class TeamEdit(LoginRequiredMixin, View):
    """Entering and editing a team."""

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """The form, filled with what is stored."""
        team = self._team(request, pk)
        return self._show(request, TeamForm(actor=request.user, team=team), team)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Store it; a stale form is shown again with both sides."""
        team = self._team(request, pk)
        settled = merge.settle(request.POST, TeamForm(actor=request.user, team=team))
        form = TeamForm(settled.data, actor=request.user, team=team)
        if not form.is_valid() or not self._leader(request, form):
            return self._show(request, form, team, status=422)
        if team is not None and settled.undecided:
            form.add_error(None, str(merge.CHOOSE))
            return self._stale(request, form, team, 422, request.POST.getlist("contested"))
        values = {
            name: value for name, value in form.cleaned_data.items() if name not in ("version", "leader_username")
        }
        try:
            if team is None:
                team = services.team_create(data=services.TeamData(**values), actor=request.user)
            else:
                version = form.cleaned_data["version"]
                team = services.team_update(team=team, changes=values, version=version, actor=request.user)
        except AppError as error:
            return self._refused(request, form, team, error)
        messages.success(request, _("Saved."))
        return redirect("teams:team", pk=team.pk)

    def _team(self, request: HttpRequest, pk: int | None) -> Team | None:
        if pk is None:
            access.require_anywhere(request.user, Permission.TEAM_CHANGE)
            return None
        team = selectors.team_get(request.user, pk)
        access.require(request.user, Permission.TEAM_CHANGE, team.jurisdiction)
        return team

    def _leader(self, request: HttpRequest, form: TeamForm) -> bool:
        """Turn the leader's user name into a person within sight."""
        name = form.cleaned_data["leader_username"].strip()
        found = people_list(actor=request.user, search=name).filter(username=name).first() if name else None
        if name and found is None:
            form.add_error("leader_username", _("No such account within your reach."))
            return False
        form.cleaned_data["leader"] = found
        return True

    def _refused(self, request: HttpRequest, form: TeamForm, team: Team | None, error: AppError) -> HttpResponse:
        for name, text in error.errors.items():
            form.add_error(name if name in form.fields else None, text)
        if not error.errors:
            form.add_error(None, str(error.message))
        if team is not None and "current" in error.extra.get("conflict", {}):
            return self._stale(request, form, selectors.team_get(request.user, team.pk), error.status)
        return self._show(request, form, team, status=error.status)

    def _stale(
        self, request: HttpRequest, form: TeamForm, team: Team, status: int, again: Sequence[str] = ()
    ) -> HttpResponse:
        found = merge.conflict(form, TeamForm(actor=request.user, team=team), team, again=again)
        merge.carried(form, found)
        return self._show(request, form, team, status=status, conflict=found)

    def _show(
        self, request: HttpRequest, form: TeamForm, team: Team | None, *, status: int = 200, conflict: Any = None
    ) -> HttpResponse:
        return render(request, "teams/edit.html", {"form": form, "team": team, "conflict": conflict}, status=status)


class SetReadiness(LoginRequiredMixin, View):
    """Whether the team can be ordered."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Standby, resting or unavailable."""
        team = selectors.team_get(request.user, pk)
        form = ReadinessForm(request.POST)
        if not form.is_valid():
            return _team_page(request, team, readiness=form, status=422)
        try:
            said = form.cleaned_data
            services.team_set_readiness(team=team, to=said["readiness"], reason=said["reason"], actor=request.user)
        except AppError as error:
            form.add_error(next((name for name in error.errors if name in form.fields), None), str(error.message))
            return _team_page(request, team, readiness=form, status=error.status)
        messages.success(request, _("Saved."))
        return redirect("teams:team", pk=pk)


class SaveMember(LoginRequiredMixin, View):
    """Members of a team."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add one, or take off the one named by `remove`."""
        team = selectors.team_get(request.user, pk)
        gone = request.POST.get("remove", "")
        if gone.isdecimal() and len(gone) < 19:
            services.member_remove(team=team, member_id=int(gone), actor=request.user)
            return redirect("teams:team", pk=pk)
        form = MemberForm(request.POST)
        if not form.is_valid():
            return _team_page(request, team, member=form, status=422)
        services.member_save(team=team, values=form.cleaned_data, actor=request.user)
        return redirect("teams:team", pk=pk)


class SaveVehicle(LoginRequiredMixin, View):
    """Vehicles of a team."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add one, or take off the one named by `remove`."""
        team = selectors.team_get(request.user, pk)
        gone = request.POST.get("remove", "")
        if gone.isdecimal() and len(gone) < 19:
            services.vehicle_remove(team=team, vehicle_id=int(gone), actor=request.user)
            return redirect("teams:team", pk=pk)
        form = VehicleForm(request.POST)
        if not form.is_valid():
            return _team_page(request, team, vehicle=form, status=422)
        services.vehicle_save(team=team, values=form.cleaned_data, actor=request.user)
        return redirect("teams:team", pk=pk)


class ImportPage(LoginRequiredMixin, View):
    """Teams from a CSV file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form and the columns."""
        access.require_anywhere(request.user, Permission.TEAM_CHANGE)
        return render(request, "teams/import.html", {"form": ImportForm(), "columns": COLUMNS.values()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Try or store; what is wrong is said line by line."""
        access.require_anywhere(request.user, Permission.TEAM_CHANGE)
        form, report = ImportForm(request.POST, request.FILES), None
        if form.is_valid():
            try:
                content = form.cleaned_data["file"].read()
                report = services.teams_import(
                    content=content, dry_run=not form.cleaned_data["store"], actor=request.user
                )
            except AppError as error:
                form.add_error("file", str(error.message))
        context = {"form": form, "report": report, "columns": COLUMNS.values()}
        wrong = report is None or bool(report.errors)
        return render(request, "teams/import.html", context, status=422 if wrong else 200)


class Export(LoginRequiredMixin, View):
    """Teams as a CSV file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """As filtered; UTF-8 with a BOM, or GB18030 with `?encoding=gb18030`."""
        access.require_anywhere(request.user, Permission.TEAM_VIEW)
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([str(label) for label in COLUMNS.values()])
        for team in _filtered(request):
            phones = selectors.may_see_phones(request.user, team)
            writer.writerow([_safe(selectors.cell(team, name, phones=phones)) for name in COLUMNS])
        encoding = "gb18030" if request.GET.get("encoding") == "gb18030" else "utf-8-sig"
        response = HttpResponse(out.getvalue().encode(encoding), content_type="text/csv")
        response["Content-Disposition"] = f'attachment; filename="teams-{timezone.localdate():%Y%m%d}.csv"'
        return response


def _safe(text: str) -> str:
    """A cell no spreadsheet takes for a formula; the import strips the mark again."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _filtered(request: HttpRequest) -> Any:
    form = TeamFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    return selectors.team_list(
        request.user,
        q=chosen.get("q", ""),
        capability=chosen["capability"].code if chosen.get("capability") else "",
        status=chosen.get("status", ""),
        kind=chosen.get("kind", ""),
    )


def _team_page(request: HttpRequest, team: Team, *, status: int = 200, **forms: Any) -> HttpResponse:
    phones = selectors.may_see_phones(request.user, team)
    current = {"readiness": team.readiness, "reason": ""}
    context = {
        "team": team,
        "where": team.position or team.base,
        "phones": phones,
        "members": selectors.members(request.user, team),
        "vehicles": team.vehicles.all(),
        "may_edit": selectors.may_edit(request.user, team),
        "may_set": selectors.may_set_readiness(request.user, team),
        "track": selectors.track(request.user, team, since=timezone.now() - timedelta(hours=TRACK_HOURS), limit=20),
        "stale": (selectors.position_age_s(team) or 0) > selectors.position_limit_s(),
        "readiness": forms.get("readiness") or ReadinessForm(initial=current),
        "member": forms.get("member") or MemberForm(),
        "vehicle": forms.get("vehicle") or VehicleForm(),
    }
    return render(request, "teams/team.html", context, status=status)
