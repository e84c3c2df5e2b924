"""The structure of a draft, read leniently, and what changes when its parts are moved about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lms.catalogue.models import ActivityKind
from lms.catalogue.rules.drafting.activities import (
    Piece,
    new_activity,
    pieces_of,
    put_together,
)
from lms.catalogue.rules.drafting.front import (
    Table,
    parts_of,
    read_sheet,
    text_of,
    texts_in,
    with_entries,
    with_parts,
    words_in,
)
from lms.catalogue.rules.drafting.naming import programme_in, slug_of
from lms.catalogue.rules.places import LANGUAGES

Changes = dict[str, str | None]
Files = Mapping[str, str]
NUMBERED = re.compile(r"(\d\d)-(.+)")
MOST_MODULES = MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class StepPlan:
    """An activity of a draft."""

    slug: str
    number: int
    kind: ActivityKind
    title: dict[str, str]
    minutes: int
    sensitive: bool
    entry: Table


@dataclass(frozen=True, slots=True)
class ModulePlan:
    """A module of a draft, its activities in order."""

    slug: str
    title: dict[str, str]
    after: tuple[str, ...]
    steps: tuple[StepPlan, ...]
    beside: tuple[str, ...]
    """The kinds of texts that stand beside its steps."""

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    def step(self, slug: str) -> StepPlan | None:
        return next((step for step in self.steps if step.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Plan:
    """A draft's programme."""

    slug: str
    title: dict[str, str]
    modules: tuple[ModulePlan, ...]
    domains: Mapping[str, dict[str, str]]
    """Titles of the competence domains, by code."""

    def module(self, slug: str) -> ModulePlan | None:
        return next((module for module in self.modules if module.slug == slug), None)


def sheet_of(files: Files) -> str:
    """The path of the programme's sheet."""
    return f"programmes/{programme_in(files)}/programme.toml"


def plan_of(files: Files) -> Plan:
    """What a draft holds, whatever is wrong in it."""
    slug = programme_in(files)
    sheet = read_sheet(files[sheet_of(files)])
    listed = [s for s in dict.fromkeys(texts_in(sheet.get("modules"))) if module_path(s) in files]
    domains = read_sheet(files.get("framework.toml", "")).get("domain", ())
    return Plan(
        slug,
        both(sheet.get("title")),
        tuple(_module(files, name) for name in listed),
        {text_of(d.get("code")): both(d.get("title")) for d in domains if isinstance(d, dict)},
    )


def module_path(slug: str) -> str:
    return f"modules/{slug}/module.toml"


def step_path(module: str, number: int, slug: str, locale: str) -> str:
    return f"modules/{module}/{number:02}-{slug}.{locale}.md"


def text_path(module: str, kind: str, locale: str) -> str:
    return f"modules/{module}/{kind}.{locale}.md"


def number_now(files: Files, module: str, step: StepPlan) -> int:
    """Where the activity stands by now: somebody may have moved it."""
    _head, pieces = pieces_of(files[module_path(module)])
    found = (number for number, piece in enumerate(pieces, 1) if piece.slug == step.slug)
    return next(found, step.number)


def both(words: object) -> dict[str, str]:
    """Words in both languages, empty where the file says nothing."""
    return {locale: words_in(words, locale) for locale in LANGUAGES}


def _module(files: Files, slug: str) -> ModulePlan:
    head, pieces = pieces_of(files[module_path(slug)])
    sheet = read_sheet(head)
    return ModulePlan(
        slug,
        both(sheet.get("title")),
        tuple(texts_in(sheet.get("after"))),
        tuple(_step(files, slug, number, piece) for number, piece in enumerate(pieces, 1)),
        tuple(k for k in ("summary", "session") if text_path(slug, k, "fr") in files),
    )


def _step(files: Files, module: str, number: int, piece: Piece) -> StepPlan:
    kind, entry = text_of(piece.entry.get("kind")), piece.entry
    fronts = {
        locale: parts_of(files.get(step_path(module, number, piece.slug, locale), ""))[0]
        for locale in LANGUAGES
    }
    minutes = (entry.get("reading_minutes"), entry.get("exercise_minutes"))
    return StepPlan(
        piece.slug,
        number,
        ActivityKind(kind) if kind in list(ActivityKind) else ActivityKind.TEXT,
        {locale: text_of(front.get("title")) for locale, front in fronts.items()},
        sum(m for m in minutes if type(m) is int),
        "sensitive" in entry,
        entry,
    )


