"""Whatever authors, managers and learners do next, what was done and proved before stays as it was.

A metamorphic test: any sequence of edits, publications, moves and changes of rules leaves every
earlier completion, attempt, decision and document unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any, cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, select
from sqlalchemy.orm import Session, sessionmaker

from lms.accounts.models import Person
from lms.assessment import models as assessment
from lms.assessment.models import ExemptionText
from lms.assessment.operations.exemptions import (
    Accompanying,
    Exempt,
    WithdrawExemption,
    exempt,
    withdraw_exemption,
)
from lms.catalogue import models as catalogue
from lms.catalogue.models import ProgrammeDraft, ProgrammeVersion
from lms.catalogue.operations import drafts, publish
from lms.catalogue.operations.drafts import Act
from lms.catalogue.queries import kept as kept_in_process
from lms.catalogue.queries import outline
from lms.catalogue.queries.drafts import files_of
from lms.catalogue.rules.curriculum import read_curriculum
from lms.catalogue.rules.outline import ActivityOutline
from lms.certification.jobs import print_due
from lms.certification.models import Certificate
from lms.certification.operations import settle
from lms.certification.queries import proof_of
from lms.kernel.actor import Role
from lms.kernel.keys import Keys
from lms.kernel.refusals import RuleBroken
from lms.learning import models as learning
from lms.learning import operations
from lms.learning.models import Enrolment
from lms.learning.operations.moves import Moving, held_enrolment, move_enrolment
from lms.learning.queries import open_attempt
from lms.requirements.models import Proof
from lms.storage.operations import Store
from lms.web.database import Application
from lms.web.page import new_token, now
from tests.catalogue.folders import small_folder
from tests.catalogue.versions import with_step
from tests.certification.earned import Earned, document, earned, issued
from tests.make import Make, today
from tests.written import live_words

PROGRAMME = "programmes/small/programme.toml"
ROOTS = "modules/role/01-roots.fr.md"
PUBLISHED = (
    catalogue.ProgrammeVersion,
    catalogue.VersionFile,
    catalogue.Module,
    catalogue.ModuleText,
    catalogue.Activity,
    catalogue.ActivityText,
    catalogue.QuestionKey,
)
DONE = (
    learning.Completion,
    learning.EnrolmentMove,
    learning.CarriedStep,
    learning.Exemption,
    learning.ExemptionWithdrawal,
    ExemptionText,
)
SAID: tuple[type[Any], ...] = (
    learning.AnswerReading,
    learning.PassageComment,
    assessment.Work,
    assessment.WorkText,
    assessment.Observation,
    assessment.CompetencyLevel,
    assessment.Evidence,
)
Rows = dict[tuple[Any, ...], tuple[Any, ...]]


@dataclass
class World:
    """An organisation with its own programme, one certificate, one learner and one who waits."""

    session: Session
    keys: Keys
    make: Make
    holder: Earned
    learner: Enrolment
    waiting: Enrolment
    author: Person
    files: dict[str, str]
    store: Store
    edits: int = 0
    drafts: list[ProgrammeDraft] = field(default_factory=list)

    @property
    def organisation_id(self) -> int:
        return self.holder.organisation.id

    def act(self, by: Person) -> Act:
        return Act(by=by.id, now=now())

    def newest(self) -> ProgrammeVersion:
        of_ours = select(ProgrammeVersion).order_by(ProgrammeVersion.id.desc())
        return self.session.scalars(of_ours.limit(1)).one()

    def steps(self, enrolment: Enrolment) -> tuple[ActivityOutline, ...]:
        return outline(self.session, enrolment.version_id).activities


def publish_files(session: Session, files: Mapping[str, str], organisation_id: int) -> None:
    source = read_curriculum(files)
    publish(
        session,
        source,
        source.programmes[0],
        now=now(),
        public_id=new_token(),
        organisation_id=organisation_id,
    )


def edit_text(world: World) -> None:
    """Other words in a step, published at once as an import does."""
    world.edits += 1
    world.files[ROOTS] = world.files[ROOTS] + f"\nEncore du texte, {world.edits}.\n"
    publish_files(world.session, world.files, world.organisation_id)


def change_rule(world: World) -> None:
    """Another threshold, other hours and another share of group sessions, in the next version."""
    world.edits += 1
    lines = world.files[PROGRAMME].splitlines()
    changed = {"check_percent": 20 + world.edits, "supervision_minutes": 600 + world.edits}
    named = [(line.partition(" = ")[0], line) for line in lines]
    lines = [f"{name} = {changed[name]}" if name in changed else line for name, line in named]
    share = f"group_percent = {20 + world.edits % 80}"
    lines = [line for line in lines if not line.startswith("group_percent")]
    lines = [f"{line}\n{share}" if line == "[rules]" else line for line in lines]
    world.files[PROGRAMME] = "\n".join(lines) + "\n"
    publish_files(world.session, world.files, world.organisation_id)


def plan_group_day(world: World) -> None:
    """A session more for whoever has a cohort: a share of more is asked of nobody before."""
    world.edits += 1
    session, first = world.session, world.learner
    cohort = session.scalars(select(learning.Cohort)).first()
    if cohort is None:
        place, version = world.holder.organisation, world.newest()
        cohort = world.make.cohort(place, version, trainer=world.author)
    for one in (first, world.holder.enrolment):
        session.get_one(Enrolment, one.id).cohort_id = cohort.id
    when = now() - timedelta(days=world.edits)
    world.make.group_session(cohort, leads=world.author, at=when)


def add_step(world: World) -> None:
    """One step more, in the next version."""
    world.edits += 1
    text = world.files[ROOTS]
    world.files = with_step(world.files, f"step-{world.edits}", text)
    publish_files(world.session, world.files, world.organisation_id)


def begin_draft(world: World) -> None:
    """An author begins the next version; one draft of a programme lives at a time."""
    begun = drafts.start_draft(
        world.session,
        world.files,
        organisation_id=world.organisation_id,
        act=world.act(world.author),
        public_id=new_token(),
        base_version_id=world.newest().id,
    )
    world.drafts.append(begun)


def write_draft(world: World) -> None:
    for draft in world.drafts[-1:]:
        world.edits += 1
        text = files_of(world.session, draft.id)[ROOTS] + f"\nBrouillon {world.edits}.\n"
        act = world.act(world.author)
        drafts.replace_files(world.session, draft, {ROOTS: text}, act=act, undo="roots")


def undo_draft(world: World) -> None:
    for draft in world.drafts[-1:]:
        drafts.undo_last(world.session, draft, act=world.act(world.author))


def publish_draft(world: World) -> None:
    """Sent, read by a second person, published."""
    for draft in world.drafts[-1:]:
        drafts.send_for_review(world.session, draft, act=world.act(world.author))
        drafts.approve(world.session, draft, words="", act=world.act(world.holder.manager))
        world.files = dict(files_of(world.session, draft.id))
        publish_files(world.session, world.files, world.organisation_id)
        act = world.act(world.holder.manager)
        drafts.mark_published(world.session, draft, world.newest(), act=act)


def drop_draft(world: World) -> None:
    for draft in world.drafts[-1:]:
        drafts.drop_draft(world.session, draft, act=world.act(world.author))


def move_learner(world: World) -> None:
    """The learner goes on with the newest version."""
    held = held_enrolment(world.session, world.learner.id)
    moving = Moving(by=held.person_id, today=today(), now=now(), token=new_token)
    move_enrolment(world.session, world.keys, held, world.newest().id, moving)


def finish_step(world: World) -> None:
    """The learner completes the next step that is no check."""
    steps = world.steps(world.learner)
    done = set(world.session.scalars(select(learning.Completion.activity_id)))
    for step in [s for s in steps if s.id not in done and s.kind == "text"][:1]:
        person_id = world.learner.person_id
        operations.complete_activity(
            world.session, step, person_id=person_id, today=today(), now=now()
        )


def _accompanying(world: World) -> Accompanying:
    by = world.holder.manager.id
    return Accompanying(by=by, today=today(), now=now(), new_id=new_token)


def exempt_step(world: World) -> None:
    """Whoever accompanies the learner exempts them from the check's module, or what is left."""
    version = outline(world.session, world.learner.version_id)
    order = Exempt(scope=version.modules[0].slug, reason="Déjà acquis.", evidence="Un diplôme.")
    store = world.store
    who = world.learner.id
    exempt(world.session, world.keys, store, order, who, version, _accompanying(world))


