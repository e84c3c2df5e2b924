"""The permission table, written by hand, swept over every route, role, scope and account state.

Columns: AN nobody signed in; OW the trainee whom the object is about; PE another trainee of the
same organisation; AL a trainee of another organisation; SU the supervisor of OW; S2 another
supervisor of the same organisation; S3 a supervisor of another one; MA a manager of the
organisation; M2 a manager of another one. Cells: y opens; i is sent to sign in; 3 "not for this
role"; 4 "not there".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from lms.accounts.models import Membership, MembershipState, Person, PersonState, SignIn
from lms.accounts.operations.invitations import InvitePerson, Secrets
from lms.certification.models import FileState
from lms.kernel.actor import Role
from lms.learning.operations.invitations import invite
from lms.organisations.models import Organisation
from lms.storage.operations import keep
from lms.supervision.models import Agreement, Standing
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.certification.earned import earned, issued, place
from tests.client import Client
from tests.make import Make
from tests.privacy.aide_memoires import ask_for, keep_aide_memoire, release
from tests.privacy.taken import ready_export
from tests.supervision.held import hold, revision_of

COLUMNS = ("AN", "OW", "PE", "AL", "SU", "S2", "S3", "MA", "M2")

TABLE = """
GET  /                                              y y y y y y y y y
GET  /help                                          y y y y y y y y y
GET  /privacy                                       y y y y y y y y y
GET  /accessibility                                 y y y y y y y y y
GET  /healthz                                       y y y y y y y y y
GET  /readyz                                        y y y y y y y y y
GET  /metrics                                       4 4 4 4 4 4 4 4 4
GET  /sign-in                                       y y y y y y y y y
GET  /sign-in/link                                  y y y y y y y y y
POST /sign-in/link                                  y y y y y y y y y
GET  /sign-in/link/sent                             y y y y y y y y y
GET  /sign-in/link/wrong-token                      4 4 4 4 4 4 4 4 4
POST /sign-in/link/wrong-token                      4 4 4 4 4 4 4 4 4
GET  /forgotten-password                            y y y y y y y y y
GET  /forgotten-password/sent                       y y y y y y y y y
GET  /address-confirmed                             y y y y y y y y y
GET  /v                                             y y y y y y y y y
GET  /V                                             y y y y y y y y y
GET  /v/0000-0000-0000-0000                         y y y y y y y y y
GET  /V/0000000000000000                            y y y y y y y y y
POST /v                                             y y y y y y y y y
POST /V                                             y y y y y y y y y
POST /v/0000-0000-0000-0000                         y y y y y y y y y
POST /V/0000000000000000                            y y y y y y y y y
POST /language                                      y y y y y y y y y
POST /forgotten-password                            y y y y y y y y y
POST /sign-in                                       y y y y y y y y y
GET  /new-password/wrong-token                      4 4 4 4 4 4 4 4 4
POST /new-password/wrong-token                      4 4 4 4 4 4 4 4 4
GET  /address/wrong-token                           4 4 4 4 4 4 4 4 4
POST /address/wrong-token                           4 4 4 4 4 4 4 4 4
GET  /invitations/wrong-token                       4 4 4 4 4 4 4 4 4
POST /invitations/wrong-token                       4 4 4 4 4 4 4 4 4
GET  /invitations/{token}                           y y y y y y y y y
GET  /home                                          i y y y y y y y y
GET  /account                                       i y y y y y y y y
GET  /account/data                                  i y y y y y y y y
GET  /account/data/readings                         i y y y y y y y y
GET  /account/data/export                           i y y y y y y y y
POST /account/data/export                           i y y y y y y y y
GET  /account/data/export/{export}                  i y 4 4 4 4 4 4 4
GET  /account/data/erase                            i y y y y y y y y
POST /account/data/erase                            i y y y y y y y y
GET  /erasure                                       y y y y y y y y y
GET  /erasure/wrong-token                           4 4 4 4 4 4 4 4 4
POST /erasure/wrong-token                           4 4 4 4 4 4 4 4 4
POST /account/data/aide-memoires/{asked}/ask        i y 4 4 4 4 4 4 4
GET  /account/data/aide-memoires/{released}         i y 4 4 4 4 4 4 4
GET  /records/{asked}/release                       i 4 4 4 y 4 4 4 4
POST /records/{asked}/release                       i 4 4 4 y 4 4 4 4
GET  /records/{record}/release                      i 4 4 4 4 4 4 4 4
GET  /account/names                                 i y y y y y y y y
GET  /account/display                               i y y y y y y y y
GET  /account/password                              i y y y y y y y y
GET  /account/address                               i y y y y y y y y
POST /account/names                                 i y y y y y y y y
POST /account/display                               i y y y y y y y y
POST /account/password                              i y y y y y y y y
POST /account/address                               i y y y y y y y y
POST /account/sign-ins/{sign_in}/end                i y 4 4 4 4 4 4 4
POST /account/sign-ins/end-others                   i y y y y y y y y
POST /sign-in/passkey                               y y y y y y y y y
GET  /second-factor                                 i y y y y y y y y
POST /second-factor                                 i y y y y y y y y
POST /second-factor/passkey                         i y y y y y y y y
GET  /second-factor/backup-code                     i y y y y y y y y
POST /second-factor/backup-code                     i y y y y y y y y
GET  /confirm                                       i y y y y y y y y
POST /confirm                                       i y y y y y y y y
POST /confirm/passkey                               i y y y y y y y y
GET  /account/factors                               i y y y y y y y y
GET  /account/factors/app                           i y y y y y y y y
POST /account/factors/app                           i y y y y y y y y
POST /account/factors/app/remove                    i y 4 4 4 4 4 4 4
GET  /account/factors/codes                         i y y y y y y y y
POST /account/factors/codes                         i y 4 4 4 4 4 4 4
GET  /account/factors/passkeys/new                  i y y y y y y y y
POST /account/factors/passkeys/new                  i y y y y y y y y
GET  /account/factors/passkeys/{passkey}            i y 4 4 4 4 4 4 4
POST /account/factors/passkeys/{passkey}            i y 4 4 4 4 4 4 4
POST /account/factors/passkeys/{passkey}/remove     i y 4 4 4 4 4 4 4
GET  /path                                          i y y y 3 3 3 3 3
GET  /modules/module-1                              i y y y 3 3 3 3 3
GET  /modules/nowhere                               i 4 4 4 3 3 3 3 3
GET  /modules/module-1/steps/1                      i y y y 3 3 3 3 3
GET  /modules/module-1/steps/99                     i 4 4 4 3 3 3 3 3
POST /modules/module-1/steps/1                      i y y y 3 3 3 3 3
POST /modules/module-1/steps/2/notes/1              i y y y 3 3 3 3 3
POST /modules/module-1/check                        i y y y 3 3 3 3 3
GET  /modules/module-1/check/1                      i y y y 3 3 3 3 3
POST /modules/module-1/check/1                      i y y y 3 3 3 3 3
GET  /modules/module-1/check/review                 i y y y 3 3 3 3 3
POST /modules/module-1/check/submit                 i y 4 4 3 3 3 3 3
GET  /modules/module-1/check/result                 i y y y 3 3 3 3 3
GET  /hours                                         i y y y 3 3 3 3 3
GET  /supervision                                   i y y y 3 3 3 3 3
GET  /people                                        i 3 3 3 y y y 3 3
GET  /sessions                                      i 3 3 3 y y y 3 3
GET  /sessions/new                                  i 3 3 3 y y y 3 3
POST /sessions/new                                  i 3 3 3 y y y 3 3
GET  /sessions/{session}                            i 3 3 3 y 4 4 3 3
GET  /sessions/{session}/correct                    i 3 3 3 y 4 4 3 3
POST /sessions/{session}/correct                    i 3 3 3 y 4 4 3 3
POST /sessions/{session}/delete                     i 3 3 3 y 4 4 3 3
GET  /records/{record}                              i y 4 4 y 4 4 4 4
GET  /records/{record}/sign                         i 4 4 4 y 4 4 4 4
POST /records/{record}/sign                         i 4 4 4 y 4 4 4 4
POST /records/{record}/texts/shared                 i 4 4 4 y 4 4 4 4
GET  /records/{record}/texts/shared                 i y y y y y y y y
POST /records/{record}/texts/private                i 4 4 4 y 4 4 4 4
POST /records/{record}/texts/own                    i y 4 4 4 4 4 4 4
POST /records/{record}/texts/nothing                i 4 4 4 4 4 4 4 4
POST /records/{record}/texts/shared/autosave        i 4 4 4 y 4 4 4 4
POST /records/{record}/texts/private/autosave       i 4 4 4 y 4 4 4 4
POST /records/{record}/texts/own/autosave           i y 4 4 4 4 4 4 4
POST /records/{record}/withdraw                     i 4 4 4 y 4 4 4 4
GET  /records/{signed}                              i y 4 4 y 4 4 4 4
GET  /records/{signed}/answer/countersign           i y 4 4 4 4 4 4 4
GET  /records/{signed}/answer/comment               i y 4 4 4 4 4 4 4
GET  /records/{signed}/answer/contest               i y 4 4 4 4 4 4 4
POST /records/{signed}/answer/countersign           i y 4 4 4 4 4 4 4
GET  /records/{signed}/revise                       i 4 4 4 y 4 4 4 4
POST /records/{signed}/revise                       i 4 4 4 y 4 4 4 4
GET  /records/{revision}                            i 4 4 4 y 4 4 4 4
GET  /records/{revision}/sign                       i 4 4 4 y 4 4 4 4
GET  /records/{revision}/answer/countersign         i 4 4 4 4 4 4 4 4
POST /records/{revision}/withdraw-revision          i 4 4 4 y 4 4 4 4
GET  /records/{corrected}                           i y 4 4 y 4 4 4 4
GET  /records/{corrected}/answer/countersign        i y 4 4 4 4 4 4 4
POST /records/{corrected}/withdraw-revision         i 4 4 4 y 4 4 4 4
GET  /agreements/{agreement}                        i y 4 4 y 4 4 y 4
POST /agreements/{proposed}/accept                  i 4 y 4 y 4 4 3 3
POST /agreements/{proposed}/decline                 i 4 y 4 y 4 4 3 3
POST /agreements/{proposed}/withdraw                i 3 3 3 3 3 3 y 4
GET  /agreements/{agreement}/end                    i y 4 4 y 4 4 y 4
POST /agreements/{agreement}/end                    i y 4 4 y 4 4 y 4
GET  /orgs/{org}/agreements                         i 3 3 3 3 3 3 y 4
GET  /orgs/{org}/agreements/new                     i 3 3 3 3 3 3 y 4
POST /orgs/{org}/agreements/new                     i 3 3 3 3 3 3 y 4
GET  /orgs/{org}/people                             i 3 3 3 3 3 3 y 4
GET  /orgs/{org}/people/{member}                    i 3 3 3 3 3 3 y 4
GET  /orgs/{org}/people/{member}/end                i 3 3 3 3 3 3 y 4
POST /orgs/{org}/people/{member}/end                i 3 3 3 3 3 3 y 4
GET  /orgs/{org}/people/{member}/suspend            i 3 3 3 3 3 3 y 4
POST /orgs/{org}/people/{member}/suspend            i 3 3 3 3 3 3 y 4
GET  /orgs/{org}/people/{member}/resume             i 3 3 3 3 3 3 4 4
POST /orgs/{org}/people/{member}/resume             i 3 3 3 3 3 3 4 4
GET  /orgs/{org}/team                               i 3 3 3 3 3 3 y 4
GET  /orgs/{org}/invitations                        i 3 3 3 3 3 3 y 4
GET  /orgs/{org}/invitations/new                    i 3 3 3 3 3 3 y 4
POST /orgs/{org}/invitations/new                    i 3 3 3 3 3 3 y 4
POST /orgs/{org}/invitations/{invitation}/send-again i 3 3 3 3 3 3 y 4
POST /orgs/{org}/invitations/{invitation}/cancel    i 3 3 3 3 3 3 y 4
GET  /certificates                                  i y y y y y y y y
GET  /certificates/{certificate}/file               i y 4 4 4 4 4 y 4
GET  /orgs/{org}/certificates                       i 3 3 3 3 3 3 y 4
GET  /orgs/{org}/certificates/{certificate}         i 3 3 3 3 3 3 y 4
GET  /orgs/{org}/certificates/{certificate}/withdraw i 3 3 3 3 3 3 y 4
POST /orgs/{org}/certificates/{certificate}/withdraw i 3 3 3 3 3 3 y 4
GET  /orgs/{org}/certificates/{certificate}/replace i 3 3 3 3 3 3 y 4
POST /orgs/{org}/certificates/{certificate}/replace i 3 3 3 3 3 3 y 4
POST /orgs/{org}/certificates/zip                   i 3 3 3 3 3 3 y 4
GET  /orgs/{org}/enrolments/{enrolment}/certificate i 3 3 3 3 3 3 y 4
POST /orgs/{org}/enrolments/{enrolment}/certificate i 3 3 3 3 3 3 y 4
POST /role                                          i 4 4 4 4 4 4 4 4
POST /account/address/cancel                        i y y y y y y y y
POST /sign-out                                      y y y y y y y y y
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


