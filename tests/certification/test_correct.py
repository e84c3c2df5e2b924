"""Withdrawing and replacing."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.certification.models import Certificate, CertificateState, WithdrawalReason
from lms.certification.rules.codes import code_from
from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from tests.certification.earned import Earned, earned, issued
from tests.client import Client
from tests.make import Make


def as_manager(client: Client, one: Earned) -> None:
    client.sign_in(one.manager, role=Role.MANAGER, organisation=one.organisation)


def actions(session: Session) -> list[str]:
    session.commit()
    return list(session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


def test_a_manager_withdraws_with_a_reason_after_reading_what_it_means(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, token = issued(make, keys, one)
    as_manager(client, one)
    path = f"{one.register_path}/{held.public_id}/withdraw"
    asked = client.read(path)
    assert not asked.tree.xpath("//form[@method='post']//input[@name='reason']")
    assert client.read(path + "?next=1", 422).errors()
    page = client.submit(path + "?reason=holder", action=path, reason="holder")
    assert page.path == f"{one.register_path}/{held.public_id}"
    session.refresh(held)
    assert held.state is CertificateState.WITHDRAWN
    assert held.withdrawal_reason is WithdrawalReason.HOLDER
    assert "certification.withdraw" in actions(session)
    strange = client.submit(f"/v/{code_from(token)}", family_name="Diop")
    assert held.number in strange.words


def test_what_was_withdrawn_is_not_withdrawn_again_and_may_be_issued_anew(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    as_manager(client, one)
    path = f"{one.register_path}/{held.public_id}/withdraw"
    first, second = (client.read(path + "?reason=error").form(path, reason="") for _ in range(2))
    client.send(first, path)
    client.send(second, path, status=422)
    assert actions(session).count("certification.withdraw") == 1
    client.submit(one.issue_path, seen=_seen(client, one.issue_path))
    states = session.scalars(select(Certificate.state).order_by(Certificate.id)).all()
    assert states == [CertificateState.WITHDRAWN, CertificateState.VALID]


def _seen(client: Client, path: str) -> str:
    return str(client.read(path).tree.xpath("//input[@name='seen']/@value")[0])


def test_a_certificate_is_replaced_once_the_person_corrected_their_name(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, token = issued(make, keys, one)
    as_manager(client, one)
    path = f"{one.register_path}/{held.public_id}/replace"
    assert not client.read(path).tree.xpath("//input[@name='seen']")
    assert path not in client.read(f"{one.register_path}/{held.public_id}").html

    one.person.printed_name = "Awa Ndiaye"
    session.commit()
    assert path in client.read(f"{one.register_path}/{held.public_id}").html
    page = client.submit(path, seen=_seen(client, path))

    session.refresh(held)
    new = session.scalars(select(Certificate).where(Certificate.replaces_id == held.id)).one()
    assert page.path.endswith(new.public_id)
    assert (held.state, new.state) == (CertificateState.REPLACED, CertificateState.VALID)
    assert new.number != held.number
    assert new.code_hash != held.code_hash
    facts = ("programme", "modules", "training_minutes", "supervision_minutes", "first_on")
    for fact in facts:
        assert new.snapshot["document"][fact] == held.snapshot["document"][fact]
    assert new.snapshot["file_name"].endswith("_ndiaye_awa.pdf")
    old = client.submit(f"/v/{code_from(token)}", family_name="Diop")
    assert held.number in old.words
    for secret in (new.number, "Ndiaye", new.public_id):
        assert secret not in old.html
    assert "certification.replace" in actions(session)


def test_a_replaced_certificate_is_not_replaced_again(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    one.person.printed_name = "Awa Ndiaye"
    session.commit()
    as_manager(client, one)
    path = f"{one.register_path}/{held.public_id}/replace"
    first, second = (client.read(path).form(seen="") for _ in range(2))
    client.send(first, path)
    client.send(second, path, status=422)
    assert len(session.scalars(select(Certificate)).all()) == 2


def test_nothing_is_replaced_while_the_name_is_the_same(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    one.person.printed_name = "Awa Ndiaye"
    session.commit()
    as_manager(client, one)
    path = f"{one.register_path}/{held.public_id}/replace"
    form = client.read(path).form(seen="")
    one.person.printed_name = "Awa Diop"
    session.commit()
    client.send(form, path, status=422)
    session.refresh(held)
    assert held.state is CertificateState.VALID


@pytest.mark.parametrize("act", ["issue", "replace"])
def test_a_manager_never_acts_on_their_own_certificate(
    session: Session, make: Make, client: Client, keys: Keys, act: str
) -> None:
    one = earned(make)
    held, _token = issued(make, keys, one)
    make.membership(one.person, one.organisation, Role.MANAGER)
    one.person.printed_name = "Awa Ndiaye"
    client.sign_in(one.person, role=Role.MANAGER, organisation=one.organisation)
    path = f"{one.register_path}/{held.public_id}/replace"
    assert not client.read(path).tree.xpath("//input[@name='seen']")
    if act == "replace":
        form = client.read(one.register_path).form("/sign-out")
        form.set("action", path)
        client.send(form, path, status=422, seen="x", form_key="k")
    session.refresh(held)
    assert held.state is CertificateState.VALID


def test_the_person_reads_what_became_of_their_certificates(
    session: Session, make: Make, client: Client, keys: Keys
) -> None:
    one = earned(make)
    client.sign_in(one.person, role=Role.TRAINEE)
    assert client.read("/certificates").tree.xpath("//ol[contains(@class, 'proof')]/li")
    held, _token = issued(make, keys, one)
    page = client.read("/certificates")
    assert held.number in page.words
    assert not page.tree.xpath("//ol[contains(@class, 'proof')]")
    held.state = CertificateState.WITHDRAWN
    held.closed_at = held.issued_at
    session.commit()
    page = client.read("/certificates")
    assert held.number in page.words
    assert page.tree.xpath("//ol[contains(@class, 'proof')]")


def test_a_person_without_training_reads_what_will_be_there(make: Make, client: Client) -> None:
    client.sign_in(make.trainee())
    assert client.read("/certificates").tree.xpath("//*[@class='empty']")
