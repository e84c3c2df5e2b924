"""A small programme whose check has every kind of question, to be spoilt by tests."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from lms.catalogue.models import ProgrammeVersion
from lms.catalogue.operations import publish
from lms.catalogue.rules.curriculum import read_curriculum
from lms.web.page import new_token, now
from tests.catalogue.folders import small_folder

QUESTIONS = """\
[[question]]
id = "single"
text = "Qui choisit ?"
revisit = "roots"
[[question.choice]]
id = "a"
text = "L'équipe."
why = "L'équipe peut conseiller."
[[question.choice]]
id = "b"
text = "La personne."
why = "C'est sa vie."

[[question]]
id = "several"
kind = "several"
text = "Que peut-on proposer ?"
revisit = "roots"
[[question.choice]]
id = "a"
text = "Écouter."
why = "On commence par là."
[[question.choice]]
id = "b"
text = "Prescrire."
why = "Ce n'est pas le rôle."
[[question.choice]]
id = "c"
text = "Accompagner."
why = "C'est le rôle."

[[question]]
id = "truth"
kind = "true_false"
text = "On peut dire non."
revisit = "roots"
if_true = "Oui, à tout moment."
if_false = "Dire non reste possible."

[[question]]
id = "short"
kind = "short"
text = "Comment appelle-t-on l'aide entre pairs ?"
revisit = "roots"
general = "C'est le mot de la pratique."

[[question]]
id = "number"
kind = "number"
text = "Combien de modules ?"
revisit = "roots"
unit = "modules"
general = "Il y en a dix."

[[question]]
id = "matching"
kind = "matching"
text = "Qui fait quoi ?"
revisit = "roots"
general = "Chacun son rôle."
[[question.item]]
id = "peer"
text = "Le pair"
[[question.item]]
id = "nurse"
text = "L'infirmière"
[[question.match]]
id = "shares"
text = "partage son expérience"
[[question.match]]
id = "cares"
text = "soigne"
[[question.match]]
id = "judges"
text = "juge"

[[question]]
id = "ordering"
kind = "ordering"
text = "Dans quel ordre ?"
revisit = "roots"
general = "D'abord le calme."
[[question.item]]
id = "tell"
text = "Prévenir"
[[question.item]]
id = "calm"
text = "Se calmer"
[[question.item]]
id = "talk"
text = "En parler"

[[question]]
id = "gaps"
kind = "gaps"
text = "Le [[1]] vient de [[2]] et compte [[3]] lettres."
revisit = "roots"
general = "Voilà le mot."
[[question.gap]]
[[question.gap]]
kind = "choice"
[[question.gap.choice]]
id = "gr"
text = "Grèce"
[[question.gap.choice]]
id = "la"
text = "Rome"
[[question.gap]]
kind = "number"

[[question]]
id = "open"
kind = "open"
text = "Que diriez-vous à un collègue ?"
revisit = "roots"
general = "Une réponse possible : en parler à l'équipe."
"""
KEY = """\
[activity.key]
single = "b"
several = ["a", "c"]
truth = true
short = { fr = ["pair-aidance", "entraide"], en = ["peer support"] }
number = { value = 10, tolerance = 1 }
matching = { peer = "shares", nurse = "cares" }
ordering = ["calm", "talk", "tell"]
gaps = [{ fr = ["mot"], en = ["word"] }, "la", { value = 3 }]
open = { guide = { fr = "Parle de l'équipe.", en = "Names the team." } }
"""
RIGHT: dict[str, dict[str, Any]] = {
    "single": {"choice": "b"},
    "several": {"choice": ["a", "c"]},
    "truth": {"choice": "true"},
    "short": {"text": "PAIR-AIDANCE"},
    "number": {"text": "11"},
    "matching": {"part_1": "shares", "part_2": "cares"},
    "ordering": {},
    "gaps": {"part_1": "mot", "part_2": "la", "part_3": "3"},
    "open": {"note_1": "Je lui dirais d'en parler."},
}
"""What to send for each question; the places of an ordering depend on what was drawn."""
MARKER = '[[question]]\nid = "q1"'


def folder(questions: str = QUESTIONS, key: str = KEY, more: str = "") -> dict[str, str]:
    """The small folder with these questions in both languages; `more` goes into the activity."""
    files = small_folder()
    for locale in ("fr", "en"):
        name = f"modules/role/02-check.{locale}.md"
        head, rest = files[name].split("[[question]]", 1)
        files[name] = head + questions + "+++" + rest.split("+++", 1)[1]
    sheet = files["modules/role/module.toml"]
    head = sheet.split("[activity.key]", 1)[0].replace(
        'kind = "check"\nreading_minutes = 1', 'kind = "check"\nreading_minutes = 2'
    )
    files["modules/role/module.toml"] = head + more + key
    return files


def published(session: Session, **changes: str) -> ProgrammeVersion:
    """The version of that folder."""
    source = read_curriculum(folder(**changes))
    publish(session, source, source.programmes[0], now=now(), public_id=new_token())
    return session.query(ProgrammeVersion).order_by(ProgrammeVersion.id.desc()).first()  # type: ignore[return-value]
