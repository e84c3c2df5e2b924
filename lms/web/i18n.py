"""Languages: which one the reader has, sentences of the domain, dates, lengths and typography."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

import flask_babel
from babel.dates import format_date, format_skeleton, format_time
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel.speaklater import LazyString

from lms.kernel.text import STAND_INS, Minutes, Points, Text, Value
from lms.web.guard import acting, waiting

LANGUAGES = ("fr", "en")
NO_BREAK = "\u00a0"
EASY = "-easy"
"""What follows the language in the locale of easy-to-read texts."""


def chosen_language() -> str:
    """The language asked for in the account, then in this browser session; French otherwise."""
    if not has_request_context():
        return "fr"
    kept = session.get("lang")
    if kept in LANGUAGES:
        return str(kept)
    return request.accept_languages.best_match(LANGUAGES, "fr") or "fr"


def language() -> str:
    """The language of this answer, `fr` or `en`."""
    # Asked for by each of a page's sentences.
    kept: str | None = g.get("language") if g else None
    if kept is not None:
        return kept
    if has_request_context():
        g.language = found = _selected()
        return found
    # Jobs write to one person after another.
    locale = flask_babel.get_locale()
    return locale.language if locale else "fr"


@lru_cache(maxsize=4096)
def typeset(words: str) -> str:
    """French typography for plain text: no-break spaces and curly apostrophes."""
    words = words.replace("'", "\u2019")
    words = re.sub(r" ([?!:;»])", NO_BREAK + r"\1", words)
    words = re.sub(r"(«) ", r"\1" + NO_BREAK, words)
    words = re.sub(r"(?<=\d) (?=(h|min|Ko|Mo|%)|\d{2,3}\b)", NO_BREAK, words)
    return re.sub(rf"(?<=\d{NO_BREAK}h) (?=\d\d\b)", NO_BREAK, words)


def in_type(words: str) -> str:
    """Plain words with the typography of the reader's language."""
    return typeset(words) if language() == "fr" else words


def gettext(msgid: str, /, **params: object) -> str:
    """The reader's words for `msgid`, with French typography."""
    words = _translated(language(), msgid)
    if not params:
        return words
    return words % {name: stand_in(value) for name, value in params.items()}


@lru_cache(maxsize=8192)
def _translated(locale: str, msgid: str) -> str:
    # Catalogues do not change while a process lives; a page says some fifty sentences.
    words = flask_babel.get_domain().get_translations().ugettext(msgid)
    return typeset(words) if locale == "fr" else str(words)


def ngettext(singular: str, plural: str, num: int, /, **params: object) -> str:
    """The same where a number decides; it is also the parameter `num`."""
    found = flask_babel.get_domain().get_translations().ungettext(singular, plural, num)
    return in_type(found) % {"num": num, **{name: stand_in(v) for name, v in params.items()}}


def stand_in(value: object) -> object:
    """What a template shows for a value: the words for an erased name, anything else as it is."""
    if type(value) is str and value in STAND_INS:
        return sentence(STAND_INS[value])
    return value


def lazy(msgid: str, /, **params: object) -> LazyString:
    """For class bodies of forms: translated when it is shown."""
    return LazyString(gettext, msgid, **params)


def reading_locale() -> str:
    """The locale of the texts that the reader wants: their language, or its easy-to-read form."""
    kept: str | None = g.get("reading_locale") if g else None
    if kept is not None:
        return kept
    found = language()
    if has_request_context():
        who = acting()
        g.reading_locale = found = f"{found}{EASY}" if who and who.easy_reading else found
    return found


def said(words: Mapping[str, str]) -> str:
    """Words kept as {"fr": …, "en": …}, in the reader's language; the easy ones for who wants."""
    return in_type(words.get(reading_locale()) or words.get(language()) or words["fr"])


def nested(words: str) -> str:
    """Words that will stand between quotation marks: their own become the inner ones."""
    if language() == "fr":
        return words.replace(f"«{NO_BREAK}", "“").replace(f"{NO_BREAK}»", "”")
    return words.replace("“", "‘").replace("”", "’")


def sentence(text: Text) -> str:
    """A sentence of the domain in the reader's language."""
    params = {name: _param(value) for name, value in text.params.items()}
    if text.plural is not None:
        return ngettext(text.msgid, text.plural, text.number, **params)
    # Always interpolated, so that a doubled percent sign reads the same with and without values.
    return gettext(text.msgid) % params


def _param(value: Value) -> object:
    if isinstance(value, Points):
        return points(value.value)
    if isinstance(value, Text):
        return sentence(value)
    if isinstance(value, str):
        return stand_in(value)
    if isinstance(value, Minutes):
        return duration(value.minutes)
    return day(value) if isinstance(value, date) else value


def points(value: int | Fraction) -> str:
    """A result that may hold a part of an answer: 8,5 in French, 8.5 in English."""
    words = str(Points(Fraction(value)))
    return words.replace(".", ",") if language() == "fr" else words


def duration(minutes: int) -> str:
    """Minutes in words: 45 min, 1 h, 1 h 30."""
    hours, rest = divmod(abs(minutes), 60)
    words = f"{hours} h {rest:02}" if hours and rest else f"{hours} h" if hours else f"{rest} min"
    return ("−" if minutes < 0 else "") + words.replace(" ", NO_BREAK)


def day(when: date | datetime, width: str = "long") -> str:
    """A date in words: 24 novembre 2026; `full` adds the weekday, `short` drops the year."""
    if isinstance(when, datetime):
        when = when.astimezone(_zone()).date()
    return _day(when, width, language())


@lru_cache(maxsize=4096)
def _day(when: date, width: str, locale: str) -> str:
    # A list says the same few days again and again.
    if width == "short":
        words = format_skeleton("MMMd", when, locale=locale)
    else:
        words = format_date(when, width, locale=_locale(locale))
    if locale == "fr" and when.day == 1:
        words = re.sub(r"\b1 ", "1er ", words, count=1)
    return words.replace(" ", NO_BREAK) if width == "short" else words


def _locale(locale: str) -> str:
    return "en_GB" if locale == "en" else locale


def clock(when: datetime) -> str:
    """The time of day where the reader is: 14 h 05."""
    local = when.astimezone(_zone())
    if language() == "fr":
        return f"{local.hour}{NO_BREAK}h{NO_BREAK}{local.minute:02}"
    return str(format_time(local, "HH:mm"))


def _zone() -> ZoneInfo:
    who = acting()
    return ZoneInfo(who.time_zone if who else current_app.config["TIME_ZONE"])


def install(app: Flask) -> None:
    """Give templates the reader's language."""
    flask_babel.Babel(app, locale_selector=_selected, default_locale="fr")
    env = app.jinja_env
    env.finalize = stand_in
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=False
    )
    env.globals["_"] = gettext
    env.filters.update(
        day=day,
        short_day=lambda when: day(when, "short"),
        full_day=lambda when: day(when, "full"),
        clock=clock,
        duration=duration,
        points=points,
        sentence=sentence,
        said=said,
        nested=nested,
        typeset=in_type,
    )


def _selected() -> str:
    # The switch in the foot of every page is the newer wish; the account page sets both.
    who = (acting() or waiting()) if has_request_context() and "lang" not in session else None
    return who.locale if who and who.locale in LANGUAGES else chosen_language()
