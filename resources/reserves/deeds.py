"""What a keeper can do to a lot, by name: the words of the page and the service behind it, for forms and programs (R-D3)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from organizations.models import User
from resources.reserves import selectors, services
from resources.reserves.models import Lot

Act = Callable[[Lot, dict[str, Any], User], Any]


@dataclass(frozen=True)
class Deed:
    """`title` heads the page, `button` says what pressing it does; `act` takes the lot, what was said, the person."""

    name: str
    title: Any
    button: Any
    act: Act


def _returned(lot: Lot, said: dict[str, Any], actor: User) -> Any:
    incident = selectors.incident_named(said.pop("incident", ""), actor=actor)
    good, damaged = (said.pop(name, "") or 0 for name in ("good", "damaged"))
    return services.return_receive(lot=lot, incident=incident, good=good, damaged=damaged, **said, actor=actor)


def _checked(lot: Lot, said: dict[str, Any], actor: User) -> Any:
    passed = said.pop("passed") in ("yes", True)
    return services.lot_check(lot=lot, passed=passed, **said, actor=actor)


def _maintained(lot: Lot, said: dict[str, Any], actor: User) -> Any:
    passed = said.pop("passed") in ("yes", True)
    return services.maintenance_done(lot=lot, passed=passed, **said, actor=actor)


def _plain(service: Callable[..., Any]) -> Act:
    return lambda lot, said, actor: service(lot=lot, **said, actor=actor)


DEEDS: Final[dict[str, Deed]] = {
    deed.name: deed
    for deed in (
        Deed("return", _("Take back"), _("Book the return"), _returned),
        Deed("relocate", _("Move in the store"), _("Save the position"), _plain(services.lot_relocate)),
        Deed("check", _("Inspect"), _("Enter the inspection"), _checked),
        Deed("maintain", _("Maintain or test"), _("Enter what was done"), _maintained),
        Deed("loan", _("Lend"), _("Book the loan"), _plain(services.loan_make)),
        Deed("rotate", _("Rotate out"), _("Book the rotation"), _plain(services.rotation_post)),
        Deed("freeze", _("Freeze"), _("Freeze the goods"), _plain(services.stock_freeze)),
        Deed("unfreeze", _("Unfreeze"), _("Unfreeze the goods"), _plain(services.stock_unfreeze)),
        Deed("scrap", _("Propose to scrap"), _("Propose"), _plain(services.scrap_propose)),
        Deed("recall", _("Recall the batch"), _("Recall"), _plain(services.lot_recall)),
    )
}
