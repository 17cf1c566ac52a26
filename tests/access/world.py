"""Two counties that know nothing of each other, each with one of everything an address can name."""

from datetime import date
from types import SimpleNamespace

from command_center.models import Wall, WallScreen
from incidents.reports.services import report_claim, report_reject, report_return, report_verify
from organizations.roles import Role
from resources.reserves import services as stocking
from tests.access.routes import Route
from tests.factories import dispatch, files, plots, reports, reserves, response, shelters, teams
from tests.factories import organizations as make
from tests.factories import supply as supplies

CANARY = "金丝雀"


def county_with_one_of_everything(name: str) -> SimpleNamespace:
    """A county, a person of every role in it, and a report, incident, team, dispatch, wall of its own.

    Every name in it carries the county's canary: where it is read, something of this county was shown. Left out are the
    names of those who ask (their own page shows it), of units and of jurisdictions (a directory, by which handovers are addressed).
    """
    canary = CANARY + name
    county, township, village = make.county(name)
    people = {role: make.user(role, county) for role in Role.values}
    officer = people["duty_officer"]
    incident = response.incident(
        jurisdiction=county, owner_unit=county.units.first(), actor=officer, title=f"{canary}事件"
    )
    filed = [reports.report(officer, title=f"{canary}报告", jurisdiction=county.code) for _turn in range(5)]
    returned, rejected, claimed, verified, fresh = filed
    report_return(report=returned, reason="r", actor=officer)
    report_reject(report=rejected, reason="r", actor=officer)
    report_claim(report=claimed, actor=make.user("duty_officer", county, full_name=f"{canary}丙"))
    report_verify(report=verified, incident=incident, actor=officer)
    refuge, other_refuge = (
        shelters.open_shelter(village, officer, name=f"{canary}{part}避难所") for part in ("东", "西")
    )
    (stay,) = shelters.register(refuge, officer, shelters.person(f"{canary}丁", id_number=shelters.number()))
    stock = store_with_papers(county, people, canary)
    busy = teams.team(county, name=f"{canary}二队", leader=people["team_leader"])
    wall = Wall.objects.create(slug=f"wall-{county.pk}", name=f"{canary}大屏", jurisdiction=county)
    screen = WallScreen.objects.create(wall=wall, name="s", digest=f"{county.pk:064}", paired_by=officer)
    screen.slug = wall.slug
    return SimpleNamespace(
        canary=canary,
        county=county,
        township=township,
        village=village,
        people=people,
        shelter=refuge,
        refuge=other_refuge,
        stay=stay,
        person=make.user("reporter", county, full_name=f"{canary}人"),
        unit=county.units.first(),
        elsewhere=township.units.first(),
        report=fresh,
        returned=returned,
        rejected=rejected,
        claimed=claimed,
        verified=verified,
        incident=incident,
        file=files.added(f"incident:{incident.pk}", officer, name=f"{canary}.jpg"),
        team=teams.team(county, name=f"{canary}一队"),
        dispatch=dispatch.order(county, actor=officer, team_row=busy, incident_row=incident),
        plot=plots.plot(officer, incident=incident, label=f"{canary}标绘"),
        wall=wall,
        screen=screen,
        **stock,
        **supplies.world(county, people, incident, canary),
    )


def store_with_papers(county, people, canary):
    """A store and a depot of this county with goods, and one of every paper a keeper works on."""
    store, goods = reserves.warehouse(county, name=f"{canary}仓库"), reserves.item()
    stored = reserves.stock(store, goods, 9, actor=people["keeper"], batch=f"{canary}批")
    depot = reserves.warehouse(county, name=f"{canary}二库")
    keeper = people["keeper"]
    sent = stocking.transfer_send(source=store, target=depot, loads=[stocking.Load(stored, 1)], actor=keeper)
    lent = stocking.loan_make(
        lot=stored, quantity=1, borrower=f"{canary}借", due_on=date(2099, 1, 1), warehouse=store, actor=keeper
    )
    proposed = stocking.scrap_propose(lot=stored, quantity=1, reason="r", warehouse=store, actor=keeper)
    other_lot = reserves.stock(depot, goods, 2, actor=keeper, batch=f"{canary}另")
    counted = stocking.count_open(warehouse=depot, actor=keeper)
    promised = reserves.agreement(goods, county, supplier=f"{canary}商")
    return {
        "warehouse": store,
        "item": goods,
        "lot": stored,
        "depot": depot,
        "transfer": sent,
        "loan": lent,
        "scrap": proposed,
        "count": counted,
        "counted_lot": other_lot,
        "agreement": promised,
    }


def parameters(route: Route, of: str, world: SimpleNamespace) -> dict[str, object]:
    """The address's own parameters, for the thing it names in this county."""
    thing = getattr(world, of, None)
    values: dict[str, object] = {"pk": getattr(thing, "pk", 1)}
    for name in ("number", "receipt", "slug", "code"):
        values[name] = getattr(thing, name, "x")
    values["stay"] = world.stay.pk
    fixed = {
        "supply:act": {"name": "allocate"},
        "supply:shipment_act": {"name": "begin"},
        "wall_control": {"action": "extent"},
        "response:panel": {"name": "log"},
        "reserves:item": {"pk": world.item.pk},
        "reserves:deed": {"name": "freeze"},
        "reserves:count-act": {"name": "cancel"},
        "reserves:scrap-decide": {"name": "approve"},
        "reserves:table": {"kind": "stock"},
        "reserves:limit": {"pk": world.item.pk},
        "reserves:item-parts": {"pk": world.item.pk},
        "reserves:item-edit": {"pk": world.item.pk},
        "api:reserve-item": {"pk": world.item.pk},
        "organizations:setting": {"key": "keys"},
        "reports:act": {"name": "claim"},
        "response:type-edit": {"code": "10101"},
    }
    values |= {"membership": getattr(world.person.memberships.first(), "pk", 1), **fixed.get(route.name, {})}
    return {name: values[name] for name in route.parameters}
