"""Second factors: the app, passkeys and codes on paper."""

from __future__ import annotations

from typing import Any

from lms.accounts.models import Person
from lms.kernel.actor import Role
from tests.accounts.factors import Device, code_at, give_app, give_codes, give_passkey, options_of
from tests.client import Page
from tests.torture.acts.stage import Act, Press, Stage


def add_app(stage: Stage) -> Press:
    def fill(page: Page) -> dict[str, Any]:
        shown = "".join(page.tree.xpath("//p[@class='code']//text()"))
        return {"code": code_at("".join(shown.split()))}

    return _own(stage.trainee(), "/account/factors/app", fill=fill)


def remove_app(stage: Stage) -> Press:
    person = stage.trainee()
    stage.make.app(person)
    return _own(person, "/account/factors/app", "/account/factors/app/remove")


def backup_codes(stage: Stage) -> Press:
    person = stage.trainee()
    stage.make.app(person)
    return _own(person, "/account/factors/codes", "/account/factors/codes")


def add_passkey(stage: Stage) -> Press:
    def fill(page: Page) -> dict[str, Any]:
        return {"credential": Device().make(options_of(page)), "name": "Clé"}

    return _own(stage.trainee(), "/account/factors/passkeys/new", fill=fill)


def rename_passkey(stage: Stage) -> Press:
    person = stage.trainee()
    page = f"/account/factors/passkeys/{stage.make.passkey(person).public_id}"
    return _own(person, page, page, fill={"name": "Autre nom"})


def remove_passkey(stage: Stage) -> Press:
    person = stage.trainee()
    page = f"/account/factors/passkeys/{stage.make.passkey(person).public_id}"
    return _own(person, page, f"{page}/remove")


def show_code(stage: Stage) -> Press:
    person = stage.trainee()
    secret = give_app(stage.make, stage.keys, person)
    return _waiting(person, "/second-factor", fill=lambda _page: {"code": code_at(secret)})


def show_backup_code(stage: Stage) -> Press:
    person = stage.trainee()
    stage.make.app(person)
    (code,) = give_codes(stage.make.session, person, 1)
    return _waiting(person, "/second-factor/backup-code", fill={"code": code})


def show_passkey(stage: Stage) -> Press:
    person = stage.trainee()
    device = give_passkey(stage.make, person)
    path = "/second-factor/passkey"
    return _waiting(person, "/second-factor", path, fill=_shown_by(device))


def confirm_by_passkey(stage: Stage) -> Press:
    person = stage.trainee()
    device = give_passkey(stage.make, person)
    return _own(person, "/confirm", "/confirm/passkey", fill=_shown_by(device))


def enter_by_passkey(stage: Stage) -> Press:
    device = give_passkey(stage.make, stage.trainee())
    return Press("/sign-in", "/sign-in/passkey", fields=_shown_by(device))


def _shown_by(device: Device) -> Any:
    def fill(page: Page) -> dict[str, Any]:
        return {"credential": device.show(options_of(page))}

    return fill


def _own(person: Person, page: str, action: str = "", fill: Any = None) -> Press:
    return Press(page, action, person, Role.TRAINEE, fields=fill or {})


def _waiting(person: Person, page: str, action: str = "", fill: Any = None) -> Press:
    return Press(page, action, person, Role.TRAINEE, fields=fill or {}, waiting=True)


FACTORS = {
    "accounts.authenticator_app": Act(add_app, devices=False),
    "accounts.remove_app": Act(remove_app),
    "accounts.backup_codes": Act(backup_codes, devices=False),
    "accounts.add_passkey": Act(add_passkey, devices=False),
    "accounts.passkey": Act(rename_passkey, devices=False),
    "accounts.remove_passkey": Act(remove_passkey),
    "accounts.second_factor": Act(show_code, devices=False),
    "accounts.second_factor_backup_code": Act(show_backup_code, devices=False),
    "accounts.second_factor_passkey": Act(show_passkey, devices=False),
    "accounts.confirm_by_passkey": Act(confirm_by_passkey, devices=False),
    "accounts.sign_in_by_passkey": Act(enter_by_passkey, devices=False),
}
