"""What questions show: exact figures, of eight people at least, and never of somebody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from lms.accounts.models import Person
from lms.catalogue.models import Activity, ActivityKind, Module, ProgrammeVersion
from lms.kernel.actor import Role
from lms.learning.models import Answer, Attempt
from lms.learning.rules.statistics import FirstAttempt, discrimination, figures
from lms.organisations.models import Organisation
from lms.web.page import new_token, now
from tests.client import Client
from tests.make import Make

Statements = Callable[[], AbstractContextManager[list[str]]]
ONE, NONE = Fraction(1), Fraction(0)
SHARES = some.fractions(0, 1, max_denominator=12)
ATTEMPTS = some.lists(
    some.fixed_dictionaries({"q1": SHARES, "q2": SHARES}, optional={"q3": SHARES}).map(
        FirstAttempt
    ),
    max_size=40,
)


def attempts(first: Sequence[int], second: Sequence[int]) -> list[FirstAttempt]:
    return [
        FirstAttempt({"q1": Fraction(one), "q2": Fraction(two)})
        for one, two in zip(first, second, strict=True)
    ]


def test_figures_reckoned_by_hand() -> None:
    found = figures("q1", attempts([1, 1, 1, 1, 1, 1, 0, 0], [1, 1, 1, 0, 0, 0, 0, 0]))
    assert found is not None
    assert (found.people, found.facility) == (8, Fraction(3, 4))
    # Covariance 3/8 - 3/4 * 3/8, variances 3/16 and 15/64.
    expected = (3 / 8 - 9 / 32) / sqrt(3 / 16 * 15 / 64)
    assert isclose(found.discrimination or 0, expected, abs_tol=1e-9)


def test_where_nothing_varies_there_is_nothing_to_compare() -> None:
    found = figures("q1", attempts([1] * 8, [1, 0] * 4))
    assert found is not None
    assert (found.facility, found.discrimination) == (ONE, None)
    assert discrimination([ONE, NONE], [ONE, ONE]) is None


@given(found=ATTEMPTS)
def test_figures_are_exact_and_change_by_whole_groups(found: list[FirstAttempt]) -> None:
    shown = figures("q1", found)
    whole = len(found) // 8 * 8
    assert (shown is None) == (whole == 0)
    if shown is None:
        return
    assert shown == figures("q1", found[:whole])
    shares = [one.shares["q1"] for one in found[:whole]]
    assert shown.people == whole
    assert shown.facility * whole == sum(shares)
    assert shown.discrimination is None or -1 <= shown.discrimination <= 1


@given(found=ATTEMPTS)
def test_a_question_asked_of_fewer_than_eight_has_no_figures(found: list[FirstAttempt]) -> None:
    asked = sum("q3" in one.shares for one in found)
    shown = figures("q3", found)
    assert (shown is None) == (asked < 8)


@given(found=ATTEMPTS, at=some.integers(0, 39))
def test_deleted_answers_take_their_whole_group_along(found: list[FirstAttempt], at: int) -> None:
    before = figures("q1", found)
    if at < len(found):
        found[at] = FirstAttempt(found[at].shares, kept=False)
    after = figures("q1", found)
    gone = (before.people if before else 0) - (after.people if after else 0)
    assert gone in (0, 8)


@given(found=some.lists(some.tuples(SHARES, SHARES), min_size=2, max_size=30))
def test_the_correlation_of_exact_numbers(found: list[tuple[Fraction, Fraction]]) -> None:
    ones, others = [one for one, _two in found], [two for _one, two in found]
    shown, count = discrimination(ones, others), len(found)
    mean, other = sum(ones) / count, sum(others) / count
    top = sum((one - mean) * (two - other) for one, two in found)
    under = sum((one - mean) ** 2 for one in ones) * sum((two - other) ** 2 for two in others)
    assert (shown is None) == (under == 0)
    if shown is not None:
        assert isclose(shown, float(top) / sqrt(under), abs_tol=1e-9)


def check_of(make: Make, version: ProgrammeVersion) -> Activity:
    asked = select(Activity).join(Module, Module.id == Activity.module_id)
    kind = Activity.kind == ActivityKind.CHECK
    return make.session.scalars(asked.where(Module.version_id == version.id, kind)).first()  # type: ignore[return-value]


def hand_in(make: Make, person: Person, check: Activity, right: int, number: int = 1) -> None:
    """An attempt at the check of two plain questions."""
    attempt = Attempt(
        public_id=new_token(),
        person_id=person.id,
        activity_id=check.id,
        number=number,
        questions=2,
        right_answers=right,
        started_at=now(),
        submitted_at=now(),
    )
    make.session.add(attempt)
    make.session.flush()
    for place, question in enumerate(("q1", "q2")):
        choice = "a" if place < right else "b"
        answer = Answer(attempt_id=attempt.id, question=question, choice=choice, answered_at=now())
        make.session.add(answer)
    make.session.flush()


def people_on(
    make: Make, organisation: Organisation, version: ProgrammeVersion, rights: Sequence[int]
) -> list[Person]:
    """People of the organisation whose first attempt had so many right answers."""
    people, check = [make.person("Nadia", f"Nom{n:03}") for n in range(len(rights))], None
    for person, right in zip(people, rights, strict=True):
        make.enrolment(person, organisation, version)
        check = check or check_of(make, version)
        hand_in(make, person, check, right)
        hand_in(make, person, check, 2, number=2)
    return people


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.TRAINER, Role.TUTOR])
def test_figures_in_words_and_nobody_named(make: Make, client: Client, role: Role) -> None:
    organisation, version = make.organisation(), make.version()
    people_on(make, organisation, version, [2, 2, 2, 1, 1, 1, 1, 1])
    people_on(make, make.organisation(), version, [0] * 8)
    address = place(make, client, role, organisation, version)
    words = client.read(address).words.replace("\u00a0", " ")
    assert "Presque tout le monde a juste : 100 %" in words
    assert "Une partie des personnes a juste : 38 %" in words
    assert "8 personnes" in words
    assert "Nadia" not in words
    client.read(f"{address}?module=module-1")
    client.read(f"{address}?module=nowhere", 404)


def place(
    make: Make, client: Client, role: Role, organisation: Organisation, version: ProgrammeVersion
) -> str:
    """Where somebody of the role finds the page; they are signed in."""
    person = make.member(role, organisation)
    client.sign_in(person, role=role)
    if role is Role.AUTHOR:
        return f"/studio/versions/{version.public_id}/statistics"
    staff = {"trainer": person} if role is Role.TRAINER else {"tutor": person}
    cohort = make.cohort(organisation, version, **staff)  # type: ignore[arg-type]
    address = f"/cohorts/{cohort.public_id}/statistics"
    assert address in client.read(f"/cohorts/{cohort.public_id}/report").html
    return address


def test_seven_people_are_too_few(make: Make, client: Client) -> None:
    organisation, version = make.organisation(), make.version()
    people_on(make, organisation, version, [2] * 7)
    address = place(make, client, Role.AUTHOR, organisation, version)
    words = client.read(address).words
    assert "Trop tôt" in words
    assert "%" not in words
    assert "7" not in words
    assert f"{address}" in client.read("/studio").html


def test_a_ninth_person_changes_nothing(make: Make, client: Client) -> None:
    organisation, version = make.organisation(), make.version()
    people_on(make, organisation, version, [2, 1] * 4)
    address = place(make, client, Role.AUTHOR, organisation, version)
    before = client.read(address).words
    people_on(make, organisation, version, [0])
    assert client.read(address).words == before


def test_another_organisation_s_version_and_cohort_are_not_there(
    make: Make, client: Client
) -> None:
    organisation, version = make.organisation(), make.version()
    address = place(make, client, Role.TUTOR, organisation, version)
    client.sign_in(make.member(Role.TUTOR), role=Role.TUTOR)
    client.read(address, 404)


def test_the_page_costs_the_same_for_eight_and_for_hundreds(
    make: Make, client: Client, statements: Statements
) -> None:
    counted = []
    for people in (8, 520):
        organisation, version = make.organisation(), make.version()
        people_on(make, organisation, version, [2, 1] * (people // 2))
        address = place(make, client, Role.AUTHOR, organisation, version)
        assert f"{min(people, 496)} personnes" in client.read(address).words
        with statements() as seen:
            client.read(address)
        counted.append(len(seen))
    assert counted[0] == counted[1]
    assert counted[0] <= 8, seen