def withdraw_exempted(world: World) -> None:
    """The last exemption that holds is withdrawn."""
    withdrawn = select(learning.ExemptionWithdrawal.exemption_id)
    held = select(learning.Exemption.public_id).where(learning.Exemption.id.not_in(withdrawn))
    for public_id in world.session.scalars(held.order_by(learning.Exemption.id.desc())).all()[:1]:
        order = WithdrawExemption(reason="Une erreur.")
        withdraw_exemption(world.session, world.keys, order, public_id, _accompanying(world))


def take_check(world: World) -> None:
    """The learner takes the check, right every other time."""
    check = next(step for step in world.steps(world.learner) if step.kind == "check")
    who: dict[str, Any] = {"person_id": world.learner.person_id, "now": now()}
    world.edits += 1
    operations.start_attempt(world.session, check, questions=1, public_id=new_token(), **who)
    answer = operations.AnswerQuestion(question="q1", choice="ab"[world.edits % 2])
    attempt = open_attempt(world.session, world.learner.person_id, check.id, to_write=True)
    assert attempt is not None
    operations.answer_question(world.session, answer, attempt, now=now())
    version = outline(world.session, world.learner.version_id)
    operations.submit_attempt(world.session, version, check, today=today(), **who)


def enrol_somebody(world: World) -> None:
    world.make.enrolment(world.make.person(), world.holder.organisation, world.newest())


def settle_counters(world: World) -> None:
    settle(world.session, now=now())


