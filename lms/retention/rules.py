"""The rules: what is deleted, how long after what, and how far the operator may shorten it.

The default is the longest that Sillage keeps; nobody can lengthen it. `least` is what training
bodies and the security of accounts need in France: an operator elsewhere changes it here.
"""

from __future__ import annotations

from dataclasses import dataclass

from lms.kernel.refusals import RuleBroken
from lms.kernel.text import Text, _, ngettext

DAYS_IN_A_YEAR = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of data and its longest life, in days; `what` and `since` are told to people."""

    name: str
    days: int
    what: Text
    since: Text
    least: int = 1


RULES = (
    Rule(
        name="sign_ins",
        days=365,
        least=180,
        what=_("Devices and times of your sign-ins"),
        since=_("after you were signed out"),
    ),
    Rule(
        name="address_changes",
        days=30,
        what=_("Requests to change an e-mail address"),
        since=_("after their end"),
    ),
    Rule(name="invitations", days=30, what=_("Invitations"), since=_("after their end")),
    Rule(
        name="join_requests",
        days=90,
        what=_("Requests to join a cohort"),
        since=_("after their end, or after as long without an answer"),
    ),
    Rule(
        name="letters",
        days=7,
        what=_("Address and link of each mail"),
        since=_("after it was sent or given up"),
    ),
    Rule(
        name="aide_memoires",
        days=90,
        what=_("A supervisor's aide-mémoire"),
        since=_("after the session, or at the end of the agreement if that comes first"),
    ),
    Rule(
        name="shared_records",
        days=730,
        what=_("Shared records of sessions, with their answers"),
        since=_("after the end of the supervision agreement"),
    ),
    Rule(
        name="supervision_facts",
        days=2192,
        least=1096,
        what=_("Supervision facts (date, minutes, signatures), as evidence of training"),
        since=_("after the session"),
    ),
    Rule(
        name="exchanges",
        days=365,
        what=_("Exchanges with your tutors, pauses and moved deadlines"),
        since=_("after the end of the training"),
    ),
    Rule(
        name="contacts",
        days=2192,
        least=1096,
        what=_("That a tutor answered, wrote or called, and when, without a word of it"),
        since=_("after the end of the training"),
    ),
    Rule(
        name="answers",
        days=365,
        what=_("Your answers to the checks"),
        since=_("after the certificate"),
    ),
    Rule(
        name="coursework",
        days=365,
        what=_("Words and files of your work, with the feedback to them"),
        since=_("after the end of the training"),
    ),
    Rule(
        name="competencies",
        days=1096,
        what=_("Levels of your competencies, yours and others’, and what they rest on"),
        since=_("after the end of the training"),
    ),
    Rule(
        name="comments",
        days=730,
        what=_("Your comments on passages; the authors’ answers stay with the text"),
        since=_("after they were written"),
    ),
    Rule(
        name="reading_places",
        days=365,
        what=_("Where you were reading, on each device"),
        since=_("after you were last there"),
    ),
    Rule(
        name="training_evidence",
        days=2192,
        least=1096,
        what=_("Steps completed and results of checks, without a name"),
        since=_("after the erasure of the account"),
    ),
    Rule(
        name="certificate_names",
        days=3653,
        least=1096,
        what=_("Your name in an organisation's register of certificates"),
        since=_("after the certificate"),
    ),
    Rule(
        name="erasures",
        days=1096,
        what=_("That an erasure was asked for, without a name"),
        since=_("after it was carried out or taken back"),
    ),
    Rule(
        name="journal",
        days=1096,
        least=180,
        what=_("The journal of who changed or read what, without names"),
        since=_("after the act"),
    ),
)
BY_NAME = {rule.name: rule for rule in RULES}


def length_in_words(days: int) -> Text:
    """ "6 years" or "30 days"."""
    years = round(days / DAYS_IN_A_YEAR)
    if years and abs(days - years * DAYS_IN_A_YEAR) < 1:
        return ngettext("%(num)d year", "%(num)d years", years)
    return ngettext("%(num)d day", "%(num)d days", days)


def refuse_days(name: str, days: int) -> None:
    """`RuleBroken` for an unknown rule, a lengthening, or less than the rule allows."""
    rule = BY_NAME.get(name)
    if rule is None:
        known = ", ".join(sorted(BY_NAME))
        raise RuleBroken("rule", _("There is no such rule. Known: %(known)s.", known=known))
    if not rule.least <= days <= rule.days:
        raise RuleBroken(
            "days",
            _(
                "This rule can be set from %(least)s to %(most)s days: it can only be shortened.",
                least=rule.least,
                most=rule.days,
            ),
        )
