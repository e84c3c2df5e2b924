"""The forms of the sheets: programme, glossary, module and its two texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.catalogue.forms.fields import (
    Fields,
    Group,
    day,
    line,
    one_of,
    pair,
    row,
    rows,
    singles,
    some_of,
    text,
    tick,
    whole,
    words,
)
from lms.catalogue.rules.drafting.framework import MOST_DOMAINS
from lms.catalogue.rules.drafting.structure import ModulePlan, Plan
from lms.catalogue.rules.glossary import LONGEST_MEANING
from lms.web.i18n import lazy as _

LONGEST_STATEMENTS = 6_000
Built = tuple[Fields, tuple[Group, ...]]
TITLED_KINDS = {
    "summary": _("The module on one page, in plain language."),
    "session": _("The plan of the group session, with the guide of whoever leads it."),
}


def counted(values: Mapping[str, str], name: str, most: int, *, more: bool) -> int:
    """How many blocks of this name a page shows: those that are there, and one more when asked."""
    there = [n for n in range(1, most + 1) if any(v.startswith(f"{name}{n}_") for v in values)]
    return min(max(there, default=0) + more, most)


def programme_form(plan: Plan, values: Mapping[str, str], add: str) -> Built:
    """The programme's sheet."""
    aims = max(counted(values, "aim", 40, more=add == "aim"), 3)
    fields: Fields = {
        **pair(line, "title", _("Title")),
        **pair(words, "summary", _("Summary")),
        **pair(words, "audience", _("Whom it is for")),
        **pair(words, "access", _("Conditions of access")),
    }
    for number in range(1, aims + 1):
        fields |= pair(words, f"aim{number}", _("Aim %(number)s", number=number), rows=2)
    fields |= {
        "check_percent": whole(_("Right answers that pass a check, out of 100")),
        "without_threshold": some_of(
            _("Modules whose check is taken without having to be passed"), _modules(plan)
        ),
        "supervision_minutes": whole(
            _("Minutes of supervision asked for"), description=_("0: none.")
        ),
        "unanswered_counts": tick(
            _("Supervision counts also while the person has not answered to its record")
        ),
        "group_percent": whole(
            _("Share of the planned group sessions to sign, out of 100"),
            description=_("0: none. 80 is usual."),
        ),
        **pair(words, "rule_source", _("Where these figures come from")),
    }
    return fields, (
        Group(_("What it is"), rows("title", "summary", "audience", "access")),
        Group(
            _("Aims"), rows(*(f"aim{n}" for n in range(1, aims + 1))), add=("aim", _("Add an aim"))
        ),
        Group(
            _("What completes it"),
            (
                *singles(
                    "check_percent",
                    "without_threshold",
                    "supervision_minutes",
                    "unanswered_counts",
                    "group_percent",
                ),
                row("rule_source"),
            ),
        ),
    )


def glossary_form(values: Mapping[str, str], add: str) -> Built:
    """The terms and their meanings."""
    entries = max(counted(values, "entry", 200, more=add == "entry"), 1)
    fields: Fields = {}
    groups = []
    for number in range(1, entries + 1):
        name = f"entry{number}"
        fields |= pair(line, f"{name}_term", _("Term"))
        fields |= pair(words, f"{name}_meaning", _("Meaning"), longest=LONGEST_MEANING, rows=2)
        fields[f"{name}_unlinked"] = tick(_("A word of every day: do not link it in the texts"))
        groups.append(
            Group(
                _("Term %(number)s", number=number),
                (*rows(f"{name}_term", f"{name}_meaning"), (f"{name}_unlinked",)),
                inner=True,
            )
        )
    hint = _("Leave every field of a term empty to take it out.")
    return fields, (Group(_("Terms"), (), hint, add=("entry", _("Add a term"))), *groups)


def framework_form(values: Mapping[str, str], add: str) -> Built:
    """The domains of competency and their statements."""
    count = max(counted(values, "domain", MOST_DOMAINS, more=add == "domain"), 1)
    fields: Fields = {}
    groups = []
    for number in range(1, count + 1):
        name = f"domain{number}"
        fields[f"{name}_code"] = line(
            _("Short name"), 20, description=_("For example D1. Activities keep to it.")
        )
        fields |= pair(line, f"{name}_title", _("Title"))
        fields |= pair(words, f"{name}_said", _("Statements"), longest=LONGEST_STATEMENTS, rows=6)
        names = ((f"{name}_code",), *rows(f"{name}_title", f"{name}_said"))
        groups.append(Group(_("Domain %(number)s", number=number), names, inner=True))
    hint = _(
        "One statement a line, the same lines in both languages. Each says something that somebody"
        " can see or hear. Leave every field of a domain empty to take it out."
    )
    return fields, (Group(_("Domains"), (), hint, add=("domain", _("Add a domain"))), *groups)


