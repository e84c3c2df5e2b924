"""Words of the bank of questions."""

from __future__ import annotations

from lms.catalogue.rules.checks.kinds import QuestionKind
from lms.catalogue.rules.questions.report import Verdict
from lms.web.i18n import gettext as _


def kinds_in_words() -> dict[str, str]:
    """Every kind of question by its code."""
    return {
        QuestionKind.SINGLE.value: _("One choice"),
        QuestionKind.SEVERAL.value: _("Several choices"),
        QuestionKind.TRUE_FALSE.value: _("True or false"),
        QuestionKind.SHORT.value: _("Short answer"),
        QuestionKind.NUMBER.value: _("Number"),
        QuestionKind.MATCHING.value: _("Matching"),
        QuestionKind.ORDERING.value: _("Ordering"),
        QuestionKind.GAPS.value: _("Gaps in a text"),
        QuestionKind.OPEN.value: _("Open text, read by a tutor"),
    }


def verdicts_in_words() -> dict[str, str]:
    """What became of something in a file."""
    return {
        Verdict.TAKEN: _("taken"),
        Verdict.CHANGED: _("changed"),
        Verdict.LEFT: _("left"),
    }


SINGLE = """\
Qui choisit ? {
=La personne.#C'est sa vie.
~L'équipe.#Elle peut conseiller.
}"""
SEVERAL = """\
Que proposer ? {
~%50%Écouter.
~%50%Accompagner.
~%-50%Prescrire.
}"""
ORDERED = """\
Dans quel ordre ? {>3 ALL VERTICAL ABSOLUTE_POSITION SHOW none
Se calmer
En parler
Prévenir
}"""
EXAMPLES = (
    (QuestionKind.SINGLE, SINGLE),
    (QuestionKind.SEVERAL, SEVERAL),
    (QuestionKind.TRUE_FALSE, "On peut dire non. {TRUE}"),
    (QuestionKind.SHORT, "L'aide entre pairs s'appelle… {=pair-aidance =entraide}"),
    (QuestionKind.NUMBER, "Combien de modules ? {#10:1}"),
    (QuestionKind.MATCHING, "Qui fait quoi ? {\n=Le pair -> partage\n=L'infirmière -> soigne\n}"),
    (QuestionKind.ORDERING, ORDERED),
    (QuestionKind.OPEN, "Que diriez-vous ? {}"),
)
"""A question of each kind that GIFT can write."""
