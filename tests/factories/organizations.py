"""Places, units and people for tests: plain rows, without events, so that a test's own events are all there are."""

import itertools
import uuid
from datetime import timedelta

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.utils import timezone

from core.pinyin import initials
from organizations.models import Jurisdiction, Level, Membership, Unit, User
from organizations.roles import Role

_numbers = itertools.count(1)
PASSWORD = "Long-enough-2026"


def jurisdiction(parent=None, level=None, code=None, name=None, at=(103.6, 30.9), size=0.2, **fields):
    """A jurisdiction below `parent` (a county when there is none), with a square boundary around `at` (lon, lat)."""
    number = next(_numbers)
    tiers = list(Level.values)
    if level is None:
        level = "county" if parent is None else tiers[min(tiers.index(parent.level) + 1, len(tiers) - 1)]
    name = name or f"测试{number}"
    lon, lat = at
    place = Jurisdiction.objects.create(
        code=code or f"9{number:08d}",
        name=name,
        name_en=fields.pop("name_en", f"Place {number}"),
        initials=initials(name),
        level=level,
        parent=parent,
        path=f"new:{uuid.uuid4()}",
        boundary=MultiPolygon(Polygon.from_bbox((lon - size, lat - size, lon + size, lat + size)), srid=4326),
        centre=Point(lon, lat, srid=4326),
        **fields,
    )
    place.path = f"{parent.path if parent else '/'}{place.pk}/"
    place.save(update_fields=["path"])
    return place


def unit(jurisdiction=None, receives_reports=True, name=None, kind="bureau", **fields):
    """A unit of a jurisdiction (a new county when none is given)."""
    name = name or f"应急管理局{next(_numbers)}"
    place = jurisdiction or globals()["jurisdiction"]()
    return Unit.objects.create(
        jurisdiction=place,
        name=name,
        initials=initials(name),
        kind=kind,
        duty_phone=fields.pop("duty_phone", "0555-1234567"),
        receives_reports=receives_reports,
        **fields,
    )


def user(role=None, at=None, username=None, unit=None, password=PASSWORD, **fields):
    """A person with one role at a jurisdiction, in its first unit (made when there is none)."""
    number = next(_numbers)
    if unit is None and at is not None:
        unit = at.units.order_by("pk").first() or globals()["unit"](at, receives_reports=False)
    full_name = fields.pop("full_name", f"张{number}")
    person = User(
        username=username or f"user{number}",
        full_name=full_name,
        initials=initials(full_name),
        unit=unit,
        phone=fields.pop("phone", f"1390000{number:04d}"),
        **fields,
    )
    person.set_password(password)
    person.save()
    if role is not None:
        membership(person, role, at)
    return person


def membership(user, role, at, starts_at=None, ends_at=None):
    """A role held at a jurisdiction, since an hour ago unless said otherwise."""
    return Membership.objects.create(
        user=user,
        role=Role(role),
        jurisdiction=at,
        starts_at=starts_at or timezone.now() - timedelta(hours=1),
        ends_at=ends_at,
    )


def county(name="云溪县"):
    """A county with a bureau that receives reports, one township and one village: the smallest place to work in."""
    root = jurisdiction(level="county", name=name)
    unit(root, receives_reports=True)
    township = jurisdiction(root, name="玉山镇")
    unit(township, kind="government", receives_reports=True)
    village = jurisdiction(township, name="玉山村")
    return root, township, village
