"""Importers: tried without a trace, all or the right lines only, and words for every wrong line."""

import io
import json
import zipfile

import numpy
import pyogrio.raw
import pytest
import shapely
from django.core.management import CommandError, call_command
from shapely.geometry import Point, Polygon, box, mapping

from core.errors import UnprocessableError
from core.geo import wgs84_to_gcj02
from organizations.models import Jurisdiction, User
from organizations.roles import Role
from organizations.services.imports import boundaries_import, divisions_import, layers, people_import
from organizations.services.imports.divisions import short_code
from tests.factories import organizations as make
from timeline.models import Event

pytestmark = pytest.mark.django_db
STREETS = """code,name,areaCode,provinceCode,cityCode
330102001,清波街道,330102,33,3301
330102003,湖滨街道,330102,33,3301
"""


@pytest.fixture
def tree(db):
    city = make.jurisdiction(code="3301", level="city", name="杭州市")
    area = make.jurisdiction(city, code="330102", level="county", name="上城区")
    make.unit(area, name="应急管理局")
    return city, area


@pytest.fixture
def admin(tree):
    return make.user(Role.SYSTEM_ADMIN, at=tree[1])


def count():
    return Jurisdiction.objects.count()


# --- Division codes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("330102000000", "330102"),
        ("330100000000", "3301"),
        ("330102001000", "330102001"),
        ("330102001001", "330102001001"),
        ("330100", "3301"),
        ("33", "33"),
        (330102, "330102"),
        (330102.0, "330102"),
        ("156330102", "330102"),
    ],
)
def test_codes_lose_the_zeros_that_only_fill_them_up(full, short):
    assert short_code(full) == short


@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig", "gb18030"])
def test_townships_are_added_below_their_county_from_any_usual_encoding(tree, admin, encode):
    report = divisions_import(content=STREETS.encode(encode), dry_run=False, actor=admin)
    assert (report.created, report.errors, report.stored) == (2, [], True)
    street = Jurisdiction.objects.get(code="330102001000")
    assert (street.name, street.level, street.initials) == ("清波街道", "township", "qbjd")
    assert street.path == f"{tree[1].path}{street.pk}/"
    assert Event.objects.get(kind="jurisdiction.imported").data["created"] == 2


def test_trying_leaves_no_trace(admin):
    before = count()
    report = divisions_import(content=STREETS.encode(), dry_run=True, actor=admin)
    assert (report.created, report.stored) == (2, False)
    assert count() == before
    assert not Event.objects.exists()


def test_doing_it_twice_changes_nothing_and_a_new_name_renames(admin):
    divisions_import(content=STREETS.encode(), dry_run=False, actor=admin)
    again = divisions_import(content=STREETS.replace("清波", "望江").encode(), dry_run=False, actor=admin)
    assert (again.created, again.changed, again.unchanged) == (0, 1, 1)
    assert Jurisdiction.objects.get(code="330102001000").initials == "wjjd"


def test_wrong_lines_are_named_and_nothing_is_saved_unless_they_may_be_left_out(admin):
    wrong = STREETS + "33x,坏,,,\n330102009,,,,\n440305001,远方街道,,,\n330102001,清波二,,,\n330102010,错县,330103,,\n"
    before = count()
    report = divisions_import(content=wrong.encode(), dry_run=False, actor=admin)
    assert [line for line, _words in sorted(report.errors)] == [4, 5, 6, 7, 8]
    assert not report.stored
    assert count() == before
    report = divisions_import(content=wrong.encode(), dry_run=False, skip_bad=True, actor=admin)
    assert report.stored
    assert count() == before + 2


def test_an_administrator_cannot_import_outside_the_own_reach(tree, admin):
    other = make.jurisdiction(tree[0], code="330103", level="county")
    report = divisions_import(content="code,name\n330103001,别处\n330103,改名\n".encode(), dry_run=False, actor=admin)
    assert len(report.errors) == 2
    other.refresh_from_db()
    assert other.name != "改名"


