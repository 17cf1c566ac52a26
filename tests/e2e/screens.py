"""Every screen of the platform: its address, who opens it, at which widths. The only list; tests keep it complete (R-H6)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

PHONE, DESK, WALL = (390,), (1366, 1920), (1920, 3840)
DESK_AND_PHONE = (390, *DESK)
HEIGHTS = {320: 640, 390: 844, 683: 384, 1366: 768, 1920: 1080, 3840: 2160}
NOBODY = ""


@dataclass(frozen=True)
class Screen:
    """One screen; `of` names the thing of the ground whose key stands in the address, `query` what follows it."""

    route: str
    who: str = "duty"
    widths: tuple[int, ...] = DESK
    of: str = ""
    query: str = ""

    def path(self, ground: dict[str, Any]) -> str:
        """The address on a site whose ground is `ground`."""
        kwargs = dict(ground["kwargs"].get(self.of, {}))
        return reverse(self.route, kwargs=kwargs) + (f"?{urlencode(self._query(ground))}" if self.query else "")

    def _query(self, ground: dict[str, Any]) -> dict[str, str]:
        return {key: ground["values"].get(value, value) for key, value in (p.split("=") for p in self.query.split("&"))}

    @property
    def name(self) -> str:
        """For messages and names of pictures."""
        return self.route.replace(":", "-")


SCREENS = (
    Screen("organizations:login", NOBODY, DESK_AND_PHONE),
    Screen("reports:public-new", NOBODY, DESK_AND_PHONE),
    Screen("reports:public-receipt", NOBODY, DESK_AND_PHONE, "public_receipt"),
    Screen("wall_pair", NOBODY, WALL),
    Screen("duty", widths=(1366, 1920, 3840)),
    Screen("map"),
    Screen("map_around", query="at=here"),
    Screen("status", widths=DESK_AND_PHONE),
    Screen("search", widths=DESK_AND_PHONE, query="q=山洪"),
    Screen("command_words"),
    Screen("command_keys"),
    Screen("walls", "commander"),
    Screen("wall_new", "commander"),
    Screen("wall", "commander", WALL, "wall"),
    Screen("wall_test", "commander", WALL, "wall"),
    Screen("wall_edit", "commander", of="wall"),
    Screen("wall_remote", "commander", PHONE, "wall"),
    Screen("organizations:preferences", widths=DESK_AND_PHONE),
    Screen("organizations:password", widths=DESK_AND_PHONE),
    Screen("organizations:factor", widths=DESK_AND_PHONE),
    Screen("organizations:people", "admin"),
    Screen("organizations:person", "admin", of="person"),
    Screen("organizations:person_new", "admin"),
    Screen("organizations:approvals", "admin"),
    Screen("organizations:imports", "admin"),
    Screen("organizations:units", "admin"),
    Screen("organizations:unit", "admin", of="unit"),
    Screen("organizations:unit_new", "admin"),
    Screen("organizations:jurisdictions", "admin"),
    Screen("organizations:jurisdiction", "admin", of="jurisdiction"),
    Screen("timeline:record"),
    Screen("files:gallery", query="subject=incident_subject"),
    Screen("clocks:clocks"),
    Screen("teams:teams", widths=DESK_AND_PHONE),
    Screen("teams:new"),
    Screen("teams:import"),
    Screen("teams:team", of="team"),
    Screen("teams:edit", of="team"),
    Screen("reserves:list", "keeper", DESK_AND_PHONE),
    Screen("reserves:warnings", "keeper", DESK_AND_PHONE),
    Screen("reserves:proof", "keeper"),
    Screen("reserves:receive", "keeper", DESK_AND_PHONE),
    Screen("reserves:item", "keeper", DESK_AND_PHONE, "item"),
    Screen("reserves:warehouses", "keeper", DESK_AND_PHONE),
    Screen("reserves:warehouse", "keeper", DESK_AND_PHONE, "warehouse"),
    Screen("reserves:lot", "keeper", DESK_AND_PHONE, "lot"),
    Screen("reserves:work", "keeper", DESK_AND_PHONE),
    Screen("reserves:scan", "keeper", DESK_AND_PHONE),
    Screen("reserves:position", "keeper", DESK_AND_PHONE, "warehouse"),
    Screen("reserves:counts", "keeper", DESK_AND_PHONE),
    Screen("reserves:count-new", "keeper", DESK_AND_PHONE),
    Screen("reserves:papers", "keeper"),
    Screen("reserves:transfer-new", "keeper"),
    Screen("reserves:labels", "keeper"),
    Screen("reserves:exchange", "keeper"),
    Screen("reserves:item-new", "keeper"),
    Screen("reserves:item-edit", "keeper", of="item"),
    Screen("reserves:item-parts", "keeper", of="item"),
    Screen("reserves:warehouse-new", "keeper"),
    Screen("reserves:warehouse-edit", "keeper", of="warehouse"),
    Screen("reserves:issue", "keeper", DESK_AND_PHONE, "lot"),
    Screen("shelters:shelters", widths=DESK_AND_PHONE),
    Screen("shelters:new"),
    Screen("shelters:norms", "commander"),
    Screen("shelters:shelter", widths=DESK_AND_PHONE, of="shelter"),
    Screen("shelters:log", of="shelter"),
    Screen("shelters:edit", of="shelter"),
    Screen("shelters:door", widths=DESK_AND_PHONE, of="shelter"),
    Screen("shelters:residents", widths=DESK_AND_PHONE, of="shelter"),
    Screen("shelters:resident", widths=DESK_AND_PHONE, of="stay"),
    Screen("response:list"),
    Screen("response:new"),
    Screen("response:page", of="incident"),
    Screen("response:edit", of="incident"),
    Screen("response:sheet", of="incident"),
    Screen("response:types", "commander"),
    Screen("response:type-new", "commander"),
    Screen("response:type-edit", "commander", of="type"),
    Screen("reports:list"),
    Screen("reports:queue"),
    Screen("reports:intake"),
    Screen("reports:sms"),
    Screen("reports:report", of="report"),
    Screen("reports:field", "reporter", PHONE),
    Screen("reports:field-new", "reporter", PHONE),
    Screen("reports:field-full", "reporter", PHONE),
    Screen("reports:outbox", "reporter", PHONE),
    Screen("reports:township", "reporter", DESK_AND_PHONE),
    Screen("reports:field-follow", "reporter", PHONE, "receipt"),
    Screen("reports:receipt", "reporter", PHONE, "receipt"),
    Screen("dispatch:board"),
    Screen("dispatch:incident", of="incident"),
    Screen("dispatch:orders", "leader", PHONE),
    Screen("supply:board"),
    Screen("supply:new", query="incident=incident_number"),
    Screen("supply:request", of="request"),
    Screen("supply:shipments", "keeper", DESK_AND_PHONE),
    Screen("supply:shipment", "keeper", DESK_AND_PHONE, "shipment"),
    Screen("supply:roads"),
    Screen("supply:switches"),
    Screen("supply:norms", "commander"),
)

# Parts of a screen, deeds, downloads and what machines read: nobody looks at these by themselves.
NO_SCREENS = {
    "home", "healthz", "readyz", "catalogue", "duty_todo", "duty_log", "map_around_export", "wall_worker",
    "wall_pair_new", "wall_pair_poll", "wall_pair_confirm", "wall_data", "wall_state", "wall_map", "wall_size",
    "wall_resize", "wall_delete", "wall_control", "wall_screen_revoke", "command_echo", "command_run", "command_undo", "command_grammar", "response:summary",
    "organizations:code", "organizations:dialog", "organizations:state", "organizations:signed_in",
    "organizations:logout", "organizations:setting", "organizations:people_export", "organizations:person_disable",
    "organizations:person_enable", "organizations:person_factor", "organizations:person_password",
    "organizations:role_grant", "organizations:role_end", "organizations:approval_end",
    "organizations:jurisdiction_edit", "organizations:jurisdiction_new", "timeline:mute", "timeline:presence",
    "timeline:export", "files:content", "files:thumb", "teams:export", "teams:readiness", "teams:members",
    "teams:vehicles", "reserves:export", "shelters:export", "shelters:facilities", "shelters:entrances",
    "shelters:state", "shelters:check", "shelters:note", "shelters:count", "shelters:residents-export",
    "shelters:move", "shelters:reveal", "response:export", "response:suggest", "response:panel", "response:status",
    "response:grade", "response:sensitive", "response:note", "response:figures", "response:handover",
    "reports:export", "reports:check", "reports:places", "reports:units", "reports:draft-keep", "reports:draft-drop",
    "reports:act", "reports:worker", "reports:words", "reports:manifest", "dispatch:board_fragment", "dispatch:undo",
    "dispatch:order", "dispatch:recall_all", "dispatch:simulate", "dispatch:find", "dispatch:set_status",
    "dispatch:team_orders", "supply:export", "supply:expansion", "supply:incident", "supply:act",
    "dispatch:units", "dispatch:mayday", "dispatch:mayday_seen", "reserves:deed", "reserves:count-act",
    "reserves:scrap-decide", "supply:shipment_act", "supply:road_lift", "supply:switch_step",
}  # fmt: skip

# Screens of things the demo county has none of: they are looked at by the tests of their own rooms.
NO_SCREENS |= {
    "reserves:agreement-new", "reserves:agreement-edit", "reserves:limit", "reserves:loan", "reserves:count",
    "reserves:transfer", "reserves:table", "reserves:import", "response:pin",
}  # fmt: skip

# Run on a site with the demo county: one of each thing the addresses name; what the demo county lacks is made.
GROUND = """
from incidents.reports.models import Report
from incidents.response.models import EventType, Incident
from incidents.supply.models import Shipment
from organizations.models import User
from resources.reserves.models import Account
from resources.shelters.models import Stay
from resources.teams.models import Team
from incidents.supply import services
from incidents.supply.services import Ask
people = {user.username: user for user in User.objects.all()}
duty, keeper = people["duty"], people["keeper"]
place = duty.unit.jurisdiction
incident = Incident.objects.filter(jurisdiction__path__startswith=place.path).order_by("grade", "pk").first()
stored = Account.objects.filter(warehouse__jurisdiction__path__startswith=place.path, balance__gt=20).order_by("pk").first()
lot = stored.lot
shipment = Shipment.objects.order_by("pk").first()
if shipment is None:
    asked = services.request_create(
        jurisdiction=place, incident=incident, lines=[Ask(lot.item, 10)], place="玉山村村委会", actor=duty
    )
    asked = services.request_approve(request=asked, actor=people["leader"])
    asked = services.request_propose(request=asked, actor=duty)
    shipment = services.request_confirm(request=asked, actor=duty).shipments.order_by("pk").first()
