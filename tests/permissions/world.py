"""The world that the table speaks of: two organisations, everybody in them, every object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import (
    AddressChange,
    Membership,
    MembershipState,
    PasswordReset,
    Person,
    SignIn,
    SignInLink,
)
from lms.accounts.operations.invitations import InvitePerson, Secrets
from lms.attendance.models import SheetPaper
from lms.attendance.operations import papers
from lms.attendance.operations.planning import Planner
from lms.attendance.queries.calendar import SessionFile
from lms.catalogue.models import MediaFacts, MediaKind, Module, ProgrammeVersion, VersionFile
from lms.catalogue.operations import Act, start_draft
from lms.catalogue.operations.media import put_media
from lms.catalogue.rules.media import MediaItem
from lms.certification.models import FileState
from lms.exports.models import ExportKind
from lms.kernel.actor import Role
from lms.kernel.keys import Keys, token_hash
from lms.learning.models import Cohort, CommentState
from lms.learning.operations.comments import DecideComment, decide_comment
from lms.learning.operations.invitations import invite
from lms.learning.queries.cohorts import staff_of
from lms.organisations.models import Organisation
from lms.storage.operations import keep
from lms.supervision.models import Agreement, Standing
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.assessment.kept import kept_exemption, kept_work
from tests.catalogue.approved import approved_draft
from tests.catalogue.banked import banked
from tests.catalogue.folders import small_folder
from tests.certification.earned import earned, issued, place
from tests.learning.commented import commented
from tests.learning.linked import letter_for, link_to, request_of
from tests.learning.open_answers import open_answer
from tests.make import GroupDay, Make
from tests.portfolio.composed import in_file, own_piece
from tests.privacy.aide_memoires import ask_for, keep_aide_memoire, release
from tests.privacy.taken import ready_export
from tests.supervision.held import hold, revision_of


@dataclass
class World:
    """Two organisations, everybody of the columns, and the objects that addresses name."""

    organisation: Organisation
    elsewhere: Organisation
    owner: Person
    agreement: Agreement
    version_id: int
    people: dict[str, tuple[Person, Role, Organisation | None]]
    names: dict[str, str]


def world_of(app: Application, make: Make) -> World:
    """The same world for every row."""
    keys = app.extensions["sillage.keys"]
    here, there = place(make), make.organisation()
    make.manager(here[0])
    make.manager(there)
    organisation, manager, supervisor, version = here
    # Before anybody reads the version, which is then kept.
    _show(make, version, keep(app.extensions["sillage.settings"].files, b"%PDF-1.7"))
    one = earned(make, at=here)
    certificate, _token = issued(make, keys, one)
    certificate.file_sha256 = keep(app.extensions["sillage.settings"].files, b"%PDF")
    certificate.file_state, certificate.code_sealed = FileState.READY, None
    waiting = earned(make, at=here, given="Élodie", family="Petit")
    peer = make.enrolment(make.person(), organisation, version)
    alien = make.enrolment(make.person(), there, make.version())
    with_one = type(
        "People",
        (),
        {"trainees": [one.person], "supervisor": supervisor, "agreements": [one.agreement]},
    )()
    logged, signed = hold(make, among=with_one), hold(make, among=with_one)
    signed.part.standing, signed.part.signed_at = Standing.SIGNED, now()
    revision = revision_of(make, hold(make, among=with_one))
    corrected = revision_of(make, hold(make, among=with_one))
    corrected.standing, corrected.signed_at = Standing.SIGNED, now()
    proposed = Agreement(
        public_id=new_token(),
        organisation_id=organisation.id,
        state="proposed",
        supervisor_membership_id=one.agreement.supervisor_membership_id,
        supervisor_id=supervisor.id,
        trainee_membership_id=peer.membership_id,
        trainee_id=peer.person_id,
        starts_on=one.agreement.starts_on,
        proposed_by=manager.id,
        proposed_at=now(),
    )
    make.session.add(proposed)
    sign_in = SignIn(
        public_id=new_token(),
        person_id=one.person.id,
        token_hash=new_token(),
        device="",
        created_at=now(),
        last_seen_at=now(),
        proved_at=now(),
    )
    make.session.add(sign_in)
    token, invitation = invited(make.session, organisation, Role.TRAINEE, version_id=version.id)
    asked, told = hold(make, among=with_one), hold(make, among=with_one)
    keep_aide_memoire(make.session, keys, asked, "…")
    ask_for(make.session, asked)
    released = release(make.session, keys, told, "…")
    export = ready_export(make.session, keys, one.person)
    folder = ready_export(make.session, keys, one.person, kind=ExportKind.PORTFOLIO)
    member = make.session.get_one(Membership, one.enrolment.membership_id)
    paused = make.membership(make.person(), organisation, Role.TRAINEE)
    paused.state = MembershipState.SUSPENDED
    make.app(one.person)
    trainer = make.member(Role.TRAINER, organisation)
    tutor = make.member(Role.TUTOR, organisation)
    cohort = make.cohort(
        organisation, version, trainer=trainer, tutor=tutor, enrolments=[one.enrolment]
    )
    author = make.member(Role.AUTHOR, organisation)
    comment, answered = (
        commented(make, keys, one.person, organisation.id, version.id) for _each in range(2)
    )
    decided = DecideComment(state=CommentState.ANSWERED, text="Oui.")
    decide_comment(make.session, answered, decided, by=author.id, now=now(), public_id=new_token())
    store = app.extensions["sillage.settings"].files
    work, file = kept_work(make.session, keys, store, one.enrolment, "…")
    piece, own_file = in_file(make.session, keys, store, one.person)
    spared, spared_file = kept_exemption(make.session, keys, store, one.enrolment, "…", by=tutor.id)
    gathering = make.group_session(cohort, leads=trainer)
    sheet = drawn_sheet(make.session, keys, app, gathering, by=trainer.id)
    make.session.flush()
    trainee, supervising, managing = Role.TRAINEE, Role.SUPERVISOR, Role.MANAGER
    return World(
        organisation,
        there,
        one.person,
        one.agreement,
        version.id,
        {
            "OW": (one.person, trainee, None),
            "PE": (make.session.get_one(Person, peer.person_id), trainee, None),
            "AL": (make.session.get_one(Person, alien.person_id), trainee, None),
            "SU": (supervisor, supervising, None),
            "S2": (make.supervisor(organisation), supervising, None),
            "S3": (make.supervisor(there), supervising, None),
            "MA": (manager, managing, organisation),
            "M2": (make.manager(there), managing, there),
            "AU": (author, Role.AUTHOR, organisation),
            "TN": (trainer, Role.TRAINER, None),
            "TU": (tutor, Role.TUTOR, None),
        },
        {
            "org": organisation.slug,
            "published": version.public_id,
            "question": banked(make.session, organisation.id, manager.id).public_id,
            "answer": open_answer(make.session, keys, one.person.id, version.id).public_id,
            "session": logged.session.public_id,
            "record": logged.part.public_id,
            "signed": signed.part.public_id,
            "revision": revision.public_id,
            "corrected": corrected.public_id,
            "agreement": one.agreement.public_id,
            "proposed": proposed.public_id,
            "member": member.public_id,
            "certificate": certificate.public_id,
            "enrolment": waiting.enrolment.public_id,
            "invitation": invitation,
            "version": version.public_id,
            "token": token,
            "sign_in": sign_in.public_id,
            "asked": asked.part.public_id,
            "released": released.public_id,
            "export": export.public_id,
            "passkey": make.passkey(one.person).public_id,
            "work": work.public_id,
            "file": file.public_id,
            "portfolio": folder.public_id,
            "piece": piece,
            "piece_out": own_piece(make.session, keys, one.person, "…", out=True),
            "own_file": own_file,
            "exemption": spared.public_id,
            "exemption_file": spared_file.public_id,
            "paused": paused.public_id,
            "cohort": cohort.public_id,
            **joining(make, cohort, manager, peer.person_id),
            "staff": staff_of(make.session, one.enrolment.id)[0].public_id,
            "gathering": gathering.held.public_id,
            "sheet": sheet.public_id,
            "half_day": gathering.halves[0].public_id,
            "inside": one.enrolment.public_id,
            "proposal": approved_draft(make, organisation, another_folder()).public_id,
            **studio_of(make, organisation),
            "comment": comment.public_id,
            "answered": answered.public_id,
            **mailed_to(make.session, one.person),
        },
    )


def drawn_sheet(
    session: Session, keys: Keys, app: Application, day: GroupDay, *, by: int
) -> SheetPaper:
    """An empty sheet that is ready; its bytes matter to nobody here."""
    cohort = session.get_one(Cohort, day.held.cohort_id)
    place = session.get_one(Organisation, day.held.organisation_id)
    file = SessionFile(day.held, cohort, place, day.halves)
    how = Planner(by=by, now=now(), public_id=new_token())
    asked = papers.blank_sheet(session, keys, file, how)
    store = app.extensions["sillage.settings"].files
    papers.keep_paper(session, keys, store, papers.Claim(asked.id, 0), b"%PDF-", now=now())
    return asked


def joining(make: Make, cohort: Cohort, manager: Person, asks: int) -> dict[str, str]:
    """A link to join the cohort, and a letter to somebody without an account."""
    link, token = link_to(make, cohort, manager)
    letter = letter_for(make, link)
    asking = request_of(make, cohort, asks).public_id
    return {"asking": asking, "joining": token, "link": link.public_id, "letter": letter}


def another_folder() -> dict[str, str]:
    """Another programme than the one of the draft: each has one draft at a time."""
    files = small_folder()
    sheet = files.pop("programmes/small/programme.toml")
    files["programmes/other/programme.toml"] = sheet.replace('slug = "small"', 'slug = "other"')
    return files


def studio_of(make: Make, organisation: Organisation) -> dict[str, str]:
    """A draft of the organisation, and a version whose files are kept."""
    by = Act(by=make.member(Role.AUTHOR, organisation).id, now=now())
    draft = start_draft(
        make.session,
        small_folder(),
        organisation_id=organisation.id,
        act=by,
        public_id=new_token(),
    )
    facts = MediaFacts(
        kind=MediaKind.DOCUMENT,
        type="application/pdf",
        digest=sha256(b"%PDF-1.7").hexdigest(),
        bytes=8,
    )
    put_media(make.session, draft.id, {"modules/role/media/sheet.pdf": facts}, now=now())
    version = make.version()
    for path, text in small_folder().items():
        make.session.add(VersionFile(version_id=version.id, path=path, text=text))
    return {"draft": draft.public_id, "version_with_files": version.public_id}


def invited(
    session: Session,
    organisation: Organisation,
    role: Role,
    version_id: int | None = None,
    *,
    email: str = "",
) -> tuple[str, str]:
    """The token and the public id of an invitation, to somebody new unless `email` says whom."""
    token, public_id = new_token(), new_token()
    invite(
        session,
        InvitePerson(
            given_name="",
            family_name="Neuf",
            email=email or f"{public_id}@exemple.test",
            role=role,
            locale="fr",
        ),
        version_id=version_id,
        organisation_id=organisation.id,
        invited_by=None,
        secrets=Secrets(token=token, public_id=public_id, message_id=new_token()),
        now=now(),
    )
    return token, public_id


def mailed_to(session: Session, person: Person) -> dict[str, str]:
    """Every kind of link that may lie in the person's mailbox, by the name of its token."""
    mailed, reset, wish = new_token(), new_token(), new_token()
    soon = now() + timedelta(minutes=30)
    session.add_all(
        [
            SignInLink(
                person_id=person.id, token_hash=token_hash(mailed), back="", expires_at=soon
            ),
            PasswordReset(person_id=person.id, token_hash=token_hash(reset), expires_at=soon),
            AddressChange(
                person_id=person.id,
                email="autre@exemple.test",
                email_key="autre@exemple.test",
                new_token_hash=token_hash(wish),
                old_token_hash=new_token(),
                asked_at=now(),
                effective_at=soon,
            ),
        ]
    )
    session.flush()
    return {"mailed": mailed, "reset": reset, "wish": wish}


def _show(make: Make, version: ProgrammeVersion, digest: str) -> None:
    """A document in the first module of the version."""
    module = make.session.scalars(
        select(Module).where(Module.version_id == version.id, Module.position == 1)
    ).one()
    facts = MediaFacts(kind=MediaKind.DOCUMENT, type="application/pdf", digest=digest, bytes=8)
    module.sheet = {**module.sheet, "media": [MediaItem("sheet.pdf", facts).document()]}
