"""A small curriculum folder as texts, well formed, to be spoilt by tests."""

from __future__ import annotations

from functools import cache

from sqlalchemy.orm import Session

from lms.catalogue.commands import STARTER, read_folder
from lms.catalogue.models import ProgrammeVersion
from lms.catalogue.operations import publish
from lms.catalogue.rules.sources import CurriculumSource
from lms.web.page import new_token, now

FRAMEWORK = """\
[[domain]]
code = "D1"
title = { fr = "Valeurs", en = "Values" }
statements = [{ fr = "Dit son rôle.", en = "Says the role." }]
"""
PROGRAMME = """\
slug = "small"
title = { fr = "Petit parcours", en = "Small programme" }
summary = { fr = "Un essai.", en = "A try." }
aims = [{ fr = "Essayer.", en = "Try." }]
audience = { fr = "Toute personne.", en = "Anyone." }
access = { fr = "Aucun prérequis.", en = "No prerequisite." }
modules = ["role"]

[rules]
check_percent = 80
supervision_minutes = 60
unanswered_counts = false
source = { fr = "Un choix.", en = "A choice." }
"""
MODULE = """\
slug = "role"
title = { fr = "Le rôle", en = "The role" }
summary = { fr = "Résumé.", en = "Summary." }
goal = { fr = "But.", en = "Goal." }
domains = ["D1"]
reviewed_on = 2026-11-22
peer_review = { fr = "À faire", en = "To be done" }
authors = ["Équipe"]

[[source]]
title = "Un livre"
author = "Quelqu'un"
year = 2012
note = { fr = "Lu.", en = "Read." }

[[activity]]
slug = "roots"
kind = "text"
reading_minutes = 1
exercise_minutes = 2
domains = ["D1"]

[[activity]]
slug = "check"
kind = "check"
reading_minutes = 1
exercise_minutes = 1
domains = ["D1"]
[activity.key]
q1 = "b"
"""
TEXT = """\
+++
title = "Racines"
summary = "D'où cela vient."
+++

## Une partie

Du texte.
"""
CHECK = """\
+++
title = "Quiz"
summary = "Une question."

[[question]]
id = "q1"
text = "Qui ?"
revisit = "roots"
[[question.choice]]
id = "a"
text = "Moi."
why = "Non."
[[question.choice]]
id = "b"
text = "Vous."
why = "Oui."
+++

Une question.
"""


def small_folder() -> dict[str, str]:
    """Path → text."""
    files = {
        "framework.toml": FRAMEWORK,
        "programmes/small/programme.toml": PROGRAMME,
        "modules/role/module.toml": MODULE,
    }
    for locale in ("fr", "en"):
        files[f"modules/role/01-roots.{locale}.md"] = TEXT
        files[f"modules/role/02-check.{locale}.md"] = CHECK
    return files


def add_beside(files: dict[str, str]) -> None:
    """A practice task, the two texts beside the steps, and a reviewer."""
    sheet = "modules/role/module.toml"
    facts = """\
professional_review = true

[session]
minutes = 90

[[reviewer]]
name = "Nadia Benali"
kind = "peer"
on = 2026-11-20
"""
    step = """
[[activity]]
slug = "task"
kind = "practice"
reading_minutes = 1
exercise_minutes = 30
domains = ["D1"]
"""
    begun = files[sheet].replace('authors = ["Équipe"]\n', f'authors = ["Équipe"]\n{facts}')
    files[sheet] = begun + step
    for locale in ("fr", "en"):
        files[f"modules/role/03-task.{locale}.md"] = TEXT
        for kind in ("summary", "session"):
            words = f'+++\ntitle = "{kind}"\n+++\n\n## Une partie\n\nDu texte.\n'
            files[f"modules/role/{kind}.{locale}.md"] = words


@cache
def starter() -> CurriculumSource:
    """The curriculum that the project ships."""
    return read_folder(STARTER)


def publish_starter(session: Session, slug: str = "premiers-pas") -> ProgrammeVersion:
    """A shipped programme, published in this session."""
    source = starter()
    shipped = next(p for p in source.programmes if p.slug == slug)
    publish(session, source, shipped, now=now(), public_id=new_token())
    return session.query(ProgrammeVersion).order_by(ProgrammeVersion.id.desc()).first()  # type: ignore[return-value]
