"""A signed session whose facts are wrong: only a revision sets it right, and both sign again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.journal.models import JournalEntry
from lms.kernel.actor import Role
from lms.learning.models import Enrolment
from lms.outbox.models import Letter
from lms.supervision import queries
from lms.supervision.models import (
    Participation,
    SessionKind,
    SessionText,
    Signature,
    Standing,
    SupervisionSession,
    TextKind,
)
from lms.web.page import now
from tests.client import Client
from tests.make import Make, today
from tests.supervision.held import (
    Held,
    answer,
    hold,
    revise,
    share,
    sign,
    sign_revision,
    write,
)


def newest(session: Session) -> Participation:
    """The version that was made last."""
    session.expire_all()
    return session.scalars(select(Participation).order_by(Participation.id.desc()).limit(1)).one()


def countersigned(make: Make, client: Client, trainees: int = 1) -> Held:
    """A session that both signed; its supervisor is signed in."""
    held = hold(make, trainees)
    sign(held.as_supervisor(client), held)
    answer(held.as_trainee(client), held, "countersign")
    held.as_supervisor(client)
    return held


def counted(session: Session, held: Held, days: int = 0) -> int:
    """The minutes that count, some days from now."""
    later = now() + timedelta(days=days)
    place = held.people.organisation.id
    found = queries.supervision_minutes(session, held.trainee.id, place, now=later)
    return found.counted + found.unanswered


def test_a_supervisor_corrects_a_signed_session_and_both_sign_again(
    session: Session, make: Make, client: Client
) -> None:
    held = countersigned(make, client)
    sign_revision(client, revise(client, held, text="La séance a commencé en retard."))
    revision = newest(session)
    assert (revision.standing, revision.minutes) == (Standing.SIGNED, 45)
    assert counted(session, held) == 60

    address = f"/records/{revision.public_id}"
    page = held.as_trainee(client).read(address)
    words = page.words.replace("\xa0", " ")
    assert "1 h" in words
    assert "45 min" in words
    assert "La séance a commencé en retard." in words
    check = client.read(f"{address}/answer/countersign")
    client.send(check.form(shown=""), check.path)

    assert newest(session).standing is Standing.COUNTERSIGNED
    assert counted(session, held) == 45
    kept = session.scalars(select(Signature).where(Signature.participation_id == revision.id))
    both = kept.all()
    assert {one.person_id for one in both} == {held.supervisor.id, held.trainee.id}
    assert {one.facts["replaces"] for one in both} == {held.part.public_id}


def test_the_old_version_stays_readable_by_both_with_its_signatures(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    share(held.as_supervisor(client), held)
    sign(client, held)
    answer(held.as_trainee(client), held, "contest", "Nous n'avons pas parlé une heure.")
    held.as_supervisor(client)
    sign_revision(client, revise(client, held))
    revision = newest(session)
    for sign_in in (held.as_supervisor, held.as_trainee):
        sign_in(client)
        old = client.read(held.address)
        assert "Nous n’avons pas parlé une heure." in old.words or (
            "Nous n'avons pas parlé une heure." in old.words
        )
        assert old.tree.xpath(f"//main//a[@href='/records/{revision.public_id}']")
        new = client.read(f"/records/{revision.public_id}")
        assert new.tree.xpath(f"//aside//a[@href='{held.address}']")
        assert "Nous avons parlé du cadre." in new.words
    signatures = session.scalars(
        select(Signature).where(Signature.participation_id == held.part.id)
    )
    assert len(signatures.all()) == 2


def test_until_it_is_signed_a_correction_is_its_author_s_alone(
    session: Session, make: Make, client: Client
) -> None:
    held = countersigned(make, client)
    letters = session.scalar(select(func.count()).select_from(Letter))
    revise(client, held)
    revision = newest(session)

    held.as_trainee(client).read(f"/records/{revision.public_id}", 404)
    assert revision.public_id not in client.read("/supervision").html
    assert revision.public_id not in client.read(held.address).html
    assert session.scalar(select(func.count()).select_from(Letter)) == letters
    assert counted(session, held) == 60
    assert counted(session, held, days=60) == 60


def test_a_correction_without_an_answer_counts_after_fourteen_days(
    session: Session, make: Make, client: Client
) -> None:
    held = countersigned(make, client)
    sign_revision(client, revise(client, held))
    place = held.people.organisation.id
    due = queries.next_unanswered_change(session, held.trainee.id, place, now())
    assert due is not None
    assert counted(session, held, days=13) == 60
    assert counted(session, held, days=15) == 45


def test_an_unsigned_correction_can_be_withdrawn(
    session: Session, make: Make, client: Client
) -> None:
    held = countersigned(make, client)
    revise(client, held, text="Une erreur de ma part.")
    revision = newest(session)
    address = f"/records/{revision.public_id}"
    page = client.read(address)

    back = client.send(page.form(f"{address}/withdraw-revision"), page.path)

    assert back.path == held.address
    assert newest(session).id == held.part.id
    assert not session.scalars(select(SessionText)).all()
    assert session.scalar(select(func.count()).select_from(SupervisionSession)) == 1
    revise(client, held)


def test_a_signed_correction_cannot_be_withdrawn(
    session: Session, make: Make, client: Client
) -> None:
    held = countersigned(make, client)
    check = revise(client, held)
    address = f"/records/{newest(session).public_id}"
    draft = client.read(address)
    sign_revision(client, check)
    client.send(draft.form(f"{address}/withdraw-revision"), draft.path, 422)
    assert newest(session).standing is Standing.SIGNED


def test_a_correction_can_be_contested_like_a_session(
    session: Session, make: Make, client: Client
) -> None:
    held = countersigned(make, client)
    sign_revision(client, revise(client, held))
    address = f"/records/{newest(session).public_id}/answer/contest"
    page = held.as_trainee(client).read(address)
    client.send(page.form(shown=""), page.path, text="C'était bien une heure.")
    assert newest(session).standing is Standing.CONTESTED
    assert counted(session, held) == 45


def test_a_correction_is_corrected_again(session: Session, make: Make, client: Client) -> None:
    held = countersigned(make, client)
    sign_revision(client, revise(client, held))
    second = newest(session).public_id
    sign_revision(client, revise(client, held, of=second, length="90"))
    third = newest(session)
    assert third.first_id == held.part.id
    held.as_trainee(client).read(f"/records/{second}/answer/countersign")
    page = client.read(f"/records/{third.public_id}/answer/countersign")
    client.send(page.form(shown=""), page.path)
    assert counted(session, held) == counted(session, held, days=60) == 90


def test_a_replaced_version_is_no_longer_answered(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    sign(held.as_supervisor(client), held)
    page = held.as_trainee(client).read(f"{held.address}/answer/countersign")
    correcting = Client(client.app, session)
    held.as_supervisor(correcting)
    sign_revision(correcting, revise(correcting, held))

    token = client.read("/supervision").tree.xpath("//input[@name='csrf_token']/@value")[0]
    sent = {**dict(page.form(shown="").form_values()), "csrf_token": token}
    answered = client.open(page.path, method="POST", data=sent)

    assert answered.status_code in {303, 422}
    session.expire_all()
    assert session.get_one(Participation, held.part.id).standing is Standing.SIGNED


@pytest.mark.parametrize(
    "typed",
    [
        {"length": "other", "minutes": "14"},
        {"length": "other", "minutes": "481"},
        {"length": "other", "minutes": "une heure"},
        {"held_on": (today() + timedelta(days=1)).isoformat()},
        {"held_on": (today() - timedelta(days=32)).isoformat()},
        {"held_on": "hier"},
        {"reason": None},
        {"reason": "unknown"},
        {"kind": "couple"},
        {"mode": "pigeon"},
        {"text": "a" * 20_001},
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    session: Session, make: Make, client: Client, typed: dict[str, str]
) -> None:
    held = countersigned(make, client)
    page = revise(client, held, status=422, **typed)
    assert len(page.errors()) == 1
    assert newest(session).id == held.part.id


def test_a_correction_changes_something_that_was_signed(
    session: Session, make: Make, client: Client
) -> None:
    held = countersigned(make, client)
    revise(client, held, status=422, length="60", mode="telephone")
    assert newest(session).id == held.part.id


def test_a_day_outside_the_agreement_is_refused(make: Make, client: Client) -> None:
    held = countersigned(make, client)
    held.people.agreements[0].starts_on = held.session.held_on
    day = (held.session.held_on - timedelta(days=1)).isoformat()
    assert revise(client, held, status=422, held_on=day).errors()


def test_a_corrected_day_still_has_24_hours(session: Session, make: Make, client: Client) -> None:
    held = countersigned(make, client)
    for _one in range(3):
        other = hold(make, among=held.people)
        other.part.minutes = 460
    session.flush()
    assert revise(client, held, status=422, length="90").errors()
    revise(client, held, length="45")


def test_a_session_that_is_not_signed_is_corrected_from_its_own_page(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make)
    assert held.as_supervisor(client).read(f"{held.address}/revise").path == held.address
    assert "/revise" not in client.read(held.address).html


def test_a_begun_correction_is_gone_on_with(session: Session, make: Make, client: Client) -> None:
    held = countersigned(make, client)
    other_tab = client.read(f"{held.address}/revise")
    revise(client, held)
    draft = f"/records/{newest(session).public_id}"
    assert client.read(f"{held.address}/revise").path == draft
    assert client.read(held.address).tree.xpath(f"//main//a[@href='{draft}']")
    form = {"reason": "length", "length": "30"}
    client.send(other_tab.form(reason=None), other_tab.path, 422, **form)
    assert newest(session).minutes == 45


def test_only_the_supervisor_corrects(make: Make, client: Client) -> None:
    held, other = countersigned(make, client), hold(make)
    held.as_trainee(client).read(f"{held.address}/revise", 404)
    other.as_supervisor(client).read(f"{held.address}/revise", 404)
    client.sign_in(
        make.manager(held.people.organisation),
        role=Role.MANAGER,
        organisation=held.people.organisation,
    )
    client.read(f"{held.address}/revise", 404)


def test_in_a_group_one_record_is_corrected_and_the_others_stay(
    session: Session, make: Make, client: Client
) -> None:
    held = hold(make, trainees=2)
    for part in held.parts:
        page = held.as_supervisor(client).read(f"/records/{part.public_id}/sign")
        client.send(page.form(shown=""), page.path)
    sign_revision(client, revise(client, held, kind="individual", reason="form"))
    revision = newest(session)
    assert session.get_one(SupervisionSession, revision.session_id).kind is SessionKind.INDIVIDUAL
    other = session.get_one(Participation, held.parts[1].id)
    assert (other.revised_at, other.minutes) == (None, 60)
    listed = client.read("/sessions")
    assert len(listed.tree.xpath("//tbody/tr")) == 2


def test_a_manager_sees_that_and_when_a_session_was_corrected_never_why(
    session: Session, make: Make, client: Client
) -> None:
    held = countersigned(make, client)
    sign_revision(client, revise(client, held, text="canari-raison"))
    organisation = held.people.organisation
    member = held.people.agreements[0].trainee_membership_id

    def seen() -> list[tuple[int, bool]]:
        found = queries.participations_for_organisation(
            session, organisation.id, held.trainee.id, now=now()
        )
        return [(row.minutes, row.corrected_at is not None) for row in found.rows]

    assert seen() == [(60, False)]
    page = held.as_trainee(client).read(f"/records/{newest(session).public_id}/answer/countersign")
    client.send(page.form(shown=""), page.path)
    assert seen() == [(45, True)]
    assert member


def test_writing_goes_on_in_the_corrected_version(
    session: Session, make: Make, client: Client
) -> None:
    held = countersigned(make, client)
    write(client, held, "private", "à reprendre")
    sign_revision(client, revise(client, held))
    address = f"/records/{newest(session).public_id}"
    page = client.read(address)
    assert "à reprendre" in page.html
    client.send(page.form(f"{address}/texts/private"), address, text="repris", act="keep")
    text = session.scalars(select(SessionText).where(SessionText.kind == TextKind.PRIVATE)).one()
    assert (text.participation_id, text.version) == (held.part.id, 2)


def test_the_shared_record_does_not_change_with_a_correction(
    session: Session, make: Make, client: Client
) -> None:
    held = countersigned(make, client)
    revise(client, held)
    address = f"/records/{newest(session).public_id}"
    assert not client.read(address).tree.xpath(f"//form[@action='{address}/texts/shared']")


def test_lists_show_the_newest_signed_version_once(
    session: Session, make: Make, client: Client
) -> None:
    held = countersigned(make, client)
    sign_revision(client, revise(client, held))
    revision = newest(session).public_id
    assert len(client.read("/sessions").tree.xpath("//tbody/tr")) == 1
    mine = held.as_trainee(client).read("/supervision")
    assert mine.tree.xpath("//tbody//a/@href") == [f"/records/{revision}"]
    assert mine.tree.xpath(f"//section[.//h2[@id='t-todo']]//a[@href='/records/{revision}']")


def test_a_correction_s_session_is_not_corrected_nor_deleted_as_if_new(
    session: Session, make: Make, client: Client
) -> None:
    held = countersigned(make, client)
    revise(client, held)
    of = session.get_one(SupervisionSession, newest(session).session_id)
    page = client.read(f"/sessions/{of.public_id}")
    assert "/correct" not in page.html
    assert "/delete" not in page.html
    assert client.read(f"/sessions/{of.public_id}/correct").path == page.path
    token = client.read("/sessions").tree.xpath("//input[@name='csrf_token']/@value")[0]
    sent = {"csrf_token": token, "form_key": "a" * 22}
    gone = client.open(f"/sessions/{of.public_id}/delete", method="POST", data=sent)
    assert gone.status_code == 422
    assert newest(session).revises_id == held.part.id


def test_each_act_is_journaled_and_recounted(session: Session, make: Make, client: Client) -> None:
    held = countersigned(make, client)
    enrolment = session.scalars(
        select(Enrolment).where(Enrolment.person_id == held.trainee.id)
    ).one()
    before = enrolment.facts_changed_at
    check = revise(client, held, text="canari-raison")
    sign_revision(client, check)
    session.refresh(enrolment)
    assert enrolment.facts_changed_at > before
    entries = session.scalars(select(JournalEntry)).all()
    actions = [entry.action for entry in entries]
    assert actions.count("supervision.revise_record") == 1
    assert actions.count("supervision.sign_record") == 2
    assert not any("canari-raison" in str(vars(entry)) for entry in entries)


def test_mails_about_a_correction_say_that_something_waits_and_nothing_more(
    session: Session, make: Make, client: Client
) -> None:
    held = countersigned(make, client)
    sign_revision(client, revise(client, held, text="canari-raison"))
    letter = session.scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()
    assert letter.to_address == held.trainee.email
    for telling in ("canari-raison", "orrect", held.supervisor.family_name):
        assert telling not in str(letter.words)


def test_the_database_refuses_two_corrections_of_one_version(
    session: Session, make: Make, client: Client
) -> None:
    held, other = countersigned(make, client), hold(make)
    revise(client, held)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(
            update(Participation)
            .where(Participation.id == other.part.id)
            .values(revises_id=held.part.id, first_id=held.part.id, revised_for="day")
        )
