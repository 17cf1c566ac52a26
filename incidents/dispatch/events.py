"""Kinds of event an assignment records, one per status, so that each reads as a sentence in the reader's language."""

from django.utils.translation import gettext_lazy as _

from timeline.kinds import register

DISPATCH_ORDERED = register("dispatch.ordered", _("%(team)s ordered to %(incident)s. %(task)s"))
DISPATCH_OVERDUE = register("dispatch.overdue", _("%(team)s has not acknowledged its order to %(incident)s"))

BY_STATUS = {
    "acknowledged": register("dispatch.acknowledged", _("%(team)s acknowledged its order to %(incident)s")),
    "en_route": register("dispatch.departed", _("%(team)s is on its way to %(incident)s")),
    "on_scene": register("dispatch.arrived", _("%(team)s is on the scene of %(incident)s")),
    "returning": register("dispatch.returned", _("%(team)s is returning from %(incident)s")),
    "ended": register("dispatch.ended", _("%(team)s has ended its assignment to %(incident)s")),
    "declined": register("dispatch.declined", _("%(team)s declined its order to %(incident)s: %(reason)s")),
    "recalled": register("dispatch.recalled", _("%(team)s was recalled from %(incident)s. %(reason)s")),
    "undone": register("dispatch.undone", _("The order of %(team)s to %(incident)s was undone")),
}