def test_all_tiers_at_once_from_json_and_a_prefix_takes_one_city():
    rows = [
        {"code": "330102001001", "name": "定安路社区", "streetCode": "330102001"},
        {"code": "33", "name": "浙江省"},
        {"code": "3301", "name": "杭州市", "provinceCode": "33"},
        {"code": "330102", "name": "上城区", "cityCode": "3301"},
        {"code": "330102001", "name": "清波街道", "areaCode": "330102"},
        {"code": "4403", "name": "深圳市"},
    ]
    report = divisions_import(content=json.dumps(rows).encode(), prefix="3301", dry_run=False, actor=None)
    assert (report.created, report.skipped, report.errors) == (4, 2, [])
    village = Jurisdiction.objects.get(code="330102001001")
    assert [Jurisdiction.objects.get(pk=pk).code for pk in village.ancestor_ids] == [
        "330100000000",
        "330102000000",
        "330102001000",
        "330102001001",
    ]


def test_towns_directly_under_a_city_hang_on_the_city():
    rows = "code,name,cityCode\n4419,东莞市,\n441900,东莞市,4419\n441900003,东城街道,4419\n"
    report = divisions_import(content=rows.encode(), dry_run=False, actor=None)
    assert report.errors == []
    assert Jurisdiction.objects.get(code="441900003000").parent.code == "441900000000"


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"\xff\xfe\xff", b"a,b\n1,2\n", b'code,name\n"never closed', b"[1,2]", b"{", b"[" * 5000],
)
def test_a_file_that_is_no_list_of_divisions_is_refused_in_words(admin, content):
    with pytest.raises(UnprocessableError) as refused:
        report = divisions_import(content=content, dry_run=False, actor=admin)
        raise UnprocessableError("empty") if not report.right else AssertionError(report)
    assert str(refused.value)


# --- Boundaries ---------------------------------------------------------------------------------------------------

SHAPE = box(120.1, 30.2, 120.2, 30.3)


def geojson(*features):
    items = [{"type": "Feature", "properties": facts, "geometry": shape} for facts, shape in features]
    return json.dumps({"type": "FeatureCollection", "features": items}).encode()


def test_a_boundary_is_found_by_code_and_its_centre_lies_inside(tree, admin):
    report = boundaries_import(content=geojson(({"adcode": 330102}, mapping(SHAPE))), dry_run=False, actor=admin)
    assert (report.changed, report.stored) == (1, True)
    place = Jurisdiction.objects.get(code="330102")
    assert place.boundary.srid == 4326
    assert place.boundary.contains(place.centre)
    assert place.boundary.extent == pytest.approx(SHAPE.bounds)


def test_a_boundary_is_found_by_a_name_only_one_place_has(tree, admin):
    content = geojson(({"name": "上城区"}, mapping(SHAPE)))
    assert boundaries_import(content=content, actor=admin).changed == 1
    make.jurisdiction(tree[1], name="上城区")
    assert boundaries_import(content=content, actor=admin).errors


def test_gcj_02_is_turned_into_wgs_84(tree, admin):
    shifted = shapely.transform(SHAPE, lambda points: [wgs84_to_gcj02(*point) for point in points])
    boundaries_import(
        content=geojson(({"code": "330102"}, mapping(shifted))), frame="gcj02", dry_run=False, actor=admin
    )
    assert Jurisdiction.objects.get(code="330102").boundary.extent == pytest.approx(SHAPE.bounds, abs=1e-6)
    assert shifted.bounds != pytest.approx(SHAPE.bounds, abs=1e-3)


BOW = Polygon([(120.1, 30.1), (120.2, 30.2), (120.2, 30.1), (120.1, 30.2)])


