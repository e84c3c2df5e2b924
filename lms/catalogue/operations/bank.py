"""Keeping, changing and dropping the questions of a bank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from lms.catalogue.models import BankQuestion
from lms.catalogue.rules.questions.banked import folded, kind_kept, source_of
from lms.catalogue.rules.questions.model import Question
from lms.journal.operations import record
from lms.kernel.refusals import RuleBroken
from lms.kernel.text import _

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Who keeps questions, where and when."""

    organisation_id: int
    person_id: int
    now: datetime


def keep_questions(
    session: Session,
    questions: Sequence[Question],
    by: Keeper,
    *,
    domain: str,
    locale: str,
    new_id: Callable[[], str],
) -> int:
    """Put questions into the bank, in one language; how many. Passages ask nothing and are left."""
    kept = [(one, kind) for one in questions if (kind := kind_kept(one)) is not None]
    if len(kept) > MOST_AT_ONCE:
        words = _("At most %(most)s questions at once: cut the file in two.", most=MOST_AT_ONCE)
        raise RuleBroken("text", words)
    for question, kind in kept:
        session.add(
            BankQuestion(
                public_id=new_id(),
                organisation_id=by.organisation_id,
                domain=domain,
                kind=kind,
                name=question.name,
                folded=folded(question),
                sources={locale: source_of(question)},
                version=1,
                changed_by=by.person_id,
                changed_at=by.now,
            )
        )
    session.flush()
    _record(session, "catalogue.keep_questions", by, ("organisation", by.organisation_id))
    return len(kept)


def change_question(
    session: Session,
    held: BankQuestion,
    said: dict[str, Question],
    by: Keeper,
    *,
    domain: str,
    version: int,
) -> None:
    """Replace a question in its languages, unless somebody changed it in between."""
    first = next(iter(said.values()))
    kinds = {kind_kept(question) for question in said.values()}
    if len(kinds) != 1 or None in kinds:
        raise RuleBroken("en", _("Both languages ask the same kind of question."))
    changed = (
        update(BankQuestion)
        .where(BankQuestion.id == held.id, BankQuestion.version == version)
        .values(
            domain=domain,
            kind=kinds.pop(),
            name=first.name,
            folded=folded(first),
            sources={locale: source_of(question) for locale, question in said.items()},
            version=version + 1,
            changed_by=by.person_id,
            changed_at=by.now,
        )
        .returning(BankQuestion.id)
    )
    if session.scalar(changed, execution_options={"synchronize_session": False}) is None:
        words = _(
            "Somebody changed this question meanwhile. Open it in another tab to compare;"
            " your text is still here."
        )
        raise RuleBroken("fr", words)
    _record(session, "catalogue.change_question", by, ("bank_question", held.public_id))


def drop_question(session: Session, held: BankQuestion, by: Keeper) -> None:
    """Take a question out of the bank, once; checks that took it keep it."""
    gone = delete(BankQuestion).where(BankQuestion.id == held.id).returning(BankQuestion.id)
    if session.scalar(gone) is not None:
        _record(session, "catalogue.drop_question", by, ("bank_question", held.public_id))


def _record(session: Session, action: str, by: Keeper, subject: tuple[str, str | int]) -> None:
    record(
        session,
        action,
        now=by.now,
        actor_id=by.person_id,
        subject=subject,
        organisation_id=by.organisation_id,
    )
