"""What each trainee of the demo has done: steps, attempts at checks, notes of reflections."""

from __future__ import annotations

from dataclasses import dataclass

FIRST, SECOND = 0, 1
"""The programme's modules, by position."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Steps of one module, from the first on, between two days (counted back from today).

    `steps` None: all of them. The check is attempted when it is reached, `right` answers at a time.
    """

    who: str
    module: int
    first_day: float
    last_day: float
    steps: int | None = None
    right: tuple[int, ...] = (10,)


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An attempt that was begun and not sent yet, with the first questions answered."""

    who: str
    module: int
    days: float
    answered: int


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote to the first prompt of a module's reflection."""

    who: str
    module: int
    days: float
    words: str


WALKS = (
    Walk("malik", FIRST, 90, 72, right=(7, 9)),
    Walk("malik", SECOND, 68, 45),
    Walk("elie", FIRST, 88, 66, right=(9,)),
    Walk("elie", SECOND, 62, 40, right=(8,)),
    Walk("jeanne", FIRST, 66, 48, right=(8,)),
    Walk("jeanne", SECOND, 44, 12, right=(6, 10)),
    Walk("theo", FIRST, 58, 41, right=(9,)),
    Walk("theo", SECOND, 36, 9, right=(8,)),
    Walk("denis", FIRST, 60, 30, steps=5),
    Walk("awa", FIRST, 45, 24, right=(9,)),
    Walk("awa", SECOND, 18, 2, steps=4),
    Walk("gaelle", FIRST, 40, 16, right=(8,)),
    Walk("gaelle", SECOND, 8, 5, steps=2),
    Walk("leila", FIRST, 25, 3, right=(6,)),
    Walk("anton", FIRST, 18, 6, steps=4),
    Walk("suryani", FIRST, 12, 4, steps=3),
    Walk("zoe", FIRST, 2, 1, steps=1),
)

UNDER_WAY = UnderWay("leila", FIRST, 0.5, answered=4)

NOTES = (
    Note(
        "awa",
        FIRST,
        26,
        "Je propose du temps, une écoute et un peu de mon chemin quand cela sert.\n"
        "Je ne soigne pas et je ne décide pas à la place de quelqu’un.\n"
        "Ce qui se dit reste entre nous, sauf en cas de danger, et je le dis dès le début.\n"
        "Je peux relier vers l’équipe du lieu et vers le groupe d’entraide.\n"
        "Ce qui me tient à cœur : ne jamais faire à la place, sans demander.",
    ),
    Note(
        "theo",
        FIRST,
        42,
        "J’écoute, je marche à côté, je partage une idée quand on me la demande.\n"
        "Je ne donne pas d’avis sur les traitements.\n"
        "Je peux relier vers l’accueil de l’association et vers ma supervision.",
    ),
    Note(
        "leila",
        FIRST,
        5,
        "Première version. Dire simplement : je suis passée par des moments difficiles, "
        "j’en suis venue à croire qu’on n’a pas à les traverser sans personne.",
    ),
)
