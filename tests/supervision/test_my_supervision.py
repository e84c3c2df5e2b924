"""What a trainee sees of their own supervision, and a supervisor of their people."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from lms.kernel.actor import Role
from lms.supervision.models import AgreementState, Standing
from lms.web.page import now
from tests.client import Client
from tests.make import Make, today
from tests.supervision.held import hold, signed


def test_a_trainee_sees_sessions_with_their_states_and_minutes_apart(
    make: Make, client: Client
) -> None:
    people = make.supervision()
    logged, fresh, old, answered = (hold(make, among=people) for _ in range(4))
    signed(fresh, at=now())
    signed(old, at=now() - timedelta(days=20))
    signed(answered, at=now() - timedelta(days=20))
    answered.part.standing = Standing.COUNTERSIGNED

    page = logged.as_trainee(client).read("/supervision")

    for held in (logged, fresh, old, answered):
        assert page.tree.xpath(f"//tbody//a[@href='{held.address}']")
    values = [" ".join(node.itertext()) for node in page.tree.xpath("//aside//dd")]
    assert [value.replace("\u00a0", " ") for value in values] == ["1 h"] * 4


def test_what_waits_for_the_trainee_comes_first(make: Make, client: Client) -> None:
    held = hold(make)
    signed(held, at=now())
    page = held.as_trainee(client).read("/supervision")
    assert page.tree.xpath(f"//section[.//h2[@id='t-todo']]//a[@href='{held.address}']")


def test_a_trainee_without_supervision_is_told_what_comes(make: Make, client: Client) -> None:
    client.sign_in(make.trainee())
    page = client.read("/supervision")
    assert page.tree.xpath("//div[@class='empty']")


def test_a_trainee_never_sees_the_others_of_a_group(make: Make, client: Client) -> None:
    held = hold(make, trainees=3)
    page = held.as_trainee(client).read("/supervision")
    for other in held.people.trainees[1:]:
        assert other.screen_name not in page.words
    for part in held.parts[1:]:
        assert part.public_id not in page.html


def test_a_trainee_in_two_organisations_sees_both(
    session: Session, make: Make, client: Client
) -> None:
    here, there = hold(make), hold(make)
    trainee = here.trainee
    hat = make.membership(trainee, there.people.organisation, Role.TRAINEE)
    agreement = there.people.agreements[0]
    there.part.trainee_id = trainee.id
    session.delete(there.part)
    session.flush()
    agreement.trainee_id, agreement.trainee_membership_id = trainee.id, hat.id
    there.people.trainees[0] = trainee
    again = hold(make, among=there.people)

    page = here.as_trainee(client).read("/supervision")

    assert {here.address, again.address} <= set(page.tree.xpath("//tbody//a/@href"))
    assert there.people.organisation.name in page.words


def test_a_supervisor_sees_people_with_what_was_held(make: Make, client: Client) -> None:
    held = hold(make, trainees=2)
    gone = make.supervision(supervisor=held.supervisor)
    gone.agreements[0].ends_on = today() - timedelta(days=1)

    page = held.as_supervisor(client).read("/people")

    for person, agreement in zip(held.people.trainees, held.people.agreements, strict=True):
        assert person.screen_name in page.words
        assert page.tree.xpath(f"//a[@href='/sessions/new?with={agreement.public_id}']")
    assert gone.trainees[0].screen_name not in page.words


def test_a_supervisor_is_asked_to_answer_an_agreement(make: Make, client: Client) -> None:
    people = make.supervision()
    agreement = people.agreements[0]
    agreement.state, agreement.supervisor_accepted_at = AgreementState.PROPOSED, None
    client.sign_in(people.supervisor)
    page = client.read("/people")
    assert page.tree.xpath(f"//a[@href='/agreements/{agreement.public_id}']")


def test_people_are_found_by_name_and_page_by_page(make: Make, client: Client) -> None:
    people = make.supervision(trainees=30)
    client.sign_in(people.supervisor)
    first = client.read("/people")
    (following,) = first.tree.xpath("//nav[@class='pager']//a[contains(@href,'after=')]/@href")
    second = client.read(following)
    shown = [page.tree.xpath("//tbody/tr") for page in (first, second)]
    assert [len(rows) for rows in shown] == [25, 5]
    wanted = people.trainees[17]
    found = client.read(f"/people?q={wanted.family_name.upper()}")
    assert len(found.tree.xpath("//tbody/tr")) == 1
    assert not client.read("/people?q=personne").tree.xpath("//tbody/tr")


def test_a_supervisor_and_a_manager_have_no_trainee_page(make: Make, client: Client) -> None:
    people = make.supervision()
    client.sign_in(people.supervisor)
    client.read("/supervision", 403)
    client.sign_in(make.manager(people.organisation))
    client.read("/supervision", 403)


def test_a_former_supervisor_sees_nobody(make: Make, client: Client, session: Session) -> None:
    held = hold(make)
    elsewhere = make.membership(held.supervisor, make.organisation(), Role.SUPERVISOR)
    assert elsewhere.id
    held.people.agreements[0].state = AgreementState.ENDED
    session.flush()
    page = held.as_supervisor(client).read("/people")
    assert held.trainee.screen_name not in page.words
