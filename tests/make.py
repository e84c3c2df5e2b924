"""Makes the people and things that a test needs, in the shape that operations leave them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count, product
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import AuthenticatorApp, Membership, Passkey, Person
from lms.accounts.rules import full_name, sort_name
from lms.attendance.models import GroupSession, HalfDay, SessionTrainer
from lms.catalogue.models import (
    Activity,
    ActivityKind,
    ActivityText,
    Framework,
    Module,
    ModuleText,
    ModuleTextKind,
    Programme,
    ProgrammeVersion,
    QuestionKey,
)
from lms.kernel.actor import Role
from lms.kernel.base import Base
from lms.kernel.folding import fold_address
from lms.learning.models import Cohort, CohortStaff, Enrolment
from lms.organisations.models import Organisation, OrganisationKind
from lms.supervision.models import Agreement, AgreementState
from lms.web.page import new_token, now

Row = TypeVar("Row", bound=Base)
PARIS = ZoneInfo("Europe/Paris")
PASSWORD = "une phrase assez longue"
PEERS = ("Nadia Benali", "Léo Martin")
"""Who read the modules over."""
# argon2id of PASSWORD with the application's settings: hashing it for each person would be slow.
PASSWORD_HASH = ""


def both(words: str) -> dict[str, str]:
    """The same words in both languages."""
    return {"fr": words, "en": words}


@dataclass
class Supervision:
    """An active agreement's people."""

    organisation: Organisation
    supervisor: Person
    trainees: list[Person]
    agreements: list[Agreement]

    @property
    def trainee_ids(self) -> list[int]:
        """The trainees' ids."""
        return [person.id for person in self.trainees]


@dataclass
class GroupDay:
    """A group session and its half-days."""

    held: GroupSession
    halves: list[HalfDay]


