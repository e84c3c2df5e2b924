"""Every code that the application journals is either told to the person or known to change."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from lms.privacy.rules.acts import CHANGES, READINGS
from lms.web.database import Application

LMS = Path(__file__).parents[2] / "lms"
FURNITURE = {"operations", "queries", "views", "jobs"}
WORD = re.compile(r"[a-z]+(_[a-z]+)*")
# Rooms for which `exports` journals.
ASKERS = ("portfolio", "privacy")
KNOWN = frozenset(READINGS) | CHANGES


def test_every_code_in_the_rooms_is_told_or_known_to_change(house: Application) -> None:
    # Rooms also name pages of their own in full.
    endpoints = {rule.endpoint for rule in house.url_map.iter_rules()}
    unknown = sorted(set(_codes()) - KNOWN - endpoints)
    assert not unknown, f"class these in lms/privacy/rules/acts.py: {unknown}"


def test_no_code_is_kept_that_nothing_journals() -> None:
    written = set(_codes())
    built = tuple(_beginnings())
    forgotten = {code for code in KNOWN - written if not code.startswith(built)}
    assert not forgotten


def test_a_code_is_told_or_changes_and_never_both() -> None:
    assert not CHANGES & READINGS.keys()
    reads = {code for code in KNOWN if re.search(r"\.(read|download|open)", code)}
    own = {f"{room}.download_export" for room in ASKERS}
    assert reads - own == READINGS.keys()


def test_a_code_built_of_parts_is_known_in_one_form_at_least() -> None:
    for beginning in _beginnings():
        assert any(code.startswith(beginning) for code in KNOWN), beginning


def _codes() -> Iterator[str]:
    """Whole codes: constants "room.word" in the room's own code, and those of f"room.{word}"."""
    for room, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if re.fullmatch(rf"{room}\.{WORD.pattern}", node.value):
                    yield node.value
            elif isinstance(node, ast.FunctionDef) and f"{room}." in _built_in(node):
                yield from (f"{room}.{word}" for word in _words_given(tree, node.name))
            elif isinstance(node, ast.FunctionDef) and (room, node.name) == ("exports", "_journal"):
                words = list(_words_given(tree, node.name))
                yield from (f"{asker}.{word}" for asker in ASKERS for word in words)


def _beginnings() -> Iterator[str]:
    """What f"room.word_{kind}" begins with."""
    for room, tree in _trees():
        yield from (start for start in _built_in(tree) if start != f"{room}.")


def _built_in(tree: ast.AST) -> list[str]:
    """The fixed beginnings "room." or "room.word_" of formatted strings."""
    starts = [node.values[0] for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    words = [str(start.value) for start in starts if isinstance(start, ast.Constant)]
    rooms = "|".join(path.name for path in LMS.iterdir() if path.is_dir())
    return [word for word in words if re.fullmatch(rf"({rooms})\.([a-z_]+_)?", word)]


def _words_given(tree: ast.AST, function: str) -> Iterator[str]:
    """The single words that callers in the same file hand to a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function:
            for given in ast.walk(node):
                word = given.value if isinstance(given, ast.Constant) else None
                if isinstance(word, str) and WORD.fullmatch(word):
                    yield word


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(LMS.rglob("*.py")):
        room, *inside = path.relative_to(LMS).parts
        if inside and Path(inside[0]).stem in FURNITURE and room not in {"app", "demo"}:
            yield room, ast.parse(path.read_text())
