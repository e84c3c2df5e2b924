"""Exempting somebody from a step or a module, with a reason; nothing is pretended."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.app.settings import Settings
from lms.assessment.models import ExemptionFile, ExemptionText
from lms.catalogue.queries import outline
from lms.certification.queries import judgement_of, proof_of
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.kernel.refusals import RuleBroken
from lms.learning.models import (
    Completion,
    Enrolment,
    EnrolmentState,
    ExemptedStep,
    Exemption,
    ExemptionWithdrawal,
)
from lms.learning.operations import complete_activity
from lms.learning.operations.exemptions import Exempting, exempt
from lms.outbox.models import Letter
from lms.requirements.models import ProofNode
from lms.web.page import new_token, now
from tests.assessment.handing import Accompanied, accompanied
from tests.client import Client, Page
from tests.make import Make, today

Statements = Callable[[], AbstractContextManager[list[str]]]
SECRET = "Elle a animé ce groupe dix ans"
EVIDENCE = "Une attestation de 2019"


def desk(one: Accompanied) -> str:
    return f"/tutoring/{one.enrolment.public_id}/exemptions"


def give(client: Client, one: Accompanied, status: int = 200, **fields: str) -> Page:
    """The form filled and sent."""
    sent = {"scope": "module-1/1", "reason": SECRET, "evidence": EVIDENCE, **fields}
    return client.submit(desk(one), status=status, **sent)


def send_file(client: Client, one: Accompanied, content: bytes, name: str) -> TestResponse:
    """The form with a file."""
    form = client.read(desk(one)).form(desk(one))
    sent = {"scope": "module-1/1", "reason": SECRET, "evidence": EVIDENCE}
    values = {**dict(form.form_values()), **sent, "document": (io.BytesIO(content), name)}
    return client.open(desk(one), method="POST", data=values, content_type="multipart/form-data")


def test_a_step_is_exempted_and_the_person_reads_why(
    session: Session, make: Make, client: Client
) -> None:
    one = accompanied(make)
    page = give(one.as_tutor(client), one)
    assert page.path == desk(one)
    assert SECRET in page.words

    page = one.as_person(client).read("/exemptions")
    assert SECRET in page.words
    assert EVIDENCE in page.words
    assert "Bob" in page.words
    assert session.scalar(select(func.count()).select_from(Completion)) == 0
    acts = session.scalars(select(JournalEntry.action)).all()
    assert "learning.exempt" in acts
    letter = session.scalars(select(Letter).where(Letter.to_address == one.person.email)).one()
    assert letter.link == "/exemptions"
    assert "anim" not in str(letter.words)


def test_every_page_of_the_person_says_exempted_and_none_says_completed(
    make: Make, client: Client
) -> None:
    one = accompanied(make)
    give(one.as_tutor(client), one)
    one.as_person(client)
    for path in ("/modules/module-1", "/modules/module-1/steps/1", "/path/missing", "/path"):
        words = client.read(path).words
        assert "dispense" in words.lower(), path
    page = client.read("/modules/module-1/steps/1")
    assert "Dispense accordée" in page.words
    assert "Bob" in page.words
    assert "terminée le" not in page.words
    assert client.read("/").status == 200


def test_whoever_accompanies_sees_it_in_every_list(make: Make, client: Client) -> None:
    one = accompanied(make)
    give(one.as_tutor(client), one)
    told = client.read(f"/tutoring/{one.enrolment.public_id}/missing").words
    assert "Bob" in told
    assert "dispense" in told.lower()
    assert "dispense" in client.read(f"/tutoring/{one.enrolment.public_id}").words.lower()
    client.sign_in(one.trainer, role=Role.TRAINER)
    cohort = client.read("/cohorts").tree.xpath("//a[contains(@href, '/report')]/@href")[0]
    assert "dispense" in client.read(f"{cohort}?module=module-1").words
    assert "dispense" in client.read(str(cohort)).words
    sheet = client.open(f"{cohort}.csv").get_data(as_text=True)
    assert "dispense" in sheet


def test_a_module_is_met_without_minutes_and_says_so(
    session: Session, make: Make, client: Client
) -> None:
    one = accompanied(make)
    give(one.as_tutor(client), one, scope="module-1")
    judged = judgement_of(session, one.enrolment, now=now())
    met = [node for node in _nodes(judged.proof.root) if not node.children and node.met]
    assert {getattr(node.rule, "module", "") for node in met} == {"module-1"}
    assert judged.training.counted == 0
    assert judged.steps_done == 0
    told = one.as_person(client).read("/path/missing").words
    assert "Bob" in told
    assert judged.progress.next_activity(outline(session, one.version.id)) is None


def _nodes(node: ProofNode) -> list[ProofNode]:
    return [node, *(deeper for child in node.children for deeper in _nodes(child))]


def test_what_was_done_stays_done_and_counts(session: Session, make: Make, client: Client) -> None:
    one = accompanied(make)
    client = one.as_person(client)
    client.submit("/modules/module-1/steps/1", "/modules/module-1/steps/1")
    page = give(one.as_tutor(client), one, status=422)
    assert "rien à dispenser" in page.words
    assert SECRET in page.words
    give(client, one, scope="module-1")
    judged = judgement_of(session, one.enrolment, now=now())
    assert judged.steps_done == 1
    assert judged.training.counted > 0
    # An exempted step may be done all the same: then it is done, with its minutes.
    second, who = outline(session, one.version.id).activities[1], one.person.id
    complete_activity(session, second, person_id=who, today=today(), now=now())
    assert judgement_of(session, one.enrolment, now=now()).steps_done == 2


def test_it_is_withdrawn_once_with_a_reason_and_everything_is_asked_again(
    session: Session, make: Make, client: Client
) -> None:
    one = accompanied(make)
    give(one.as_tutor(client), one, scope="module-1")
    made = session.scalars(select(Exemption)).one()
    path = f"/tutoring/exemptions/{made.public_id}"
    assert "la personne le lit" in client.submit(path, status=422, reason=" ").words
    client.submit(path, reason="Le cadre a changé.")
    assert session.scalars(select(ExemptionWithdrawal)).one().withdrawn_by == one.tutor.id
    judged = judgement_of(session, one.enrolment, now=now())
    assert not judged.progress.exempted
    page = one.as_person(client).read("/exemptions")
    assert "Le cadre a changé." in page.words
    assert SECRET in page.words
    give(one.as_tutor(client), one, scope="module-1")
    assert session.scalar(select(func.count()).select_from(Exemption)) == 2


def test_nobody_exempts_themselves(session: Session, make: Make, client: Client) -> None:
    one = accompanied(make)
    other = make.enrolment(one.tutor, one.organisation, one.version)
    other.cohort_id = one.enrolment.cohort_id
    session.flush()
    one.as_tutor(client).read(f"/tutoring/{other.public_id}/exemptions", 404)
    step = outline(session, one.version.id).activities[0]
    how = Exempting(by=one.tutor.id, today=today(), now=now())
    with pytest.raises(RuleBroken):
        exempt(session, other, [step], how, whole_module=False, public_id=new_token())
    session.add(_row(other, by=one.tutor.id))
    with pytest.raises(IntegrityError):
        session.flush()


def _row(enrolment: Enrolment, *, by: int) -> Exemption:
    return Exemption(
        public_id=new_token(),
        person_id=enrolment.person_id,
        enrolment_id=enrolment.id,
        organisation_id=enrolment.organisation_id,
        whole_module=False,
        given_by=by,
        given_on=today(),
        given_at=now(),
    )


def test_the_database_holds_one_exemption_of_a_step_at_a_time(session: Session, make: Make) -> None:
    one = accompanied(make)
    step = outline(session, one.version.id).activities[0].id
    for _time in range(2):
        session.add(_row(one.enrolment, by=one.tutor.id))
    session.flush()
    first, second = session.scalars(select(Exemption.id)).all()
    here = {"activity_id": step, "enrolment_id": one.enrolment.id}
    session.add(ExemptedStep(exemption_id=first, **here))
    session.flush()
    session.add(ExemptedStep(exemption_id=second, **here))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_training_that_has_ended_is_left_as_it_is(
    session: Session, make: Make, client: Client
) -> None:
    one = accompanied(make)
    one.enrolment.state = EnrolmentState.ENDED
    one.enrolment.ended_on = today()
    session.flush()
    assert "terminé" in give(one.as_tutor(client), one, status=422).words


def test_strangers_and_managers_never_open_the_words(make: Make, client: Client) -> None:
    one = accompanied(make)
    give(one.as_tutor(client), one)
    manager = make.manager(one.organisation)
    client.sign_in(manager, role=Role.MANAGER, organisation=one.organisation)
    client.read(desk(one), 403)
    stranger = make.person()
    make.cohort(one.organisation, one.version, tutor=stranger, enrolments=[])
    client.sign_in(stranger, role=Role.TUTOR)
    client.read(desk(one), 404)


def test_a_file_goes_with_it_and_everything_is_sealed(
    session: Session, make: Make, client: Client
) -> None:
    one = accompanied(make)
    answer = send_file(one.as_tutor(client), one, b"%PDF-1.7\nprivate", "preuve.pdf")
    assert answer.status_code == 303
    kept = session.scalars(select(ExemptionFile)).one()
    settings: Settings = client.app.extensions["sillage.settings"]
    assert b"private" not in settings.files.bytes_of(kept.kept_as)
    assert b"preuve" not in kept.sealed
    for text in session.scalars(select(ExemptionText)):
        assert b"groupe" not in text.sealed
    address = f"/exemptions/files/{kept.public_id}"
    assert b"private" in one.as_person(client).open(address).data
    client.sign_in(make.member(Role.TRAINEE, one.organisation), role=Role.TRAINEE)
    client.read(address, 404)


def test_a_wrong_file_is_refused_beside_its_field(make: Make, client: Client) -> None:
    one = accompanied(make)
    answer = send_file(one.as_tutor(client), one, b"MZ\x00\x01", "x.exe")
    assert answer.status_code == 422
    assert SECRET in answer.get_data(as_text=True)


@pytest.mark.parametrize("scope", ["", "unknown", "module-1/99", "module-1/x", "module-1/1/1"])
def test_a_scope_that_is_not_there_is_refused(make: Make, client: Client, scope: str) -> None:
    one = accompanied(make)
    form = one.as_tutor(client).read(desk(one)).form(desk(one), reason="a", evidence="b")
    values = {**dict(form.form_values()), "scope": scope}
    assert client.open(desk(one), method="POST", data=values).status_code == 422


def test_an_exemption_holds_where_it_was_given(
    session: Session, make: Make, client: Client
) -> None:
    one = accompanied(make)
    give(one.as_tutor(client), one, scope="module-1")
    elsewhere = make.enrolment(one.person, make.organisation("Ailleurs"), one.version)
    assert judgement_of(session, one.enrolment, now=now()).progress.exempted
    assert not judgement_of(session, elsewhere, now=now()).progress.exempted
    assert not proof_of(session, elsewhere, now=now()).met


def test_pages_read_the_same_at_any_number(
    make: Make, client: Client, statements: Statements
) -> None:
    one = accompanied(make)
    give(one.as_tutor(client), one, scope="module-1/1")
    counts = []
    for scope in ("module-1/2", "module-1"):
        client.read(desk(one))
        with statements() as seen:
            client.read(desk(one))
        give(client, one, scope=scope)
        counts.append(len(seen))
    one.as_person(client).read("/exemptions")
    with statements() as mine:
        client.read("/exemptions")
    assert counts[0] == counts[1] <= 13, counts
    assert len(mine) <= 9, mine