@dataclass
class Make:
    """Rows, flushed into the test's session."""

    session: Session
    numbers: Any = field(default_factory=lambda: count(1))

    def organisation(self, name: str = "", **values: Any) -> Organisation:
        """An association near Lyon, unless told otherwise; it asks nobody for a second factor."""
        n = next(self.numbers)
        made = Organisation(
            **{
                "public_id": new_token(),
                "slug": f"org-{n}",
                "name": name or f"Association {n}",
                "kind": OrganisationKind.ASSOCIATION,
                "prefix": f"ORG{n}",
                "nda_number": "84 69 01234 69",
                "city": "Lyon",
                "signatory_name": "Camille Arnaud",
                "signatory_function": "Responsable de formation",
                "time_zone": "Europe/Paris",
                "territory": "FR",
                "specimen": False,
                "second_factor_supervisors": False,
                "second_factor_managers": False,
                "second_factor_authors": False,
                "second_factor_trainers": False,
                "second_factor_tutors": False,
                "created_at": now(),
                **values,
            }
        )
        return self._keep(made)

    def person(self, given: str = "", family: str = "", **values: Any) -> Person:
        """Somebody with an account whose password is `PASSWORD`."""
        n = next(self.numbers)
        given, family = given or f"Prénom{n}", family or f"Nom{n}"
        address = values.pop("email", f"personne{n}@exemple.test")
        made = Person(
            **{
                "public_id": new_token(),
                "given_name": given,
                "family_name": family,
                "screen_name": full_name(given, family),
                "printed_name": full_name(given, family),
                "email": address,
                "email_key": fold_address(address),
                "password_hash": password_hash(),
                "created_at": now(),
                **values,
            }
        )
        return self._keep(made)

    def membership(
        self, person: Person, organisation: Organisation, role: Role, **values: Any
    ) -> Membership:
        """An active role since a year ago."""
        made = Membership(
            **{
                "public_id": new_token(),
                "person_id": person.id,
                "organisation_id": organisation.id,
                "role": role,
                "sort_name": sort_name(person.given_name, person.family_name),
                "starts_on": today() - timedelta(days=365),
                **values,
            }
        )
        return self._keep(made)

    def trainee(self, organisation: Organisation | None = None, **values: Any) -> Person:
        """A person with the trainee's role, not enrolled."""
        person = self.person(**values)
        self.membership(person, organisation or self.organisation(), Role.TRAINEE)
        return person

    def manager(self, organisation: Organisation | None = None, **values: Any) -> Person:
        """A person who manages the organisation."""
        person = self.person(**values)
        self.membership(person, organisation or self.organisation(), Role.MANAGER)
        return person

    def supervisor(self, organisation: Organisation | None = None, **values: Any) -> Person:
        """A person with the supervisor's role."""
        person = self.person(**values)
        self.membership(person, organisation or self.organisation(), Role.SUPERVISOR)
        return person

    def member(self, role: Role, organisation: Organisation | None = None, **values: Any) -> Person:
        """A person with this role."""
        person = self.person(**values)
        self.membership(person, organisation or self.organisation(), role)
        return person

    def app(self, person: Person, **values: Any) -> AuthenticatorApp:
        """An authenticator app; its secret opens nothing unless `secret_sealed` is given."""
        made = AuthenticatorApp(
            **{
                "public_id": new_token(),
                "person_id": person.id,
                "secret_sealed": b"",
                "last_step": 0,
                "added_at": now(),
                **values,
            }
        )
        return self._keep(made)

    def passkey(self, person: Person, **values: Any) -> Passkey:
        """A passkey that no device holds, unless told otherwise."""
        made = Passkey(
            **{
                "public_id": new_token(),
                "person_id": person.id,
                "name": "Téléphone",
                "credential_id": new_token().encode(),
                "credential": b"",
                "sign_count": 0,
                "added_at": now(),
                **values,
            }
        )
        return self._keep(made)

    def version(
        self, *, modules: int = 1, supervision_minutes: int = 240, reviewed: bool = True
    ) -> ProgrammeVersion:
        """A small published programme: each module has a text, a reflection and a check of 2."""
        n = next(self.numbers)
        framework = self._keep(
            Framework(digest=new_token(), domains=small_domains(), imported_at=now())
        )
        programme = self._keep(Programme(slug=f"programme-{n}"))
        slugs = [f"module-{i}" for i in range(1, modules + 1)]
        made = self._keep(
            ProgrammeVersion(
                public_id=new_token(),
                programme_id=programme.id,
                framework_id=framework.id,
                number=1,
                digest=new_token(),
                title=both(f"Programme {n}"),
                sheet={"summary": both("Un petit parcours."), "aims": []},
                rules=small_rules(slugs, supervision_minutes),
                published_at=now(),
            )
        )
        for position, slug in enumerate(slugs, 1):
            self._module(made, slug, position, PEERS if reviewed else ())
        return made

    def _module(
        self, version: ProgrammeVersion, slug: str, position: int, peers: Sequence[str]
    ) -> None:
        module = self._keep(
            Module(
                version_id=version.id,
                slug=slug,
                position=position,
                title=both(f"Module {position}"),
                sheet={
                    "summary": both("Résumé"),
                    "goal": both("But"),
                    "domains": ["D1"],
                    "sources": [],
                    "authors": ["Équipe"],
                    "peer_review": both("à faire"),
                    "reviewers": [
                        {"name": name, "kind": "peer", "on": "2026-11-20"} for name in peers
                    ],
                    "session_minutes": 180,
                    "texts": list(ModuleTextKind),
                },
                reviewed_on=date(2026, 11, 22),
            )
        )
        for beside, locale in product(ModuleTextKind, ("fr", "en")):
            self._keep(
                ModuleText(
                    module_id=module.id,
                    kind=beside,
                    locale=locale,
                    title=f"Texte {beside.value}",
                    markdown="Quelques mots.",
                )
            )
        bodies: list[tuple[str, ActivityKind, dict[str, Any]]] = [
            ("text", ActivityKind.TEXT, {"markdown": "## Partie\n\nDu texte."}),
            (
                "thought",
                ActivityKind.REFLECTION,
                {"markdown": "Prenez un moment.", "prompts": ["Qu'en pensez-vous ?"]},
            ),
            (
                "check",
                ActivityKind.CHECK,
                {
                    "markdown": "Deux questions.",
                    "questions": [
                        {
                            "id": q,
                            "text": f"Question {q} ?",
                            "revisit": "text",
                            "choices": [
                                {"id": c, "text": f"Réponse {c}", "why": f"Parce que {c}."}
                                for c in "abc"
                            ],
                        }
                        for q in ("q1", "q2")
                    ],
                },
            ),
        ]
        for number, (name, kind, body) in enumerate(bodies, 1):
            activity = self._keep(
                Activity(
                    module_id=module.id,
                    slug=name,
                    position=number,
                    kind=kind,
                    minutes=10 * number,
                    title=both(f"Étape {name}"),
                    sheet={"summary": both("Résumé"), "domains": ["D1"], "sensitive": None},
                )
            )
            for locale in ("fr", "en"):
                self._keep(ActivityText(activity_id=activity.id, locale=locale, body=body))
            for question in body.get("questions", []):
                self._keep(
                    QuestionKey(activity_id=activity.id, question=question["id"], choice="a")
                )

    def enrolment(
        self,
        person: Person | None = None,
        organisation: Organisation | None = None,
        version: ProgrammeVersion | None = None,
    ) -> Enrolment:
        """A person in training."""
        organisation = organisation or self.organisation()
        person = person or self.person()
        membership = self.membership(person, organisation, Role.TRAINEE)
        made = Enrolment(
            public_id=new_token(),
            membership_id=membership.id,
            organisation_id=organisation.id,
            person_id=person.id,
            version_id=(version or self.version()).id,
            enrolled_on=today() - timedelta(days=60),
            facts_changed_at=now(),
        )
        return self._keep(made)

    def cohort(
        self,
        organisation: Organisation | None = None,
        version: ProgrammeVersion | None = None,
        *,
        trainer: Person | None = None,
        tutor: Person | None = None,
        enrolments: Sequence[Enrolment] = (),
        **values: Any,
    ) -> Cohort:
        """A cohort since a month ago, with these people; who accompanies is given the role."""
        n = next(self.numbers)
        made = Cohort(
            **{
                "public_id": new_token(),
                "organisation_id": (organisation or self.organisation()).id,
                "version_id": (version or self.version()).id,
                "name": f"Promotion {n}",
                "starts_on": today() - timedelta(days=30),
                "ends_on": today() + timedelta(days=150),
                "place": "Lyon",
                "created_at": now(),
                **values,
            }
        )
        self._keep(made)
        for person, role in ((trainer, Role.TRAINER), (tutor, Role.TUTOR)):
            if person is not None:
                self.accompanying(person, made, role)
        for enrolment in enrolments:
            enrolment.cohort_id = made.id
        self.session.flush()
        return made

    def group_session(
        self,
        cohort: Cohort,
        *,
        leads: Person | None = None,
        at: datetime | None = None,
        halves: int = 1,
        **values: Any,
    ) -> GroupDay:
        """A session of half-days of three hours with one hour between, an hour ago by default."""
        first = (at or now() - timedelta(hours=1)).replace(second=0, microsecond=0)
        held = self._keep(
            GroupSession(
                **{
                    "public_id": new_token(),
                    "organisation_id": cohort.organisation_id,
                    "cohort_id": cohort.id,
                    "title": "Écouter sans conseiller",
                    "place": "Salle 2",
                    "first_at": first,
                    **values,
                }
            )
        )
        days = [
            self._keep(
                HalfDay(
                    public_id=new_token(),
                    group_session_id=held.id,
                    organisation_id=held.organisation_id,
                    number=number + 1,
                    starts_at=first + timedelta(hours=4 * number),
                    ends_at=first + timedelta(hours=4 * number + 3),
                )
            )
            for number in range(halves)
        ]
        if leads is not None:
            place = held.organisation_id
            self._keep(
                SessionTrainer(group_session_id=held.id, person_id=leads.id, organisation_id=place)
            )
        return GroupDay(held, days)

    def accompanying(self, person: Person, cohort: Cohort, role: Role) -> CohortStaff:
        """Somebody who accompanies the cohort from its start; the role is made if it lacks."""
        hat = self.session.scalar(
            select(Membership).where(
                Membership.person_id == person.id,
                Membership.organisation_id == cohort.organisation_id,
                Membership.role == role,
            )
        )
        if hat is None:
            place = self.session.get_one(Organisation, cohort.organisation_id)
            hat = self.membership(person, place, role)
        made = CohortStaff(
            public_id=new_token(),
            cohort_id=cohort.id,
            organisation_id=cohort.organisation_id,
            membership_id=hat.id,
            person_id=person.id,
            role=role,
            starts_on=cohort.starts_on,
        )
        return self._keep(made)

    def supervision(
        self,
        trainees: int = 1,
        *,
        organisation: Organisation | None = None,
        supervisor: Person | None = None,
        version: ProgrammeVersion | None = None,
    ) -> Supervision:
        """Trainees in training and their supervisor, bound by active agreements for 60 days."""
        organisation = organisation or self.organisation()
        version = version or self.version()
        supervisor = supervisor or self.person()
        hat = self.membership(supervisor, organisation, Role.SUPERVISOR)
        people = [self.person() for _ in range(trainees)]
        agreements = []
        for person in people:
            enrolment = self.enrolment(person, organisation, version)
            moment: datetime = now() - timedelta(days=60)
            agreements.append(
                self._keep(
                    Agreement(
                        public_id=new_token(),
                        organisation_id=organisation.id,
                        supervisor_membership_id=hat.id,
                        supervisor_id=supervisor.id,
                        trainee_membership_id=enrolment.membership_id,
                        trainee_id=person.id,
                        state=AgreementState.ACTIVE,
                        starts_on=today() - timedelta(days=60),
                        proposed_by=supervisor.id,
                        proposed_at=moment,
                        supervisor_accepted_at=moment,
                        trainee_accepted_at=moment,
                    )
                )
            )
        return Supervision(organisation, supervisor, people, agreements)

    def _keep(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row


def today() -> date:
    """Today where the organisations of tests are."""
    return now().astimezone(PARIS).date()


def password_hash() -> str:
    """The hash of `PASSWORD`, made once in a run."""
    global PASSWORD_HASH
    if not PASSWORD_HASH:
        from lms.accounts.rules import hash_password

        PASSWORD_HASH = hash_password(PASSWORD)
    return PASSWORD_HASH


def small_domains() -> list[dict[str, Any]]:
    """The competencies of the small version: its steps name the first one."""
    first = {"code": "D1", "title": both("Valeurs et éthique")}
    second = {"code": "D2", "title": both("Rétablissement")}
    statements = [both("Dit son rôle avec ses mots."), both("Nomme les valeurs en jeu.")]
    return [{**first, "statements": statements}, {**second, "statements": statements[:1]}]


def small_rules(slugs: list[str], supervision_minutes: int) -> dict[str, Any]:
    """All modules, all checks at 80 %, and signed supervision: see the requirements room."""
    from lms.requirements.models import (
        AllOf,
        CheckPassed,
        Ledger,
        MinutesOf,
        ModuleComplete,
        RuleSet,
    )

    rules = [ModuleComplete(slug) for slug in slugs]
    checks = [CheckPassed(slug, 80) for slug in slugs]
    hours = MinutesOf(Ledger.SUPERVISION, supervision_minutes)
    return dict(RuleSet("1", AllOf((*rules, *checks, hours))).document())
