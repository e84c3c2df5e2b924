"""Progress and the facts that requirements judge."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy.orm import Session

from lms.catalogue import queries as catalogue
from lms.catalogue.models import ActivityKind
from lms.catalogue.rules.outline import ActivityOutline, ModuleOutline, VersionOutline
from lms.learning import queries
from lms.learning.rules import BestCheck, Progress, learning_facts
from lms.requirements.models import read_rule_set
from tests.client import Client
from tests.learning.trainees import enrolled, finish, take
from tests.make import Make, both, small_rules

DAYS = some.dates(min_value=date(2026, 1, 1), max_value=date(2027, 1, 1))


def version(modules: int = 2, steps: int = 3) -> VersionOutline:
    made = tuple(
        ModuleOutline(m, f"m{m}", m, both("M"), {}, date(2026, 11, 22), activities(m, steps))
        for m in range(1, modules + 1)
    )
    rules = read_rule_set(small_rules([module.slug for module in made], 240))
    return VersionOutline(1, "v", "p", 1, both("P"), {}, rules, made)


def activities(module: int, steps: int) -> tuple[ActivityOutline, ...]:
    return tuple(
        ActivityOutline(
            module * 10 + n, f"m{module}", f"s{n}", n, ActivityKind.TEXT, 5 * n, both("S"), {}
        )
        for n in range(1, steps + 1)
    )


@given(done=some.dictionaries(some.sampled_from([11, 12, 13, 21, 22, 23]), DAYS))
def test_facts_are_exactly_what_was_done(done: dict[int, date]) -> None:
    shown, progress = version(), Progress(done)
    modules, checks, training = learning_facts(progress, shown)
    assert checks == ()
    assert sum(module.steps_done for module in modules) == len(done)
    assert training.counted == sum(5 * (key % 10) for key in done)
    for module in modules:
        days = [day for key, day in done.items() if f"m{key // 10}" == module.module]
        assert module.completed_on == (max(days) if len(days) == 3 else None)
    following = progress.next_activity(shown)
    assert (following is None) == (len(done) == 6)
    assert following is None or following.id == min({11, 12, 13, 21, 22, 23} - set(done))


def test_steps_of_another_version_do_not_count() -> None:
    progress = Progress({99: date(2026, 11, 22)})
    assert progress.minutes(version()) == 0
    assert progress.steps_done(version().modules[0]) == 0


def test_a_threshold_is_rounded_up() -> None:
    assert [version().right_needed("m1", total) for total in (1, 2, 10)] == [1, 2, 8]
    assert version().right_needed("unknown", 10) == 0


def test_what_was_walked_is_what_is_judged(make: Make, client: Client, session: Session) -> None:
    person = enrolled(make, client)
    finish(client, 1)
    take(client, 6)
    take(client, 9)
    take(client, 8)
    [row] = queries.active_enrolments(session, person.id)
    outline = catalogue.outline(session, row.version_id)
    progress = queries.progress_of(session, person.id, outline, organisation_id=row.organisation_id)
    modules, checks, training = learning_facts(progress, outline)
    assert [(m.module, m.steps_done) for m in modules] == [("role", 2), ("listening", 0)]
    assert [(c.module, c.right, c.total) for c in checks] == [("role", 9, 10)]
    assert training.counted == 14 + 18
    assert isinstance(progress.best["role"], BestCheck)


def test_a_reader_of_english_reads_english(make: Make, client: Client) -> None:
    person = enrolled(make, client)
    person.locale = "en"
    page = client.read("/modules/role/steps/1")
    assert page.tree.get("lang") == "en"
    assert "Where peer support comes from" in page.words
    assert "peer support" in client.read("/path").words