def module_form(plan: Plan, module: ModulePlan, values: Mapping[str, str], add: str) -> Built:
    """A module's sheet."""
    reviewers = counted(values, "reviewer", 12, more=add == "reviewer")
    sources = max(counted(values, "source", 40, more=add == "source"), 1)
    earlier = _earlier(plan, module)
    fields: Fields = {
        **pair(line, "title", _("Title")),
        **pair(words, "summary", _("Summary")),
        **pair(words, "goal", _("Goal"), description=_("What somebody can do afterwards.")),
        "domains": some_of(_("Competence domains"), domains(plan)),
        "after": some_of(
            _("To be done after"), earlier, description=_("Advice to readers, never a lock.")
        ),
        "session_minutes": whole(
            _("Minutes of the group session"), description=_("Empty: there is none.")
        ),
        "authors": words(_("Authors"), description=_("One name a line. They are published.")),
        "reviewed_on": day(_("Day of the last review")),
        **pair(line, "peer_review", _("Words on the peer review")),
        "professional_review": tick(_("A professional must read this module too")),
    }
    groups = [
        Group(_("What it is"), rows("title", "summary", "goal")),
        Group(_("In the programme"), singles("domains", "after", "session_minutes")),
        Group(
            _("Who wrote and read it"),
            (
                *singles("authors", "reviewed_on"),
                row("peer_review"),
                ("professional_review",),
                *_reviewer_rows(fields, reviewers),
            ),
            add=("reviewer", _("Add a reviewer")),
        ),
    ]
    hint = _("Leave every field of a source empty to take it out.")
    groups.append(Group(_("Sources"), (), hint, add=("source", _("Add a source"))))
    groups += [_source(fields, number) for number in range(1, sources + 1)]
    shown = list(groups)
    if not earlier:
        del fields["after"]
        shown[1] = Group(_("In the programme"), singles("domains", "session_minutes"))
    return fields, tuple(shown)


def titled_form(kind: str) -> Built:
    """A text beside the steps."""
    fields = {**pair(line, "title", _("Title")), **pair(text, "text", _("Text"), rows=20)}
    hint = _("Leave everything empty to have no such text.")
    return fields, (Group(TITLED_KINDS[kind], rows("title", "text"), hint),)


def domains(plan: Plan) -> dict[str, Any]:
    """The competence domains, by code."""
    return {
        code: _("%(code)s, %(title)s", code=code, title=_either(title))
        for code, title in plan.domains.items()
        if code
    }


def _reviewer_rows(fields: Fields, count: int) -> tuple[tuple[str, ...], ...]:
    kinds = {"peer": _("peer"), "professional": _("professional")}
    found = []
    for number in range(1, count + 1):
        name = f"reviewer{number}"
        fields[f"{name}_name"] = line(_("Reviewer %(number)s", number=number))
        fields[f"{name}_kind"] = one_of(_("As"), kinds)
        fields[f"{name}_on"] = day(_("Read on"))
        found.append((f"{name}_name", f"{name}_kind", f"{name}_on"))
    return tuple(found)


def _source(fields: Fields, number: int) -> Group:
    name = f"source{number}"
    fields[f"{name}_title"] = line(_("Title of the work"), 400)
    fields[f"{name}_author"] = line(_("Author"), 400)
    fields[f"{name}_year"] = whole(_("Year"))
    fields[f"{name}_url"] = line(_("Address, if it is online"), 400)
    fields |= pair(words, f"{name}_note", _("What it serves for"), rows=2)
    return Group(
        _("Source %(number)s", number=number),
        (
            *singles(*(f"{name}_{end}" for end in ("title", "author", "year", "url"))),
            row(f"{name}_note"),
        ),
        inner=True,
    )


def _modules(plan: Plan) -> dict[str, Any]:
    return {module.slug: _either(module.title) or module.slug for module in plan.modules}


def _earlier(plan: Plan, module: ModulePlan) -> dict[str, Any]:
    slugs = [each.slug for each in plan.modules]
    before = slugs[: slugs.index(module.slug)]
    # What the file names stays choosable, so that nobody loses it without seeing it.
    return {
        slug: title
        for slug, title in _modules(plan).items()
        if slug in before or slug in module.after
    }


def _either(title: Mapping[str, str]) -> str:
    return title.get("fr") or title.get("en") or ""
