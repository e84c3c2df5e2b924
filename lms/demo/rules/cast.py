"""The fictitious organisations and people of the demo; every name of a place says so."""

from __future__ import annotations

from dataclasses import dataclass

from lms.kernel.actor import Role
from lms.organisations.models import OrganisationKind

PASSWORD = "une barque au fil de la rive"  # noqa: S105 - printed at start, refused in production
DOMAIN = "demo.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An organisation that does not exist, and its sites."""

    slug: str
    name: str
    kind: OrganisationKind
    prefix: str
    city: str
    signatory: str
    function: str
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A person of the demo; `shows` says in a few words why one would sign in as them."""

    key: str
    given: str
    family: str
    shows: str
    locale: str = "fr"

    @property
    def address(self) -> str:
        """Under a domain that is reserved for examples."""
        return f"{self.key}@{DOMAIN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joins:
    """Somebody who was invited to an organisation, `days` ago, and accepted."""

    who: str
    place: str
    role: Role
    days: float
    site: str = ""


RIVES, VAL = "rives-fictives", "val-fictif"
NDA = "00 00 00000 00"

PLACES = (
    Place(
        slug=RIVES,
        name="Association des Rives fictives",
        kind=OrganisationKind.ASSOCIATION,
        prefix="RIVES",
        city="Exempleville",
        signatory="Mathilde Fontaine",
        function="Responsable de formation",
        sites=("Maison d’Exempleville", "Antenne de Villeneuve-l’Exemple"),
    ),
    Place(
        slug=VAL,
        name="Centre hospitalier du Val fictif",
        kind=OrganisationKind.HOSPITAL,
        prefix="VALFICT",
        city="Exempleville",
        signatory="Marianne Garnier",
        function="Cadre de santé, référente de la pair-aidance",
        sites=("Site des Peupliers imaginaires", "Centre de jour du Pont inventé"),
    ),
)

PEOPLE = (
    Somebody(
        key="mathilde", given="Mathilde", family="Fontaine", shows="manages both organisations"
    ),
    Somebody(key="marianne", given="Marianne", family="Garnier", shows="manages the hospital"),
    Somebody(
        key="helene", given="Hélène", family="Marchal", shows="supervises in both organisations"
    ),
    Somebody(key="yann", given="Yann", family="Le Goff", shows="supervises in the association"),
    Somebody(key="lucie", given="Lucie", family="Perrin", shows="writes a programme in a draft"),
    Somebody(key="ines", given="Inès", family="Morel", shows="tutors a cohort, a question waits"),
    Somebody(key="camille", given="Camille", family="Perrin", shows="leads group sessions"),
    Somebody(key="awa", given="Awa", family="Diop", shows="in the second module, a record to sign"),
    Somebody(key="zoe", given="Zoé", family="Moreau", shows="just started, to be supervised"),
    Somebody(key="anton", given="Anton", family="Keller", shows="half of the first module"),
    Somebody(key="leila", given="Leïla", family="Haddad", shows="a check not passed yet"),
    Somebody(key="theo", given="Théo", family="Lacombe", shows="everything but supervision"),
    Somebody(key="jeanne", given="Jeanne", family="Roussel", shows="all requirements met"),
    Somebody(key="malik", given="Malik", family="Traoré", shows="a certificate"),
    Somebody(key="elie", given="Elie", family="Sanchez", shows="a certificate under a mended name"),
    Somebody(key="gaelle", given="Gaëlle", family="Ollivier", shows="trains in two organisations"),
    Somebody(
        key="suryani", given="", family="Suryani", shows="one name only, in English", locale="en"
    ),
    Somebody(key="denis", given="Denis", family="Renard", shows="left the training"),
)

INVITED = Somebody(key="sacha", given="Sacha", family="Marchand", shows="just invited")
"""Has no account yet: the invitation waits among the mails."""
INVITED_DAYS = 1

MEMBERS = (
    Joins(who="mathilde", place=RIVES, role=Role.MANAGER, days=120),
    Joins(who="marianne", place=VAL, role=Role.MANAGER, days=118),
    Joins(who="mathilde", place=VAL, role=Role.MANAGER, days=117),
    Joins(who="helene", place=RIVES, role=Role.SUPERVISOR, days=115, site=PLACES[0].sites[0]),
    Joins(who="helene", place=VAL, role=Role.SUPERVISOR, days=114),
    Joins(who="yann", place=RIVES, role=Role.SUPERVISOR, days=110, site=PLACES[0].sites[1]),
    Joins(who="lucie", place=RIVES, role=Role.AUTHOR, days=108),
    Joins(who="ines", place=RIVES, role=Role.TUTOR, days=105, site=PLACES[0].sites[0]),
    Joins(who="camille", place=RIVES, role=Role.TRAINER, days=104, site=PLACES[0].sites[0]),
    Joins(who="malik", place=RIVES, role=Role.TRAINEE, days=95, site=PLACES[0].sites[0]),
    Joins(who="elie", place=VAL, role=Role.TRAINEE, days=92, site=PLACES[1].sites[0]),
    Joins(who="jeanne", place=RIVES, role=Role.TRAINEE, days=70, site=PLACES[0].sites[0]),
    Joins(who="denis", place=VAL, role=Role.TRAINEE, days=64, site=PLACES[1].sites[1]),
    Joins(who="theo", place=RIVES, role=Role.TRAINEE, days=62, site=PLACES[0].sites[1]),
    Joins(who="awa", place=RIVES, role=Role.TRAINEE, days=48, site=PLACES[0].sites[0]),
    Joins(who="gaelle", place=RIVES, role=Role.TRAINEE, days=44, site=PLACES[0].sites[1]),
    Joins(who="gaelle", place=VAL, role=Role.TRAINEE, days=30, site=PLACES[1].sites[1]),
    Joins(who="leila", place=VAL, role=Role.TRAINEE, days=28, site=PLACES[1].sites[0]),
    Joins(who="anton", place=RIVES, role=Role.TRAINEE, days=21, site=PLACES[0].sites[1]),
    Joins(who="suryani", place=VAL, role=Role.TRAINEE, days=15, site=PLACES[1].sites[0]),
    Joins(who="zoe", place=RIVES, role=Role.TRAINEE, days=3, site=PLACES[0].sites[0]),
)

LEAVES = ("denis", VAL, 10)
"""Who left which organisation, how many days ago."""
