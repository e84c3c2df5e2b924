"""Steps, checks, notes and invitations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from lms.accounts.models import Person
from lms.accounts.operations.invitations import InvitePerson, Secrets
from lms.catalogue.models import Activity, ActivityKind, Module
from lms.kernel.actor import Role
from lms.learning.models import Answer, Attempt, CommentState, PassageComment
from lms.learning.operations.comments import DecideComment, decide_comment
from lms.learning.operations.invitations import invite as invite_person
from lms.web.page import new_token, now
from tests.catalogue.approved import approved_draft
from tests.catalogue.folders import small_folder
from tests.catalogue.versions import publish_files
from tests.learning.commented import commented
from tests.torture.acts.stage import Act, Press, Stage

MODULE = "/modules/module-1"
PASSWORD = "une phrase que je garde"


def finish_step(stage: Stage) -> Press:
    return stage.learning(stage.trainee(), f"{MODULE}/steps/1", f"{MODULE}/steps/1")


def autosave_note(stage: Stage) -> Press:
    fields = {"version": "0", "text": "Des mots."}
    path, person = f"{MODULE}/steps/2/notes/1", stage.trainee()
    return Press("/accessibility", path, person, Role.TRAINEE, fields=fields, scripted=True)


def start_check(stage: Stage) -> Press:
    return stage.learning(stage.trainee(), f"{MODULE}/steps/3", f"{MODULE}/check")


def question(stage: Stage) -> Press:
    person = stage.trainee()
    _begin(stage, person.id)
    return stage.learning(person, f"{MODULE}/check/1", choice="a")


def submit_check(stage: Stage) -> Press:
    person = stage.trainee()
    attempt = _begin(stage, person.id)
    for name in ("q1", "q2"):
        answer = Answer(attempt_id=attempt.id, question=name, choice="a", answered_at=now())
        stage.make.session.add(answer)
    return stage.learning(person, f"{MODULE}/check/review", f"{MODULE}/check/submit")


def comment(stage: Stage) -> Press:
    return stage.learning(stage.trainee(), f"{MODULE}/steps/1/comments", text="Une phrase.")


def withdraw(stage: Stage) -> Press:
    person = stage.trainee()
    path = f"{MODULE}/steps/1/comments"
    return stage.learning(person, path, f"{path}/{_comment(stage, person).public_id}/withdraw")


def answer_comment(stage: Stage) -> Press:
    path = f"/studio/comments/{_comment(stage, stage.trainee()).public_id}"
    return _authoring(stage, path, state="answered", text="Oui.")


def hide_answer(stage: Stage) -> Press:
    said = _comment(stage, stage.trainee())
    order = DecideComment(state=CommentState.ANSWERED, text="Oui.")
    now_, by = now(), stage.at[1].id
    decide_comment(stage.make.session, said, order, by=by, now=now_, public_id=new_token())
    path = f"/studio/comments/{said.public_id}"
    return _authoring(stage, path, f"{path}/hide-answer")


def _comment(stage: Stage, person: Person) -> PassageComment:
    """What somebody says of a passage."""
    where = stage.organisation.id
    return commented(stage.make, stage.keys, person, where, stage.at[3].id)


def _authoring(stage: Stage, page: str, action: str = "", **fields: Any) -> Press:
    """The form of an author of the organisation."""
    author = stage.make.member(Role.AUTHOR, stage.organisation)
    return Press(page, action, author, Role.AUTHOR, stage.organisation, fields)


def invite(stage: Stage) -> Press:
    page = f"/orgs/{stage.organisation.slug}/invitations/new"
    fields = {"family_name": "Diop", "email": f"{new_token()}@exemple.test"}
    return stage.managing(page, version_id=stage.at[3].id, **fields)


def take_responsibility(stage: Stage) -> Press:
    version = stage.make.version(reviewed=False)
    page = f"/orgs/{stage.organisation.slug}/programmes/{version.public_id}/reviews"
    return stage.managing(page, agreed="y")


def publish_draft(stage: Stage) -> Press:
    own = small_folder()
    # Its competence framework is known by then: a press is not charged for it.
    publish_files(stage.make.session, own)
    words = new_token().replace('"', "")
    own = {path: text.replace("Du texte.", f"Du texte, {words}.") for path, text in own.items()}
    draft = approved_draft(stage.make, stage.organisation, own)
    stage.make.session.commit()
    page = f"/orgs/{stage.organisation.slug}/programmes/drafts/{draft.public_id}/publish"
    return stage.managing(page)


def send_again(stage: Stage) -> Press:
    public_id, token = _invited(stage)
    page = f"/orgs/{stage.organisation.slug}/invitations"
    return stage.managing(f"{page}?q={token}", f"{page}/{public_id}/send-again")


def cancel(stage: Stage) -> Press:
    public_id, token = _invited(stage)
    page = f"/orgs/{stage.organisation.slug}/invitations"
    return stage.managing(f"{page}?q={token}", f"{page}/{public_id}/cancel")


def accept(stage: Stage) -> Press:
    _public_id, token = _invited(stage)
    return Press(f"/invitations/{token}", fields={"password": PASSWORD})


def _begin(stage: Stage, person_id: int) -> Attempt:
    """An open attempt at the first check."""
    checks = select(Activity.id).join(Module).where(Activity.kind == ActivityKind.CHECK)
    mine = checks.where(Module.version_id == stage.at[3].id, Module.slug == "module-1")
    attempt = Attempt(
        public_id=new_token(),
        person_id=person_id,
        activity_id=stage.make.session.scalars(mine).one(),
        number=1,
        questions=2,
        started_at=now(),
    )
    stage.make.session.add(attempt)
    stage.make.session.flush()
    return attempt


def _invited(stage: Stage) -> tuple[str, str]:
    """Somebody new who is invited: the invitation's public id, and the token of its link."""
    public_id, token = new_token(), new_token()
    order = InvitePerson(
        given_name="Awa",
        family_name="Diop",
        email=f"{token}@exemple.test",
        role=Role.TRAINEE,
        locale="fr",
    )
    invite_person(
        stage.make.session,
        order,
        version_id=stage.at[3].id,
        organisation_id=stage.organisation.id,
        invited_by=stage.at[1].id,
        secrets=Secrets(token=token, public_id=public_id, message_id=new_token()),
        now=now(),
    )
    return public_id, token


LEARNING = {
    "learning.finish_step": Act(finish_step),
    "learning.autosave_note": Act(autosave_note),
    "learning.comments": Act(comment, devices=False),
    "learning.withdraw": Act(withdraw),
    "learning.answer_comment": Act(answer_comment),
    "learning.hide_answer_of": Act(hide_answer),
    "learning.start_check": Act(start_check),
    "learning.question": Act(question),
    "learning.submit_check": Act(submit_check),
    "learning.invite": Act(invite),
    "learning.reviews": Act(take_responsibility),
    "learning.publish": Act(publish_draft),
    "learning.send_again": Act(send_again, devices=False),
    "learning.cancel_invitation": Act(cancel),
    "learning.accept_invitation": Act(accept, slow=True),
}
