"""The list of shelters, one shelter, its operation log of a day (R-D9)."""

from datetime import date
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View

from clocks.kinds import label_of
from clocks.selectors import deadlines_of
from core import spreadsheet
from organizations import access
from organizations.roles import Permission
from resources.reserves.selectors import warehouse_items
from resources.shelters import selectors, workflow
from resources.shelters.forms.register import ShelterFilter
from resources.shelters.models import FacilityGroup, Shelter, Status
from resources.shelters.vocabulary import CHECKS
from timeline.selectors import events_of

PER_PAGE = 50
EVENTS_SHOWN = 15
GOODS_SHOWN = 8
LOG_LIMIT = 500


def chosen(request: HttpRequest) -> dict[str, Any]:
    """The filters that make sense; others are left out."""
    form = ShelterFilter(request.GET)
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}


class SheltersPage(LoginRequiredMixin, View):
    """Shelters within reach."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list, filtered; the whole page, or its rows when they refresh themselves."""
        access.require_anywhere(request.user, Permission.SHELTER_VIEW)
        rows = selectors.shelter_list(request.user, **chosen(request))
        context = {
            "form": ShelterFilter(request.GET),
            "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
            "sums": selectors.shelters_figures(request.user),
            "may_edit": access.can_anywhere(request.user, Permission.SHELTER_CHANGE),
            "filtered": bool(chosen(request)),
        }
        if context["may_edit"]:
            context["unregistered"] = selectors.unregistered(request.user)[:60]
        fragment = request.headers.get("HX-Request") and request.headers.get("HX-Target") == "shelters"
        return render(request, "shelters/_list.html" if fragment else "shelters/list.html", context)


class ShelterPage(LoginRequiredMixin, View):
    """One shelter."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """State, occupancy, check list, facilities, keepers, log; or only its living part."""
        shelter = selectors.shelter_get(request.user, pk)
        if request.headers.get("HX-Request") and request.headers.get("HX-Target") == "shelter-live":
            return render(request, "shelters/_live.html", live_context(request, shelter))
        return shelter_page(request, shelter)


def live_context(request: HttpRequest, shelter: Shelter) -> dict[str, Any]:
    """What moves while people look."""
    return {
        "shelter": shelter,
        "rights": selectors.rights(request.user, shelter),
        "steps": [{**step, "label": step_words()[step["to"]]} for step in selectors.steps(request.user, shelter)],
        "ladder": _ladder(shelter),
        "makeup": selectors.makeup(request.user, shelter),
        "deadlines": [
            (deadline, label_of(deadline.kind))
            for deadline in deadlines_of(shelter, request.user).filter(met_at=None, cancelled_at=None)
        ],
        "events": events_of(shelter, request.user)[:EVENTS_SHOWN],
        "admits": shelter.status in workflow.ADMITS,
        "houses": shelter.status in workflow.HOUSES,
    }


def shelter_page(request: HttpRequest, shelter: Shelter, *, status: int = 200, **more: Any) -> HttpResponse:
    """The whole page, with whatever was refused."""
    context = live_context(request, shelter)
    store = shelter.goods_store
    sees = store is not None and access.can(request.user, Permission.RESERVE_VIEW, store.jurisdiction)
    facilities = list(shelter.facilities.select_related("kind"))
    context |= {
        "findings": {},
        "said": {},
        "checking": shelter.status == workflow.ORDERED and context["rights"].run,
        "checks": [{"code": code, "words": words, "blocks": blocks} for code, words, blocks in CHECKS],
        "check": selectors.last_check(request.user, shelter),
        "facility_groups": [
            (label, [row for row in facilities if row.kind.group == group]) for group, label in FacilityGroup.choices
        ],
        "has_facilities": bool(facilities),
        "entrances": shelter.entrances.all(),
        "m2_per_person": selectors.norm_for(shelter.duration, shelter.jurisdiction, timezone.now()),
        "people_asked": shelter.heads or shelter.capacity,
        "may_ask": access.can(request.user, Permission.SUPPLY_REQUEST, shelter.jurisdiction),
        "sees_goods": sees,
        "goods": warehouse_items(request.user, store)[:GOODS_SHOWN] if store is not None and sees else [],
        "files_subject": f"shelter:{shelter.pk}",
        "hazard_words": selectors.hazard_words(shelter),
        **more,
    }
    return render(request, "shelters/shelter.html", context, status=status)


def _ladder(shelter: Shelter) -> list[dict[str, Any]]:
    at = workflow.RECEIVING if shelter.status == workflow.FULL else str(shelter.status)
    place = workflow.LADDER.index(at)
    words = dict(Status.choices) | ({workflow.RECEIVING: Status.FULL.label} if shelter.status == workflow.FULL else {})
    return [
        {"label": words[state], "now": number == place, "done": number < place}
        for number, state in enumerate(workflow.LADDER)
    ]


def step_words() -> dict[str, str]:
    """What the buttons say, in the reader's language."""
    return {
        workflow.ORDERED: _("Order it open"),
        workflow.STANDBY: _("Withdraw the order"),
        workflow.RECEIVING: _("Receive people"),
        workflow.CLOSING: _("Begin closing"),
        workflow.CLOSED: _("Close"),
        workflow.RESTORED: _("Restored"),
    }


class DayLog(LoginRequiredMixin, View):
    """The daily operation log, to read and to print."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One day in numbers and events."""
        shelter = selectors.shelter_get(request.user, pk)
        day = _day(request.GET.get("day", ""))
        events = events_of(shelter, request.user).filter(at__date=day).exclude(kind__startswith="clock.")
        context = {
            "shelter": shelter,
            "day": day,
            "figures": selectors.day_figures(request.user, shelter, day),
            "events": events.order_by("id")[:LOG_LIMIT],
            "limit": LOG_LIMIT,
        }
        return render(request, "shelters/log.html", context)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


class Export(LoginRequiredMixin, View):
    """The register as a CSV file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """As filtered; UTF-8 with a BOM, or GB18030 with `?encoding=gb18030`."""
        access.require_anywhere(request.user, Permission.SHELTER_VIEW)
        header = [
            _("Name"), _("Jurisdiction"), _("State"), pgettext("shelter", "Tier"), _("Class of stay"), _("Fit for"), _("Effective area, m²"),
            _("Capacity"), _("Registered"), _("Without a name"), _("Free places"), pgettext("place", "Address"), _("Longitude"),
            _("Latitude"), _("Keeper A"), _("Keeper A's phone"), _("Keeper B"), _("Keeper B's phone"),
        ]  # fmt: skip
        rows = (
            [
                one.name, one.jurisdiction.name, one.get_status_display(), one.get_tier_display(),
                one.get_duration_display(), selectors.hazard_words(one), one.effective_area_m2, one.capacity, one.heads,
                one.unnamed, one.free, one.address, f"{one.location.x:.6f}", f"{one.location.y:.6f}",
                one.keeper_a_name, one.keeper_a_phone, one.keeper_b_name, one.keeper_b_phone,
            ]
            for one in selectors.shelter_list(request.user, **chosen(request))
        )  # fmt: skip
        name = f"shelters-{timezone.localdate():%Y%m%d}"
        return spreadsheet.response(name, header, rows, request.GET.get("encoding", ""))