ACTS: tuple[Callable[[World], None], ...] = (
    edit_text,
    change_rule,
    plan_group_day,
    add_step,
    begin_draft,
    write_draft,
    undo_draft,
    publish_draft,
    drop_draft,
    move_learner,
    finish_step,
    take_check,
    exempt_step,
    withdraw_exempted,
    enrol_somebody,
    settle_counters,
)


def rows_of(session: Session, model: type[Any], *only: Any) -> Rows:
    """Rows as they are stored, by key."""
    table = cast(Table, model.__table__)
    found = session.execute(select(table).where(*only))
    keys = [list(table.columns).index(column) for column in table.primary_key.columns]
    return {(table.name, *(row[at] for at in keys)): _plain(tuple(row)) for row in found}


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(repr(value) if isinstance(value, dict | list) else value for value in row)


def frozen(session: Session) -> Rows:
    """Everything that may never change again."""
    kept: Rows = {}
    models: tuple[type[Any], ...] = (*PUBLISHED, *DONE, *SAID)
    for model in models:
        kept |= rows_of(session, model)
    submitted = learning.Attempt.submitted_at.is_not(None)
    kept |= rows_of(session, learning.Attempt, submitted)
    ended = select(learning.Attempt.id).where(submitted)
    for answers in (learning.Answer, learning.TypedAnswer, learning.OpenAnswer):
        kept |= rows_of(session, answers, answers.attempt_id.in_(ended))
    return kept | rows_of(session, Certificate)


def decided(world: World) -> tuple[Proof, Proof]:
    """What the requirements say of whoever does nothing: one holds a certificate, one waits."""
    who = (world.holder.enrolment, world.waiting)
    first, second = (proof_of(world.session, one, now=now()) for one in who)
    return first, second


def paper(app: Application, world: World) -> str:
    """SHA-256 of the document that the holder downloads."""
    held = world.session.scalars(select(Certificate)).one()
    return sha256(document(app, world.session, held)).hexdigest()


def world_of(app: Application, session: Session) -> World:
    """The first version is published, taken, and its certificate drawn."""
    make, keys = Make(session), app.extensions["sillage.keys"]
    organisation = make.organisation(specimen=True)
    people = make.manager(organisation), make.supervisor(organisation)
    files = small_folder()
    publish_files(session, files, organisation.id)
    version = session.scalars(select(ProgrammeVersion)).one()
    holder = earned(make, at=(organisation, *people, version))
    issued(make, keys, holder)
    assert print_due(app) == 1
    learner, waiting = (make.enrolment(make.person(), organisation, version) for _ in range(2))
    author = make.member(Role.AUTHOR, organisation)
    store = app.extensions["sillage.settings"].files
    world = World(session, keys, make, holder, learner, waiting, author, files, store)
    live_words(make, keys, learner)
    first = world.steps(waiting)[0]
    operations.complete_activity(
        session, first, person_id=waiting.person_id, today=today(), now=now()
    )
    return world


def test_whatever_comes_next_the_past_stays_as_it_was(
    app: Application, sessions: sessionmaker[Session]
) -> None:
    with sessions() as session:
        world = world_of(app, session)

        @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(acts=st.lists(st.sampled_from(ACTS), min_size=2, max_size=14))
        def anything(acts: list[Callable[[World], None]]) -> None:
            # Ids come again after it: what was kept of their versions must not.
            kept_in_process._kept.clear()
            point = session.begin_nested()
            _check(app, replace(world, files=dict(world.files), drafts=[]), acts)
            point.rollback()

        anything()


def test_every_act_can_happen_and_changes_nothing_of_before(
    app: Application, session: Session
) -> None:
    world = world_of(app, session)
    each = [
        *(finish_step, take_check, take_check, begin_draft, write_draft, undo_draft, write_draft),
        *(publish_draft, move_learner, edit_text, change_rule, plan_group_day, add_step),
        *(begin_draft, drop_draft),
        *(enrol_somebody, exempt_step, move_learner, finish_step, take_check, settle_counters),
        *(withdraw_exempted, exempt_step),
    ]
    assert set(each) == set(ACTS)
    _check(app, world, each, refusals=False)
    assert len(session.scalars(select(learning.EnrolmentMove.id)).all()) == 2


def _check(
    app: Application,
    world: World,
    acts: Sequence[Callable[[World], None]],
    *,
    refusals: bool = True,
) -> None:
    """Do them one after the other; `refusals`: an act that makes no sense is refused calmly."""
    refused = (RuleBroken,) if refusals else ()
    said, printed = decided(world), paper(app, world)
    for act in acts:
        before = frozen(world.session)
        with suppress(*refused), world.session.begin_nested():
            act(world)
        world.session.flush()
        after = frozen(world.session)
        lost = [key for key, row in before.items() if after.get(key) != row]
        assert not lost, f"{act.__name__} changed {lost[:3]}"
        assert decided(world) == said, act.__name__
    assert paper(app, world) == printed
