"""The portfolio: put in, written, deleted and taken away."""

from __future__ import annotations

from lms.accounts.models import Person
from lms.exports.models import ExportKind
from lms.kernel.actor import Role
from tests.portfolio.composed import in_file, own_piece
from tests.privacy.taken import ready_export
from tests.torture.acts.stage import Act, Press, Stage

PAGE = "/portfolio"


def put_in(stage: Stage) -> Press:
    return stage.learning(stage.trainee(), PAGE, PAGE, pieces="hours:training")


def write_introduction(stage: Stage) -> Press:
    page = f"{PAGE}/introduction"
    return stage.learning(stage.trainee(), page, page, words="Des mots.")


def add(stage: Stage) -> Press:
    page = f"{PAGE}/own/new"
    return stage.learning(stage.trainee(), page, page, title="Un titre", words="Des mots.")


def remove_file(stage: Stage) -> Press:
    person = stage.trainee()
    store = stage.app.extensions["sillage.settings"].files
    piece, _file = in_file(stage.make.session, stage.keys, store, person)
    return stage.learning(person, f"{PAGE}/own/{piece}", f"{PAGE}/own/{piece}/remove-file")


def delete(stage: Stage) -> Press:
    return _pressed(*_with_a_piece(stage, out=True), "delete")


def ask(stage: Stage) -> Press:
    person, _piece = _with_a_piece(stage)
    return stage.learning(person, f"{PAGE}/export", f"{PAGE}/export")


def delete_export(stage: Stage) -> Press:
    person = stage.trainee()
    made = ready_export(stage.make.session, stage.keys, person, kind=ExportKind.PORTFOLIO)
    return stage.learning(person, PAGE, f"{PAGE}/export/{made.public_id}/delete")


def _with_a_piece(stage: Stage, *, out: bool = False) -> tuple[Person, str]:
    person = stage.trainee()
    return person, own_piece(stage.make.session, stage.keys, person, "Un titre", out=out)


def _pressed(person: Person, piece: str, act: str, **fields: str) -> Press:
    return Press(PAGE, f"{PAGE}/pieces/{piece}/{act}", person, Role.TRAINEE, fields=fields)


PORTFOLIO = {
    "portfolio.portfolio": Act(put_in),
    "portfolio.introduction": Act(write_introduction),
    "portfolio.new_own_piece": Act(add, devices=False),
    "portfolio.remove_own_file": Act(remove_file),
    "portfolio.delete_own_piece": Act(delete),
    "portfolio.export": Act(ask),
    "portfolio.delete_made_export": Act(delete_export),
}
