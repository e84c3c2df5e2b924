"""A question in a bank."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.catalogue.models import BankQuestion
from lms.catalogue.operations.bank import Keeper, keep_questions
from lms.catalogue.rules.questions.gift.reader import read_gift
from lms.web.page import new_token, now

GIFT = "Qui choisit ? {=La personne.#C'est sa vie. ~L'équipe.#Elle peut conseiller.}"


def banked(
    session: Session, organisation_id: int, person_id: int, text: str = GIFT, locale: str = "fr"
) -> BankQuestion:
    """The question of this text, kept in one language."""
    by = Keeper(organisation_id=organisation_id, person_id=person_id, now=now())
    questions = read_gift(text.encode()).questions
    keep_questions(session, questions, by, domain="D1", locale=locale, new_id=new_token)
    return session.scalars(select(BankQuestion).order_by(BankQuestion.id.desc())).first()  # type: ignore[return-value]
