"""What an erasure takes and what it leaves, why and until when, from one person's real figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lms.kernel.text import Text, _, ngettext
from lms.privacy.queries.erasures import Holdings
from lms.privacy.rules.erasures import KEPT_OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Something that must stay for a time: what, why, and until when."""

    what: Text
    why: Text
    until: Text


EVIDENCE = _("Your organisation must be able to prove the training that it gave.")


def goes(held: Holdings) -> tuple[Text, ...]:
    """What is deleted; lines without anything behind them are left out."""
    counted = (
        (held.sign_ins, ngettext("%(num)d sign-in", "%(num)d sign-ins", held.sign_ins)),
        (
            held.drafts,
            ngettext("%(num)d draft or reflection", "%(num)d drafts and reflections", held.drafts),
        ),
        (
            held.answers,
            ngettext("%(num)d answer to a check", "%(num)d answers to checks", held.answers),
        ),
        (
            held.exchanges,
            ngettext(
                "%(num)d message exchanged with your tutors",
                "%(num)d messages exchanged with your tutors",
                held.exchanges,
            ),
        ),
        (
            held.comments,
            ngettext(
                "%(num)d comment on a text, and the place where you were reading",
                "%(num)d comments on texts, and the place where you were reading",
                held.comments,
            ),
        ),
        (
            held.works,
            ngettext(
                "%(num)d work that you handed in, with its files and its feedback",
                "%(num)d works that you handed in, with their files and their feedback",
                held.works,
            ),
        ),
        (
            held.portfolio,
            ngettext(
                "%(num)d piece of your portfolio: take it away before",
                "%(num)d pieces of your portfolio: take it away before",
                held.portfolio,
            ),
        ),
        (
            held.texts,
            ngettext(
                "%(num)d text of your supervision: shared records, answers, your own notes",
                "%(num)d texts of your supervision: shared records, answers, your own notes",
                held.texts,
            ),
        ),
        (
            held.aide_memoires,
            ngettext(
                "%(num)d aide-mémoire that you wrote",
                "%(num)d aide-mémoires that you wrote",
                held.aide_memoires,
            ),
        ),
        (
            held.documents,
            ngettext(
                "%(num)d document of a certificate: download it before",
                "%(num)d documents of certificates: download them before",
                held.documents,
            ),
        ),
    )
    return (
        _("Your names, your address %(address)s and your password", address=held.email),
        _("Your second factors, and the key under which your private texts are sealed"),
        *(words for number, words in counted if number),
    )


def stays(held: Holdings, days: Mapping[str, int], today: date) -> tuple[Stay, ...]:
    """What is kept without your name; `days` are the retention rules of today."""
    return tuple(_stays(held, days, today + KEPT_OPEN))


def _attended(held: Holdings, days: Mapping[str, int], erased_on: date) -> Iterator[Stay]:
    if held.signed_half_days:
        yield Stay(
            what=ngettext(
                "%(num)d signature of a group session",
                "%(num)d signatures of group sessions",
                held.signed_half_days,
            ),
            why=EVIDENCE,
            until=_until(erased_on, days["training_evidence"]),
        )


