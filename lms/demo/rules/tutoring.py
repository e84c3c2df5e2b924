"""The cohort of the demo: its people, a pause of the past, and what is asked of the tutor."""

from __future__ import annotations

from dataclasses import dataclass

COHORT = "Promotion des Rives fictives"
TUTOR = "ines"
TRAINER = "camille"
IN_IT = ("theo", "awa", "gaelle", "anton", "zoe")
SESSION, NEXT_SESSION = "Écouter sans conseiller", "Notre cadre commun"
HELD_DAYS, NEXT_DAYS, PLANNED_DAYS, CLOSED_DAYS = 7, 6, 20, 1
SIGNED = ("camille", "awa", "theo", "gaelle")
"""Who signed for both half-days of the last session."""
BEGAN_DAYS, LASTS_DAYS, DEADLINE_DAYS = 50, 190, 140
PAUSED = ("awa", 23, 19)
"""Who paused, from and until how many days ago."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, and its answer if there is one, so many days ago."""

    who: str
    days: float
    question: str
    answered_days: float = 0
    answer: str = ""


EXCHANGES = (
    Exchange(
        "awa",
        9,
        "Bonjour, je reviens après ma pause. Est-ce que je reprends le module depuis le début ?",
        8,
        "Bonjour Awa. Rien ne vous y oblige : reprenez à l’étape suivante, et relisez la page"
        " « En bref » si vous le souhaitez. Bon retour.",
    ),
    Exchange(
        "theo",
        1,
        "Bonjour, il me manque de la supervision. À qui est-ce que je demande une séance ?",
    ),
)
