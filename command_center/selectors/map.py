"""The map as one GeoJSON text, built by PostgreSQL in one statement: cursor and data are of one and the same snapshot.

Serialising in Python costs ten to a hundred times as much (performance notes), so each layer is SQL here; its fields are
those of the app's own `…_feature()`, which a test compares. Degrees WGS 84, six decimals (11 cm). What is put into the
statement's text is written here; what comes from outside travels as its values.
"""
# ruff: noqa: S608

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from organizations import access
from organizations.roles import Permission
from resources.places.models import PlaceKind

Bbox = tuple[float, float, float, float]


@dataclass(frozen=True)
class Layer:
    """One layer: the permission that shows it, and its rows as SQL.

    `row` is the alias of the row with `jurisdiction_id` ("" when the layer is for everybody); `owned` when the accountable
    unit, and one it is offered to, see the row too.
    """

    permission: str
    feature: str
    source: str
    where: str
    geometry: str
    row: str
    owned: bool = False
    owned_row: str = ""  # the alias with the accountable unit, where that is another row (a drawing's incident)


def _feature(entity: str, key: str, geometry: str, /, **fields: str) -> str:
    """SQL text of one Feature; values are SQL expressions."""
    pairs = ",".join(f"'{name}',{value}" for name, value in fields.items())
    shape = f"coalesce(ST_AsGeoJSON({geometry},6),'null')"
    named = f"{entity}:" if entity else ""  # "": the key is the whole id
    return (
        f"""'{{"type":"Feature","id":"{named}'||{key}||'","geometry":'||{shape}"""
        f"""||',"properties":'||json_build_object({pairs})::text||'}}'"""
    )


_TEAM_AT = "coalesce(t.position, t.base)"
_INCIDENT = _feature(
    "incident", "i.id", "i.location", layer="'incidents'", number="i.number", title="i.title", type="i.event_type_id",
    state="i.status", grade="i.grade", place="i.place", at="i.occurred_at", sensitive="i.sensitive",
    url="'/incidents/'||i.number||'/'",
)  # fmt: skip
_REPORT = _feature(
    "report", "r.id", "r.location", layer="'reports'", title="coalesce(e.name, r.number)",
    name_en="coalesce(e.name_en,'')", state="r.status", grade="r.suggested_grade", number="r.number",
    at="r.received_at", url="'/reports/'||r.id||'/'",
)  # fmt: skip
_TEAM = _feature(
    "team", "t.id", _TEAM_AT, layer="'teams'", name="t.name", name_en="t.name_en", number="t.code",
    state="coalesce(d.status, t.readiness)", grade="NULL::int",
    at="CASE WHEN t.position IS NOT NULL THEN t.position_at END", url="'/teams/'||t.id||'/'",
)  # fmt: skip
_PLACE = _feature(
    "place",
    "p.id",
    "p.location",
    layer="p.kind",
    name="p.name",
    name_en="p.name_en",
    state="NULL::text",
    grade="NULL::int",
)
_JURISDICTION = _feature(
    "jurisdiction", "j.id", "ST_SimplifyPreserveTopology(j.boundary, 0.0002)", layer="'jurisdictions'", name="j.name",
    name_en="j.name_en", level="j.level", own="j.path LIKE ANY(%s)", at="CASE WHEN j.centre IS NULL THEN NULL ELSE ARRAY[ST_X(j.centre), ST_Y(j.centre)] END",
)  # fmt: skip
_BASEMAP = _feature(
    "basemap", "b.id", "b.geometry", layer="'basemap'", kind="b.kind", name="b.name", name_en="b.name_en"
)

_PLOT = _feature(
    "plot", "p.id", "p.geometry", layer="'plots'", kind="p.kind", title="p.label", note="p.note", state="NULL::text",
    grade="NULL::int", by="coalesce(nullif(u.full_name,''), u.username)", at="p.created_at", until="p.valid_until",
    incident="i.number", version="p.version", sensitive="coalesce(i.sensitive, false)",
)  # fmt: skip