stay = Stay.objects.order_by("pk").first()
report = Report.objects.filter(reporter=people["reporter"]).order_by("-pk").first() or Report.objects.first()
seen = Report.objects.filter(jurisdiction__path__startswith=place.path).order_by("-pk").first()
pk = lambda thing: {"pk": thing.pk}
answer = {
    "kwargs": {
        "public_receipt": {"receipt": report.receipt}, "receipt": {"receipt": report.receipt}, "report": pk(seen),
        "wall": {"slug": "county"}, "person": pk(people["reporter"]), "unit": pk(duty.unit), "jurisdiction": pk(place),
        "team": pk(Team.objects.filter(jurisdiction__path__startswith=place.path).order_by("pk").first()),
        "item": pk(lot.item), "warehouse": pk(stored.warehouse), "lot": pk(lot), "shelter": pk(stay.shelter),
        "stay": {"pk": stay.shelter_id, "stay": stay.pk}, "incident": {"number": incident.number},
        "type": {"code": EventType.objects.filter(parent__isnull=False).order_by("pk").first().code},
        "request": pk(shipment.request), "shipment": pk(shipment),
    },
    "values": {
        "here": f"{place.centre.x},{place.centre.y}", "incident_subject": f"incident:{incident.pk}",
        "incident_number": incident.number,
    },
}
"""
