"""What a content note holds back until the reader asks for it, in this browser and this session."""

from __future__ import annotations

from flask import redirect, request, session
from flask.typing import ResponseReturnValue

from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline
from lms.kernel.refusals import NotThere
from lms.learning import policies
from lms.learning.forms import NoticeForm, PressForm
from lms.learning.views.blueprint import bp
from lms.learning.views.reading import Reading, step_page
from lms.learning.views.training import Training, training
from lms.support.models import HelpNumber
from lms.support.rules import territories
from lms.web.addresses import local_address
from lms.web.guard import actor, requires

SHOWN = "texts shown"
"""In the cookie: for which sign-in, and the modules (m12) and steps (s34) that were asked for."""
MOST_KEPT = 60
STEP, MODULE, HIDE = "step", "module", "hide"


def is_held(module: ModuleOutline, step: ActivityOutline) -> bool:
    """Whether the step has a content note, and its text was not asked for yet."""
    return bool(step.sheet.get("sensitive")) and not {_name(module), _name(step)} & set(_asked())


def held_in(module: ModuleOutline) -> set[int]:
    """The ids of the module's steps whose text is held back."""
    return {step.id for step in module.activities if is_held(module, step)}


def show_notice(reading: Reading) -> ResponseReturnValue:
    """The note in the place of the text, with whom to call, and ways on and past it."""
    return step_page(
        reading, PressForm(), template="notice", numbers=help_numbers(), several=_several(reading)
    )


def help_numbers() -> tuple[HelpNumber, ...]:
    """The numbers that stand beside a held text."""
    return tuple(number for territory in territories() for number in territory.numbers)


@bp.post("/modules/<slug>/steps/<int(max=999):number>/notice")
@requires(policies.may_learn)
def notice(slug: str, number: int) -> ResponseReturnValue:
    """Show the text of this step, all of the module, or hold them back again."""
    found = training()
    module = found.module(slug)
    step = module.step(number)
    if step is None:
        raise NotThere
    form = NoticeForm()
    if form.accepted():
        _remember(module, step, form.show.data or STEP)
    return redirect(_back(found, step), 303)


def _remember(module: ModuleOutline, step: ActivityOutline, show: str) -> None:
    if show == HIDE:
        gone, chosen = {_name(module), *map(_name, module.activities)}, []
    else:
        chosen = [_name(module if show == MODULE else step)]
        gone = set(chosen)
    kept = [name for name in _asked() if name not in gone]
    # A cookie has room for so many; the ones asked for first are held back again.
    session[SHOWN] = [actor.sign_in_id, *[*kept, *chosen][-MOST_KEPT:]]


def _asked() -> list[str]:
    """What was asked for since the reader signed in."""
    by, *names = session.get(SHOWN) or [0]
    return names if by == actor.sign_in_id else []


def _name(shown: ModuleOutline | ActivityOutline) -> str:
    return f"{'m' if isinstance(shown, ModuleOutline) else 's'}{shown.id}"


def _back(found: Training, step: ActivityOutline) -> str:
    asked = request.form.get("next")
    return local_address(asked) if asked else found.step_url(step)


def _several(reading: Reading) -> bool:
    """Whether other steps of the module have a note too."""
    return sum(bool(step.sheet.get("sensitive")) for step in reading.module.activities) > 1
