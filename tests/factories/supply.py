"""Supplies for tests: norms and requests through the services, as everywhere."""

from decimal import Decimal
from types import SimpleNamespace

from incidents.supply import services
from incidents.supply.models import Basis, Norm
from incidents.supply.services import Ask
from organizations.models import ApprovalRule
from tests.factories import organizations as people
from tests.factories import reserves, response


def norm(item, quantity, *, basis=Basis.PERSON, jurisdiction=None, **fields):
    """How much of an item people need."""
    return Norm.objects.create(
        item=item, quantity=Decimal(str(quantity)), basis=basis, jurisdiction=jurisdiction, **fields
    )


def scene(county):
    """A county with its people, two warehouses (one 10 km away, one 30), a tent, and an incident."""
    place, township, _village = county
    duty = people.user("duty_officer", place)
    return SimpleNamespace(
        county=place,
        township=township,
        duty=duty,
        leader=people.user("duty_leader", place),
        commander=people.user("commander", place),
        keeper=people.user("keeper", place),
        near=reserves.warehouse(place, at=(103.7, 30.9), name="龙泉库", name_en="Longquan"),
        far=reserves.warehouse(township, at=(103.9, 30.9), name="白沙库", name_en="Baisha"),
        tent=reserves.item(unit="tent", name="帐篷", name_en="Tent"),
        incident=response.incident(
            jurisdiction=place,
            owner_unit=place.units.first(),
            actor=duty,
            location=response.Point(103.6, 30.9, srid=4326),
        ),
    )


def request(scene, quantity=100, *, item=None, **fields):
    """A request of the duty officer for the incident."""
    lines = fields.pop("lines", None) or [Ask(item or scene.tent, quantity)]
    actor = fields.pop("actor", scene.duty)
    return services.request_create(
        jurisdiction=fields.pop("jurisdiction", scene.county),
        incident=fields.pop("incident", scene.incident),
        lines=lines,
        actor=actor,
        **fields,
    )


def confirmed(scene, quantity=100, **fields):
    """A request approved by the leader, allocated and confirmed by the duty officer."""
    made = request(scene, quantity, **fields)
    made = services.request_approve(request=made, actor=scene.leader)
    made = services.request_propose(request=made, actor=scene.duty)
    return services.request_confirm(request=made, actor=scene.duty)


def on_the_way(scene, quantity=100, **fields):
    """The first shipment of a confirmed request, picked, loaded and gone."""
    shipment = confirmed(scene, quantity, **fields).shipments.order_by("pk").first()
    services.shipment_pick(shipment=shipment, actor=scene.keeper)
    services.shipment_pick(shipment=shipment, picked={}, actor=scene.keeper)
    services.shipment_load(shipment=shipment, vehicle="川A12345", driver="李四", actor=scene.keeper)
    return services.shipment_depart(shipment=shipment, handed_by="王五", taken_by="李四", actor=scene.keeper)


def world(county, people, incident, canary):
    """One of everything an address of supplies can name, with the county's canary in its names."""
    duty = people["duty_officer"]
    item = reserves.item(name="帐篷")  # the catalogue is common to all
    store = reserves.warehouse(county, name=f"{canary}库")
    reserves.stock(store, item, 100, actor=people["keeper"])

    def ask():
        return services.request_create(
            jurisdiction=county, incident=incident, lines=[Ask(item, 10)], place=f"{canary}村", actor=duty
        )

    moving = services.request_approve(request=ask(), actor=people["duty_leader"])
    services.request_propose(request=moving, actor=duty)
    shipment = services.request_confirm(request=moving, actor=duty).shipments.get()
    road = services.roadblock_report(
        jurisdiction=county,
        name=f"{canary}桥",
        geometry=response.Point(103.6, 30.9, srid=4326),
        source="110",
        actor=duty,
    )
    second = services.second_role_add(
        jurisdiction=county, unit=county.units.first(), kind="site", name=f"{canary}馆", everyday="a", emergency="b",
        minutes=60, actor=duty,
    )  # fmt: skip
    rule = ApprovalRule.objects.create(kind="test", jurisdiction=county, role="commander", source=f"{canary}文件")
    return {
        "approval_rule": rule,
        "supply": ask(),
        "shipment": shipment,
        "supply_item": item,
        "roadblock": road,
        "second": second,
    }
