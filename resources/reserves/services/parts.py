"""What belongs to an item: its packs, what is in a kit, what may be given instead (R-D1)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.errors import ConflictError
from core.text import clean_name
from organizations import access
from organizations.models import User
from organizations.roles import Permission
from resources.reserves.events import ITEM_CHANGED
from resources.reserves.models import Alternative, Item, KitContent, Pack
from resources.reserves.quantities import quantity_of, wrong
from resources.reserves.services.catalogue import home_of
from resources.reserves.services.telling import about
from timeline.services import record

Rows = Sequence[Mapping[str, Any]]


@transaction.atomic
def item_parts_save(*, item: Item, packs: Rows, contents: Rows, alternatives: Rows, actor: User) -> Item:
    """Replace packs, contents and alternatives by those given. 422 by row; a kit never holds itself, nor a kit that holds it."""
    access.require_anywhere(actor, Permission.CATALOGUE_CHANGE)
    Item.objects.select_for_update(no_key=True).values_list("pk").get(pk=item.pk)
    made_packs = [
        Pack(
            item=item,
            name=clean_name(row["name"]),
            name_en=clean_name(row.get("name_en") or ""),
            factor=quantity_of(row["factor"], item, field="packs"),
            barcode=clean_name(row.get("barcode") or ""),
        )
        for row in packs
    ]
    made_contents = [
        KitContent(kit=item, part=row["part"], quantity=quantity_of(row["quantity"], row["part"], field="contents"))
        for row in contents
    ]
    made_others = [
        Alternative(
            item=item, other=row["other"], ratio=row.get("ratio") or Decimal(1), rank=number, note=row.get("note") or ""
        )
        for number, row in enumerate(alternatives, start=1)
    ]
    for part in made_contents:
        if _holds(part.part_id, item.pk):
            raise wrong(_("%(part)s is this kit, or holds it.") % {"part": part.part}, "contents")
    if any(row.other_id == item.pk for row in made_others):
        raise wrong(_("Another item, please."), "alternatives")
    try:
        with transaction.atomic():
            for kind, rows, own in (
                (Pack, made_packs, {"item": item}),
                (KitContent, made_contents, {"kit": item}),
                (Alternative, made_others, {"item": item}),
            ):
                manager: Any = kind._default_manager  # type: ignore[attr-defined]
                manager.filter(**own).delete()
                manager.bulk_create(rows)
    except IntegrityError as error:
        raise ConflictError(_("The same pack, part or alternative is there twice.")) from error
    data = {**about(item=item), "fields": "packs, contents, alternatives"}
    view = Permission.RESERVE_VIEW
    record(ITEM_CHANGED, item, jurisdiction=home_of(actor), permission=view, actor=actor, data=data)
    return item


def _holds(kit: int, wanted: int) -> bool:
    """Whether a kit is the wanted item or holds it, at any depth."""
    seen, layer = {kit}, {kit}
    while layer:
        if wanted in layer:
            return True
        layer = set(KitContent.objects.filter(kit__in=layer).values_list("part", flat=True)) - seen
        seen |= layer
    return False
