"""Reading one module: its sheet, its steps in both languages, the key of its check."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from lms.catalogue.models import ActivityKind, ModuleTextKind
from lms.catalogue.rules.checks.keys import Key, read_key
from lms.catalogue.rules.easy import easy
from lms.catalogue.rules.media.reading import Media, check_references, read_media
from lms.catalogue.rules.places import LANGUAGES, Fault, Place, read_toml
from lms.catalogue.rules.sources import ActivitySource, ModuleSource, TitledText
from lms.catalogue.rules.steps import StepText, count_words, read_step, read_titled, shape

MODULE_ENTRIES = (
    "slug",
    "title",
    "summary",
    "goal",
    "domains",
    "after",
    "reviewed_on",
    "peer_review",
    "authors",
    "professional_review",
    "reviewer",
    "session",
    "source",
    "activity",
)
ACTIVITY_ENTRIES = (
    "slug",
    "kind",
    "reading_minutes",
    "exercise_minutes",
    "domains",
    "sensitive",
    "key",
    "pool",
    "shuffled",
)
# Honest lengths: nobody who is learning reads faster or slower than this, in words a minute.
FASTEST, SLOWEST = 180, 50
LONGEST_MINUTES = 120
LONGEST_SESSION = 480
MOST_ASKED = 40
NO_KEY = "only a check has a key"
REVIEWERS = ("peer", "professional")


@dataclass(frozen=True, slots=True)
class ModuleReader:
    """Reads a module's folder; `used` gathers the files that were read."""

    folder: str
    files: Mapping[str, str]
    media: Media
    codes: Collection[str]
    faults: list[Fault]
    used: set[str]

    def read(self) -> ModuleSource:
        """The module; whatever is wrong is in `faults`."""
        file = f"{self.folder}/module.toml"
        self.used.add(file)
        sheet = read_toml(file, self.files[file], self.faults)
        sheet.only(*MODULE_ENTRIES)
        slug = sheet.slug()
        if slug and slug != self.folder.rpartition("/")[2]:
            sheet.at("slug").blame("the slug is not the name of the folder")
        places = sheet.tables("activity", 1, 60)
        steps = [self._activity(place, number) for number, place in enumerate(places, 1)]
        self._check_steps(places, steps)
        texts = self._texts(sheet)
        return ModuleSource(
            slug=slug,
            title=sheet.both("title"),
            sheet={**self._sheet(sheet), **self._media()},
            reviewed_on=sheet.day("reviewed_on"),
            activities=tuple(steps),
            texts=texts,
        )

    def _media(self) -> dict[str, Any]:
        """What a version freezes of its media; without any, it is what it was before there were."""
        items = read_media(self.folder, self.files, self.media, self.faults, self.used)
        check_references(self.folder, self.files, self.used, items, self.faults)
        self.used.update(f"{self.folder}/media/{item.name}" for item in items)
        return {"media": [item.document() for item in items]} if items else {}

    def _sheet(self, sheet: Place) -> dict[str, Any]:
        reviewers = sheet.tables("reviewer") if sheet.has("reviewer") else []
        asked = sheet.has("professional_review") and sheet.flag("professional_review")
        return {
            "summary": sheet.both("summary"),
            "goal": sheet.both("goal"),
            "domains": self._domains(sheet),
            "peer_review": sheet.both("peer_review"),
            "authors": sheet.texts("authors"),
            "reviewers": [_reviewer(place) for place in reviewers],
            "professional_review": asked,
            "session_minutes": _session_minutes(sheet),
            "sources": [_source(place) for place in sheet.tables("source")],
            # Where nothing is said, a version is what it was before modules could follow others.
            **({"after": sheet.texts("after")} if sheet.has("after") else {}),
        }

    def _texts(self, sheet: Place) -> dict[str, dict[str, TitledText]]:
        """The texts beside the steps: each in both languages, or in neither."""
        found: dict[str, dict[str, TitledText]] = {}
        for kind in ModuleTextKind:
            names = {locale: f"{kind.value}.{locale}.md" for locale in LANGUAGES}
            if any(f"{self.folder}/{name}" in self.files for name in names.values()):
                read = {locale: self._titled(sheet, name) for locale, name in names.items()}
                found[kind.value] = {locale: text for locale, text in read.items() if text}
        return found

    def _titled(self, sheet: Place, name: str) -> TitledText | None:
        file = f"{self.folder}/{name}"
        if file not in self.files:
            sheet.blame(f"the file {name} is missing")
            return None
        self.used.add(file)
        return read_titled(file, self.files[file], self.faults)

    def _activity(self, place: Place, position: int) -> ActivitySource:
        place.only(*ACTIVITY_ENTRIES)
        slug, kind = place.slug(), _kind(place)
        texts = {
            locale: self._text(place, f"{position:02}-{slug}.{locale}.md", kind)
            for locale in (*LANGUAGES, *self._easy(f"{position:02}-{slug}"))
        }
        found = {locale: text for locale, text in texts.items() if text is not None}
        bodies = {locale: text.body for locale, text in found.items()}
        self._compare(place, position, slug, kind, bodies)
        key = _key(place, kind, bodies.get("fr", {}))
        drawn = _check_sheet(place, bodies.get("fr", {}), key) if key else {}
        for number, pool in enumerate(drawn.get("pools", ())):
            if pool["domain"] not in self.codes:
                named = place.at("pool").at(number).at("domain")
                named.blame(f"the framework has no domain “{pool['domain']}”")
        return ActivitySource(
            slug=slug,
            kind=kind,
            minutes=_minutes(place, bodies.get("fr", {})),
            title={locale: text.title for locale, text in found.items()},
            sheet={
                "summary": {locale: text.summary for locale, text in found.items()},
                "domains": self._domains(place),
                "sensitive": place.both("sensitive") if place.has("sensitive") else None,
                **drawn,
            },
            bodies=bodies,
            key=key,
        )

    def _easy(self, name: str) -> list[str]:
        """The easy-to-read variants that somebody wrote: none has to be there."""
        locales = (easy(language) for language in LANGUAGES)
        return [each for each in locales if f"{self.folder}/{name}.{each}.md" in self.files]

    def _text(self, place: Place, name: str, kind: ActivityKind) -> StepText | None:
        file = f"{self.folder}/{name}"
        if file not in self.files:
            place.blame(f"the file {name} is missing")
            return None
        self.used.add(file)
        return read_step(file, self.files[file], kind, self.faults)

    def _compare(
        self, place: Place, position: int, slug: str, kind: ActivityKind, bodies: dict[str, Any]
    ) -> None:
        for locale, body in bodies.items() if "fr" in bodies else ():
            if shape(kind, body) != shape(kind, bodies["fr"]):
                file = f"{self.folder}/{position:02}-{slug}.{locale}.md"
                words = "turns, prompts, questions or choices are not those of the French file"
                self.faults.append(Fault(file, 1, words))

    def _domains(self, place: Place) -> list[str]:
        codes = place.texts("domains")
        for code in codes:
            if code not in self.codes:
                place.at("domains").blame(f"the framework has no domain “{code}”")
        return codes

    def _check_steps(self, places: list[Place], steps: list[ActivitySource]) -> None:
        slugs = [step.slug for step in steps]
        checks = 0
        for number, (place, step) in enumerate(zip(places, steps, strict=True)):
            if step.slug in slugs[:number]:
                place.blame(f"the step “{step.slug}” is there twice")
            checks += step.kind is ActivityKind.CHECK
            if step.kind is ActivityKind.CHECK and checks > 1:
                place.blame("a module has one check at most")
            for question in step.bodies.get("fr", {}).get("questions", ()):
                if question["revisit"] not in slugs:
                    place.blame(f"{question['id']} sends back to “{question['revisit']}”, no step")