# Shelters and warehouses with their own rooms; places of the same kind without one stand beside them.
_SHELTER = _feature(
    "", "CASE WHEN s.place_ptr_id IS NULL THEN 'place:' ELSE 'shelter:' END||p.id", "p.location", layer="p.kind",
    name="p.name", name_en="p.name_en", state="s.status", grade="NULL::int", capacity="s.capacity",
    heads="s.named + s.unnamed", free="greatest(0, s.capacity - s.named - s.unnamed)",
    url="CASE WHEN s.place_ptr_id IS NULL THEN '' ELSE '/shelters/'||p.id||'/' END",
)  # fmt: skip
_WAREHOUSE = _feature(
    "", "w.key", "w.location", layer="'warehouse'", name="w.name", name_en="w.name_en", number="w.code", state="w.state",
    grade="NULL::int", stock="w.stock", url="w.url",
)  # fmt: skip
_WAREHOUSES = """(
    SELECT 'warehouse:'||id AS key, location, name, name_en, code, state, jurisdiction_id, is_active,
        reserves_headline(id) AS stock, '/reserves/warehouses/'||id||'/' AS url FROM reserves_warehouse
    UNION ALL SELECT 'place:'||p.id, p.location, p.name, p.name_en, '', NULL, p.jurisdiction_id, p.is_active, NULL, ''
    FROM places_place p WHERE p.kind = 'warehouse' AND NOT EXISTS (
        SELECT 1 FROM reserves_warehouse own WHERE own.place_id = p.id)) w"""

# Supplies: what is blocked, where bases are, what is on the way. A line or area is drawn at a point on it.
_ROADBLOCK = _feature(
    "roadblock", "k.id", "ST_PointOnSurface(k.geometry)", layer="'roadblocks'", title="k.name",
    state="CASE WHEN k.detour_min IS NULL THEN 'closed' ELSE 'detour' END", grade="NULL::int", url="'/supply/roads/'",
)  # fmt: skip
_LOGISTICS = _feature(
    "logisticssite", "k.id", "ST_PointOnSurface(k.geometry)", layer="'logistics'", name="k.name", name_en="k.name_en",
    state="k.kind", grade="NULL::int", url="'/supply/roads/'",
)  # fmt: skip
_SHIPMENT_AT = "coalesce(k.position, w.location)"
_SHIPMENT = _feature(
    "shipment", "k.id", _SHIPMENT_AT, layer="'shipments'", title="r.number||'-'||k.id", number="r.number||'-'||k.id",
    state="k.status", grade="NULL::int", at="coalesce(k.position_at, k.status_at)", url="'/supply/shipments/'||k.id||'/'",
)  # fmt: skip
_SHIPMENTS = "supply_shipment k JOIN supply_supplyrequest r ON r.id = k.request_id JOIN reserves_warehouse w ON w.id = k.warehouse_id"

_OPEN_DISPATCH = "LEFT JOIN dispatch_dispatch d ON d.team_id = t.id AND d.status NOT IN ('ended','declined','undone')"
LAYERS: dict[str, Layer] = {
    "incidents": Layer(
        Permission.INCIDENT_VIEW, _INCIDENT, "response_incident i", "i.status <> 'closed'", "i.location", "i", owned=True
    ),
    "reports": Layer(
        Permission.REPORT_VIEW, _REPORT, "reports_report r LEFT JOIN response_eventtype e ON e.code = r.event_type_id",
        "r.status IN ('submitted','returned')", "r.location", "r", owned=True,
    ),
    "plots": Layer(
        Permission.INCIDENT_VIEW, _PLOT,
        "plots_plot p JOIN organizations_user u ON u.id = p.author_id LEFT JOIN response_incident i ON i.id = p.incident_id",
        "p.removed_at IS NULL AND (p.valid_until IS NULL OR p.valid_until > now())", "p.geometry", "p", owned=True,
        owned_row="i",
    ),
    "teams": Layer(Permission.TEAM_VIEW, _TEAM, f"teams_team t {_OPEN_DISPATCH}", "t.is_active", _TEAM_AT, "t"),
    **{
        kind: Layer(
            Permission.PLACE_VIEW, _PLACE, "places_place p", f"p.is_active AND p.kind = '{kind}'", "p.location", "p"
        )
        for kind in PlaceKind.values
    },
    "roadblocks": Layer(
        Permission.PLACE_VIEW, _ROADBLOCK, "supply_roadblock k",
        "k.lifted_at IS NULL AND k.starts_at <= clock_timestamp() AND (k.ends_at IS NULL OR k.ends_at > now())", "k.geometry", "k",
    ),
    "logistics": Layer(Permission.PLACE_VIEW, _LOGISTICS, "supply_logisticssite k", "k.is_active", "k.geometry", "k"),
    "shipments": Layer(
        Permission.RESERVE_VIEW, _SHIPMENT, _SHIPMENTS, "k.status IN ('on_way','failed')", _SHIPMENT_AT, "k", owned=True
    ),
    "jurisdictions": Layer(
        Permission.PLACE_VIEW, _JURISDICTION, "organizations_jurisdiction j", "j.is_active AND j.level <> 'grid'", "j.boundary", "j"
    ),
    "basemap": Layer(Permission.PLACE_VIEW, _BASEMAP, "places_basemapfeature b", "TRUE", "b.geometry", ""),
}  # fmt: skip
FIXED = frozenset({"jurisdictions", "basemap"})
# With figures, for those who may see them; everybody else sees the place.
WITH_FIGURES: dict[str, Layer] = {
    "shelter": Layer(
        Permission.SHELTER_VIEW, _SHELTER, "places_place p LEFT JOIN shelters_shelter s ON s.place_ptr_id = p.id",
        "p.is_active AND p.kind = 'shelter'", "p.location", "p",
    ),
    "warehouse": Layer(Permission.RESERVE_VIEW, _WAREHOUSE, _WAREHOUSES, "w.is_active", "w.location", "w"),
}  # fmt: skip


