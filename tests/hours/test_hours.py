"""The two ledgers: read apart, never added up, at a fixed cost."""

from __future__ import annotations

from sqlalchemy import event

from lms.kernel.actor import Role
from lms.supervision.models import Standing
from lms.web.database import Application
from tests.certification.earned import earned, supervise
from tests.client import Client
from tests.make import Make


def words(client: Client) -> str:
    return client.read("/hours").words.replace("\u00a0", " ")


def test_a_person_reads_both_ledgers_apart(make: Make, client: Client) -> None:
    one = earned(make, minutes=240, unanswered=75)
    supervise(make, one.agreement, 45, Standing.SIGNED, days_ago=1)
    supervise(make, one.agreement, 30, Standing.LOGGED, days_ago=1)
    client.sign_in(one.person, role=Role.TRAINEE)
    told = words(client)
    for fact in ("2 h", "1 h", "4 h", "1 h 15", "45 min", "30 min", one.organisation.name):
        assert fact in told
    for total in ("6 h", "6 h 30", "5 h 15", "7 h 15"):
        assert total not in told


def test_a_module_half_done_counts_its_completed_steps_only(make: Make, client: Client) -> None:
    enrolment = make.enrolment()
    from lms.accounts.models import Person

    client.sign_in(make.session.get_one(Person, enrolment.person_id), role=Role.TRAINEE)
    assert "1 h" in words(client)
    assert "0 min" in words(client)


def test_sessions_of_each_organisation_stand_under_its_name(make: Make, client: Client) -> None:
    one = earned(make)
    two = earned(make)
    client.sign_in(one.person, role=Role.TRAINEE)
    told = words(client)
    assert one.organisation.name in told
    assert two.organisation.name not in told


def test_hours_before_any_training_say_what_will_be_there(make: Make, client: Client) -> None:
    client.sign_in(make.trainee())
    assert len(client.read("/hours").tree.xpath("//*[@class='empty']")) == 2


def test_supervisors_and_managers_have_no_hours_page(make: Make, client: Client) -> None:
    one = earned(make)
    client.sign_in(one.supervisor, role=Role.SUPERVISOR)
    client.read("/hours", 403)
    client.sign_in(one.manager, role=Role.MANAGER, organisation=one.organisation)
    client.read("/hours", 403)


def test_hours_cost_the_same_with_many_sessions(
    app: Application, make: Make, client: Client
) -> None:
    one = earned(make)
    client.sign_in(one.person, role=Role.TRAINEE)
    engine, costs = app.extensions["sillage.engine"], []
    for _round in range(2):
        seen: list[str] = []
        make.session.commit()
        listen = lambda *args, seen=seen: seen.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listen)
        client.read("/hours")
        event.remove(engine, "before_cursor_execute", listen)
        costs.append(len([s for s in seen if s.lstrip().upper().startswith("SELECT")]))
        for _session in range(40):
            supervise(make, one.agreement, 60, Standing.COUNTERSIGNED)
    assert len(set(costs)) == 1
    assert costs[0] <= 5