def _kind(place: Place) -> ActivityKind:
    written = place.words("kind")
    if written in list(ActivityKind):
        return ActivityKind(written)
    if written:
        place.at("kind").blame(f"“{written}” is not one of {', '.join(ActivityKind)}")
    return ActivityKind.TEXT


def _minutes(place: Place, body: dict[str, Any]) -> int:
    reading = place.whole("reading_minutes", 1, LONGEST_MINUTES)
    exercise = place.whole("exercise_minutes", 0, LONGEST_MINUTES)
    words = count_words(body)
    if reading and words and not words / FASTEST <= reading <= words / SLOWEST + 1:
        place.at("reading_minutes").blame(
            f"{reading} min for {words} words is not plausible (about {-(-words // 100)} min)"
        )
    return reading + exercise


def _check_sheet(place: Place, body: dict[str, Any], key: Mapping[str, Key]) -> dict[str, Any]:
    """What the sheet of a check says beside the others: nothing for a plain one."""
    questions = [question["id"] for question in body.get("questions", ())]
    pools = _pools(place, questions) if place.has("pool") else []
    shuffled = place.has("shuffled") and place.flag("shuffled")
    sheet = {"pools": pools, "shuffled": shuffled}
    said: dict[str, Any] = {name: value for name, value in sheet.items() if value}
    if said or any(isinstance(one, dict) for one in key.values()):
        said["drawn"] = True
    if len(questions) - sum(len(p["questions"]) - p["draw"] for p in pools) > MOST_ASKED:
        place.blame(f"an attempt asks {MOST_ASKED} questions at most")
    return said