def layer_for(name: str, actor: access.Actor) -> Layer:
    """The layer as this actor may see it."""
    fuller = WITH_FIGURES.get(name)
    return fuller if fuller is not None and access.can_anywhere(actor, fuller.permission) else LAYERS[name]


def layers_offered(actor: access.Actor) -> list[str]:
    """Layers whose permission the actor holds somewhere, for the map's own list; the ground is always there."""
    return [
        name for name, layer in LAYERS.items() if name not in FIXED and access.can_anywhere(actor, layer.permission)
    ]


def reach_sql(layer: Layer, name: str, actor: access.Actor) -> tuple[str, list[Any]] | None:
    """SQL that keeps a layer within reach, or None where the actor may not see it at all."""
    paths = sorted(access.reach(actor).get(str(layer.permission), ()))
    if not paths:
        return None
    if not layer.row:
        return "TRUE", []
    likes: list[Any] = [f"{path}%" for path in paths]
    within = " OR ".join(["j.path LIKE %s"] * len(paths))
    if name == "jurisdictions":  # the borders of what lies above are no secret, and give the eye a frame
        above = sorted({int(part) for path in paths for part in path.split("/") if part})
        return f"({within} OR j.id = ANY(%s))", [*likes, above]
    inside = f"SELECT j.id FROM organizations_jurisdiction j WHERE {within}"
    # IS TRUE keeps these as filters hashed once: as joins they lead the planner to read whole indexes for a small viewport.
    here = f"({layer.row}.jurisdiction_id IN ({inside})) IS TRUE"
    if not layer.owned:
        return here, likes
    units = f"SELECT u.id FROM organizations_unit u WHERE u.jurisdiction_id IN ({inside})"
    row = layer.owned_row or layer.row
    owned = f"{row}.owner_unit_id IN ({units}) OR {row}.handover_to_id IN ({units})"
    return f"({here} OR {owned})", likes * 3  # as organizations.ownership.scope


def map_sql(names: Iterable[str], bbox: Bbox | None, actor: access.Actor) -> tuple[str, list[Any]]:
    """The one statement and its values: a row with the whole document as text."""
    parts: list[str] = []
    values: list[Any] = []
    for name in names:
        layer = layer_for(name, actor)
        reach = reach_sql(layer, name, actor)
        if reach is None:
            continue
        where = f"{layer.where} AND {reach[0]}"
        if name == "jurisdictions":
            values.append([f"{path}%" for path in access.reach(actor)[str(layer.permission)]])
        values += reach[1]
        if bbox is not None:
            where += f" AND {layer.geometry} && ST_MakeEnvelope(%s,%s,%s,%s,4326)"
            values += list(bbox)
        parts.append(f"SELECT {layer.feature} AS f FROM {layer.source} WHERE {where}")
    rows = " UNION ALL ".join(parts) or "SELECT NULL AS f WHERE FALSE"
    sql = (
        """SELECT '{"cursor":'||(SELECT coalesce(max(cursor),0) FROM timeline_feedentry)"""
        """||',"type":"FeatureCollection","features":['||coalesce(string_agg(f, ','),'')||']}' FROM ("""
        f"{rows}) features"
    )
    return sql, values


def map_document(names: Iterable[str], bbox: Bbox | None, *, actor: access.Actor) -> str:
    """`{"cursor","type","features"}` as JSON text; what the actor may not see is absent."""
    sql, values = map_sql(names, bbox, actor)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return str(cursor.fetchone()[0])


def fixed_tag(names: Sequence[str], bbox: Bbox | None, *, actor: access.Actor) -> str:
    """An ETag of the slow layers (borders, base map): moves with any row of theirs and with the actor's reach."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*)||'.'||coalesce(max(xmin::text::bigint),0) FROM organizations_jurisdiction),"
            "(SELECT count(*)||'.'||coalesce(max(xmin::text::bigint),0) FROM places_basemapfeature)"
        )
        state = cursor.fetchone()
    paths = sorted(access.reach(actor).get(str(Permission.PLACE_VIEW), ()))
    return hashlib.sha256(repr((state, paths, names, bbox)).encode()).hexdigest()[:24]