@dataclass
class World:
    """Two organisations, everybody of the columns, and the objects that addresses name."""

    organisation: Organisation
    people: dict[str, tuple[Person, Role, Organisation | None]]
    names: dict[str, str]


def world_of(app: Application, make: Make) -> World:
    """The same world for every row."""
    keys = app.extensions["sillage.keys"]
    here, there = place(make), make.organisation()
    one = earned(make, at=here)
    organisation, manager, supervisor, version = here
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
    token, invitation = new_token(), new_token()
    invite(
        make.session,
        InvitePerson(
            given_name="",
            family_name="Neuf",
            email="neuf@exemple.test",
            role=Role.TRAINEE,
            locale="fr",
        ),
        version_id=version.id,
        organisation_id=organisation.id,
        invited_by=manager.id,
        secrets=Secrets(token=token, public_id=invitation, message_id=new_token()),
        now=now(),
    )
    asked, told = hold(make, among=with_one), hold(make, among=with_one)
    keep_aide_memoire(make.session, keys, asked, "…")
    ask_for(make.session, asked)
    released = release(make.session, keys, told, "…")
    export = ready_export(make.session, keys, one.person)
    member = make.session.get_one(Membership, one.enrolment.membership_id)
    make.app(one.person)
    make.session.flush()
    trainee, supervising, managing = Role.TRAINEE, Role.SUPERVISOR, Role.MANAGER
    return World(
        organisation,
        {
            "OW": (one.person, trainee, None),
            "PE": (make.session.get_one(Person, peer.person_id), trainee, None),
            "AL": (make.session.get_one(Person, alien.person_id), trainee, None),
            "SU": (supervisor, supervising, None),
            "S2": (make.supervisor(organisation), supervising, None),
            "S3": (make.supervisor(there), supervising, None),
            "MA": (manager, managing, organisation),
            "M2": (make.manager(there), managing, there),
        },
        {
            "org": organisation.slug,
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
            "token": token,
            "sign_in": sign_in.public_id,
            "asked": asked.part.public_id,
            "released": released.public_id,
            "export": export.public_id,
            "passkey": make.passkey(one.person).public_id,
        },
    )