def _pools(place: Place, questions: list[str]) -> list[dict[str, Any]]:
    """`[[activity.pool]]`: a domain, how many to draw, and of which questions."""
    pools = []
    taken: set[str] = set()
    for pool in place.tables("pool", 1, 20):
        pool.only("domain", "draw", "questions")
        names = pool.texts("questions", 1, 120)
        for name in names:
            if name not in questions or name in taken:
                pool.at("questions").blame(f"“{name}” is no question, or is in a pool already")
            taken.add(name)
        draw = pool.whole("draw", 1, max(1, len(names)))
        pools.append({"domain": pool.words("domain"), "draw": draw, "questions": names})
    return pools


def _key(place: Place, kind: ActivityKind, body: dict[str, Any]) -> dict[str, Key]:
    """What each question expects."""
    if kind is not ActivityKind.CHECK:
        for name in ("key", "pool", "shuffled"):
            if place.has(name):
                place.at(name).blame("only a check has this" if name != "key" else NO_KEY)
        return {}
    if not isinstance(place.value.get("key"), dict):
        place.blame("[activity.key] is missing")
        return {}
    key = place.at("key")
    questions = body.get("questions", ())
    found = {question["id"]: read_key(key, question) for question in questions}
    key.only(*found)
    return found


def _session_minutes(sheet: Place) -> int:
    """The planned length of the group session; 0 where none is planned."""
    if not sheet.has("session"):
        return 0
    session = sheet.at("session")
    if not isinstance(session.value, dict):
        session.blame("write [session] and its minutes")
        return 0
    session.only("minutes")
    return session.whole("minutes", 15, LONGEST_SESSION)


def _reviewer(place: Place) -> dict[str, Any]:
    place.only("name", "kind", "on")
    kind = place.words("kind")
    if kind and kind not in REVIEWERS:
        place.at("kind").blame(f"“{kind}” is not one of {', '.join(REVIEWERS)}")
    return {"name": place.words("name"), "kind": kind, "on": place.day("on").isoformat()}


def _source(place: Place) -> dict[str, Any]:
    place.only("title", "author", "year", "url", "note")
    url = place.words("url") if place.has("url") else ""
    if url and not url.startswith("https://"):
        place.at("url").blame("the address begins with https://")
    return {
        "title": place.words("title"),
        "author": place.words("author"),
        "year": place.whole("year", 1000, 2100),
        "url": url,
        "note": place.both("note"),
    }
