"""Which module may lend what to which: what import-linter's contracts cannot say."""

from __future__ import annotations

from collections.abc import Iterator

import grimp
import pytest

LENT = frozenset({"models", "policies", "rules", "queries", "operations"})
PAGES = frozenset({"views", "commands", "jobs", "forms", "render"})
"""What a room shows; it may use how a lower room writes its facts (`render`), see decision 0007."""
FURNITURE = LENT | PAGES
GROUND = frozenset({"kernel", "web"})
"""Not rooms but what rooms stand on; `app` is the roof that knows all."""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Every import in the application."""
    return grimp.build_graph("lms", cache_dir=None)


def imports(graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
    """(importer, imported), between modules of the application."""
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            yield importer, imported


def room(module: str) -> str:
    """lms.supervision.views.sessions → supervision."""
    return [*module.split("."), ""][1]


def furniture(module: str) -> str:
    """lms.supervision.views.sessions → views."""
    return [*module.split("."), "", ""][2]


def test_only_the_roof_imports_views(graph: grimp.ImportGraph) -> None:
    wrong = [
        f"{importer} imports {imported}"
        for importer, imported in imports(graph)
        if furniture(imported) == "views"
        and room(importer) != "app"
        and (room(importer), furniture(importer)) != (room(imported), "views")
    ]
    assert not wrong


def test_a_room_lends_only_its_domain(graph: grimp.ImportGraph) -> None:
    wrong = [
        f"{importer} imports {imported}"
        for importer, imported in imports(graph)
        if room(importer) not in {"app", room(imported)}
        and room(imported) not in GROUND
        and furniture(imported) not in LENT
        and not (furniture(imported) == "render" and furniture(importer) in PAGES)
    ]
    assert not wrong


def test_rooms_hold_only_the_known_furniture(graph: grimp.ImportGraph) -> None:
    kinds = {
        (room(module), furniture(module))
        for module in graph.modules
        if room(module) not in GROUND | {"app", ""}
    }
    assert {kind for _room, kind in kinds} - FURNITURE == {"", "__main__"}
