"""The account: names, password, address, devices, links by mail."""

from __future__ import annotations

from datetime import timedelta

from lms.accounts.models import PasswordReset, Person, SignIn, SignInLink
from lms.accounts.operations.addresses import Secrets, ask_address_change
from lms.accounts.operations.addresses import confirm_address as agree
from lms.kernel.actor import Role
from lms.kernel.keys import token_hash
from lms.web.page import new_token, now
from tests.make import PASSWORD
from tests.torture.acts.stage import Act, Press, Stage

OTHER_PASSWORD = "une autre phrase que je garde"
SOON = timedelta(minutes=10)


def change_names(stage: Stage) -> Press:
    names = {"given_name": "Zoé", "family_name": "Martin", "printed_name": "Zoé Martin"}
    return stage.learning(stage.trainee(), "/account/names", **names)


def display(stage: Stage) -> Press:
    fields = {"theme": "dark", "locale": "en", "text_size": "large"}
    return stage.learning(stage.trainee(), "/account/display", **fields)


def easy_reading(stage: Stage) -> Press:
    fields = {"easy": "1", "next": "/home"}
    path, person = "/account/easy-reading", stage.trainee()
    return Press("/accessibility", path, person, Role.TRAINEE, fields=fields, scripted=True)


def change_password(stage: Stage) -> Press:
    fields = {"present": PASSWORD, "password": OTHER_PASSWORD}
    return stage.learning(stage.trainee(), "/account/password", **fields)


def new_password(stage: Stage) -> Press:
    token = new_token()
    person_id, until = stage.trainee().id, now() + SOON
    stage.make.session.add(
        PasswordReset(person_id=person_id, token_hash=token_hash(token), expires_at=until)
    )
    return Press(f"/new-password/{token}", fields={"password": OTHER_PASSWORD})


def use_sign_in_link(stage: Stage) -> Press:
    token = new_token()
    person_id, until = stage.trainee().id, now() + SOON
    stage.make.session.add(
        SignInLink(person_id=person_id, token_hash=token_hash(token), back="", expires_at=until)
    )
    return Press(f"/sign-in/link/{token}", f"/sign-in/link/{token}")


def change_address(stage: Stage) -> Press:
    fields = {"email": f"{new_token()}@exemple.test", "present": PASSWORD}
    return stage.learning(stage.trainee(), "/account/address", **fields)


def cancel_address_change(stage: Stage) -> Press:
    person = stage.trainee()
    _wish(stage, person)
    return stage.learning(person, "/account", "/account/address/cancel")


def confirm_address(stage: Stage) -> Press:
    wish = _wish(stage, stage.trainee())
    agree(stage.make.session, wish.new_token, now=now())
    page = f"/address/{wish.old_token}"
    return Press(page, page, fields={"answer": "yes"})


def end_sign_in(stage: Stage) -> Press:
    person = stage.trainee()
    public_id = _elsewhere(stage, person)
    return stage.learning(person, "/account", f"/account/sign-ins/{public_id}/end")


def end_other_sign_ins(stage: Stage) -> Press:
    person = stage.trainee()
    _elsewhere(stage, person)
    return stage.learning(person, "/account", "/account/sign-ins/end-others")


def sign_out(stage: Stage) -> Press:
    return stage.learning(stage.trainee(), "/account", "/sign-out")


def _wish(stage: Stage, person: Person) -> Secrets:
    secrets = Secrets(new_token=new_token(), old_token=new_token())
    email = f"{new_token()}@exemple.test"
    ask_address_change(stage.make.session, person.id, email, secrets=secrets, now=now())
    return secrets


def _elsewhere(stage: Stage, person: Person) -> str:
    """Another device on which the person is signed in."""
    other = SignIn(
        public_id=new_token(),
        person_id=person.id,
        token_hash=new_token(),
        device="",
        created_at=now(),
        last_seen_at=now(),
        proved_at=now(),
    )
    stage.make.session.add(other)
    return other.public_id


def settings(stage: Stage) -> Press:
    # Another place each time: what is asked already changes nothing.
    place = stage.make.organisation()
    manager = stage.make.manager(place)
    fields = {"roles": [Role.TUTOR.value]}
    return Press(f"/orgs/{place.slug}/settings", "", manager, Role.MANAGER, place, fields)


ACCOUNTS = {
    "organisations.settings": Act(settings),
    "accounts.change_names": Act(change_names, devices=False),
    "accounts.display": Act(display, devices=False),
    "accounts.easy_reading": Act(easy_reading),
    "accounts.change_password": Act(change_password, devices=False, slow=True),
    "accounts.new_password": Act(new_password, slow=True),
    "accounts.use_sign_in_link": Act(use_sign_in_link),
    "accounts.change_address": Act(change_address, devices=False, slow=True),
    "accounts.cancel_address_change": Act(cancel_address_change),
    "accounts.confirm_address": Act(confirm_address),
    "accounts.end_sign_in": Act(end_sign_in),
    "accounts.end_other_sign_ins": Act(end_other_sign_ins, devices=False),
    "accounts.sign_out": Act(sign_out, devices=False),
}
