"""Where somebody was reading, on this device and on another, beside the next step."""

from __future__ import annotations

from dataclasses import dataclass

from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline
from lms.home.render.desk import Desk
from lms.learning.queries.places import KeptPlace, Places


@dataclass(frozen=True, slots=True)
class Kept:
    """A step that was open, and where to go on in it; `here` is this device."""

    module: ModuleOutline
    step: ActivityOutline
    href: str
    here: bool


def kept_places(desk: Desk, places: Places) -> tuple[Kept, ...]:
    """This device first; a step that is open on both is told once."""
    here, elsewhere = _kept(desk, places.here, here=True), _kept(desk, places.elsewhere, here=False)
    if here is not None and elsewhere is not None and here.href == elsewhere.href:
        elsewhere = None
    return tuple(one for one in (here, elsewhere) if one is not None)


def _kept(desk: Desk, place: KeptPlace | None, *, here: bool) -> Kept | None:
    if place is None:
        return None
    for module in desk.version.modules:
        for step in module.activities:
            if step.id == place.activity_id:
                anchor = f"p-{place.passage}" if place.passage else None
                return Kept(module, step, desk.step_url(step, anchor), here)
    return None
