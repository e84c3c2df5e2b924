"""The report of a cohort: by name, in words, a page at a time, as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

from sqlalchemy import select

from lms.accounts.models import Person
from lms.catalogue.models import Activity, Module, ProgrammeVersion
from lms.kernel.actor import Role
from lms.learning.models import Cohort, Completion, Enrolment, Pause
from lms.web.page import now
from tests.client import Client
from tests.make import Make

Statements = Callable[[], AbstractContextManager[list[str]]]


def cohort_of(
    make: Make, people: int, version: ProgrammeVersion | None = None
) -> tuple[Cohort, Person, list[Person]]:
    """A cohort, its trainer, and so many people in it."""
    organisation, version = make.organisation(), version or make.version(modules=2)
    members = [make.person("Personne", f"Nom{number:04}") for number in range(people)]
    trainer = make.member(Role.TRAINER, organisation)
    cohort = make.cohort(
        organisation,
        version,
        trainer=trainer,
        enrolments=[make.enrolment(member, organisation, version) for member in members],
    )
    return cohort, trainer, members


def steps_of(make: Make, cohort: Cohort, module: int = 1) -> list[Activity]:
    return list(
        make.session.scalars(
            select(Activity)
            .join(Module, Module.id == Activity.module_id)
            .where(Module.version_id == cohort.version_id, Module.position == module)
            .order_by(Activity.position)
        )
    )


def complete(make: Make, person: Person, steps: list[Activity]) -> None:
    make.session.add_all(
        Completion(
            person_id=person.id,
            activity_id=step.id,
            minutes=step.minutes,
            completed_on=date(2026, 11, 3),
            completed_at=now(),
        )
        for step in steps
    )
    make.session.flush()


def rows(client: Client, address: str) -> dict[str, list[str]]:
    tree = client.read(address).tree
    return {
        " ".join(row.xpath("th")[0].text_content().split()): [
            " ".join(cell.text_content().split()) for cell in row.xpath("td")
        ]
        for row in tree.xpath("//main//tbody/tr")
    }


def test_states_are_told_in_words(make: Make, client: Client) -> None:
    cohort, trainer, (one, _other) = cohort_of(make, 2)
    complete(make, one, steps_of(make, cohort))
    complete(make, one, steps_of(make, cohort, 2)[:1])
    client.sign_in(trainer, role=Role.TRAINER)
    assert "Promotion" in client.read("/cohorts").words

    address = f"/cohorts/{cohort.public_id}/report"
    found = rows(client, address)
    done, waiting = found.values()
    assert done[0] == "✓ fait"
    assert done[1].startswith("1 étape sur")
    assert waiting == ["à faire", "à faire"]

    first = next(iter(rows(client, f"{address}?module=module-2").values()))
    assert first[0].startswith("✓ 3")
    assert set(first[1:]) == {"à faire"}
    client.read(f"{address}?module=nowhere", 404)


def test_people_are_read_a_page_at_a_time(make: Make, client: Client) -> None:
    cohort, trainer, _members = cohort_of(make, 60)
    client.sign_in(trainer, role=Role.TRAINER)
    address, names = f"/cohorts/{cohort.public_id}/report", []
    for count in (25, 25, 10):
        page = client.read(address)
        found = page.tree.xpath("//main//tbody/tr/th")
        assert len(found) == count
        names += [name.text_content() for name in found]
        address = next(iter(page.tree.xpath("//main//a[contains(@href, 'after=')]/@href")), "")
    assert names == sorted(names)
    assert len(set(names)) == 60


def test_pauses_are_shown_with_their_days_and_nothing_else(make: Make, client: Client) -> None:
    cohort, trainer, _members = cohort_of(make, 2)
    mine = make.session.scalars(select(Enrolment).where(Enrolment.cohort_id == cohort.id)).first()
    assert mine is not None
    day = date(2026, 11, 3)
    make.session.add_all(
        [
            Pause(
                enrolment_id=mine.id, begins_on=day, returns_on=date(2026, 11, 10), is_open=False
            ),
            Pause(enrolment_id=mine.id, begins_on=date(2026, 11, 20)),
        ]
    )
    make.session.commit()
    client.sign_in(trainer, role=Role.TRAINER)
    words = client.read(f"/cohorts/{cohort.public_id}/report").words
    assert words.count("Pause : ") == 2
    assert "du 3 novembre 2026 au 9 novembre 2026" in words.replace("\N{NO-BREAK SPACE}", " ")


def test_an_empty_cohort_says_so(make: Make, client: Client) -> None:
    cohort, trainer, _members = cohort_of(make, 0)
    client.sign_in(trainer, role=Role.TRAINER)
    assert "personne" in client.read(f"/cohorts/{cohort.public_id}/report").words


def test_the_file_has_everybody_and_every_step(make: Make, client: Client) -> None:
    cohort, trainer, members = cohort_of(make, 230)
    members[0].screen_name = "=cmd|calc"
    complete(make, members[0], steps_of(make, cohort)[:1])
    client.sign_in(trainer, role=Role.TRAINER)
    answer = client.open(f"/cohorts/{cohort.public_id}/report.csv")
    assert answer.mimetype == "text/csv"
    written = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert len(written) == 231
    assert {len(line) for line in written} == {1 + len(steps_of(make, cohort)) * 2}
    assert written[1][:3] == ["'=cmd|calc", "2026-11-03", ""]


def test_only_who_accompanies_the_cohort_reads_it(make: Make, client: Client) -> None:
    cohort, _trainer, _members = cohort_of(make, 1)
    for role in (Role.TRAINER, Role.TUTOR):
        client.sign_in(make.member(role), role=role)
        client.read(f"/cohorts/{cohort.public_id}/report", 404)
        assert client.open(f"/cohorts/{cohort.public_id}/report.csv").status_code == 404


def test_the_report_costs_the_same_for_ten_and_for_hundreds(
    make: Make, client: Client, statements: Statements
) -> None:
    version = make.version(modules=20)
    counted = []
    for people in (10, 300):
        cohort, trainer, members = cohort_of(make, people, version)
        for member in members[:25]:
            complete(make, member, [s for n in range(1, 21) for s in steps_of(make, cohort, n)])
        client.sign_in(trainer, role=Role.TRAINER)
        address = f"/cohorts/{cohort.public_id}/report"
        client.read(address)
        with statements() as seen:
            client.read(address)
        counted.append(len(seen))
    assert counted[0] == counted[1]
    assert counted[0] <= 5, seen
