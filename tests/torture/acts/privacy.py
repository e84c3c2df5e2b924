"""One's own data: export, erasure, and reading what was noted about oneself."""

from __future__ import annotations

from lms.kernel.actor import Role
from lms.privacy.operations.erasures import ask_erasure
from lms.web.page import new_token, now
from tests.privacy.aide_memoires import keep_aide_memoire
from tests.torture.acts.stage import Act, Press, Stage


def export(stage: Stage) -> Press:
    return stage.learning(stage.trainee(), "/account/data/export", "/account/data/export")


def erase(stage: Stage) -> Press:
    page = "/account/data/erase"
    return stage.learning(stage.trainee(), page, page, understood="y")


def keep(stage: Stage) -> Press:
    person, token = stage.trainee(), new_token()
    ask_erasure(stage.make.session, person.id, by=person.id, token=token, now=now())
    return Press(f"/erasure/{token}")


def ask_aide_memoire(stage: Stage) -> Press:
    held = stage.held()
    keep_aide_memoire(stage.make.session, stage.keys, held, "Des mots.")
    page = "/account/data"
    path = f"{page}/aide-memoires/{held.part.public_id}/ask"
    return Press(page, path, held.trainee, Role.TRAINEE)


PRIVACY = {
    "privacy.export": Act(export),
    "privacy.erase": Act(erase),
    "privacy.keep": Act(keep),
    "privacy.ask_aide_memoire": Act(ask_aide_memoire),
}
