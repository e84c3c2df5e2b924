"""Rules that hold for the whole house: policies, personal data, templates, words, tables."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from jinja2 import StrictUndefined
from sqlalchemy import Engine, create_engine, inspect, text

from lms.app.migrations import downgrade, upgrade
from lms.app.rounds import EVERY_MINUTE, HOURLY
from lms.app.tables import ROOMS, metadata
from lms.kernel.base import Base
from lms.kernel.database import make_engine
from lms.web import catalogues
from lms.web.database import Application
from lms.web.guard import public
from tests.databases import Databases

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SOURCES = sorted((ROOT / "lms").rglob("*.py"))
# What a stranger who sees the screen of a telephone must not learn from a mail.
TELLING = re.compile(
    r"peer|psych|mental|health|supervis|recover|certificat|training|trainee|attest|care\b", re.I
)


def test_every_route_and_method_has_a_policy(house: Application) -> None:
    bare = [
        rule.endpoint
        for rule in house.url_map.iter_rules()
        if not callable(getattr(house.view_functions[rule.endpoint], "policy", None))
    ]
    assert not bare


def test_addresses_that_change_something_are_never_read_with_get(house: Application) -> None:
    """A view for strangers that takes forms is named here, so that a new one is a decision."""
    open_doors = {
        rule.endpoint
        for rule in house.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and getattr(house.view_functions[rule.endpoint], "policy", None) is public
    }
    rooms = {endpoint.split(".")[0] for endpoint in open_doors}
    assert rooms <= {"accounts", "certification", "learning", "privacy", "web"}, sorted(open_doors)


def test_an_unknown_name_in_a_template_is_an_error(house: Application) -> None:
    assert house.jinja_env.undefined is StrictUndefined
    assert house.jinja_env.autoescape is not False


def test_every_room_with_tables_is_gathered() -> None:
    rooms = {path.parts[-2] for path in SOURCES if path.name == "models.py"}
    rooms |= {path.parts[-3] for path in SOURCES if path.parts[-2] == "models"}
    gathered = {module.__name__.split(".")[1] for module in ROOMS}
    mapped = {mapper.class_.__module__.split(".")[1] for mapper in Base.registry.mappers}
    assert mapped <= gathered <= rooms


def test_every_model_states_its_personal_data() -> None:
    silent = [
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if "Personal data:" not in (mapper.class_.__doc__ or "")
    ]
    assert not silent


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_templates_hold_no_script_no_style_and_trust_nothing(path: Path) -> None:
    words = path.read_text()
    assert not re.search(r"<style|\sstyle\s*=|<script(?![^>]*\bsrc=)", words)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", words)
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", words)
    assert not re.search(r"https?://(?!www\.w3\.org)[^\s\"']+\.(js|css|woff2?)", words)


def test_trusted_html_is_made_in_one_module_only() -> None:
    makers = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if re.search(r"\bMarkup\(", path.read_text())
    ]
    assert len(makers) <= 1, makers


def test_the_catalogues_are_fresh_and_complete() -> None:
    assert catalogues.stale() == []


def test_the_compiled_catalogues_are_those_of_the_texts() -> None:
    for language in catalogues.LANGUAGES:
        path = catalogues.path_of(language)
        compiled = path.with_suffix(".mo")
        assert compiled.exists(), "make translations"
        assert compiled.stat().st_mtime >= path.stat().st_mtime, "make translations"


def test_every_translation_keeps_its_parameters() -> None:
    wrong = []
    for message in catalogues.catalogue("fr"):
        forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        asked = _parameters(message.id)
        wrong += [message.id for form in forms if form and not _parameters(form) <= asked]
    assert not wrong


def _parameters(words: object) -> set[str]:
    both = " ".join(words) if isinstance(words, (tuple, list)) else str(words)
    return set(re.findall(r"%\((\w+)\)", both))


def mails() -> Iterator[tuple[str, str]]:
    """(file, words) of each subject and line that a room puts into a letter."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Mail":
                for keyword in node.keywords:
                    if keyword.arg in {"subject", "lines"}:
                        for leaf in ast.walk(keyword.value):
                            if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                                yield path.relative_to(ROOT).as_posix(), leaf.value


def test_mails_tell_nothing_of_care() -> None:
    telling = [(where, words) for where, words in mails() if TELLING.search(words)]
    assert not telling


def test_migrations_make_the_tables_that_the_models_describe(databases: Databases) -> None:
    url = databases.empty()
    upgrade(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    model = create_engine(databases.empty())
    metadata.create_all(model)
    assert checks(engine) == checks(model)
    engine.dispose()
    model.dispose()


def checks(engine: Engine) -> dict[str, set[tuple[str | None, str]]]:
    """The named checks of each table, which Alembic does not compare."""
    found = inspect(engine)
    return {
        table: {
            (c["name"], " ".join(c["sqltext"].split())) for c in found.get_check_constraints(table)
        }
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def test_migrations_go_all_the_way_back(databases: Databases) -> None:
    url = databases.empty()
    upgrade(url)
    downgrade(url, "base")
    engine = create_engine(url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(url)
    assert len(inspect(engine).get_table_names()) == len(metadata.tables) + 1
    engine.dispose()


def test_sqlite_is_as_durable_as_it_can_be(tmp_path: Path) -> None:
    (tmp_path / "durable.db").touch()
    engine = make_engine(f"sqlite:///{tmp_path}/durable.db")
    with engine.connect() as connection:
        found = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


def test_the_domain_contract_names_every_module_of_the_web_room() -> None:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = {c["id"]: c for c in document["tool"]["importlinter"]["contracts"]}
    named = {
        name for name in contracts["domain"]["forbidden_modules"] if name.startswith("lms.web.")
    }
    present = {f"lms.web.{path.stem}" for path in (ROOT / "lms" / "web").glob("*.py")}
    # Its model is an ordinary table.
    assert named == present - {"lms.web.__init__", "lms.web.models"}


def test_what_people_write_in_their_own_words_passes_through_one_kind_of_field() -> None:
    """A bare text area is for authors' texts, which every reader of a programme sees."""
    of_authors = {f"lms/catalogue/forms/{name}.py" for name in ("bank", "fields", "media")}
    bare = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if any(_is_text_area(node) for node in ast.walk(ast.parse(path.read_text())))
    }
    assert bare - {"lms/web/fields.py"} == of_authors


def _is_text_area(node: ast.AST) -> bool:
    """Named at all: made, derived from, or imported to be either."""
    name = getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "name", None)
    return name in {"TextAreaField", "TextArea"}


def test_every_room_with_jobs_is_visited_by_the_worker() -> None:
    rooms = {path.parts[-2] for path in SOURCES if path.name == "jobs.py"}
    rooms |= {path.parts[-3] for path in SOURCES if path.parts[-2] == "jobs"}
    assert {name.split(".")[0] for name in {**EVERY_MINUTE, **HOURLY}} == rooms
