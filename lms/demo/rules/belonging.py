"""What people of the demo say of themselves and choose to show, and what is asked of them less."""

from __future__ import annotations

from dataclasses import dataclass, field

from lms.assessment.models import Level, Moment

PORTFOLIO = "awa"
CHOSEN = 7
"""How many of the pieces on offer were put in, the first ones."""
INTRODUCED_DAYS, COMPOSED_DAYS = 5, 4
INTRODUCTION = (
    "Je m’appelle Awa. J’ai traversé des moments difficiles, et j’apprends à en faire quelque chose"
    " d’utile pour d’autres. Voici ce que j’ai fait jusqu’ici."
)
OWN_TITLE = "Un atelier d’écriture au groupe d’entraide"
OWN_WORDS = (
    "J’ai proposé un atelier de deux heures. Cinq personnes sont venues. J’ai appris à laisser les"
    " silences, et à ne pas tout préparer."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Where somebody placed themselves so many days ago; the levels follow the domains' order."""

    who: str
    place: str
    days: float
    moment: Moment
    levels: tuple[Level, ...]
    words: str = ""
    shared: bool = False


PICTURES = (
    Picture(
        who="malik",
        place="rives-fictives",
        days=93,
        moment=Moment.BEFORE,
        levels=(Level.DISCOVERED, Level.NOT_YET, Level.DISCOVERED, Level.NOT_YET),
        words="Je sais écouter mes proches. Avec des personnes que je ne connais pas, moins.",
    ),
    Picture(
        who="awa",
        place="rives-fictives",
        days=47,
        moment=Moment.BEFORE,
        levels=(Level.DISCOVERED, Level.DISCOVERED, Level.NOT_YET),
        words="Je commence. Dire mon rôle en peu de mots me paraît le plus difficile.",
        shared=True,
    ),
    Picture(
        who="malik",
        place="rives-fictives",
        days=44,
        moment=Moment.AFTER,
        levels=(Level.ACHIEVED, Level.IN_PROGRESS, Level.ACHIEVED, Level.TO_STRENGTHEN),
        words="J’attends la question de l’autre avant de parler de moi.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempted:
    """Which step of which module is not asked of somebody, and why."""

    who: str = "gaelle"
    module: int = 1
    step: int = 5
    days: float = 4
    reason: str = "Gaëlle anime ce même exercice dans son groupe depuis deux ans."
    evidence: str = "Attestation du groupe d’entraide, lue le jour de notre entretien."


EXEMPTED = Exempted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """Who asks to join the cohort, from which organisation, with which words."""

    who: str = "suryani"
    place: str = "val-fictif"
    days: float = 2
    words: str = "I have moved to Exempleville. May I go on with you?"


ASKS = Asks()
LINK_DAYS, LINK_LASTS_DAYS, LINK_PLACES = 14, 45, 6


@dataclass(frozen=True, slots=True)
class Kept:
    """Questions of an author's bank, as somebody would bring them from elsewhere."""

    days: float = 9
    locale: str = "fr"
    source: str = field(
        default="""::Silence:: Une personne se tait pendant l'entretien. Que faites-vous d'abord ? {
=Je laisse un moment.#Un silence peut être un temps pour penser.
~Je remplis le silence avec mon histoire.#Votre histoire vient quand elle sert.
~Je passe à une autre question.#C'est parfois trop tôt.
}

::Accord:: On peut parler d'une personne à l'équipe sans le lui dire. {FALSE#On le dit d'abord.}

::Place:: Qui fait quoi ? {
=Le pair-aidant -> partage une expérience
=L'infirmière -> soigne
=Le groupe d'entraide -> accueille entre pairs
}
"""
    )


KEPT = Kept()
