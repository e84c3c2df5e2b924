"""Work of the demo: one that waits for the tutor, one that was accepted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Handed:
    """A work handed in so many days ago, and its answer if there is one."""

    who: str
    days: float
    words: str
    answered_days: float = 0
    feedback: str = ""


WORKS = (
    Handed(
        "gaelle",
        12,
        "J’ai dit mon rôle à deux collègues, en une minute chaque fois. La première fois j’ai parlé"
        " trop vite. La deuxième, j’ai commencé par ce que je ne fais pas, et c’était plus clair.",
        10,
        "Merci Gaëlle. Commencer par ce que l’on ne fait pas est une bonne entrée. Gardez la phrase"
        " sur le secret : elle rassure.",
    ),
    Handed(
        "anton",
        2,
        "Voici mes cinq lignes. J’hésite encore sur le mot « expérience » : laquelle dire ?",
    ),
)