def add_module(files: Files, title: Mapping[str, str], *, day: str) -> tuple[str, Changes]:
    """A new last module; its name, and the files that change."""
    plan = plan_of(files)
    taken = {path.split("/")[1] for path in files if path.startswith("modules/")}
    slug = slug_of(title["fr"], taken, fallback="module")
    domain = next(iter(plan.domains), "")
    words = {"title": dict(title), "summary": both(None), "goal": both(None)}
    review = {"fr": "Relecture par des pairs : à faire", "en": "Peer review: to be done"}
    lines = with_entries("", {"slug": slug, **words, "peer_review": review})
    rest = f'domains = ["{domain}"]\nreviewed_on = {day}\nauthors = []\n'
    return slug, {module_path(slug): lines + rest, **_listed(files, [*_slugs(plan), slug])}


def move_module(files: Files, slug: str, by: int) -> Changes:
    """The module one place up (-1) or down (1)."""
    return _listed(files, _moved(_slugs(plan_of(files)), slug, by))


def remove_module(files: Files, slug: str) -> Changes:
    """Without the module; others no longer follow it."""
    plan = plan_of(files)
    changes: Changes = {path: None for path in files if path.startswith(f"modules/{slug}/")}
    for module in plan.modules:
        if slug in module.after and module.slug != slug:
            head, pieces = pieces_of(files[module_path(module.slug)])
            after = [other for other in module.after if other != slug] or None
            changes[module_path(module.slug)] = put_together(
                with_entries(head, {"after": after}), pieces
            )
    rest = [other for other in _slugs(plan) if other != slug]
    return {**changes, **_listed(files, rest)}


def add_step(
    files: Files, module: str, kind: ActivityKind, title: Mapping[str, str]
) -> tuple[str, Changes]:
    """A new last activity; its name, and the files that change."""
    head, pieces = pieces_of(files[module_path(module)])
    slug = slug_of(title["fr"], {piece.slug for piece in pieces}, fallback=kind.value)
    entry: Table = {
        "slug": slug,
        "kind": kind.value,
        "reading_minutes": 1,
        "exercise_minutes": 0,
        "domains": texts_in(read_sheet(head).get("domains"))[:1],
    }
    if kind is ActivityKind.CHECK:
        entry["key"] = {}
    made = new_activity(entry)
    texts = {
        step_path(module, len(pieces) + 1, slug, locale): with_parts(
            "", {"title": title[locale], "summary": ""}, ""
        )
        for locale in LANGUAGES
    }
    return slug, {module_path(module): put_together(head, (*pieces, made)), **texts}


def move_step(files: Files, module: str, slug: str, by: int) -> Changes:
    """The activity one place up (-1) or down (1); files are numbered anew."""
    before = [piece.slug for piece in pieces_of(files[module_path(module)])[1]]
    return _reordered(files, module, _moved(before, slug, by))


def remove_step(files: Files, module: str, slug: str) -> Changes:
    """Without the activity; the others are numbered anew."""
    before = [piece.slug for piece in pieces_of(files[module_path(module)])[1]]
    return _reordered(files, module, [other for other in before if other != slug])


def _reordered(files: Files, module: str, order: Sequence[str]) -> Changes:
    head, pieces = pieces_of(files[module_path(module)])
    held = {piece.slug: piece for piece in pieces}
    changes: Changes = {}
    for path, number, rest in _numbered(files, module):
        changes[path] = None
        slug = next((s for s in held if rest.startswith(f"{s}.")), "")
        if not slug or number != _place([p.slug for p in pieces], slug):
            del changes[path]
    for path, _number, rest in _numbered(files, module):
        if path not in changes:
            continue
        slug = next(s for s in held if rest.startswith(f"{s}."))
        if slug in order:
            changes[f"modules/{module}/{_place(order, slug):02}-{rest}"] = files[path]
    changes[module_path(module)] = put_together(head, [held[slug] for slug in order])
    return changes


def _numbered(files: Files, module: str) -> Iterator[tuple[str, int, str]]:
    for path in files:
        folder, _sep, name = path.rpartition("/")
        found = NUMBERED.fullmatch(name)
        if folder == f"modules/{module}" and found:
            yield path, int(found[1]), found[2]


def _place(order: Sequence[str], slug: str) -> int:
    return list(order).index(slug) + 1 if slug in order else 0


def _moved(order: Sequence[str], slug: str, by: int) -> list[str]:
    """The same names, one of them moved as far as there is room."""
    changed = [other for other in order if other != slug]
    if slug in order:
        changed.insert(min(max(list(order).index(slug) + by, 0), len(changed)), slug)
    return changed


def _slugs(plan: Plan) -> list[str]:
    return [module.slug for module in plan.modules]


def _listed(files: Files, slugs: list[str]) -> Changes:
    path = sheet_of(files)
    rules = read_sheet(files[path]).get("rules")
    entries: Table = {"modules": slugs}
    if isinstance(rules, dict) and "without_threshold" in rules:
        kept = [slug for slug in texts_in(rules["without_threshold"]) if slug in slugs]
        entries["rules"] = {**rules, "without_threshold": kept}
        if not kept:
            del entries["rules"]["without_threshold"]
    return {path: with_entries(files[path], entries)}