@pytest.mark.parametrize(
    ("facts", "shape"),
    [
        ({"code": "999999"}, mapping(SHAPE)),
        ({}, mapping(SHAPE)),
        ({"code": "330102"}, None),
        ({"code": "330102"}, mapping(Point(120, 30))),
        ({"code": "330102"}, {"type": "Polygon", "coordinates": []}),
        ({"code": "330102"}, {"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}),
        ({"code": "330102"}, {"type": "Polygon", "coordinates": "x"}),
        ({"code": "330102"}, {"type": "Nonsense"}),
        ({"code": "330102"}, mapping(box(30.2, 120.1, 30.3, 120.2))),
        ({"code": "330102"}, mapping(box(500000, 3300000, 510000, 3310000))),
    ],
)
def test_a_wrong_feature_is_named_and_nothing_is_saved(tree, admin, facts, shape):
    good = ({"code": "330102"}, mapping(SHAPE)) if facts.get("code") != "330102" else ({"name": "x"}, None)
    report = boundaries_import(content=geojson((facts, shape), good), dry_run=False, actor=admin)
    assert not report.stored
    assert report.errors[0][0] == 1
    assert Jurisdiction.objects.get(code="330102").boundary.extent != pytest.approx(SHAPE.bounds)


def test_an_outline_that_crosses_itself_is_repaired_and_said_so(tree, admin):
    report = boundaries_import(content=geojson(({"code": "330102"}, mapping(BOW))), dry_run=False, actor=admin)
    assert report.stored
    assert report.notes
    assert Jurisdiction.objects.get(code="330102").boundary.valid


def write_shapefile(folder, shape, crs, encoding):
    fields = numpy.array(["XZQDM", "XZQMC"], dtype=object)
    columns = [numpy.array(["330102"], dtype=object), numpy.array(["上城区"], dtype=object)]
    pyogrio.raw.write(
        str(folder / "area.shp"),
        geometry=numpy.array([shapely.to_wkb(shape)], dtype=object),
        field_data=columns,
        fields=fields,
        crs=crs,
        geometry_type=shape.geom_type,
        driver="ESRI Shapefile",
        encoding=encoding,
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in folder.iterdir():
            archive.write(part, part.name)
    return packed.getvalue()


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_a_zipped_shapefile_is_read_in_either_encoding(tree, admin, tmp_path, encoding):
    content = write_shapefile(tmp_path, SHAPE, "EPSG:4490", encoding)
    report = boundaries_import(content=content, dry_run=False, actor=admin)
    assert (report.errors, report.stored) == ([], True)
    assert Jurisdiction.objects.get(code="330102").boundary.extent == pytest.approx(SHAPE.bounds)


def test_a_shapefile_in_a_gauss_kruger_zone_is_turned_into_degrees(tree, admin, tmp_path):
    metres = box(511000, 3342000, 520000, 3352000)  # CGCS2000, zone of 120° E
    report = boundaries_import(
        content=write_shapefile(tmp_path, metres, "EPSG:4549", "UTF-8"), dry_run=False, actor=admin
    )
    assert report.stored
    west, south, east, north = Jurisdiction.objects.get(code="330102").boundary.extent
    assert 120.1 < west < east < 120.3
    assert 30.1 < south < north < 30.4


def zipped(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 broken",
        b"{}",
        b'{"type":"FeatureCollection"}',
        b'{"type":"FeatureCollection","features":[]}',
        b"<kml/>",
        zipped(readme_txt="x"),
        zipped(a_shp="not a shapefile", a_shx="x", a_dbf="y"),
        zipped(**{f"f{number}_shp": "x" for number in range(61)}),
    ],
)
def test_a_file_that_is_no_map_is_refused_in_words(tree, admin, content):
    with pytest.raises(UnprocessableError):
        boundaries_import(content=content, actor=admin)


def test_a_zip_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tree, admin, monkeypatch):
    monkeypatch.setattr(layers, "UNPACKED_LIMIT", 1_000_000)
    bomb = zipped(bomb_shp=b"\0" * 1_000_001)
    assert len(bomb) < 10_000
    with pytest.raises(UnprocessableError, match=r"zip|压缩包"):
        boundaries_import(content=bomb, actor=admin)


# --- People -------------------------------------------------------------------------------------------------------

PEOPLE = "账号,姓名,单位,职务,电话\nwang.wu,王五,应急管理局,科员,13900000001\nji,𠮷田·买买提,应急管理局,,\n"


@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig", "gb18030"])
def test_people_come_in_whole_from_any_usual_encoding_and_cannot_sign_in_yet(tree, admin, encode):
    report = people_import(content=PEOPLE.encode(encode), dry_run=False, actor=admin)
    assert (report.created, report.errors, report.stored) == (2, [], True)
    person = User.objects.get(username="ji")
    assert person.full_name == "𠮷田·买买提"
    assert not person.has_usable_password()
    assert person.must_change_password


def test_trying_people_leaves_no_trace(admin):
    before = User.objects.count()
    assert people_import(content=PEOPLE.encode(), actor=admin).created == 2
    assert User.objects.count() == before
    assert not Event.objects.exists()


def test_known_accounts_are_edited_and_an_export_can_be_read_back(tree, admin, signed_in):
    people_import(content=PEOPLE.encode(), dry_run=False, actor=admin)
    export = signed_in(admin).get("/people/export.csv")
    assert export.content.startswith(b"\xef\xbb\xbf")
    report = people_import(content=export.content, dry_run=False, actor=admin)
    assert (report.created, report.changed, report.errors) == (0, 0, [])
    report = people_import(content=PEOPLE.replace("科员", "科长").encode(), dry_run=False, actor=admin)
    assert (report.changed, report.unchanged) == (1, 1)


def test_every_wrong_line_of_people_is_named(tree, admin):
    make.unit(tree[0], name="市局")
    lines = "账号,姓名,单位\n,无名,应急管理局\na,,应急管理局\nb,乙,没有的单位\nc,丙,市局\nd,丁,应急管理局\nD,丁二,应急管理局\ne e,戊,应急管理局\n"
    report = people_import(content=lines.encode(), dry_run=False, skip_bad=True, actor=admin)
    assert [line for line, _words in report.errors] == [2, 3, 4, 5, 7, 8]
    assert report.created == 1
    assert User.objects.filter(username="d").exists()


def test_an_import_cannot_take_over_an_account_that_reaches_above(tree, admin):
    make.user(Role.COMMANDER, at=tree[0], username="chief", unit=tree[1].units.get())
    report = people_import(content="账号,姓名,单位\nchief,假,应急管理局\n".encode(), dry_run=False, actor=admin)
    assert report.errors
    assert User.objects.get(username="chief").full_name != "假"


@pytest.mark.parametrize("content", [b"", b"\x00", "账号,姓名,单位\n".encode(), "姓名\n张\n".encode()])
def test_a_file_that_holds_no_people_is_refused_in_words(admin, content):
    with pytest.raises(UnprocessableError):
        people_import(content=content, actor=admin)


# --- Commands -----------------------------------------------------------------------------------------------------


def test_the_commands_try_first_and_save_when_told(tree, tmp_path, capsys):
    file = tmp_path / "streets.csv"
    file.write_text(STREETS, "utf-8")
    call_command("import_divisions", str(file))
    assert not Jurisdiction.objects.filter(code="330102001000").exists()
    call_command("import_divisions", str(file), "--save", "--prefix", "3301")
    assert Jurisdiction.objects.filter(code="330102001000").exists()
    shapes = tmp_path / "shapes.json"
    shapes.write_bytes(geojson(({"code": "330102"}, mapping(SHAPE)), ({"code": "nowhere"}, None)))
    with pytest.raises(CommandError):
        call_command("import_boundaries", str(shapes), "--save")
    call_command("import_boundaries", str(shapes), "--save", "--skip-wrong")
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE, "utf-8")
    call_command("import_people", str(people), "--save")
    assert User.objects.filter(username="wang.wu").exists()
    assert "line 2" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("import_people", str(tmp_path / "missing.csv"))
