"""Reading a whole curriculum folder, given as texts by path; every fault is gathered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.catalogue.rules.glossary import read_glossary
from lms.catalogue.rules.media.facts import is_media
from lms.catalogue.rules.media.reading import Media
from lms.catalogue.rules.modules import ModuleReader
from lms.catalogue.rules.places import Fault, Place, read_toml
from lms.catalogue.rules.sources import CurriculumSource, ModuleSource, ProgrammeSource

FRAMEWORK = "framework.toml"
RULE_ENTRIES = (
    "check_percent",
    "without_threshold",
    "supervision_minutes",
    "group_percent",
    "unanswered_counts",
    "source",
)


class CurriculumFaulty(Exception):
    """The folder cannot be published; `faults` says all that is wrong, in reading order."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


def read_curriculum(files: Mapping[str, str], media: Media | None = None) -> CurriculumSource:
    """The curriculum of these files (path inside the folder → text), or `CurriculumFaulty`.

    `media`: what is known of the files that are no texts, by their path.
    """
    # Media of a module that was taken out wait for it to come back.
    media = {
        path: facts
        for path, facts in (media or {}).items()
        if f"{path.rsplit('/', 2)[0]}/module.toml" in files or not is_media(path)
    }
    faults: list[Fault] = []
    used = {FRAMEWORK}
    domains = _framework(files, faults)
    codes = {domain["code"] for domain in domains}
    glossary = read_glossary(files, faults)
    modules = {
        folder.rpartition("/")[2]: ModuleReader(folder, files, media, codes, faults, used).read()
        for folder in _folders(files, "modules", "module.toml")
    }
    programmes = [
        _programme(f"{folder}/programme.toml", files, modules, glossary, faults, used)
        for folder in _folders(files, "programmes", "programme.toml")
    ]
    if not programmes:
        faults.append(Fault("programmes", 1, "there is no programme"))
    for file in (*files, *media):
        if file not in used and file.startswith(("modules/", "programmes/")):
            faults.append(Fault(file, 1, "nothing reads this file"))
    if faults:
        raise CurriculumFaulty(faults)
    return CurriculumSource(domains, tuple(programmes), dict(files), dict(media))


def _folders(files: Mapping[str, str], room: str, name: str) -> list[str]:
    parts = [file.split("/") for file in files]
    return sorted("/".join(p[:2]) for p in parts if len(p) == 3 and p[0] == room and p[2] == name)


def _framework(files: Mapping[str, str], faults: list[Fault]) -> list[dict[str, Any]]:
    if FRAMEWORK not in files:
        faults.append(Fault(FRAMEWORK, 1, "the file is missing"))
        return []
    framework = read_toml(FRAMEWORK, files[FRAMEWORK], faults)
    framework.only("domain")
    places = framework.tables("domain", 1, 40)
    domains = [_domain(place) for place in places]
    codes = [domain["code"] for domain in domains]
    for number, place in enumerate(places):
        if codes[number] in codes[:number]:
            place.blame(f"the domain “{codes[number]}” is there twice")
    return domains


def _domain(place: Place) -> dict[str, Any]:
    place.only("code", "title", "statements")
    return {
        "code": place.words("code"),
        "title": place.both("title"),
        "statements": [statement.languages() for statement in place.items("statements")],
    }


def _programme(
    file: str,
    files: Mapping[str, str],
    modules: Mapping[str, ModuleSource],
    glossary: list[dict[str, Any]],
    faults: list[Fault],
    used: set[str],
) -> ProgrammeSource:
    used.add(file)
    sheet = read_toml(file, files[file], faults)
    sheet.only("slug", "title", "summary", "aims", "audience", "access", "modules", "rules")
    if sheet.slug() not in ("", file.split("/")[1]):
        sheet.at("slug").blame("the slug is not the name of the folder")
    rules = _rules(sheet)
    return ProgrammeSource(
        slug=sheet.slug(),
        title=sheet.both("title"),
        sheet={
            "summary": sheet.both("summary"),
            "aims": [aim.languages() for aim in sheet.items("aims")],
            "audience": sheet.both("audience"),
            "access": sheet.both("access"),
            "source": rules.both("source"),
            # Without one, a version is what it was before there were glossaries.
            **({"glossary": glossary} if glossary else {}),
        },
        check_percent=rules.whole("check_percent", 1, 100),
        without_threshold=_without_threshold(rules, sheet),
        supervision_minutes=rules.whole("supervision_minutes", 0, 60_000),
        unanswered_counts=rules.flag("unanswered_counts"),
        modules=_modules(sheet, modules),
        group_percent=rules.whole("group_percent", 0, 100) if rules.has("group_percent") else 0,
    )


def _rules(sheet: Place) -> Place:
    if not isinstance(sheet.value.get("rules"), dict):
        sheet.blame("[rules] is missing")
        return Place({}, (), sheet.file, sheet.lines, [])
    rules = sheet.at("rules")
    rules.only(*RULE_ENTRIES)
    return rules


def _without_threshold(rules: Place, sheet: Place) -> tuple[str, ...]:
    if not rules.has("without_threshold"):
        return ()
    slugs, written = rules.texts("without_threshold"), sheet.value.get("modules")
    for slug in slugs:
        if isinstance(written, list) and slug not in written:
            rules.at("without_threshold").blame(f"the programme has no module “{slug}”")
    return tuple(slugs)


def _modules(sheet: Place, modules: Mapping[str, ModuleSource]) -> tuple[ModuleSource, ...]:
    slugs = sheet.texts("modules", 1, 60)
    for number, slug in enumerate(slugs):
        if slug not in modules:
            sheet.at("modules").blame(f"there is no module “{slug}”")
        elif slug in slugs[:number]:
            sheet.at("modules").blame(f"the module “{slug}” is there twice")
        else:
            _check_order(sheet, modules[slug], slugs[:number])
    return tuple(modules[slug] for slug in slugs if slug in modules)


def _check_order(sheet: Place, module: ModuleSource, earlier: list[str]) -> None:
    for other in module.sheet.get("after", ()):
        if other not in earlier:
            words = f"the module “{module.slug}” follows “{other}”, which does not come before it"
            sheet.at("modules").blame(words)
