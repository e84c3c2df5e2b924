"""Versions of a small programme, published one after the other from its files."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalogue.models import ProgrammeVersion
from lms.catalogue.operations import publish
from lms.catalogue.rules.curriculum import read_curriculum
from lms.web.page import new_token, now

SHEET = "modules/role/module.toml"
STEP = """
[[activity]]
slug = "{slug}"
kind = "{kind}"
reading_minutes = 1
exercise_minutes = {minutes}
domains = ["D1"]
"""
REFLECTION = """\
+++
title = "Penser"
summary = "Un temps."
prompts = ["Qu'en dites-vous ?"]
+++

Prenez le temps.
"""


def publish_files(session: Session, files: dict[str, str]) -> ProgrammeVersion:
    """The version that these files make, or made."""
    source = read_curriculum(files)
    programme = source.programmes[0]
    publish(session, source, programme, now=now(), public_id=new_token())
    digest = source.digest_of(programme)
    return session.scalars(select(ProgrammeVersion).where(ProgrammeVersion.digest == digest)).one()


def replaced(files: dict[str, str], path: str, old: str, new: str) -> dict[str, str]:
    """The same files with one passage changed."""
    assert old in files[path]
    return {**files, path: files[path].replace(old, new)}


def with_step(
    files: dict[str, str], slug: str, text: str, *, kind: str = "text", minutes: int = 2
) -> dict[str, str]:
    """The same files with a step more at the end of the module."""
    number = files[SHEET].count("[[activity]]") + 1
    more = {f"modules/role/{number:02}-{slug}.{locale}.md": text for locale in ("fr", "en")}
    sheet = files[SHEET] + STEP.format(slug=slug, kind=kind, minutes=minutes)
    return {**files, SHEET: sheet, **more}