def token_of(client: Client) -> str:
    """The form token of this browser."""
    found = client.read("/accessibility").tree.xpath("//input[@name='csrf_token']/@value")
    return str(found[0])


def outcome(client: Client, method: str, path: str, token: str = "") -> str:
    """One letter for what a request led to."""
    data = {"csrf_token": token, "form_key": new_token()} if method == "POST" else None
    with client.http.session_transaction() as cookie:
        kept = dict(cookie)
    answer = client.http.open(path, method=method, data=data)
    with client.http.session_transaction() as cookie:
        cookie.clear()
        cookie.update(kept)
    status, target = answer.status_code, answer.headers.get("Location", "")
    answer.close()
    assert status < 500, f"{method} {path}: {status}"
    if status == 401 or (path != "/sign-out" and target.startswith("/sign-in?")):
        return "i"
    if target.rstrip("?") == "/sign-in" and path not in {"/", "/sign-out"}:
        return "i"
    return {403: "3", 404: "4"}.get(status, "y")


def signed_in(app: Application, session: Session, world: World, column: str) -> Client:
    """A browser of the column's person."""
    client = Client(app, session)
    if column != "AN":
        person, role, organisation = world.people[column]
        client.sign_in(person, role=role, organisation=organisation)
    return client


@pytest.mark.parametrize("column", COLUMNS)
def test_each_cell_of_the_table(
    app: Application,
    session: Session,
    sessions: sessionmaker[Session],
    make: Make,
    column: str,
) -> None:
    world = world_of(app, make)
    client = signed_in(app, session, world, column)
    token = token_of(client)
    session.commit()
    wrong = []
    for method, path, *cells in ROWS:
        expected = dict(zip(COLUMNS, cells, strict=True))[column]
        # Each cell starts from the same world: what it changed is taken back.
        with sessions.kw["bind"].begin_nested() as cell:
            found = outcome(client, method, path.format(**world.names), token)
            cell.rollback()
        session.expire_all()
        if found != expected:
            wrong.append(f"{method} {path}: {found}, not {expected}")
    assert wrong == []