def _stays(held: Holdings, days: Mapping[str, int], erased_on: date) -> Iterator[Stay]:
    if held.certificates:
        yield Stay(
            what=ngettext(
                "%(num)d certificate: number, dates, results. Your name is taken out",
                "%(num)d certificates: numbers, dates, results. Your name is taken out",
                held.certificates,
            ),
            why=_("Whoever holds your document on paper can still have it verified."),
            until=_("Without an end: nothing in it names you any more."),
        )
    if held.steps or held.checks:
        yield Stay(
            what=_(
                "%(steps)s steps completed and %(checks)s checks submitted: days and results",
                steps=held.steps,
                checks=held.checks,
            ),
            why=EVIDENCE,
            until=_until(erased_on, days["training_evidence"]),
        )
    if held.exemptions:
        yield Stay(
            what=ngettext(
                "%(num)d exemption: its day. Its words are deleted",
                "%(num)d exemptions: their days. Their words are deleted",
                held.exemptions,
            ),
            why=EVIDENCE,
            until=_until(erased_on, days["training_evidence"]),
        )
    yield from _attended(held, days, erased_on)
    if held.sessions and held.last_session_on:
        yield Stay(
            what=ngettext(
                "%(num)d supervision session: date, minutes, signatures",
                "%(num)d supervision sessions: dates, minutes, signatures",
                held.sessions,
            ),
            why=EVIDENCE,
            until=_until(held.last_session_on, days["supervision_facts"]),
        )
    yield from _as_supervisor(held, days, erased_on)
    if held.answered:
        yield Stay(
            what=ngettext(
                "%(num)d answer that you wrote to readers as author",
                "%(num)d answers that you wrote to readers as author",
                held.answered,
            ),
            why=_("They belong to the version of the programme, for all its readers."),
            until=_("Without an end: nothing in it names you any more."),
        )
    yield from _as_tutor(held)
    if held.responsibilities:
        yield Stay(
            what=ngettext(
                "%(num)d responsibility taken for your organisation. Your name is taken out",
                "%(num)d responsibilities taken for your organisation. Your name is taken out",
                held.responsibilities,
            ),
            why=_("Your organisation answers for the programmes that it offers."),
            until=_("Without an end: nothing in it names you any more."),
        )
    if held.authored:
        yield Stay(
            what=ngettext(
                "%(num)d file or review of programme drafts. Your name is taken out",
                "%(num)d files and reviews of programme drafts. Your name is taken out",
                held.authored,
            ),
            why=_("The programmes belong to the organisation for which they are written."),
            until=_("Without an end: nothing in it names you any more."),
        )
    yield Stay(
        what=_("The journal of who changed or read what: numbers instead of names"),
        why=_("Without it, nobody could find out about a misuse of data."),
        until=_until(erased_on, days["journal"]),
    )


def _as_tutor(held: Holdings) -> Iterator[Stay]:
    if held.tutored:
        yield Stay(
            what=ngettext(
                "%(num)d message that you wrote as tutor",
                "%(num)d messages that you wrote as tutor",
                held.tutored,
            ),
            why=_("They belong to the people whom you accompanied."),
            until=_("Until a year after the end of their training."),
        )
    if held.exempted:
        yield Stay(
            what=ngettext(
                "%(num)d exemption that you gave",
                "%(num)d exemptions that you gave",
                held.exempted,
            ),
            why=_("They belong to the people whom you accompanied."),
            until=_("As long as their training has to be proved."),
        )
    if held.feedback:
        yield Stay(
            what=ngettext(
                "%(num)d feedback that you gave",
                "%(num)d feedbacks that you gave",
                held.feedback,
            ),
            why=_("They belong to the people whose work you answered."),
            until=_("Until a year after the end of their trainings."),
        )


def _as_supervisor(held: Holdings, days: Mapping[str, int], erased_on: date) -> Iterator[Stay]:
    if held.led and held.last_led_on:
        yield Stay(
            what=ngettext(
                "%(num)d session that you led: date, minutes, signatures",
                "%(num)d sessions that you led: dates, minutes, signatures",
                held.led,
            ),
            why=_("They are the hours of the people whom you supervised."),
            until=_until(held.last_led_on, days["supervision_facts"]),
        )
    ends_on = min(held.agreements_end_on or erased_on, erased_on)
    if held.shared:
        yield Stay(
            what=ngettext(
                "%(num)d record that you shared",
                "%(num)d records that you shared",
                held.shared,
            ),
            why=_("They belong to the people whom you supervised."),
            until=_until(ends_on, days["shared_records"]),
        )


def _until(begins_on: date, days: int) -> Text:
    return _("Until %(day)s.", day=begins_on + timedelta(days=days))