@pytest.mark.parametrize("state", ["closed account", "erased account", "revoked sign-in", "left everywhere"])
@pytest.mark.parametrize("column", COLUMNS[1:])
def test_a_person_who_may_no_longer_act_opens_nothing_of_the_role(
    app: Application, session: Session, make: Make, column: str, state: str
) -> None:
    world = world_of(app, make)
    client = signed_in(app, session, world, column)
    person = world.people[column][0]
    if state == "closed account":
        person.state = PersonState.CLOSED
    elif state == "erased account":
        person.state = PersonState.ERASED
    elif state == "revoked sign-in":
        session.execute(update(SignIn).values(revoked_at=now()))
    else:
        session.execute(
            update(Membership)
            .where(Membership.person_id == person.id)
            .values(state=MembershipState.ENDED, ended_on=now().date())
        )
    session.commit()
    own = {
        "/hours",
        "/account",
        "/certificates",
        "/home",
        "/account/names",
        "/account/display",
        "/account/password",
        "/account/address",
        "/account/factors",
        "/account/factors/app",
        "/account/factors/codes",
        "/account/factors/passkeys/new",
        f"/account/factors/passkeys/{world.names['passkey']}",
        "/confirm",
        "/second-factor",
        "/second-factor/backup-code",
    }
    for method, path, *cells in ROWS:
        expected = dict(zip(COLUMNS, cells, strict=True))
        if method != "GET" or expected["AN"] != "i" or expected[column] != "y":
            continue
        address = path.format(**world.names)
        # The address of a text only leads back to its record, which is judged there.
        kept = (
            address in own
            or "/texts/" in address
            or address.startswith("/account/data")
            or (column == "OW" and address.startswith(("/certificates/", "/records/")))
        )
        found = outcome(client, method, address)
        if state != "left everywhere":
            assert found == "i", address
        elif kept:
            assert found == "y", address
        else:
            assert found in "34", address


def test_every_route_and_method_has_its_row(app: Application) -> None:
    adapter = app.url_map.bind("localhost")
    names = dict.fromkeys(re.findall(r"\{(\w+)\}", TABLE), "x")
    swept = {(adapter.match(row[1].format(**names), method=row[0])[0], row[0]) for row in ROWS}
    there = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert there - swept == set()


@pytest.mark.parametrize(
    "path",
    [
        "/records/{}",
        "/sessions/{}",
        "/agreements/{}",
        "/certificates/{}/file",
        "/orgs/{org}/people/{}",
    ],
)
def test_another_person_s_object_looks_like_a_missing_one(
    app: Application, session: Session, make: Make, path: str
) -> None:
    world = world_of(app, make)
    key = {
        "/records/{}": "record",
        "/sessions/{}": "session",
        "/agreements/{}": "agreement",
        "/certificates/{}/file": "certificate",
    }.get(path, "member")
    stranger = "M2" if "orgs" in path else "S3"
    client = signed_in(app, session, world, stranger)
    template = path.replace("{org}", world.names["org"])
    bodies = [
        client.open(template.format(name)).get_data() for name in (world.names[key], new_token())
    ]
    assert bodies[0] == bodies[1]
